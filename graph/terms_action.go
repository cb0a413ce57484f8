package graph

// ActionType is one of the sixteen event types of PLOVER 2.0 (openeventdata/PLOVER), or STATEMENT
// (a comment, which PLOVER drops), or OCCURRENCE (what befell someone, no act or actor stated).
type ActionType string

// Types that the code itself speaks of.
const (
	TypeConsult    ActionType = "CONSULT" // meetings, visits and calls
	TypeRequest    ActionType = "REQUEST"
	TypeStatement  ActionType = "STATEMENT"
	TypeOccurrence ActionType = "OCCURRENCE"
)

// ActionTypes are the kinds of acts, each with the quad class that PLOVER 2.0 gives it.
var ActionTypes = Terms[ActionType, QuadClass]{
	{Name: "AGREE", Label: "Agreement", VerbPhrase: "agrees with", Standard: plover, Class: VerbalCooperation,
		Description: "Agrees, promises or offers to cooperate: words about the future, nothing delivered yet."},
	{Name: TypeConsult, Label: "Consultation", VerbPhrase: "consults with", Standard: plover, Class: VerbalCooperation,
		Description: "Meets, visits, telephones, negotiates."},
	{Name: "SUPPORT", Label: "Support in words", VerbPhrase: "supports", Standard: plover, Class: VerbalCooperation,
		Description: "Supports in words: praises, recognises a state or government, apologises, signs or ratifies an agreement."},
	{Name: "CONCEDE", Label: "Concession in words", VerbPhrase: "concedes to", Standard: plover, Class: VerbalCooperation,
		Description: "Yields in words: accepts a demand, eases a restriction, before anything material follows."},
	{Name: "COOPERATE", Label: "Cooperation", VerbPhrase: "cooperates with", Standard: plover, Class: MaterialCooperation,
		Description: "Cooperates in deed, to the benefit of both: trade, joint exercises, extradition, shared intelligence."},
	{Name: "AID", Label: "Aid", VerbPhrase: "aids", Standard: plover, Class: MaterialCooperation,
		Description: "Gives aid, mostly to the benefit of the one who receives it: money, arms, relief, asylum."},
	{Name: "RETREAT", Label: "Retreat", VerbPhrase: "retreats before", Standard: plover, Class: MaterialCooperation,
		Description: "Yields in deed: releases people or property, lifts sanctions, lets observers in, ceases fire, withdraws."},
	{Name: TypeRequest, Label: "Request", VerbPhrase: "makes a request of", Standard: plover, Class: VerbalConflict,
		Description: "Asks, appeals, demands or orders, without a threat. Whoever is addressed owes an answer."},
	{Name: "ACCUSE", Label: "Accusation", VerbPhrase: "accuses", Standard: plover, Class: VerbalConflict,
		Description: "Accuses, criticises, complains, condemns, investigates, sues."},
	{Name: "REJECT", Label: "Rejection", VerbPhrase: "rejects a wish of", Standard: plover, Class: VerbalConflict,
		Description: "Refuses or rejects a request, a proposal, a meeting."},
	{Name: "THREATEN", Label: "Threat", VerbPhrase: "threatens", Standard: plover, Class: VerbalConflict,
		Description: "Threatens, or warns of serious consequences; gives an ultimatum."},
	{Name: "PROTEST", Label: "Protest", VerbPhrase: "protests against", Standard: plover, Class: MaterialConflict,
		Description: "Protests in the street: civilians demonstrate, rally or strike. A diplomatic protest is an ACCUSE."},
	{Name: "SANCTION", Label: "Reduction of relations", VerbPhrase: "reduces relations with", Standard: plover, Class: MaterialConflict,
		Description: "Reduces existing relations: cancels, halts talks or aid, breaks off diplomatic ties, sends missions home."},
	{Name: "MOBILIZE", Label: "Mobilisation", VerbPhrase: "mobilises against", Standard: plover, Class: MaterialConflict,
		Description: "Moves or alerts military or police forces, short of using them."},
	{Name: "COERCE", Label: "Coercion", VerbPhrase: "coerces", Standard: plover, Class: MaterialConflict,
		Description: "Uses power short of violence: arrests, deports, seizes property, bans, restricts, imposes an embargo."},
	{Name: "ASSAULT", Label: "Assault", VerbPhrase: "attacks", Standard: plover, Class: MaterialConflict,
		Description: "Uses violence that can do serious physical harm."},
	{Name: TypeStatement, Label: "Statement", VerbPhrase: "makes a statement to", Standard: own, Class: NeutralClass,
		Description: "Says something that is none of the above: a comment, an explanation, a denial. PLOVER leaves these out."},
	{Name: TypeOccurrence, Label: "Occurrence", VerbPhrase: "befalls", Standard: own, Class: NeutralClass,
		Description: "Befell someone; no act or actor is stated. Example: a death in custody."},
}

