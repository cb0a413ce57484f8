package neo4j

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findSearch ranks by how the names match: one is the text, one starts with it, all words are in them, the
// words are elsewhere (in a description, a quotation); then the shorter name, then the id. The index's
// own score depends on all that was loaded, so the stores could not agree on it.
func (c *cypherBuilder) findSearch(f query.FindSearch, spec query.LoadSpec) *statement {
	l := f.List
	l.Where, l.Order = nil, query.Order{By: query.ByRank}
	if c.check(graph.KindNode, l); c.err != nil {
		return nil
	}
	tokens := graph.Tokens(graph.Fold(f.Text))
	kinds := f.Kinds
	if len(kinds) == 0 {
		kinds = graph.NodeKinds
	}
	var labels []string
	for _, k := range kinds {
		if k == graph.KindNode {
			labels = []string{anyNode}
			break
		}
		for _, node := range graph.NodeKinds {
			if node == k {
				labels = append(labels, string(k))
			}
		}
	}
	if len(tokens) == 0 || len(labels) == 0 {
		return &statement{read: func(*neo4j.Record) (*query.Answer, error) {
			a := &query.Answer{Items: []*query.Item{}, Total: -1}
			if l.Total {
				a.Total = 0
			}
			return a, nil
		}}
	}
	n := c.fresh("n")
	s := c.fullText(n, tokens)
	s.conds = append(s.conds, "("+n+":"+strings.Join(labels, "|")+")")
	total := "null"
	if l.Total {
		total = c.count(s.of(graph.KindNode, n))
	}
	items := "[]"
	if l.Page.Limit > 0 {
		text := strings.Join(tokens, " ")
		rank := fmt.Sprintf("CASE WHEN %[1]s CONTAINS %[2]s THEN 4 WHEN %[1]s CONTAINS %[3]s THEN 3 WHEN all(x IN %[4]s WHERE %[1]s CONTAINS x) THEN 2 ELSE 1 END",
			"coalesce("+n+".names, '\\n ' + "+n+".sortName + '\\n')", c.param("\n "+text+"\n"), c.param("\n "+text), c.param(prefixed(tokens)))
		down, up, more, less := "", " DESC", ">", "<" // a higher rank comes first
		if l.Page.Backward {
			down, up, more, less = " DESC", "", "<", ">"
		}
		beyond := ""
		if cursor := l.Page.Cursor; cursor != nil {
			if len(cursor.Keys) != 2 {
				c.fail(graph.ErrInvalid, "a cursor of another list")
				return nil
			}
			at, err1 := strconv.Atoi(cursor.Keys[0])
			length, err2 := strconv.Atoi(cursor.Keys[1])
			if err1 != nil || err2 != nil {
				c.fail(graph.ErrInvalid, "a cursor that is damaged: use one as it was given")
				return nil
			}
			r, z, id := c.param(at), c.param(length), c.param(cursor.ID)
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
