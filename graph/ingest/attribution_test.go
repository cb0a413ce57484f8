package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// world of the hand-worked answers: a police that is part of a ministry, part of a state; a spokesperson;
// a reporter who works for an outlet that the state owns; a leader who changed sides.
func world() *TieSnapshot {
	w := &TieSnapshot{Actors: map[string]ActorFacts{}, Ties: map[string][]TieFacts{}, States: map[string][]string{"AAA": {"a"}, "BBB": {"b"}}}
	for _, a := range []ActorFacts{
		{"a", "STATE", "AAA"}, {"ministry", "MINISTRY", "AAA"}, {"police", "AGENCY", ""}, {"voice", "PERSON", ""},
		{"outlet", "MEDIA_OUTLET", ""}, {"reporter", "PERSON", ""}, {"b", "STATE", "BBB"}, {"citizens", "GROUP", "AAA"},
		{"leader", "PERSON", ""}, {"loop1", "AGENCY", ""}, {"loop2", "AGENCY", ""},
	} {
		w.Actors[a.ID] = a
	}
	tie := func(k graph.EdgeKind, from, to string, since, until graph.Day) {
		w.Ties[from] = append(w.Ties[from], TieFacts{k, from, to, since, until})
	}
	tie(graph.PartOf, "police", "ministry", "", "")
	tie(graph.PartOf, "police", "a", "", "") // a diamond
	tie(graph.PartOf, "ministry", "a", "", "")
	tie(graph.SpeaksFor, "voice", "ministry", "", "")
	tie(graph.OwnedBy, "outlet", "a", "", "")
	tie(graph.WorksFor, "reporter", "outlet", "", "")
	tie(graph.Leads, "leader", "a", "", "2024-12-31")
	tie(graph.Leads, "leader", "b", "2025-01-01", "")
	tie(graph.PartOf, "loop1", "loop2", "", "")
	tie(graph.PartOf, "loop2", "loop1", "", "")
	tie(graph.PartOf, "loop1", "a", "", "")
	return w
}

func names(s map[string]bool) string {
	var out []string
	for n, direct := range s {
		if direct {
			n += "!"
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func on(day graph.Day) ActionFacts { return ActionFacts{ID: "x", Earliest: day, Latest: day} }

func TestActingFor(t *testing.T) {
	for performer, c := range map[string]struct {
		day  graph.Day
		want string
	}{
		"police":   {"2025-06-01", "a ministry police!"},
		"voice":    {"2025-06-01", "a ministry voice!"},
		"reporter": {"2025-06-01", "reporter!"}, // a journalist of a state's outlet does not act for the state
		"outlet":   {"2025-06-01", "outlet!"},
		"loop1":    {"2025-06-01", "a loop1! loop2"},
		"leader":   {"2025-06-01", "b leader!"},
	} {
		a := on(c.day)
		a.Performers = []string{performer}
		if got := names(world().ActingFor(a)); got != c.want {
			t.Errorf("%s: %s, want %s", performer, got, c.want)
		}
	}
}

func TestTiesCountAsTheyStoodOnTheDay(t *testing.T) {
	for day, want := range map[graph.Day]string{"2024-06-01": "a leader!", "2025-06-01": "b leader!", "": "a b leader!"} {
		a := on(day)
		a.Performers = []string{"leader"}
		if got := names(world().ActingFor(a)); got != want {
			t.Errorf("on %q: %s, want %s", day, got, want)
		}
	}
	a := ActionFacts{ID: "x", Earliest: "2024-12-01", Latest: "2025-01-31", Performers: []string{"leader"}}
	if got := names(world().ActingFor(a)); got != "a b leader!" {
		t.Errorf("some time between: %s", got)
	}
}

func TestDirectedAt(t *testing.T) {
	for target, want := range map[string]string{
		"reporter": "a outlet reporter!", "outlet": "a outlet!", "citizens": "a citizens!", "a": "a!", "police": "a ministry police!",
	} {
		a := on("2025-06-01")
		a.Directed = []string{target}
		if got := names(world().DirectedAt(a)); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
}

func TestAttributionRows(t *testing.T) {
	a := on("2025-06-01")
	a.Performers, a.Directed = []string{"b"}, []string{"citizens"}
	var got []string
	for _, r := range world().AttributionRows(a) {
		got = append(got, fmt.Sprint(r.Key, r.Direct))
	}
	if want := []string{">afalse", ">citizenstrue", "b>true", "b>afalse", "b>citizenstrue"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestOwed(t *testing.T) {
	request := ActionFacts{
		ID:         "q",
		Type:       graph.TypeRequest,
		Earliest:   "2025-06-01",
		Latest:     "2025-06-01",
		Addressees: []string{"ministry", "citizens", "outlet"},
	}
	answer := func(by string, day graph.Day) ActionFacts {
		return ActionFacts{ID: by, Earliest: day, Latest: day, Performers: []string{by}}
	}
	for name, c := range map[string]struct {
		answers []ActionFacts
		want    string
	}{
		"nobody answers; a group owes nothing": {nil, "ministry:false outlet:false"},
		"a part answers":                       {[]ActionFacts{answer("police", "2025-06-05")}, "ministry:true2025-06-05 outlet:false"},
		"its whole answers": {
			[]ActionFacts{answer("a", "2025-06-07"), answer("a", "2025-06-04")},
			"ministry:true2025-06-04 outlet:false",
		},
		"an owner is no whole": {[]ActionFacts{answer("b", "2025-06-05")}, "ministry:false outlet:false"},
		"undated":              {[]ActionFacts{answer("voice", "")}, "ministry:true outlet:false"},
	} {
		var got []string
		for _, r := range world().OwedRows(request, c.answers) {
			if r.Key != ">" {
				continue
			}
			got = append(got, fmt.Sprintf("%s:%v%s", r.Actor, r.Answered, r.AnsweredOn))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	request.Performers, request.Addressees = []string{"police"}, []string{"voice"}
	var got []string
	for _, r := range world().OwedRows(request, nil) {
		got = append(got, fmt.Sprint(r.Key, r.Direct))
	}
	if want := []string{">afalse", ">ministryfalse", ">policetrue", "a>false", "a>afalse", "a>ministryfalse", "a>policefalse",
		"ministry>false", "ministry>afalse", "ministry>ministryfalse", "ministry>policefalse",
		"voice>true", "voice>afalse", "voice>ministryfalse", "voice>policetrue", ">true"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	request.Type = graph.TypeStatement
	if rows := world().OwedRows(request, nil); rows != nil {
		t.Error("only a request is owed an answer")
	}
}
