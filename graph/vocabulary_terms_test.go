package graph

import (
	"slices"
	"strings"
	"testing"
)

// Every row has every cell that its vocabulary needs, and no name or label stands twice.
func TestTermsAreWhole(t *testing.T) {
	for _, v := range append(slices.Clone(AllVocabularies), EdgeVocabulary) {
		names, labels := map[string]bool{}, map[string]bool{}
		for _, term := range v.Terms {
			fault := func(format string, args ...any) {
				t.Helper()
				t.Errorf("the row of %s.%s (graph/terms_*.go) "+format, append([]any{v.Name, term.Name}, args...)...)
			}
			for cell, text := range map[string]string{"Name": term.Name, "Label": term.Label, "VerbPhrase": term.VerbPhrase,
				"Description": term.Description, "Standard": term.Standard} {
				if text == "" {
					fault("lacks its %s", cell)
				}
				if strings.ContainsAny(text, "\"\\\n") || text != strings.TrimSpace(text) {
					fault("has a %s with a quotation mark, a backslash or loose space: %q", cell, text)
				}
			}
			classes := strings.Replace(strings.Join(v.Classes, ", "), Without, "or Without where it can have none", 1)
			switch {
			case v.Classes == nil && term.Class != "":
				fault("has the Class %q, but %s has no classes", term.Class, v.Name)
			case v.Classes != nil && term.Class == "":
				fault("lacks its Class; give one of %s", classes)
			case v.Classes != nil && !slices.Contains(v.Classes, term.Class):
				fault("has the Class %q, which is none of %s", term.Class, classes)
			}
			if !strings.HasSuffix(term.Description, ".") || strings.HasSuffix(term.VerbPhrase, ".") {
				fault("should have a Description that ends in a full stop, and a VerbPhrase that does not")
			}
			if names[term.Name] || labels[term.Label] {
				fault("has a Name or Label that another row has too")
			}
			names[term.Name], labels[term.Label] = true, true
		}
	}
}

// Each edge has its row, in the order of the table of edges.
func TestEdgesHaveTerms(t *testing.T) {
	var labels []string
	for _, e := range EdgeTypes {
		labels = append(labels, string(e.Label))
	}
	if names := Edges.Names(); !slices.Equal(labels, names) {
		t.Errorf("EdgeTypes has the labels %v, Edges (graph/terms_edge.go) %v", labels, names)
	}
}

// Ways to answer have the tone of their direction, acts that of their quad class; what has one has a colour, and other
// vocabularies have neither.
func TestTones(t *testing.T) {
	want := map[string][2]string{
		"ActionType.COERCE": {"CONFLICT", "material-conflict"}, "ActionType.SUPPORT": {"COOPERATION", "verbal-cooperation"},
		"ActionType.OCCURRENCE": {"NEUTRAL", "neutral"}, "QuadClass.VERBAL_CONFLICT": {"CONFLICT", "verbal-conflict"},
		"ResponseMode.RETALIATE": {"ESCALATE", "escalate"}, "ResponseMode.REGRET": {"DEESCALATE", "deescalate"},
		"ResponseMode.EXPLAIN": {"NEUTRAL", "neutral"}, "ResponseMode.RECIPROCATE": {"", "follow"},
		"Escalation.DEESCALATE": {"DEESCALATE", "deescalate"}, "Basis.INFERRED": {"", ""}, "ActorKind.STATE": {"", ""},
		"Tone.CONFLICT": {"CONFLICT", "conflict"},
	}
	for _, v := range AllVocabularies {
		for _, term := range v.Terms {
			tone, colour := v.Tone(term), v.Colour(term)
			if w, named := want[v.Name+"."+term.Name]; named && w != [2]string{string(tone), colour} {
				t.Errorf("%s.%s has the tone %q and the colour %q, want %q", v.Name, term.Name, tone, colour, w)
			}
			delete(want, v.Name+"."+term.Name)
			if _, known := Tones.Of(tone); tone != "" && (!known || colour == "") {
				t.Errorf("%s.%s has the tone %q and the colour %q", v.Name, term.Name, tone, colour)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("there are no terms %v", want)
	}
}

// Ties and roles are edges, and the table of edges has no others of their kind.
func TestTiesAndRolesAreEdges(t *testing.T) {
	edges := map[Kind][]string{}
	for _, e := range EdgeTypes {
		edges[e.Fact] = append(edges[e.Fact], string(e.Label))
	}
	if ties := Ties.Names(); !slices.Equal(edges[KindTie], ties) {
		t.Errorf("EdgeTypes has the ties %v, Ties %v", edges[KindTie], ties)
	}
	if roles := Roles.Names(); !slices.Equal(edges[KindParticipation], roles) {
		t.Errorf("EdgeTypes has the participations %v, Roles %v", edges[KindParticipation], roles)
	}
}

func TestEscalation(t *testing.T) {
	up, down := 3.0, -3.0
	for _, c := range []struct {
		mode    string
		trigger *float64
		want    Escalation
	}{
		{"RETALIATE", nil, Escalates}, {"EXPLAIN", &down, Neutral}, {"REGRET", &down, DeEscalates},
		{"RECIPROCATE", &down, Escalates}, {"RECIPROCATE", &up, DeEscalates}, {"RECIPROCATE", nil, Neutral},
	} {
		if got := EscalationOf(c.mode, c.trigger); got != c.want {
			t.Errorf("%s: %s, want %s", c.mode, got, c.want)
		}
	}
}
