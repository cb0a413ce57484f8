package graph

import "testing"

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
