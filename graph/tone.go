package graph

import "strings"

// Tone is what a term says of how two sides get on, so that a picture can colour by it. An act has CONFLICT, NEUTRAL or
// COOPERATION, an answer ESCALATE, NEUTRAL or DEESCALATE.
type Tone string

// Tones of acts. Those of answers have the names of Escalation.
const (
	toneConflict    Tone = "CONFLICT"
	toneCooperation Tone = "COOPERATION"
	toneNeutral     Tone = Tone(Neutral)
)

// Tones are what terms can say of how two sides get on.
var Tones = Terms[Tone, Unclassed]{
	{Name: Tone(Escalates), Label: "Escalating", VerbPhrase: "raises the tension", Standard: own,
		Description: "An answer of this sort raises the tension between the two."},
	{Name: toneConflict, Label: "Conflict", VerbPhrase: "is an act of conflict", Standard: plover,
		Description: "An act of this sort is one of conflict, in words or in deeds."},
	{Name: toneNeutral, Label: "Neutral", VerbPhrase: "is neither", Standard: own,
		Description: "Neither conflict nor cooperation; of an answer, neither raises nor lowers the tension."},
	{Name: toneCooperation, Label: "Cooperation", VerbPhrase: "is an act of cooperation", Standard: plover,
		Description: "An act of this sort is one of cooperation, in words or in deeds."},
	{Name: Tone(DeEscalates), Label: "De-escalating", VerbPhrase: "lowers the tension", Standard: own,
		Description: "An answer of this sort lowers the tension between the two."},
}

// tonesOfQuadClasses has the tone of each quad class.
var tonesOfQuadClasses = map[QuadClass]Tone{
	VerbalCooperation: toneCooperation, MaterialCooperation: toneCooperation,
	VerbalConflict: toneConflict, MaterialConflict: toneConflict, NeutralClass: toneNeutral,
}

// Tone is the tone of a term, "" where its vocabulary has none, and for RECIPROCATE, which has that of what it answers.
func (v Vocabulary) Tone(t Term[string, string]) Tone {
	class := v.shown(t)
	switch v.Name {
	case "ActionType", "QuadClass":
		return tonesOfQuadClasses[QuadClass(class)]
	case "ResponseMode", "Escalation":
		if class != string(Follow) {
			return Tone(class)
		}
	case "Tone":
		return Tone(class)
	}
	return ""
}

// Colour names the colour of a term, "" where its vocabulary has none: types of acts have that of their quad class, ways to answer
// that of their direction, so that one legend serves them all. A picture maps the names to colours of its own.
func (v Vocabulary) Colour(t Term[string, string]) string {
	switch v.Name {
	case "ActionType", "QuadClass", "ResponseMode", "Escalation", "Tone":
		return strings.ReplaceAll(strings.ToLower(v.shown(t)), "_", "-")
	}
	return ""
}

// shown is the class of a term in a vocabulary whose terms have classes of another vocabulary to show, else the term itself.
func (v Vocabulary) shown(t Term[string, string]) string {
	if v.Name == "ActionType" || v.Name == "ResponseMode" {
		return t.Class
	}
	return t.Name
}
