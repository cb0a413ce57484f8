package sqlite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// findSearch ranks as graph.ByRank says, then puts the shorter name first. The index's own score depends
// on all that was loaded, so the stores could not agree on it.
func (f *fetching) findSearch(find graph.FindSearch, wants []*graph.Want) (*graph.Answer, error) {
	l := find.List
	l.Order = graph.Order{By: graph.ByRank}
	if err := checkPage(l); err != nil {
		return nil, err
	}
	a := &graph.Answer{Items: []*graph.Item{}, Total: -1}
	tokens := graph.Tokens(find.Text)
	if len(tokens) == 0 {
		if l.Total {
			a.Total = 0
		}
		return a, nil
	}
	matching := func(c *compiler) *rows {
		r := &rows{c: c}
		n := r.join("node", "n", "%s.pk = "+r.fullText(tokens)+".rowid")
		r.item = item{kind: graph.KindNode, pk: n + ".pk", table: n}
		if len(find.Kinds) > 0 && !slices.Contains(find.Kinds, graph.KindNode) {
			kinds := make([]string, len(find.Kinds))
			for i, k := range find.Kinds {
				kinds[i] = string(k)
			}
			r.where(c.in(n+".kind", kinds))
		}
		return r
	}
	if l.Page.Limit > 0 {
		if err := f.searchPage(matching, l, tokens, a, wants); err != nil {
			return nil, err
		}
	}
	if !l.Total {
		return a, nil
	}
	c := &compiler{}
	return a, f.total(c, matching(c).count(), a)
}

func (f *fetching) searchPage(matching func(*compiler) *rows, l graph.List, tokens []string, a *graph.Answer, wants []*graph.Want) error {
	c := &compiler{}
	r := matching(c)
	words, name := strings.Join(tokens, " "), r.name()
	whole := c.param(words)
	rank := fmt.Sprintf("CASE WHEN %[1]s = %[2]s THEN -4 WHEN substr(%[1]s, 1, length(%[2]s)) = %[2]s THEN -3 WHEN %[3]s THEN -2 ELSE -1 END",
		name, whole, matches(c, name, tokens)) // less is better, so that all keys rise
	keys := []string{"(" + rank + ")", "length(" + name + ")", r.idOf()}
	if cursor := l.Page.Cursor; cursor != nil {
		at, err1 := strconv.Atoi(cursor.Keys[0])
		length, err2 := strconv.Atoi(cursor.Keys[1])
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%w: a cursor that is damaged: use one as it was given", graph.ErrInvalid)
		}
		more := ">"
		if down(l) {
			more = "<"
		}
		r.where(fmt.Sprintf("(%s) %s (%s, %s, %s)", strings.Join(keys, ", "), more, c.param(-at), c.param(length), c.param(cursor.ID)))
	}
	type place struct {
		pk   int64
		kind graph.Kind
	}
	var places []place
	text := r.text(r.pk+", "+r.own()+".kind") + orderBy(l, keys...) + " LIMIT " + c.param(l.Page.Limit+1)
	if err := f.send(c, text, 2, func(v []any) error {
		places = append(places, place{v[0].(int64), graph.Kind(v[1].(string))})
		return nil
	}); err != nil {
		return err
	}
	places, a.More = trim(places, l.Page)
	kinds := map[graph.Kind][]int64{}
	for _, p := range places {
		kinds[p.kind] = append(kinds[p.kind], p.pk)
	}
	nodes, err := f.loadNodes(kinds, wants)
	if err != nil {
		return err
	}
	hits := make([]hit, len(places))
	for i, p := range places {
		hits[i] = nodes[p.pk]
	}
	a.Items = itemsOf(hits)
	return f.bring(hits, wants)
}
