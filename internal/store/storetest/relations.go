package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// relationsWorld has one of everything: r-spox, who speaks for a ministry of r-state, acts (r-1); r-other answers (r-2); the
// ministry answers that (r-3), and makes a claim.
func relationsWorld() []graph.Record {
	quoted := graph.Evidence{Source: "r-s", Quote: "so it was"}
	inferred := graph.Evidence{Source: "r-s2", Basis: graph.Inferred, Disputes: true}
	nodes := []graph.Record{
		with(actor("r-state", "STATE", "country", "RRR"), graph.Explicit, quoted), actor("r-other", "STATE", "country", "RSS"),
		actor("r-min", "MINISTRY"), actor("r-min2", "MINISTRY"), actor("r-spox", "PERSON"), actor("r-boss", "PERSON"),
		actor("r-media", "MEDIA_OUTLET"), actor("r-body", "INTERNATIONAL_BODY"), actor("r-mission", "MISSION"),
		with(action("r-1", "COERCE", "2025-01-01"), graph.Explicit, quoted, inferred),
		action("r-0", "COERCE", ""), action("r-2", "PROTEST", "2025-01-02", "intensity", -2.0), action("r-3", "STATEMENT", "2025-01-03/2025-01-04"),
		with(claim("r-c1", "text", "one"), graph.Explicit, quoted), claim("r-c2"), claim("r-c3"),
		with(node(graph.KindSource, "r-s"), graph.Explicit, quoted), node(graph.KindSource, "r-s2"),
		with(node(graph.KindPlace, "r-city"), graph.Explicit, quoted), node(graph.KindPlace, "r-land"),
		with(node(graph.KindEpisode, "r-ep"), graph.Explicit, quoted),
		with(edge("r-min PART_OF r-state"), graph.Explicit, quoted),
		edge("r-state COOPERATES_WITH r-other", "within", []string{"r-body", "r-min"}),
		with(edge("r-2 RESPONDS_TO r-1", "mode", "OBJECT"), graph.Explicit, quoted), edge("r-3 RESPONDS_TO r-2", "mode", "DENY"),
		with(edge("r-state SILENT_ON r-2", "kind", "NO_EXPLANATION"), graph.Explicit, quoted),
		with(edge("r-1 TARGETS r-media"), graph.Inferred, quoted), with(edge("r-c1 CONTRADICTS r-c2"), graph.Explicit, quoted),
	}
	return slices.Concat(nodes, edges(
		"r-min2 PART_OF r-state", "r-spox SPEAKS_FOR r-min", "r-spox WORKS_FOR r-media", "r-boss LEADS r-min",
		"r-media OWNED_BY r-other", "r-mission HOSTED_BY r-other", "r-state MEMBER_OF r-body",
		"r-spox PERFORMED r-1", "r-media ANNOUNCED r-1", "r-1 ADDRESSED_TO r-other", "r-1 AFFECTS r-boss",
		"r-other PERFORMED r-2", "r-2 TARGETS r-min", "r-min PERFORMED r-3",
		"r-2 PART_OF_ACTION r-0", "r-1 IN_EPISODE r-ep", "r-2 IN_EPISODE r-ep", "r-1 TOOK_PLACE_IN r-city", "r-city WITHIN r-land",
		"r-spox ASSERTED r-c1", "r-boss ASSERTED r-c1", "r-other ASSERTED r-c2", "r-c1 ASSERTED_FOR r-state", "r-c1 MADE_IN r-3",
		"r-c1 ABOUT r-1 r-other r-c2", "r-c3 CONTRADICTS r-c1", "r-c1 SUPPORTS r-c3", "r-s PUBLISHED_BY r-media",
	))
}

