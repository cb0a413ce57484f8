package graph

// Vocabularies. Each is a table; the schema's enums are held equal to them by a test.

// Basis says whether a source states a fact (EXPLICIT) or a reader concludes it (INFERRED).
type Basis string

// Bases.
const (
	Explicit Basis = "EXPLICIT"
	Inferred Basis = "INFERRED"
)

// ActionType is one of the sixteen event types of PLOVER 2.0 (openeventdata/PLOVER), or STATEMENT
// (a comment, which PLOVER drops), or OCCURRENCE (what befell someone, no act or actor stated).
type ActionType string

// Types that the code itself speaks of.
const (
	TypeRequest    ActionType = "REQUEST"
	TypeStatement  ActionType = "STATEMENT"
	TypeOccurrence ActionType = "OCCURRENCE"
)

// QuadClass divides actions by verbal or material, cooperation or conflict (GDELT, PLOVER).
type QuadClass string

// Quad classes.
const (
	VerbalCooperation   QuadClass = "VERBAL_COOPERATION"
	MaterialCooperation QuadClass = "MATERIAL_COOPERATION"
	VerbalConflict      QuadClass = "VERBAL_CONFLICT"
	MaterialConflict    QuadClass = "MATERIAL_CONFLICT"
)

// Escalation is the direction of a response: ESCALATE, NEUTRAL or DEESCALATE.
type Escalation string

// Directions. Follow is the rule of RECIPROCATE: the sign of what it answers.
const (
	Escalates   Escalation = "ESCALATE"
	Neutral     Escalation = "NEUTRAL"
	DeEscalates Escalation = "DEESCALATE"
	Follow      Escalation = "FOLLOW"
)

// Modes of a response, with the direction that each gives.
var Modes = []struct {
	Name      string
	Direction Escalation
}{
	{"RETALIATE", Escalates}, {"CONDEMN", Escalates}, {"OBJECT", Escalates}, {"REFUSE", Escalates}, {"THREATEN", Escalates},
	{"DENY", Neutral}, {"DEFEND", Neutral}, {"CONFIRM", Neutral}, {"APPEAL", Neutral}, {"EXPLAIN", Neutral},
	{"RAISE_ALARM", Neutral}, {"OTHER", Neutral},
	{"COMPLY", DeEscalates}, {"CONCILIATE", DeEscalates}, {"REGRET", DeEscalates},
	{"RECIPROCATE", Follow},
}

// EscalationOf a response of a mode to a trigger of the given intensity (Goldstein; nil unknown).
func EscalationOf(mode string, trigger *float64) Escalation {
	for _, m := range Modes {
		if m.Name != mode {
			continue
		}
		switch {
		case m.Direction != Follow:
			return m.Direction
		case trigger == nil || *trigger == 0:
			return Neutral
		case *trigger < 0:
			return Escalates
		default:
			return DeEscalates
		}
	}
	return Neutral
}

func modeNames() []string {
	out := make([]string, len(Modes))
	for i, m := range Modes {
		out[i] = m.Name
	}
	return out
}

// Vocabularies has the terms of each closed vocabulary, in the schema's order.
var Vocabularies = map[string][]string{
	"ActorKind": {"STATE", "GOVERNMENT_OFFICE", "MINISTRY", "AGENCY", "MISSION", "PERSON", "MEDIA_OUTLET",
		"INTERNATIONAL_BODY", "COMPANY", "GROUP"},
	"ActionType": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
		"REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT", "OCCURRENCE"},
	"QuadClass":    {"VERBAL_COOPERATION", "MATERIAL_COOPERATION", "VERBAL_CONFLICT", "MATERIAL_CONFLICT"},
	"ActionStatus": {"OCCURRED", "REPORTED", "ALLEGED", "DENIED", "ANNOUNCED"},
	"Stance":       {"ASSERT", "ALLEGE", "DENY", "CONFIRM", "JUSTIFY", "POSITION"},
	"Basis":        {"EXPLICIT", "INFERRED"},
	"ResponseMode": modeNames(),
	"SilenceKind":  {"NO_RESPONSE", "NO_EXPLANATION"},
	"Reliability":  {"A", "B", "C", "D", "E", "F"},
	"SourceKind":   {"ARTICLE", "OFFICIAL_STATEMENT", "SOCIAL_MEDIA_POST", "BROADCAST", "TREATY", "REPORT", "DATASET", "OTHER"},
	"TieKind": {"PART_OF", "SPEAKS_FOR", "LEADS", "WORKS_FOR", "OWNED_BY", "MEMBER_OF", "HOSTED_BY",
		"COOPERATES_WITH"},
	"ParticipationRole": {"PERFORMED", "ANNOUNCED", "TARGETS", "ADDRESSED_TO", "AFFECTS"},
	"Escalation":        {"ESCALATE", "NEUTRAL", "DEESCALATE"},
}

// InVocabulary tells whether a term belongs to a vocabulary.
func InVocabulary(vocabulary, term string) bool {
	for _, t := range Vocabularies[vocabulary] {
		if t == term {
			return true
		}
	}
	return false
}
