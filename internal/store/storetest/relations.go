package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// relationCases are what lies where a path of relations leads from something in the story.
var relationCases = []struct {
	kind     graph.Kind
	id, path string
	want     string
}{
	{graph.KindActor, "russia", "actions", "apology arrests consular-request denial raid"},
	{graph.KindActor, "yekaterinburg-police", "actions", "arrests raid"},
	{graph.KindActor, "russia-foreign-ministry", "actions", "apology consular-request denial"},
	{graph.KindActor, "azerbaijan", "actions", "apology-demand bureau-sealed protest-note"},
	{graph.KindActor, "sputnik-baku", "actions", ""},
	{graph.KindActor, "russia", "received", "apology-demand bureau-sealed protest-note"},
	{graph.KindActor, "azerbaijan", "received", "apology arrests consular-request raid"},
	{graph.KindActor, "sputnik-baku", "received", "bureau-sealed"},
	{graph.KindActor, "sputnik-editor", "received", ""},
	{graph.KindActor, "russia", "responsesGiven", "RESPONDS_TO:apology:apology-demand RESPONDS_TO:denial:protest-note"},
	{graph.KindActor, "azerbaijan", "responsesGiven", "RESPONDS_TO:bureau-sealed:raid RESPONDS_TO:protest-note:raid"},
	{graph.KindActor, "russia", "responsesReceived", "RESPONDS_TO:bureau-sealed:raid RESPONDS_TO:protest-note:raid"},
	{graph.KindActor, "azerbaijan", "responsesReceived", "RESPONDS_TO:apology:apology-demand RESPONDS_TO:denial:protest-note"},
	{graph.KindActor, "russia", "parts", "russia-foreign-ministry russia-interior-ministry"},
	{graph.KindActor, "sputnik-baku", "parts", ""},
	{graph.KindActor, "russia-foreign-ministry", "wholes", "russia"},
	{graph.KindActor, "russia", "wholes", ""},
	{graph.KindActor, "russia", "memberOf", "cis"},
	{graph.KindActor, "cis", "members", "russia"},
	{graph.KindActor, "cis", "memberOf", ""},
	{graph.KindActor, "russia-foreign-ministry", "ties",
		"LEADS:foreign-minister:russia-foreign-ministry PART_OF:russia-embassy-baku:russia-foreign-ministry " +
			"PART_OF:russia-foreign-ministry:russia SPEAKS_FOR:ministry-spokeswoman:russia-foreign-ministry"},
	{graph.KindActor, "sputnik-baku", "ties", "OWNED_BY:sputnik-baku:russia WORKS_FOR:sputnik-editor:sputnik-baku"},
	{graph.KindActor, "azerbaijan", "ties", "COOPERATES_WITH:azerbaijan:russia HOSTED_BY:russia-embassy-baku:azerbaijan"},
	{graph.KindActor, "cis", "ties", "MEMBER_OF:russia:cis"},
	{graph.KindActor, "ministry-spokeswoman", "speaksFor", "russia-foreign-ministry"},
	{graph.KindActor, "russia-foreign-ministry", "speaksFor", ""},
	{graph.KindActor, "ministry-spokeswoman", "actsFor", "russia russia-foreign-ministry"},
	{graph.KindActor, "russia", "actsFor", ""},
	{graph.KindActor, "sputnik-editor", "actsFor", ""},
	{graph.KindActor, "bare-group", "actsFor", "full-actor"}, // which is part of it: a circle leads to nobody twice
	{graph.KindActor, "russia-foreign-ministry", "spokespeople", "ministry-spokeswoman"},
	{graph.KindActor, "ministry-spokeswoman", "spokespeople", ""},
	{graph.KindActor, "russia", "spokespeople", "ministry-spokeswoman"},
	{graph.KindActor, "ministry-spokeswoman", "claims", "all-was-lawful"},
	{graph.KindActor, "azerbaijan", "claims", "a-prisoner-was-tortured"},
	{graph.KindActor, "russia", "claims", "all-was-lawful"},
	{graph.KindActor, "cis", "claims", ""},
	{graph.KindAction, "raid", "sides", "russia"},
	{graph.KindAction, "denial", "sides", "russia"},
	{graph.KindAction, "raid", "performers", "yekaterinburg-police"},
	{graph.KindAction, "raid", "announcers", "sputnik-baku"},
	{graph.KindAction, "denial", "announcers", ""},
	{graph.KindAction, "raid", "targets", "community-leader"},
	{graph.KindAction, "raid", "addressees", "azerbaijan"},
	{graph.KindAction, "raid", "affected", "sputnik-editor"},
	{graph.KindAction, "raid", "participants",
		"ADDRESSED_TO:raid:azerbaijan AFFECTS:raid:sputnik-editor " +
			"ANNOUNCED:sputnik-baku:raid PERFORMED:yekaterinburg-police:raid TARGETS:raid:community-leader"},
	{graph.KindAction, "raid", "responses", "RESPONDS_TO:bureau-sealed:raid RESPONDS_TO:protest-note:raid"},
	{graph.KindAction, "protest-note", "responses", "RESPONDS_TO:denial:protest-note"},
	{graph.KindAction, "denial", "responses", ""},
	{graph.KindAction, "raid", "respondsTo", ""},
	{graph.KindAction, "protest-note", "respondsTo", "RESPONDS_TO:protest-note:raid"},
	{graph.KindAction, "raid", "parts", "arrests"},
	{graph.KindAction, "arrests", "parts", ""},
	{graph.KindAction, "arrests", "partOf", "raid"},
	{graph.KindAction, "raid", "partOf", ""},
	{graph.KindAction, "raid", "claims", "all-was-lawful"},
	{graph.KindAction, "denial", "claims", ""},
	{graph.KindAction, "denial", "statements", "all-was-lawful"},
	{graph.KindAction, "raid", "statements", ""},
	{graph.KindAction, "raid", "silences", "SILENT_ON:russia:raid"},
	{graph.KindAction, "denial", "silences", ""},
	{graph.KindAction, "raid", "places", "yekaterinburg"},
	{graph.KindAction, "raid", "episodes", "crisis-2025"},
	{graph.KindAction, "raid", "evidence.source", "article wire-report"},
	{graph.KindClaim, "all-was-lawful", "by", "foreign-minister ministry-spokeswoman"},
	{graph.KindClaim, "nobody-was-beaten", "by", ""},
	{graph.KindClaim, "all-was-lawful", "onBehalfOf", "russia"},
	{graph.KindClaim, "all-was-lawful", "sides", "russia"},
	{graph.KindClaim, "nobody-was-beaten", "sides", ""},
	{graph.KindClaim, "all-was-lawful", "madeIn", "denial"},
	{graph.KindClaim, "nobody-was-beaten", "madeIn", ""},
	{graph.KindClaim, "all-was-lawful", "about", "a-prisoner-was-tortured azerbaijan raid"},
	{graph.KindClaim, "nobody-was-beaten", "about", ""},
	{graph.KindClaim, "a-prisoner-was-tortured", "contradicts", "all-was-lawful nobody-was-beaten"},
	{graph.KindClaim, "all-was-lawful", "contradicts", "a-prisoner-was-tortured"},
	{graph.KindClaim, "nobody-was-beaten", "contradicts", "a-prisoner-was-tortured"},
	{graph.KindClaim, "a-prisoner-was-tortured", "contradictions",
		"CONTRADICTS:all-was-lawful:a-prisoner-was-tortured " +
			"CONTRADICTS:nobody-was-beaten:a-prisoner-was-tortured"},
	{graph.KindClaim, "all-was-lawful", "contradictions", "CONTRADICTS:all-was-lawful:a-prisoner-was-tortured"},
	{graph.KindClaim, "all-was-lawful", "supports", "procedure-was-kept"},
	{graph.KindClaim, "procedure-was-kept", "supports", ""},
	{graph.KindClaim, "all-was-lawful", "contradictions.a", "all-was-lawful"},
	{graph.KindClaim, "all-was-lawful", "contradictions.b", "a-prisoner-was-tortured"},
	{graph.KindClaim, "all-was-lawful", "contradictions.evidence.source", "article"},
	{graph.KindClaim, "all-was-lawful", "evidence.source", "article"},
	{graph.KindSource, "article", "publishedBy", "sputnik-baku"},
	{graph.KindSource, "article", "derivedFrom", "wire-report"},
	{graph.KindSource, "wire-report", "derivedFrom", ""},
	{graph.KindSource, "wire-report", "derivatives", "article"},
	{graph.KindSource, "article", "evidence.source", "article"},
	{graph.KindPlace, "yekaterinburg", "within", "russia-territory"},
	{graph.KindPlace, "russia-territory", "places", "yekaterinburg"},
	{graph.KindPlace, "yekaterinburg", "places", ""},
	{graph.KindPlace, "yekaterinburg", "actions", "raid"},
	{graph.KindPlace, "russia-territory", "actions", ""},
	{graph.KindPlace, "yekaterinburg", "evidence.source", "article"},
	{graph.KindEpisode, "crisis-2025", "actions", "protest-note raid"},
	{graph.KindEpisode, "crisis-2025", "evidence.source", "article"},
	{graph.KindActor, "russia", "evidence.source", "article"},
	{graph.KindActor, "azerbaijan", "evidence", ""},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "response", "denial"},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "trigger", "protest-note"},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "responders", "ministry-spokeswoman"},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "provokers", "azerbaijan"},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "toward", ""},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "toward", "russia-foreign-ministry"},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "responderSides", "azerbaijan"},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "provokerSides", "russia"},
	{graph.KindResponse, "RESPONDS_TO:denial:protest-note", "evidence", ""},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "evidence.source", "article"},
	{graph.KindTie, "SPEAKS_FOR:ministry-spokeswoman:russia-foreign-ministry", "from", "ministry-spokeswoman"},
	{graph.KindTie, "SPEAKS_FOR:ministry-spokeswoman:russia-foreign-ministry", "to", "russia-foreign-ministry"},
	{graph.KindTie, "SPEAKS_FOR:ministry-spokeswoman:russia-foreign-ministry", "within", ""},
	{graph.KindTie, "COOPERATES_WITH:azerbaijan:russia", "within", "cis russia-foreign-ministry"},
	{graph.KindTie, "PART_OF:russia-foreign-ministry:russia", "evidence.source", "article"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "actor", "russia"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "action", "raid"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "endedBy", ""},
	{graph.KindSilence, "SILENT_ON:bhutan:dam-closed", "endedBy", "RESPONDS_TO:dam-reasons:dam-closed"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "evidence.source", "article"},
	{graph.KindAction, "raid", "participants.actor", "azerbaijan sputnik-editor sputnik-baku yekaterinburg-police community-leader"},
	{graph.KindAction, "raid", "participants.evidence.source", "article"},
	{graph.KindAction, "full-action", "evidence.attributedTo", "bare-group"},
	{graph.KindAction, "full-action", "statusHistory.sources", "full-source bare-source full-source"},
	{graph.KindAction, "raid", "statusHistory.sources", ""},
	{graph.KindAction, "protest-note", "responses.response.performers.speaksFor", "russia-foreign-ministry"},
	{graph.KindAction, "raid", "support", "1 article"},
	{graph.KindAction, "arrests", "support", "0"},
	{graph.KindClaim, "all-was-lawful", "support", "1 article"},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "support", "1 article"},
	{graph.KindTie, "PART_OF:russia-foreign-ministry:russia", "support", "1 article"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "support", "1 article"},
	{graph.KindAction, "curfew", "participants.support", "0"},
	{graph.KindClaim, "all-was-lawful", "contradictions.support", "1 article"},
	{graph.KindAction, "raid", "datasets", "dataset:world"},
	{graph.KindClaim, "all-was-lawful", "datasets", "dataset:world"},
	{graph.KindResponse, "RESPONDS_TO:protest-note:raid", "datasets", "dataset:world"},
	{graph.KindTie, "PART_OF:russia-foreign-ministry:russia", "datasets", "dataset:world"},
	{graph.KindSilence, "SILENT_ON:russia:raid", "datasets", "dataset:world"},
	{graph.KindAction, "curfew", "participants.datasets", "dataset:world"},
	{graph.KindClaim, "all-was-lawful", "contradictions.datasets", "dataset:world"},
}

