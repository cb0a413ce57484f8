package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findSearch ranks as query.ByRank says, then puts the shorter name first. The index's own score depends
// on all that was loaded, so the stores could not agree on it.
func (f *fetcher) findSearch(find query.FindSearch, spec query.LoadSpec, a *query.Answer) error {
	l := find.List
	l.Order = query.Order{By: query.ByRank}
	if err := l.Check(graph.KindNode); err != nil {
		return err
	}
	var after []any
	if cursor := l.Page.Cursor; cursor != nil {
		rank, err1 := strconv.Atoi(cursor.Keys[0])
		length, err2 := strconv.Atoi(cursor.Keys[1])
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%w: a cursor that is damaged: use one as it was given", graph.ErrInvalid)
		}
		after = []any{-rank, length, cursor.ID}
	}
	tokens := graph.Tokens(find.Text)
	kinds := graph.NodeKinds
	if len(find.Kinds) > 0 && !slices.Contains(find.Kinds, graph.KindNode) {
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(k graph.Kind) bool { return !slices.Contains(find.Kinds, k) })
	}
	if len(tokens) == 0 || len(kinds) == 0 {
		if l.Total {
			a.Total = 0
		}
		return nil
	}
	var list []ranked
	f.ask(func(s *statement) {
		if l.Page.Limit > 0 {
			page := s.searched(tokens, kinds).bestPage(l, tokens, after)
			r := &selectBuilder{c: s.sqlBuilder, from: []string{"(" + page + ") p"}, item: item{kind: graph.KindNode, pk: "p.pk"}}
			s.items(r, kinds, spec, []string{"p.best", "p.length"}, "", func(lead []any, h hit) error {
				h.Sort = float64(-lead[0].(int64))
				list = append(list, ranked{h, lead[0].(int64), lead[1].(int64)})
				return nil
			})
		}
		if l.Total {
			s.total(s.searched(tokens, kinds).count(), &a.Total)
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
	return nil
}

// ranked is a node that was found: less is better, so that all keys rise.
type ranked struct {
	hit
	best, length int64
}

func (c *sqlBuilder) searched(tokens []string, kinds []graph.Kind) *selectBuilder {
	r := &selectBuilder{c: c}
	n := r.join("node", "n", "%s.pk = "+r.fullText(tokens)+".rowid")
	r.item = item{kind: graph.KindNode, pk: n + ".pk", table: n}
	if len(kinds) < len(graph.NodeKinds) {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = string(k)
		}
		r.where(c.in(n+".kind", names))
	}
	return r
}

// bestPage is a select of the keys of a page, with what they are ranked by.
func (r *selectBuilder) bestPage(l query.List, tokens []string, after []any) string {
	name, c := r.name(), r.c
	names, text := "coalesce("+r.own()+".names, char(10) || ' ' || "+name+" || char(10))", strings.Join(tokens, " ")
	best := fmt.Sprintf("CASE WHEN instr(%[1]s, %[2]s) > 0 THEN -4 WHEN instr(%[1]s, %[3]s) > 0 THEN -3 WHEN %[4]s THEN -2 ELSE -1 END",
		names, c.param("\n "+text+"\n"), c.param("\n "+text), matches(c, names, tokens))
	keys := []string{"(" + best + ")", "length(" + name + ")", r.idOf()}
	if after != nil {
		more := ">"
		if down(l) {
			more = "<"
		}
		r.where(fmt.Sprintf("(%s) %s (%s, %s, %s)", strings.Join(keys, ", "), more, c.param(after[0]), c.param(after[1]), c.param(after[2])))
	}
	return r.text(r.pk+" AS pk, "+keys[0]+" AS best, "+keys[1]+" AS length") + orderBy(l, keys...) + " LIMIT " + c.param(l.Page.Limit+1)
}
