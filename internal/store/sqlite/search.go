package sqlite

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// findSearch ranks as query.ByRank says, then puts the shorter name first. The score of the full-text index would not do,
// because it depends on everything loaded, and the two stores would disagree.
func (f *fetcher) findSearch(find query.FindSearch, spec query.LoadSpec, a *query.Answer) {
	l, search := plan.ListOf(graph.KindNode, find.List), plan.SearchOf(find)
	if search.Nothing() {
		if l.Total {
			a.Total = 0
		}
		return
	}
	var list []ranked
	f.ask(func(s *statement) {
		if l.Page.Limit > 0 {
			page := s.searched(search).bestPage(l, search)
			r := &selectBuilder{c: s.sqlBuilder, from: []string{"(" + page + ") p"}, item: item{kind: graph.KindNode, pk: "p.pk"}}
			s.items(r, search.Kinds, spec, []string{"p.best", "p.length"}, "", func(prefixValues []any, h hit) error {
				x := ranked{h, prefixValues[0].(int64), prefixValues[1].(int64)}
				h.Sort = float64(-x.best)
				list = append(list, x)
				return nil
			})
		}
		if l.Total {
			s.total(s.searched(search).count(), &a.Total)
		}
	}, func() error {
		list, a.More = cut(list, l.Page, func(x, y ranked) int {
			return cmp.Or(cmp.Compare(x.best, y.best), cmp.Compare(x.length, y.length), cmp.Compare(x.Text("id"), y.Text("id")))
		})
		hits := make([]hit, len(list))
		for i, x := range list {
			hits[i] = x.hit
		}
		a.Items = itemsOf(hits)
		return f.include(hits, spec.Includes)
	})
}

// ranked is a node that was found. best is its rank, negated, so that all keys of the order rise.
type ranked struct {
	hit
	best, length int64
}

// searched is a select of all nodes that a search finds.
func (c *sqlBuilder) searched(search plan.Search) *selectBuilder {
	r := &selectBuilder{c: c}
	n := r.join("node", "n", "%s.pk = "+r.fullText(search.Tokens)+".rowid")
	r.item = item{kind: graph.KindNode, pk: n + ".pk", table: n}
	if len(search.Kinds) < len(graph.NodeKinds) {
		names := make([]string, len(search.Kinds))
		for i, k := range search.Kinds {
			names[i] = string(k)
		}
		r.where(c.in(n+".kind", names))
	}
	return r
}

// bestPage is a select of the nodes of a page, each with its negated rank and the length of its name.
func (r *selectBuilder) bestPage(l plan.List, search plan.Search) string {
	name, c := r.name(), r.c
	names := "coalesce(" + r.own() + ".foldedNames, char(10) || ' ' || " + name + " || char(10))" // as ingest.Derive writes them
	best := fmt.Sprintf("CASE WHEN instr(%[1]s, %[2]s) > 0 THEN -4 "+
		"WHEN instr(%[1]s, %[3]s) > 0 THEN -3 "+
		"WHEN %[4]s THEN -2 ELSE -1 END",
		names, c.param("\n "+search.Text+"\n"), c.param("\n "+search.Text), matches(c, names, search.Tokens))
	keys := []string{"(" + best + ")", "length(" + name + ")", r.idOf()}
	if at := search.After; at != nil {
		more := ">"
		if l.Down() {
			more = "<"
		}
		r.where(fmt.Sprintf("(%s) %s (%s, %s, %s)",
			strings.Join(keys, ", "), more, c.param(-at.Rank), c.param(at.Length), c.param(at.ID)))
	}
	return r.text(r.pk+" AS pk, "+keys[0]+" AS best, "+keys[1]+" AS length") +
		orderBy(l, keys...) + " LIMIT " + c.param(l.Page.Limit+1)
}
