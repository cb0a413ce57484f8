package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// chainWorld has a line (a blockade to a withdrawal), a circle (a gibe, an insult, a slur) and a diamond (blame to expulsion);
// each responds to the one before. The formal note responds to the blame only; it and the hearing, which like the blame responds to
// the accident, are cousins of others.
func chainWorld() []graph.Record {
	var out []graph.Record
	for _, link := range strings.Fields("protest>blockade ultimatum>protest warning>ultimatum withdrawal>warning insult>gibe slur>insult " +
		"gibe>slur blame>accident counter-charge>blame denunciation>blame expulsion>counter-charge expulsion>denunciation formal-note>blame " +
		"grievance>formal-note hearing>accident") {
		from, to, _ := strings.Cut(link, ">")
		out = append(out, edge(from+" RESPONDS_TO "+to, "mode", "CONDEMN"))
	}
	for _, id := range strings.Fields("blockade protest ultimatum warning withdrawal gibe insult slur accident blame counter-charge " +
		"denunciation expulsion formal-note grievance hearing rumour") {
		out = append(out, action(id, "PROTEST", ""))
	}
	return append(out, actor("iran", "STATE"), edge("iran PERFORMED protest"), with(edge("blockade RESPONDS_TO rumour", "mode", "DENY"),
		graph.Inferred), edge("iran PERFORMED blockade"))
}