// relationCases are a kind, an id, the path to follow from it and what lies there.
var relationCases = []string{
	"Actor r-state actions: r-1 r-3",
	"Actor r-spox actions: r-1",
	"Actor r-min actions: r-1 r-3",
	"Actor r-other actions: r-2",
	"Actor r-media actions:",
	"Actor r-state received: r-2",
	"Actor r-other received: r-1",
	"Actor r-media received: r-1",
	"Actor r-boss received:",
	"Actor r-state responsesGiven: RESPONDS_TO:r-3:r-2",
	"Actor r-other responsesGiven: RESPONDS_TO:r-2:r-1",
	"Actor r-state responsesReceived: RESPONDS_TO:r-2:r-1",
	"Actor r-other responsesReceived: RESPONDS_TO:r-3:r-2",
	"Actor r-state parts: r-min r-min2",
	"Actor r-min parts:",
	"Actor r-min wholes: r-state",
	"Actor r-state wholes:",
	"Actor r-state memberOf: r-body",
	"Actor r-body members: r-state",
	"Actor r-body memberOf:",
	"Actor r-min ties: LEADS:r-boss:r-min PART_OF:r-min:r-state SPEAKS_FOR:r-spox:r-min",
	"Actor r-spox ties: SPEAKS_FOR:r-spox:r-min WORKS_FOR:r-spox:r-media",
	"Actor r-other ties: COOPERATES_WITH:r-state:r-other HOSTED_BY:r-mission:r-other OWNED_BY:r-media:r-other",
	"Actor r-body ties: MEMBER_OF:r-state:r-body",
	"Actor r-spox speaksFor: r-min",
	"Actor r-min speaksFor:",
	"Actor r-min spokespeople: r-spox",
	"Actor r-spox spokespeople:",
	"Actor r-spox claims: r-c1",
	"Actor r-other claims: r-c2",
	"Actor r-state claims:",
	"Action r-1 performers: r-spox",
	"Action r-0 performers:",
	"Action r-1 announcers: r-media",
	"Action r-1 targets: r-media",
	"Action r-1 addressees: r-other",
	"Action r-1 affected: r-boss",
	"Action r-1 participants: ADDRESSED_TO:r-1:r-other AFFECTS:r-1:r-boss ANNOUNCED:r-media:r-1 PERFORMED:r-spox:r-1 TARGETS:r-1:r-media",
	"Action r-1 responses: RESPONDS_TO:r-2:r-1",
	"Action r-2 responses: RESPONDS_TO:r-3:r-2",
	"Action r-3 responses:",
	"Action r-1 respondsTo:",
	"Action r-2 respondsTo: RESPONDS_TO:r-2:r-1",
	"Action r-0 parts: r-2",
	"Action r-2 parts:",
	"Action r-2 partOf: r-0",
	"Action r-0 partOf:",
	"Action r-1 claims: r-c1",
	"Action r-3 claims:",
	"Action r-3 statements: r-c1",
	"Action r-1 statements:",
	"Action r-2 silences: SILENT_ON:r-state:r-2",
	"Action r-1 silences:",
	"Action r-1 places: r-city",
	"Action r-1 episodes: r-ep",
	"Action r-1 evidence.source: r-s r-s2",
	"Claim r-c1 by: r-boss r-spox",
	"Claim r-c3 by:",
	"Claim r-c1 onBehalfOf: r-state",
	"Claim r-c1 madeIn: r-3",
	"Claim r-c2 madeIn:",
	"Claim r-c1 about: r-1 r-c2 r-other",
	"Claim r-c2 about:",
	"Claim r-c1 contradicts: r-c2 r-c3",
	"Claim r-c2 contradicts: r-c1",
	"Claim r-c3 contradicts: r-c1",
	"Claim r-c1 contradictions: CONTRADICTS:r-c1:r-c2 CONTRADICTS:r-c3:r-c1",
	"Claim r-c2 contradictions: CONTRADICTS:r-c1:r-c2",
	"Claim r-c1 supports: r-c3",
	"Claim r-c3 supports:",
	"Claim r-c2 contradictions.a: r-c1",
	"Claim r-c2 contradictions.b: r-c2",
	"Claim r-c2 contradictions.evidence.source: r-s",
	"Claim r-c1 evidence.source: r-s",
	"Source r-s publishedBy: r-media",
	"Source r-s evidence.source: r-s",
	"Place r-city within: r-land",
	"Place r-land places: r-city",
	"Place r-city places:",
	"Place r-city actions: r-1",
	"Place r-land actions:",
	"Place r-city evidence.source: r-s",
	"Episode r-ep actions: r-1 r-2",
	"Episode r-ep evidence.source: r-s",
	"Actor r-state evidence.source: r-s",
	"Actor r-other evidence:",
	"Response RESPONDS_TO:r-3:r-2 response: r-3",
	"Response RESPONDS_TO:r-3:r-2 trigger: r-2",
	"Response RESPONDS_TO:r-3:r-2 responders: r-min",
	"Response RESPONDS_TO:r-3:r-2 provokers: r-other",
	"Response RESPONDS_TO:r-3:r-2 evidence:",
	"Response RESPONDS_TO:r-2:r-1 evidence.source: r-s",
	"Tie SPEAKS_FOR:r-spox:r-min from: r-spox",
	"Tie SPEAKS_FOR:r-spox:r-min to: r-min",
	"Tie SPEAKS_FOR:r-spox:r-min within:",
	"Tie COOPERATES_WITH:r-state:r-other within: r-body r-min",
	"Tie PART_OF:r-min:r-state evidence.source: r-s",
	"Silence SILENT_ON:r-state:r-2 actor: r-state",
	"Silence SILENT_ON:r-state:r-2 action: r-2",
	"Silence SILENT_ON:r-state:r-2 evidence.source: r-s",
	"Action r-1 participants.actor: r-other r-boss r-media r-spox r-media",
	"Action r-1 participants.evidence.source: r-s",
	"Action r-2 responses.response.performers.wholes: r-state",
}

