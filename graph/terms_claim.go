package graph

// Stance is how a claim is put forward.
type Stance string

// Stances are the ways to put a claim forward.
var Stances = Terms[Stance, Unclassed]{
	{Name: "ASSERT", Label: "Assertion", VerbPhrase: "asserts", Standard: own,
		Description: "Stated as a fact."},
	{Name: "ALLEGE", Label: "Allegation", VerbPhrase: "alleges", Standard: own,
		Description: "Said against somebody, without proof in the source."},
	{Name: "DENY", Label: "Denial", VerbPhrase: "denies", Standard: own,
		Description: "Said not to be so."},
	{Name: "CONFIRM", Label: "Confirmation", VerbPhrase: "confirms", Standard: own,
		Description: "Said to be so indeed, after others had said it."},
	{Name: "JUSTIFY", Label: "Justification", VerbPhrase: "justifies by saying", Standard: own,
		Description: "A reason why what was done was right."},
	{Name: "POSITION", Label: "Position", VerbPhrase: "takes the position", Standard: own,
		Description: "A position or wish about what should be, which is neither true nor false."},
}

// Basis says whether a source states a fact (EXPLICIT) or a reader concludes it (INFERRED).
type Basis string

// What a fact rests on.
const (
	Explicit Basis = "EXPLICIT"
	Inferred Basis = "INFERRED"
)

// Bases are what a fact can rest on.
var Bases = Terms[Basis, Unclassed]{
	{Name: Explicit, Label: "Explicit", VerbPhrase: "is stated by a source", Standard: own,
		Description: "A source says it."},
	{Name: Inferred, Label: "Inferred", VerbPhrase: "is concluded by a reader", Standard: own,
		Description: "No source says it: a reader concludes it, or Demarche computes it."},
}

// EvidenceRelation is how evidence relates to its fact.
type EvidenceRelation string

// What evidence does to its fact.
const (
	EvidenceSupports EvidenceRelation = "SUPPORTS"
	EvidenceUpdates  EvidenceRelation = "UPDATES"
	EvidenceDisputes EvidenceRelation = "DISPUTES"
)

// EvidenceRelations are the ways in which evidence relates to its fact.
var EvidenceRelations = Terms[EvidenceRelation, Unclassed]{
	{Name: EvidenceSupports, Label: "Supports", VerbPhrase: "supports the fact", Standard: own,
		Description: "It is a reason to believe the fact."},
	{Name: EvidenceUpdates, Label: "Updates", VerbPhrase: "supports the fact and tells a later state", Standard: own,
		Description: "It is a reason to believe the fact, and tells a later state of it. Example: a confirmation of what was first alleged."},
	{Name: EvidenceDisputes, Label: "Disputes", VerbPhrase: "disputes the fact", Standard: own,
		Description: "It speaks against the fact. It is kept beside what supports it, and never counts as support."},
}

// SourceKind is what sort of document a source is.
type SourceKind string

// Kinds of sources that the code itself speaks of.
const (
	SourceArticle SourceKind = "ARTICLE"
	SourceDataset SourceKind = "DATASET"
)

// SourceKinds are the kinds of documents that facts are taken from.
var SourceKinds = Terms[SourceKind, Unclassed]{
	{Name: SourceArticle, Label: "Article", VerbPhrase: "is a news article", Standard: own,
		Description: "An article of a newspaper, news agency or news site."},
	{Name: "OFFICIAL_STATEMENT", Label: "Official statement", VerbPhrase: "is an official statement", Standard: own,
		Description: "A statement that the actor itself published. Example: on the site of a foreign ministry."},
	{Name: "SOCIAL_MEDIA_POST", Label: "Social media post", VerbPhrase: "is a post on social media", Standard: own,
		Description: "A post on a social network or messenger, official or not."},
	{Name: "BROADCAST", Label: "Broadcast", VerbPhrase: "is a broadcast", Standard: own,
		Description: "A radio or television programme."},
	{Name: "TREATY", Label: "Treaty", VerbPhrase: "is a treaty", Standard: own,
		Description: "The text of a treaty or other agreement between states."},
	{Name: "REPORT", Label: "Report", VerbPhrase: "is a report", Standard: own,
		Description: "A report or study. Example: of an international body, a research institute or a rights group."},
	{Name: SourceDataset, Label: "Dataset", VerbPhrase: "is a dataset", Standard: own,
		Description: "A dataset of coded events, such as GDELT or ICEWS."},
	{Name: "OTHER", Label: "Other source", VerbPhrase: "is another sort of source", Standard: own,
		Description: "Anything else."},
}

// Reliability grades a source from A to E; F is no grade. What a source says has a credibility of its own (1 to 6).
type Reliability string

// Reliabilities are the grades of sources.
var Reliabilities = Terms[Reliability, Unclassed]{
	{Name: "A", Label: "Completely reliable", VerbPhrase: "is completely reliable", Standard: admiralty,
		Description: "Completely reliable: no doubt about the source, which has always been right."},
	{Name: "B", Label: "Usually reliable", VerbPhrase: "is usually reliable", Standard: admiralty,
		Description: "Usually reliable: minor doubts; mostly right in the past."},
	{Name: "C", Label: "Fairly reliable", VerbPhrase: "is fairly reliable", Standard: admiralty,
		Description: "Fairly reliable: some doubts; right in the past on some occasions."},
	{Name: "D", Label: "Not usually reliable", VerbPhrase: "is not usually reliable", Standard: admiralty,
		Description: "Not usually reliable: serious doubts, though right at times."},
	{Name: "E", Label: "Unreliable", VerbPhrase: "is unreliable", Standard: admiralty,
		Description: "Unreliable: known to have been wrong, or to lack what it takes to know."},
	{Name: "F", Label: "Reliability cannot be judged", VerbPhrase: "cannot be judged", Standard: admiralty,
		Description: "Cannot be judged: too little is known about the source. Neither good nor bad."},
}
