package graph

// ResponseMode is how an action responds to another: the "how" of a RESPONDS_TO edge.
type ResponseMode string

// ResponseModes are the ways to respond, classed by the direction that each gives.
var ResponseModes = Terms[ResponseMode, Escalation]{
	{Name: "RETALIATE", Label: "Retaliation", VerbPhrase: "retaliates for", Standard: own, Class: Escalates,
		Description: "Strikes back, in kind or otherwise. Escalates."},
	{Name: "CONDEMN", Label: "Condemnation", VerbPhrase: "condemns", Standard: own, Class: Escalates,
		Description: "Condemns what was done, or those who did it. Escalates."},
	{Name: "OBJECT", Label: "Objection", VerbPhrase: "objects to", Standard: own, Class: Escalates,
		Description: "Objects or protests, milder than to condemn. Escalates."},
	{Name: "REFUSE", Label: "Refusal", VerbPhrase: "refuses", Standard: own, Class: Escalates,
		Description: "Refuses what was asked or offered. Escalates."},
	{Name: "THREATEN", Label: "Threat", VerbPhrase: "threatens because of", Standard: own, Class: Escalates,
		Description: "Threatens consequences. Escalates."},
	{Name: "DENY", Label: "Denial", VerbPhrase: "denies", Standard: own, Class: Neutral,
		Description: "Denies what was said. Neutral."},
	{Name: "DEFEND", Label: "Defence", VerbPhrase: "defends the conduct questioned by", Standard: own, Class: Neutral,
		Description: "Admits what was done and defends it. Neutral."},
	{Name: "CONFIRM", Label: "Confirmation", VerbPhrase: "confirms", Standard: own, Class: Neutral,
		Description: "Confirms what was said or done. Neutral."},
	{Name: "APPEAL", Label: "Appeal", VerbPhrase: "appeals over", Standard: own, Class: Neutral,
		Description: "Appeals to somebody, or asks for something, because of it. Neutral."},
	{Name: "EXPLAIN", Label: "Explanation", VerbPhrase: "explains", Standard: own, Class: Neutral,
		Description: "Gives reasons or facts. Neutral."},
	{Name: "RAISE_ALARM", Label: "Alarm", VerbPhrase: "raises the alarm over", Standard: own, Class: Neutral,
		Description: "Calls attention to it as a danger or a wrong, without accusing. Neutral."},
	{Name: "OTHER", Label: "Other response", VerbPhrase: "responds to", Standard: own, Class: Neutral,
		Description: "Responds in some other way; the note says how. Neutral."},
	{Name: "COMPLY", Label: "Compliance", VerbPhrase: "complies with", Standard: own, Class: DeEscalates,
		Description: "Does as asked. De-escalates."},
	{Name: "CONCILIATE", Label: "Conciliation", VerbPhrase: "seeks to calm matters after", Standard: own, Class: DeEscalates,
		Description: "Seeks to calm: offers talks, makes a friendly gesture. De-escalates."},
	{Name: "REGRET", Label: "Regret", VerbPhrase: "regrets", Standard: own, Class: DeEscalates,
		Description: "Voices regret; not necessarily an apology. De-escalates."},
	{Name: "RECIPROCATE", Label: "Reciprocation", VerbPhrase: "reciprocates", Standard: own, Class: Follow,
		Description: "Does likewise. Escalates when what it answers is conflict, de-escalates when that is cooperation, else neutral."},
}

// ModeExplain is the mode of the response that ends a lack of explanation.
const ModeExplain ResponseMode = "EXPLAIN"

// Escalation is the direction of a response: ESCALATE, NEUTRAL or DEESCALATE.
type Escalation string

// Directions. Follow is the rule of RECIPROCATE: the sign of what it answers.
const (
	Escalates   Escalation = "ESCALATE"
	Neutral     Escalation = "NEUTRAL"
	DeEscalates Escalation = "DEESCALATE"
	Follow      Escalation = "FOLLOW"
)

// Escalations are the directions that a response can have. Follow, a rule and no direction, is none of them.
var Escalations = Terms[Escalation, Unclassed]{
	{Name: Escalates, Label: "Escalates", VerbPhrase: "escalates", Standard: own,
		Description: "Raises the tension between the two."},
	{Name: Neutral, Label: "Neutral", VerbPhrase: "neither escalates nor de-escalates", Standard: own,
		Description: "Neither raises nor lowers the tension, or it is not known which."},
	{Name: DeEscalates, Label: "De-escalates", VerbPhrase: "de-escalates", Standard: own,
		Description: "Lowers the tension between the two."},
}

// EscalationOf a response of a mode to a trigger of the given intensity (Goldstein; nil unknown).
func EscalationOf(mode string, trigger *float64) Escalation {
	row, known := ResponseModes.Of(ResponseMode(mode))
	switch {
	case !known:
		return Neutral
	case row.Class != Follow:
		return row.Class
	case trigger == nil || *trigger == 0:
		return Neutral
	case *trigger < 0:
		return Escalates
	default:
		return DeEscalates
	}
}

// SilenceKind is what is lacking where an actor is silent.
type SilenceKind string

// Kinds of silence.
const (
	NoResponse    SilenceKind = "NO_RESPONSE"
	NoExplanation SilenceKind = "NO_EXPLANATION"
)

// SilenceKinds are the kinds of silence.
var SilenceKinds = Terms[SilenceKind, Unclassed]{
	{Name: NoResponse, Label: "No response", VerbPhrase: "has not responded to", Standard: own,
		Description: "No reply to what another did or asked."},
	{Name: NoExplanation, Label: "No explanation", VerbPhrase: "has not explained", Standard: own,
		Description: "No explanation of what oneself did."},
}
