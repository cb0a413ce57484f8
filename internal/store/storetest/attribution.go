package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// attributionWorld: the spokesman of a department, a part of the foreign office, which is a part of Germany, closes a consulate. An
// official changes sides at the turn of 2025. Three councils are parts of one another, and a border guard is a part of Poland
// in two ways. A citizen of Chile is detained; a journalist works for a broadcaster that Qatar owns.
func attributionWorld() []graph.Record {
	nodes := []graph.Record{
		actor("germany", "STATE", "country", "OOA"), actor("germany-foreign-office", "MINISTRY"),
		actor("germany-consular-department", "AGENCY"), actor("department-spokesman", "PERSON"), actor("germany-foreign-minister", "PERSON"),
		actor("turncoat", "PERSON"), actor("agency-he-left", "AGENCY"), actor("agency-he-joined", "AGENCY"),
		actor("council-in-a-circle-1", "AGENCY"), actor("council-in-a-circle-2", "AGENCY"), actor("council-in-a-circle-3", "AGENCY"),
		actor("border-guard", "AGENCY"), actor("guard-of-the-north", "AGENCY"), actor("guard-of-the-south", "AGENCY"), actor("poland", "STATE"),
		actor("chilean-citizen", "PERSON", "country", "OOB"), actor("chile", "STATE", "country", "OOB"),
		actor("chile-customs", "AGENCY", "country", "OOB"), actor("assistant-of-the-citizen", "PERSON"),
		actor("journalist", "PERSON"), actor("state-broadcaster", "MEDIA_OUTLET"), actor("qatar", "STATE", "country", "OOC"),
		actor("member-state", "STATE"), actor("world-body", "INTERNATIONAL_BODY"), actor("presumed-envoy", "PERSON"),
		edge("turncoat PART_OF agency-he-left", "until", "2024"), edge("turncoat PART_OF agency-he-joined", "since", "2025-01"),
		with(edge("presumed-envoy PART_OF world-body"), graph.Inferred),
		action("consulate-closed", "COERCE", "2025-05-01"), action("minister-closes-another", "COERCE", "2025-05-02"),
		action("seizure-before-he-left", "COERCE", "2024-06-01"), action("seizure-after-he-joined", "COERCE", "2025-06-01"),
		action("seizure-undated", "COERCE", ""), action("seizure-at-the-turn", "COERCE", "2024-12-31/2025-01-01"),
		action("circular-coercion", "COERCE", "2025-01-01"), action("coercion-within", "COERCE", "2025-01-01"),
		action("citizen-detained", "COERCE", "2025-01-01"), action("citizen-resists", "COERCE", "2025-01-01"),
		action("citizen-affected", "COERCE", "2025-01-01"), action("journalist-acts", "COERCE", "2025-01-01"),
		action("journalist-detained", "COERCE", "2025-01-01"),
		action("member-on-itself", "COERCE", "2025-01-01"), action("assistant-detained", "COERCE", "2025-01-01"),
		action("envoy-acts", "COERCE", "2025-01-01"),
	}
	return slices.Concat(nodes, edges(
		"germany-foreign-office PART_OF germany", "germany-consular-department PART_OF germany-foreign-office",
		"department-spokesman SPEAKS_FOR germany-consular-department", "germany-foreign-minister LEADS germany-foreign-office",
		"department-spokesman PERFORMED consulate-closed", "germany-foreign-minister PERFORMED minister-closes-another",
		"turncoat PERFORMED seizure-before-he-left seizure-after-he-joined seizure-undated seizure-at-the-turn",
		"council-in-a-circle-1 PART_OF council-in-a-circle-2", "council-in-a-circle-2 PART_OF council-in-a-circle-3",
		"council-in-a-circle-3 PART_OF council-in-a-circle-1", "council-in-a-circle-1 PERFORMED circular-coercion",
		"circular-coercion TARGETS council-in-a-circle-2",
		"border-guard PART_OF guard-of-the-north guard-of-the-south", "guard-of-the-north PART_OF poland", "guard-of-the-south PART_OF poland",
		"border-guard PERFORMED coercion-within", "guard-of-the-north PERFORMED coercion-within", "coercion-within TARGETS border-guard",
		"coercion-within ADDRESSED_TO border-guard guard-of-the-south",
		"assistant-of-the-citizen WORKS_FOR chilean-citizen", "germany PERFORMED citizen-detained citizen-affected journalist-detained "+
			"assistant-detained", "citizen-detained TARGETS chilean-citizen", "chilean-citizen PERFORMED citizen-resists",
		"citizen-resists TARGETS germany", "citizen-affected AFFECTS chilean-citizen", "assistant-detained TARGETS assistant-of-the-citizen",
		"journalist WORKS_FOR state-broadcaster", "state-broadcaster OWNED_BY qatar", "journalist PERFORMED journalist-acts",
		"state-broadcaster ANNOUNCED journalist-detained", "journalist-detained TARGETS journalist",
		"member-state MEMBER_OF world-body", "member-state HOSTED_BY world-body", "member-state COOPERATES_WITH world-body",
		"member-state PERFORMED member-on-itself", "member-on-itself TARGETS member-state",
		"presumed-envoy PERFORMED envoy-acts",
	))
}

