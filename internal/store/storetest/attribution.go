package storetest

import (
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
		actor("germany", "STATE", "country", "DEU"), actor("germany-foreign-office", "MINISTRY"),
		actor("germany-consular-department", "AGENCY"), actor("department-spokesman", "PERSON"), actor("germany-foreign-minister", "PERSON"),
		actor("turncoat", "PERSON"), actor("agency-he-left", "AGENCY"), actor("agency-he-joined", "AGENCY"),
		actor("council-in-a-circle-1", "AGENCY"), actor("council-in-a-circle-2", "AGENCY"), actor("council-in-a-circle-3", "AGENCY"),
		actor("border-guard", "AGENCY"), actor("guard-of-the-north", "AGENCY"), actor("guard-of-the-south", "AGENCY"), actor("poland", "STATE"),
		actor("chilean-citizen", "PERSON", "country", "CHL"), actor("chile", "STATE", "country", "CHL"),
		actor("chile-customs", "AGENCY", "country", "CHL"), actor("assistant-of-the-citizen", "PERSON"),
		actor("journalist", "PERSON"), actor("state-broadcaster", "MEDIA_OUTLET"), actor("qatar", "STATE", "country", "QAT"),
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
	t.Helper()
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
