package neo4j

import (
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// TestPlans holds the dear questions to the plans that make them cheap: a seek in the order of the page,
// never a scan or a full sort, and a search that visits each action once.
func TestPlans(t *testing.T) {
	s := open(t)
	load(t, s, world())
	dated := graph.List{Order: graph.Order{By: graph.ByDate, Desc: true}, Page: page(20)}
	onKey := dated
	onKey.Where = graph.OnLedger{Keys: []string{"ru>"}}
	for _, c := range []struct {
		name         string
		q            graph.Query
		want, refuse []string
	}{
		{"ledger", graph.Query{Find: graph.FindList{Kind: graph.KindAction, List: onKey}}, []string{"DirectedRelationshipIndexSeek", "PartialTop"}, []string{"Scan"}},
		{"actor.actions", graph.Query{Find: graph.FindNodes{IDs: []string{"ru"}, Kinds: []graph.Kind{graph.KindActor}},
			Wants: []*graph.Want{{Relation: rel(t, graph.KindActor, "actions"), List: dated}}}, []string{"NodeUniqueIndexSeek", "DirectedRelationshipIndexSeek", "PartialTop"}, []string{"Scan"}},
		{"actions", graph.Query{Find: graph.FindList{Kind: graph.KindAction, List: dated}}, []string{"NodeIndexScan", "PartialTop"}, []string{"NodeByLabelScan"}},
		{"exchange", graph.Query{Find: graph.FindExchange{Between: "ru", And: "az", List: dated}}, []string{"DirectedRelationshipIndexSeek", "PartialTop"}, []string{"Scan"}},
		{"nodes", graph.Query{Find: graph.FindNodes{IDs: []string{"RESPONDS_TO:a2:a1"}}}, []string{"NodeUniqueIndexSeek", "DirectedRelationshipIndexSeek"}, []string{"Scan"}},
		{"chain", graph.Query{Find: graph.FindChain{Action: "a2", Direction: graph.Both, MaxDepth: 9, MaxNodes: 99}}, []string{"BFS"}, []string{"Scan"}},
	} {
		operators := explain(t, s, &c.q)
		for _, w := range c.want {
			if !strings.Contains(operators, w) {
				t.Errorf("%s: no %s in %s", c.name, w, operators)
			}
		}
		for _, w := range c.refuse {
			if strings.Contains(operators, w) {
				t.Errorf("%s: %s in %s", c.name, w, operators)
			}
		}
	}
}

func explain(t *testing.T, s *Store, q *graph.Query) string {
	t.Helper()
	p, err := compile(q)
	if err != nil {
		t.Fatal(err)
	}
	session := s.session(t.Context(), neo4j.AccessModeRead)
	defer func() { _ = session.Close(t.Context()) }()
	result, err := session.Run(t.Context(), "EXPLAIN "+p.text, p.params)
	if err != nil {
		t.Fatal(err)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var walk func(neo4j.Plan) string
	walk = func(p neo4j.Plan) string {
		out := p.Operator()
		for _, child := range p.Children() {
			out += " " + walk(child)
		}
		return out
	}
	return walk(summary.Plan())
}