func testAttribution(t *testing.T, s suite) {
	t.Run("of two dated ties one held on any day", func(t *testing.T) {
		for day, held := range map[graph.Day]string{"2024-12-31": "agency-he-left", "2025-01-01": "agency-he-joined",
			"0001-01-01": "agency-he-left", "9999-12-31": "agency-he-joined"} {
			w := want(t, graph.KindActor, "ties")
			w.Where = query.HeldOn{Day: day}
			equal(t, string(day), ids(s.ask(t, query.FindNodes{IDs: []string{"turncoat"}}, w).Items[0].Related[0].Items), "PART_OF:turncoat:"+held)
		}
	})
	for _, c := range []struct{ name, keys, all, direct string }{
		{"an act counts for who performed it", "department-spokesman>", "consulate-closed", "consulate-closed"},
		{"an act counts for whom its performer speaks for", "germany-consular-department>", "consulate-closed", ""},
		{"an act counts for a whole of that, and one of its head does", "germany-foreign-office>", "consulate-closed minister-closes-another",
			""},
		{"an act counts for a whole of a whole", "germany>", "assistant-detained citizen-affected citizen-detained consulate-closed " +
			"journalist-detained minister-closes-another", "assistant-detained citizen-affected citizen-detained journalist-detained"},
		{"a dated tie carries what was done while it held, and what is undated", "agency-he-left>",
			"seizure-at-the-turn seizure-before-he-left seizure-undated", ""},
		{"a dated tie carries what was done since, and what is undated", "agency-he-joined>",
			"seizure-after-he-joined seizure-at-the-turn seizure-undated", ""},
		{"in a circle of parts an act counts for its performer", "council-in-a-circle-1>", "circular-coercion", "circular-coercion"},
		{"in a circle of parts an act counts for all", "council-in-a-circle-3>", "circular-coercion", ""},
		{"in a circle of parts an act is directed at all", "council-in-a-circle-3>council-in-a-circle-1", "circular-coercion", ""},
		{"in a circle of parts those who are named are direct", "council-in-a-circle-1>council-in-a-circle-2", "circular-coercion",
			"circular-coercion"},
		{"an act that counts by two ways counts once", "poland>", "coercion-within", ""},
		{"an act of one named, and of its part too, is direct", "guard-of-the-north>", "coercion-within", "coercion-within"},
		{"an act that is directed by two ways is directed once", ">poland", "coercion-within", ""},
		{"an act that counts and is directed by two ways each is one of the dyad", "poland>poland", "coercion-within", ""},
		{"an act that targets and addresses one is directed at it once", ">border-guard", "coercion-within", "coercion-within"},
		{"an act is directed at an actor through who works for it", ">chilean-citizen", "assistant-detained citizen-detained",
			"citizen-detained"},
		{"an act against a citizen is directed at the state, not one against who works for a citizen", ">chile", "citizen-detained", ""},
		{"an act against a citizen is directed at no agency of the country", ">chile-customs", "", ""},
		{"a citizen does not act for the state", "chile>", "", ""},
		{"an act is directed at the state that it targets, affected ones do not count", ">germany", "citizen-resists", "citizen-resists"},
		{"a dyad may be with the state of a citizen", "germany>chile", "citizen-detained", ""},
		{"who works for an outlet does not act for it", "state-broadcaster>", "", ""},
		{"an outlet does not act for its owner", "qatar>", "", ""},
		{"an act against a journalist is directed at the outlet", ">state-broadcaster", "journalist-detained", ""},
		{"an act against a journalist is directed at the owner of the outlet", ">qatar", "journalist-detained", ""},
		{"a member does not act for a body, one who is inferred to be a part does", "world-body>", "envoy-acts", ""}, // by an inferred part alone
		{"nothing is directed at a body through its members", ">world-body", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal(t, c.keys, ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{c.keys}})).Items), c.all)
			equal(t, c.keys+" direct", ids(s.ask(t, find(graph.KindAction, query.Attributed{Keys: []string{c.keys}, Direct: true})).Items), c.direct)
			name, id := "actions", strings.TrimSuffix(c.keys, ">")
			if strings.HasPrefix(c.keys, ">") {
				name, id = "received", c.keys[1:]
			}
			if strings.Contains(id, ">") {
				return
			}
			w := want(t, graph.KindActor, name)
			w.Total = true
			r := s.ask(t, query.FindNodes{IDs: []string{id}}, w).Items[0].Related[0]
			equal(t, id+"."+name, ids(r.Items), c.all)
			if r.Total != len(r.Items) {
				t.Errorf("total %d of %d", r.Total, len(r.Items))
			}
		})
	}
}

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
