package resolvers

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Search(
	ctx context.Context, _ string, _ []string, _ *int, _ *string, _ *int, _ *string,
) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// search is the one connection whose items are wrapped, in SearchHit, and sorted by the store's rank.
func (f *rootField) search() (*question, error) {
	text := f.text("text")
	folded := graph.Fold(text)
	if folded == "" {
		return nil, fmt.Errorf("%w: text %.40q has no letter or digit to look for", graph.ErrInvalid, text)
	}
	find := query.FindSearch{Text: text}
	for _, k := range f.texts("kinds") {
		find.Kinds = append(find.Kinds, kindOfTerm(k))
	}
	find.List.Order.By = query.ByRank
	var err error
	if find.Page, err = pageArguments(f.arguments, find.List.Order, f.lensMark); err != nil {
		return nil, err
	}
	q := &query.Query{}
	p := f.connection(&find.List, selectedValues(q), graph.KindNode, searchName, 1, f.selections()...)
	terms := graph.Tokens(folded)
	p.cursorOf = rankCursor
	p.wrap = func(it *query.Item) object {
		return object{"score": it.Sort, "highlights": analysis.Highlights(it, terms)}
	}
	q.Find = find
	return f.page(q, p), nil
}

// rankCursor returns the position of an item in the order ByRank: its rank, then the length of its folded name.
func rankCursor(it *query.Item) query.Cursor {
	length := fmt.Sprintf("%06d", utf8.RuneCountInString(it.Text("sortName")))
	return query.Cursor{Order: query.ByRank, ID: it.Text("id"), Keys: []string{query.NumberKey(it.Sort), length}}
}