// testRelations follows every relation of every kind.
func testRelations(t *testing.T, s suite) {
	t.Helper()
	tested := map[*graph.Relation]bool{}
	for _, c := range relationCases {
		t.Run(string(c.kind)+" "+c.id+" "+c.path, func(t *testing.T) {
			var top, last *query.Include
			kind := c.kind
			for _, step := range strings.Split(c.path, ".") {
				w := want(t, kind, step)
				tested[w.Relation] = true
				if top == nil {
					top = w
				} else {
					last.Includes = []*query.Include{w}
				}
				last, kind = w, w.Relation.To
			}
			level := s.ask(t, query.FindNodes{IDs: []string{c.id}, Kinds: []graph.Kind{c.kind}}, top).Items
			if level[0] == nil {
				t.Fatalf("no %s %s", c.kind, c.id)
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
			equal(t, c.path, ids(level), c.want)
		})
	}
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if !slices.Contains([]graph.Kind{graph.KindUnanswered, graph.KindEntry}, r.From) && !tested[r] { // they have tests of their own
			t.Errorf("no case for %s.%s: add one to internal/store/storetest/relations.go", r.From, r.Name)
		}
	}
}

// testActsFor asks for whom somebody acts on a day: the tie of full-actor to bare-group held from 2020 to June 2025, its other ones
// are without dates.
func testActsFor(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		actor string
		asOf  graph.Day
		want  string
	}{
		{"full-actor", "", "bare-group"}, {"full-actor", "2019-12-31", ""}, {"full-actor", "2020-01-01", "bare-group"},
		{"full-actor", "2025-06-30", "bare-group"}, {"full-actor", "2025-07-01", ""}, {"bare-group", "2025-07-01", "full-actor"},
		{"ministry-spokeswoman", "2025-07-01", "russia russia-foreign-ministry"},
	} {
		w := want(t, graph.KindActor, "actsFor")
		w.AsOf = c.asOf
		a := s.ask(t, query.FindNodes{IDs: []string{c.actor}}, w)
		equal(t, c.actor+" on "+string(c.asOf), ids(a.Items[0].Related[0].Items), c.want)
	}
}