// QuadClassOf returns the quad class of an action of a type with a CAMEO code, "" for none. It is PLOVER's class of the type.
// PLOVER leaves out comments and appeals, which are root 01 and root 02 of CAMEO: an action whose type is the one that such
// a code gives is NEUTRAL. With another type, a curator has found more in it than a comment or an appeal, and the type
// decides. It returns false for a type that does not exist. GDELT has another class of each code: Coding.QuadClass.
func QuadClassOf(t ActionType, code string) (QuadClass, bool) {
	row, known := ActionTypes.Of(t)
	if c, coded := CAMEO(code); coded && known && c.Type == t && c.leftOutByPLOVER() {
		return NeutralClass, true
	}
	return row.Class, known
}

// QuadClass divides actions by verbal or material, cooperation or conflict (PLOVER, GDELT).
type QuadClass string

// Quad classes.
const (
	NeutralClass        QuadClass = "NEUTRAL"
	VerbalCooperation   QuadClass = "VERBAL_COOPERATION"
	MaterialCooperation QuadClass = "MATERIAL_COOPERATION"
	VerbalConflict      QuadClass = "VERBAL_CONFLICT"
	MaterialConflict    QuadClass = "MATERIAL_CONFLICT"
)

// QuadClasses are the four quad classes and what is in none of them, classed by whether they are words or deeds.
var QuadClasses = Terms[QuadClass, WordOrDeed]{
	{Name: VerbalCooperation, Label: "Verbal cooperation", VerbPhrase: "cooperates in words with", Standard: plover, Class: Word,
		Description: "Words of cooperation: agreeing, consulting, supporting."},
	{Name: MaterialCooperation, Label: "Material cooperation", VerbPhrase: "cooperates in deed with", Standard: plover, Class: Deed,
		Description: "Deeds of cooperation: trade, aid, release."},
	{Name: VerbalConflict, Label: "Verbal conflict", VerbPhrase: "conflicts in words with", Standard: plover, Class: Word,
		Description: "Words of conflict: demanding, accusing, rejecting, threatening."},
	{Name: MaterialConflict, Label: "Material conflict", VerbPhrase: "conflicts in deed with", Standard: plover, Class: Deed,
		Description: "Deeds of conflict: protests, broken relations, arrests, violence."},
	{Name: NeutralClass, Label: "Neither cooperation nor conflict", VerbPhrase: "neither cooperates nor conflicts with", Standard: own,
		Class:       Without,
		Description: "Neither: comments and explanations, appeals coded as such, and what befell someone. PLOVER leaves these out."},
}

// WordOrDeed is whether an act is made of words.
type WordOrDeed string

// Words and deeds.
const (
	Word WordOrDeed = "WORD"
	Deed WordOrDeed = "DEED"
)

// WordOrDeeds are the two halves of the quad classes: PLOVER's verbal and material.
var WordOrDeeds = Terms[WordOrDeed, Unclassed]{
	{Name: Word, Label: "Word", VerbPhrase: "is something said", Standard: own,
		Description: "Something said: of one of the verbal quad classes, or a neutral comment or appeal."},
	{Name: Deed, Label: "Deed", VerbPhrase: "is something done", Standard: own,
		Description: "Something done: of one of the material quad classes."},
}

// WordOrDeedOf tells whether an action of a quad class and a type is made of words. What is NEUTRAL is, an OCCURRENCE excepted:
// nobody said or did it. It returns false for that, and where the class is not known.
func WordOrDeedOf(q QuadClass, t ActionType) (WordOrDeed, bool) {
	switch row, known := QuadClasses.Of(q); {
	case !known || q == NeutralClass && t == TypeOccurrence:
		return "", false
	case q == NeutralClass:
		return Word, true
	default:
		return row.Class, true
	}
}

// ActionStatus is how far an action is known to have happened.
type ActionStatus string

// StatusReported is the status of what an import brings in.
const StatusReported ActionStatus = "REPORTED"

// Statuses are the statuses of actions.
var Statuses = Terms[ActionStatus, Unclassed]{
	{Name: "OCCURRED", Label: "Occurred", VerbPhrase: "occurred", Standard: own,
		Description: "A source says that it happened."},
	{Name: StatusReported, Label: "Reported", VerbPhrase: "is reported to have occurred", Standard: own,
		Description: "Said to have happened, by nobody named."},
	{Name: "ALLEGED", Label: "Alleged", VerbPhrase: "is alleged to have occurred", Standard: own,
		Description: "Somebody named alleges that it happened, and nobody is known to have denied it."},
	{Name: "DENIED", Label: "Denied", VerbPhrase: "is denied to have occurred", Standard: own,
		Description: "Alleged by one, denied by another."},
	{Name: "ANNOUNCED", Label: "Announced", VerbPhrase: "is announced", Standard: own,
		Description: "Announced for later; no source says yet that it was done."},
}