func testRelations(t *testing.T, s suite) {
	tested := map[*graph.Relation]bool{}
	for _, c := range relationCases {
		name, expected, _ := strings.Cut(c, ":")
		if i := strings.LastIndex(c, ": "); i >= 0 {
			name, expected = c[:i], c[i+2:]
		} else {
			name, expected = strings.TrimSuffix(c, ":"), ""
		}
		f := strings.Fields(name)
		t.Run(f[0]+" "+f[1]+" "+f[2], func(t *testing.T) {
			kind := graph.Kind(f[0])
			var top, last *query.Include
			for _, step := range strings.Split(f[2], ".") {
				w := want(t, kind, step)
				tested[w.Relation] = true
				if top == nil {
					top = w
				} else {
					last.Includes = []*query.Include{w}
				}
				last, kind = w, w.Relation.To
			}
			level := s.ask(t, query.FindNodes{IDs: []string{f[1]}, Kinds: []graph.Kind{graph.Kind(f[0])}}, top).Items
			if level[0] == nil {
				t.Fatalf("no %s %s", f[0], f[1])
			}
			for w := top; w != nil; {
				var next []*query.Item
				for _, it := range level {
					if len(it.Related) != 1 || it.Related[0] == nil {
						t.Fatalf("%s has no list of %s", it.Text("id"), w.Relation.Name)
					}
					next = append(next, it.Related[0].Items...)
				}
				level = next
				if len(w.Includes) == 0 {
					break
				}
				w = w.Includes[0]
			}
			equal(t, name, ids(level), expected)
		})
	}
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if !slices.Contains([]graph.Kind{graph.KindUnanswered, graph.KindEntry}, r.From) && !tested[r] { // they have tests of their own
			t.Errorf("no case for %s.%s", r.From, r.Name)
		}
	}
}

// testEvidence looks at each value of each item of the evidence of nodes and edges, in the order in which they were stated.
func testEvidence(t *testing.T, s suite) {
	for _, c := range []struct {
		kind graph.Kind
		id   string
		want string
	}{
		{graph.KindAction, "v-a", "v-s|of it|L14|date|EXPLICIT|false, v-s2|||title|INFERRED|true, v-s|again|||EXPLICIT|false"},
		{graph.KindResponse, "RESPONDS_TO:v-b:v-a", "v-s2|x|p. 3||EXPLICIT|true"},
		{graph.KindTie, "PART_OF:v-x:v-y", "v-s|“Bəli”|||EXPLICIT|false"},
		{graph.KindActor, "v-x", ""},
	} {
		t.Run(c.id, func(t *testing.T) {
			a := s.ask(t, query.FindNodes{IDs: []string{c.id}}, want(t, c.kind, "evidence"))
			var got []string
			for _, e := range a.Items[0].Related[0].Items {
				var values []string
				for _, column := range query.Columns(graph.KindEvidence) {
					switch v := e.Value(column).(type) {
					case nil:
						values = append(values, "")
					case bool:
						values = append(values, map[bool]string{true: "true", false: "false"}[v])
					default:
						if e.Text(column) == "" {
							t.Errorf("%s is %#v, which should be nil", column, v)
						}
						values = append(values, e.Text(column))
					}
				}
				got = append(got, strings.Join(values, "|"))
			}
			equal(t, c.id, strings.Join(got, ", "), c.want)
		})
	}
}
