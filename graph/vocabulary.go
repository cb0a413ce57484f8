package graph

import "slices"

// Term is one row of a vocabulary, and holds all that is said about a term. N is the type of its name, C the type of the
// vocabulary's classes, so that a class of another vocabulary does not compile.
type Term[N, C ~string] struct {
	Name        N      // as records and the schema's enum write it
	Label       string // what to call it in a picture or a list, without context: "Foreign ministry"
	VerbPhrase  string // predicate of a sentence whose subject has the term: "(the Kremlin) is part of (Russia)"
	Description string // one or two sentences for somebody new to such data; make generate writes them into the schema
	Standard    string // whose term it is, and whose meaning it keeps
	Class       C      // one of the classes of the vocabulary; Without where the term has none
}

// Terms is a vocabulary as Go code uses it, in the schema's order.
type Terms[N, C ~string] []Term[N, C]

// Of finds the row of a term.
func (t Terms[N, C]) Of(name N) (Term[N, C], bool) {
	for _, row := range t {
		if row.Name == name {
			return row, true
		}
	}
	return Term[N, C]{}, false
}

// Names returns the names of all terms, in order.
func (t Terms[N, C]) Names() []string {
	out := make([]string, len(t))
	for i, row := range t {
		out[i] = string(row.Name)
	}
	return out
}

// Standards that terms are taken from.
const (
	plover    = "PLOVER 2.0"     // Open Event Data Alliance, Political Language Ontology for Verifiable Event Records
	edtf      = "EDTF"           // ISO 8601-2, as profiled by the Library of Congress
	admiralty = "Admiralty code" // NATO STANAG 2511: how reliable a source is, A to F
	own       = "Demarche"       // ours, where no standard has a term
)

// Unclassed is the class type of a vocabulary whose terms have no classes.
type Unclassed string

// Without is the class of a term that has none, though its vocabulary has classes. It is written out, so that a forgotten
// cell differs from one that cannot be filled.
const Without = "-"

// Vocabulary is a vocabulary as data, for code that lists or checks terms without knowing their types.
type Vocabulary struct {
	Name string // the name of the schema's enum
	// Classes are the classes that its terms may have, with Without where a term may have none. It is nil when the
	// vocabulary has no classes.
	Classes []string
	Terms   []Term[string, string]
}

// AllVocabularies lists every vocabulary. A new one is a table of Terms, a line here, and an enum in schema.graphqls.
var AllVocabularies = []Vocabulary{
	vocabulary("ActorKind", ActorKinds),
	vocabulary("TieKind", Ties, string(CarriesActing), string(CarriesDirection), Without),
	vocabulary("ParticipationRole", Roles),
	vocabulary("ActionType", ActionTypes, QuadClasses.Names()...),
	vocabulary("QuadClass", QuadClasses, append(WordOrDeeds.Names(), Without)...),
	vocabulary("WordOrDeed", WordOrDeeds),
	vocabulary("ActionStatus", Statuses),
	vocabulary("ResponseMode", ResponseModes, append(Escalations.Names(), string(Follow))...),
	vocabulary("Escalation", Escalations),
	vocabulary("SilenceKind", SilenceKinds),
	vocabulary("Stance", Stances),
	vocabulary("Basis", Bases),
	vocabulary("EvidenceRelation", EvidenceRelations),
	vocabulary("KnownBasis", KnownBases),
	vocabulary("SourceKind", SourceKinds),
	vocabulary("Reliability", Reliabilities),
	vocabulary("Tone", Tones),
	vocabulary("DatePrecision", DatePrecisions),
}

func vocabulary[N, C ~string](name string, terms Terms[N, C], classes ...string) Vocabulary {
	v := Vocabulary{Name: name, Classes: classes}
	for _, t := range terms {
		v.Terms = append(v.Terms, Term[string, string]{string(t.Name), t.Label, t.VerbPhrase, t.Description, t.Standard, string(t.Class)})
	}
	return v
}

// Vocabularies has only the names of the terms of each vocabulary, in the schema's order.
var Vocabularies = func() map[string][]string {
	m := map[string][]string{}
	for _, v := range AllVocabularies {
		m[v.Name] = Terms[string, string](v.Terms).Names()
	}
	return m
}()

// InVocabulary reports whether a term belongs to a vocabulary.
func InVocabulary(vocabulary, term string) bool {
	return slices.Contains(Vocabularies[vocabulary], term)
}
