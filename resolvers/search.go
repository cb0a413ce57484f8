package resolvers

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (q queryResolver) Search(ctx context.Context, what string, kinds []string, _ num, _ text, _ num, _ text) (*answer.JSON, error) {
	a := newRootField(ctx)
	folded := graph.Fold(what)
	if folded == "" {
		return nil, fmt.Errorf("%w: text %q has no letter or digit to look for", graph.ErrInvalid, what)
	}
	find := query.FindSearch{Text: what}
	for _, k := range kinds {
		find.Kinds = append(find.Kinds, graph.Kind(k[:1]+strings.ToLower(k[1:])))
	}
	find.List.Order.By = query.ByRank
	var err error
	if find.Page, err = pageOf(a.args(), find.List.Order); err != nil {
		return nil, err
	}
	gq := &query.Query{}
	rows := max(find.Page.Limit, 1)
	a.charge(rows)
	p := a.connection(&find.List, wholeItems(&gq.Includes), graph.KindNode, "Search", rows, a.field.Selections)
	terms := graph.Tokens(folded)
	p.rank = func(it *query.Item) query.Cursor {
		return query.Cursor{Order: query.ByRank, ID: it.Text("id"), Keys: []string{
			query.NumberKey(it.Sort), fmt.Sprintf("%06d", utf8.RuneCountInString(it.Text("sortName")))}}
	}
	p.hit = func(it *query.Item) object {
		return object{"score": it.Sort, "highlights": highlights(it, terms)}
	}
	gq.Find = find
	return q.page(ctx, a, gq, p)
}

// highlights are the texts of an item that hold all the terms, or, if none does, any of them.
func highlights(it *query.Item, terms []string) []string {
	var all, some []string
	for i, name := range query.Columns(it.Kind) {
		switch name {
		case "name", "aliases", "title", "text", "description", "summary", "url":
		default:
			continue
		}
		texts, _ := it.Values[i].([]string)
		if s, ok := it.Values[i].(string); ok {
			texts = []string{s}
		}
		for _, s := range texts {
			n := holds(graph.Fold(s), terms)
			if n == len(terms) {
				all = append(all, s)
			} else if n > 0 {
				some = append(some, s)
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	if some == nil {
		some = []string{}
	}
	return some
}

func holds(folded string, terms []string) (n int) {
	for _, t := range terms {
		if strings.HasPrefix(folded, t) || strings.Contains(folded, " "+t) {
			n++
		}
	}
	return n
}
