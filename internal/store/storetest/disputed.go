package storetest

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Disputed is a graph of a few facts with evidence that disputes them, for the tests of a store that was written by an earlier
// version. One quotation looks like the flag by which such a version kept it.
func Disputed() ingest.Batch {
	supports := graph.Evidence{Source: "daily", Quote: `"disputes":true`}
	disputes := graph.Evidence{Source: "weekly", Quote: "not so", Relation: graph.EvidenceDisputes}
	return batch("disputed", []graph.Record{
		node(graph.KindSource, "daily"), node(graph.KindSource, "weekly"),
		with(actor("envoy", "PERSON"), graph.Explicit, disputes),
		with(action("expulsion", "SANCTION", "2025-07-01"), graph.Explicit, supports, disputes),
		with(action("recall", "PROTEST", "2025-07-02"), graph.Explicit, supports),
		with(claim("was-a-spy"), graph.Explicit, disputes, supports),
		with(edge("expulsion TARGETS envoy"), graph.Explicit, disputes),
		with(edge("recall RESPONDS_TO expulsion", "mode", "OBJECT"), graph.Explicit, supports, disputes),
	})
}

// CheckDisputed checks that a store holds Disputed, in what it answers and in what it keeps of the dataset's statements.
func CheckDisputed(t *testing.T, s Store) {
	t.Helper()
	of := suite{Store: s}
	for _, c := range []struct{ kind, id, want string }{
		{"Actor", "envoy", "weekly DISPUTES"}, {"Action", "expulsion", "daily SUPPORTS, weekly DISPUTES"},
		{"Action", "recall", "daily SUPPORTS"}, {"Claim", "was-a-spy", "weekly DISPUTES, daily SUPPORTS"},
		{"Response", "RESPONDS_TO:recall:expulsion", "daily SUPPORTS, weekly DISPUTES"},
	} {
		it := of.ask(t, query.FindNodes{IDs: []string{c.id}}, want(t, graph.Kind(c.kind), "evidence")).Items[0]
		var got []string
		for _, e := range it.Related[0].Items {
			got = append(got, e.Text("source")+" "+e.Text("relation"))
		}
		equal(t, c.id, strings.Join(got, ", "), c.want)
	}
	if a := of.apply(t, Disputed()); a.Added+a.Changed > 0 {
		t.Errorf("%+v: the dataset states what it stated before", a)
	}
}
