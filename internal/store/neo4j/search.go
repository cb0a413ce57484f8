package neo4j

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findSearch ranks by how the names of a node match: 4 one is the text, 3 one begins with it, 2 they hold all words, 1 the
// words are elsewhere, in a description or a quotation. Then comes the shorter name, then the id. The score of the index
// would not do, because it depends on everything loaded, and the two stores would disagree.
func (c *cypherBuilder) findSearch(f query.FindSearch, spec query.LoadSpec) *statement {
	l, search := plan.ListOf(graph.KindNode, f.List), plan.SearchOf(f)
	if search.Nothing() {
		return &statement{read: func(*neo4j.Record) (*query.Answer, error) {
			a := &query.Answer{Items: []*query.Item{}, Total: -1}
			if l.Total {
				a.Total = 0
			}
			return a, nil
		}}
	}
	n := c.fresh("n")
	s := c.fullText(n, search.Tokens)
	s = s.when("("+n+":"+joinKinds(search.Kinds)+")", c.nodeStands(graph.KindNode, n))
	total := "null"
	if l.Total {
		total = c.count(s.of(graph.KindNode, n))
	}
	items := "[]"
	if l.Page.Limit > 0 {
		names := "coalesce(" + n + ".foldedNames, '\\n ' + " + n + ".sortName + '\\n')" // as ingest.Derive writes them
		rank := fmt.Sprintf("CASE WHEN %[1]s CONTAINS %[2]s THEN 4 "+
			"WHEN %[1]s CONTAINS %[3]s THEN 3 "+
			"WHEN all(x IN %[4]s WHERE %[1]s CONTAINS x) THEN 2 ELSE 1 END",
			names, c.param("\n "+search.Text+"\n"), c.param("\n "+search.Text), c.param(prefixed(search.Tokens)))
		down, up, more, less := "", " DESC", ">", "<" // a higher rank comes first
		if l.Page.Backward {
			down, up, more, less = " DESC", "", "<", ">"
		}
		beyond := ""
		if at := search.After; at != nil {
			r, z, id := c.param(at.Rank), c.param(at.Length), c.param(at.ID)
			beyond = fmt.Sprintf("(rank %[6]s %[2]s OR (rank = %[2]s AND "+
				"(length %[1]s %[3]s OR (length = %[3]s AND %[5]s.id %[1]s %[4]s))))", more, r, z, id, n, less)
		}
		items = fmt.Sprintf("COLLECT { %s%s "+
			"WITH %[3]s, %[4]s AS rank, coalesce(size(%[3]s.sortName), 0) AS length%[5]s "+
			"WITH %[3]s ORDER BY rank%[6]s, length%[7]s, %[3]s.id%[7]s LIMIT %[8]s "+
			"%[9]s + [toFloat(%[4]s)] }",
			s.match, where(s.conds...), n, rank, where(beyond), up, down, c.param(l.Page.Limit+1),
			c.returnClause(graph.KindNode, n, spec))
	}
	return &statement{text: "RETURN " + items + " AS items, " + total + " AS total", read: func(r *neo4j.Record) (*query.Answer, error) {
		page, err := readPage(r.Values[0], r.Values[1], f.List, spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: page.Items, Total: page.Total, More: page.More}, nil
	}}
}
