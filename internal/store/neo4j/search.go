package neo4j

import (
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findSearch ranks by how the names match: one is the text, one starts with it, all words are in them, the
// words are elsewhere (in a description, a quotation); then the shorter name, then the id. The index's
// own score depends on all that was loaded, so the stores could not agree on it.
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
	s.conds = append(s.conds, "("+n+":"+joinKinds(search.Kinds)+")")
	total := "null"
	if l.Total {
		total = c.count(s.of(graph.KindNode, n))
	}
	items := "[]"
	if l.Page.Limit > 0 {
		text := strings.Join(search.Tokens, " ")
		rank := fmt.Sprintf("CASE WHEN %[1]s CONTAINS %[2]s THEN 4 WHEN %[1]s CONTAINS %[3]s THEN 3 WHEN all(x IN %[4]s WHERE %[1]s CONTAINS x) THEN 2 ELSE 1 END",
			"coalesce("+n+".names, '\\n ' + "+n+".sortName + '\\n')", c.param("\n "+text+"\n"), c.param("\n "+text), c.param(prefixed(search.Tokens)))
		down, up, more, less := "", " DESC", ">", "<" // a higher rank comes first
		if l.Page.Backward {
			down, up, more, less = " DESC", "", "<", ">"
		}
		beyond := ""
		if at := search.After; at != nil {
			r, z, id := c.param(at.Rank), c.param(at.Length), c.param(at.ID)
			beyond = fmt.Sprintf("(rank %[6]s %[2]s OR (rank = %[2]s AND (length %[1]s %[3]s OR (length = %[3]s AND %[5]s.id %[1]s %[4]s))))", more, r, z, id, n, less)
		}
		items = fmt.Sprintf("COLLECT { %s%s WITH %s, %s AS rank, coalesce(size(%s), 0) AS length%s WITH %s ORDER BY rank%s, length%s, %s.id%s LIMIT %s %s + [toFloat(%s)] }",
			s.match, where(s.conds...), n, rank, n+".sortName", where(beyond), n, up, down, n, down, c.param(l.Page.Limit+1), c.returnClause(graph.KindNode, n, spec), rank)
	}
	return &statement{text: "RETURN " + items + " AS items, " + total + " AS total", read: func(r *neo4j.Record) (*query.Answer, error) {
		page, err := readPage(r.Values[0], r.Values[1], l, spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: page.Items, Total: page.Total, More: page.More}, nil
	}}
}