func testChain(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		name, from   string
		direction    query.Direction
		depth, nodes int
		want         string
		edges        string
		truncated    bool
	}{
		{"responses, nearest first", "protest", query.Responses, 50, 5000, "protest ultimatum warning withdrawal",
			"ultimatum>protest warning>ultimatum withdrawal>warning", false},
		{"triggers, nearest first", "protest", query.Triggers, 50, 5000, "protest blockade rumour", "blockade>rumour protest>blockade", false},
		{"both ways, nearest first", "protest", query.Both, 50, 5000, "protest blockade ultimatum rumour warning withdrawal",
			"blockade>rumour protest>blockade ultimatum>protest warning>ultimatum withdrawal>warning", false},
		{"of what responds to nothing there are no triggers", "rumour", query.Triggers, 50, 5000, "rumour", "", false},
		{"a walk that is cut by its depth is truncated", "protest", query.Responses, 2, 5000, "protest ultimatum warning",
			"ultimatum>protest warning>ultimatum", true},
		{"a walk that is just deep enough is not", "protest", query.Responses, 3, 5000, "protest ultimatum warning withdrawal",
			"ultimatum>protest warning>ultimatum withdrawal>warning", false},
		{"a walk that is cut on one side is truncated", "protest", query.Both, 2, 5000, "protest blockade ultimatum rumour warning",
			"blockade>rumour protest>blockade ultimatum>protest warning>ultimatum", true},
		{"a walk that is cut by the number of actions is truncated", "protest", query.Responses, 50, 2, "protest ultimatum",
			"ultimatum>protest", true},
		{"of actions that are too many the nearest are given", "protest", query.Both, 50, 4, "protest blockade ultimatum rumour",
			"blockade>rumour protest>blockade ultimatum>protest", true},
		{"a walk of just as many as there are is not truncated", "protest", query.Responses, 50, 4, "protest ultimatum warning withdrawal",
			"ultimatum>protest warning>ultimatum withdrawal>warning", false},
		{"an action alone, of more, is truncated", "protest", query.Responses, 1, 1, "protest", "", true},
		{"a circle is walked once", "gibe", query.Responses, 50, 5000, "gibe insult slur", "gibe>slur insult>gibe slur>insult", false},
		{"a circle is walked once, both ways too", "gibe", query.Both, 50, 5000, "gibe insult slur", "gibe>slur insult>gibe slur>insult", false},
		{"a circle that closes where it is cut is whole", "gibe", query.Responses, 2, 5000, "gibe insult slur",
			"gibe>slur insult>gibe slur>insult",
			false},
		{"a circle that is cut before it closes is truncated", "gibe", query.Responses, 1, 5000, "gibe insult", "insult>gibe", true},
		{"a diamond has each action once", "blame", query.Responses, 50, 5000,
			"blame counter-charge denunciation formal-note expulsion grievance",
			"counter-charge>blame denunciation>blame expulsion>counter-charge expulsion>denunciation formal-note>blame grievance>formal-note",
			false},
		{"a diamond has each action once, back too", "expulsion", query.Triggers, 50, 5000,
			"expulsion counter-charge denunciation blame accident",
			"blame>accident counter-charge>blame denunciation>blame expulsion>counter-charge expulsion>denunciation", false},
		{"both ways lead to ancestors and descendants, not to their cousins", "counter-charge", query.Both, 50, 5000,
			"counter-charge blame expulsion accident",
			"blame>accident counter-charge>blame expulsion>counter-charge", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindChain{Action: c.from, Direction: c.direction, MaxDepth: c.depth, MaxNodes: c.nodes})
			equal(t, "actions", ids(a.Items), c.want)
			var got []string
			for _, e := range a.Edges {
				got = append(got, e.Source+">"+e.Target)
				mode, basis := "CONDEMN", graph.Explicit
				if e.Target == "rumour" {
					mode, basis = "DENY", graph.Inferred
				}
				if e.ID != graph.EdgeID(graph.RespondsTo, e.Source, e.Target) || e.Kind != graph.RespondsTo || e.Mode != mode || e.Basis != basis {
					t.Errorf("edge %+v", e)
				}
			}
			equal(t, "edges", strings.Join(got, " "), c.edges)
			if a.Truncated != c.truncated {
				t.Errorf("truncated is %v", a.Truncated)
			}
		})
	}
	t.Run("narrowed to some links", func(t *testing.T) {
		for _, c := range []struct {
			name  string
			find  query.FindChain
			want  string
			edges int
		}{
			{"only links that are said", query.FindChain{Action: "protest", Direction: query.Triggers, Basis: []string{"EXPLICIT"}},
				"protest blockade", 1},
			{"only links that are inferred", query.FindChain{Action: "blockade", Direction: query.Both, Basis: []string{"INFERRED"}},
				"blockade rumour", 1},
			{"only links of some modes, and nothing beyond others", query.FindChain{Action: "rumour", Direction: query.Responses,
				Modes: []string{"DENY", "REGRET"}},
				"rumour blockade", 1},
			{"only links that are both", query.FindChain{Action: "ultimatum", Direction: query.Triggers, Basis: []string{"EXPLICIT"},
				Modes: []string{"CONDEMN"}},
				"ultimatum protest blockade", 2},
			{"links of no mode: none", query.FindChain{Action: "protest", Direction: query.Both, Modes: []string{}}, "protest", 0},
		} {
			c.find.MaxDepth, c.find.MaxNodes = 50, 5000
			a := s.ask(t, c.find)
			if equal(t, c.name, ids(a.Items), c.want); len(a.Edges) != c.edges || a.Truncated {
				t.Errorf("%s: %+v, truncated %v", c.name, a.Edges, a.Truncated)
			}
		}
	})
	t.Run("what is wanted of each action comes along", func(t *testing.T) {
		a := s.ask(t, query.FindChain{Action: "ultimatum", Direction: query.Triggers, MaxDepth: 9, MaxNodes: 9}, want(t, graph.KindAction,
			"performers"))
		got := ""
		for _, it := range a.Items {
			got += it.Text("id") + ":" + ids(it.Related[0].Items) + " "
		}
		equal(t, "performers", got, "ultimatum: protest:iran blockade:iran rumour: ")
	})
	t.Run("of what is no action it is not found, by name", func(t *testing.T) {
		for _, id := range []string{"nope", "iran", "RESPONDS_TO:protest:blockade"} {
			_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindChain{Action: id, Direction: query.Both, MaxDepth: 5, MaxNodes: 5}})
			if !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), fmt.Sprintf("no action with id %q", id)) {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
}