// testEvidence looks at each value of each item of the evidence of nodes and edges, in the order in which they were stated.
func testEvidence(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		kind graph.Kind
		id   string
		want string
	}{
		{graph.KindAction, "full-action", "full-source|of it|az|about it|L14|date|bare-group|EXPLICIT|UPDATES, " +
			"bare-source|||||title||INFERRED|DISPUTES, full-source|again||||||EXPLICIT|SUPPORTS"},
		{graph.KindResponse, "RESPONDS_TO:coded-action:full-action", "bare-source|x|||p. 3||bare-group|EXPLICIT|DISPUTES, " +
			"full-source||||||bare-group|EXPLICIT|SUPPORTS"},
		{graph.KindTie, "PART_OF:full-actor:bare-group", "full-source|“Bəli”||||||EXPLICIT|SUPPORTS"},
		{graph.KindActor, "full-actor", ""},
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

// Relation is a relation by its name, for the tests of a store itself.
func Relation(t testing.TB, k graph.Kind, name string) *graph.Relation {
	t.Helper()
	r := graph.RelationOf(k, name)
	if r == nil {
		t.Fatalf("no relation %s.%s", k, name)
	}
	return r
}

// EveryRelation includes every relation of a kind, and of what these lead to, so many levels deep, for the tests of a store itself.
func EveryRelation(k graph.Kind, depth int) []*query.Include {
	var out []*query.Include
	for i := range graph.Relations {
		r := &graph.Relations[i]
		if r.From != k {
			continue
		}
		in := &query.Include{Relation: r}
		if r.Cardinality == graph.Connection {
			in.Page.Limit, in.Total = 20, true
			in.Order.By = query.OrderBy(i % 3)
		}
		if depth > 1 {
			in.Includes = EveryRelation(r.To, depth-1)
		}
		out = append(out, in)
	}
	return out
}
