package sqlite

import (
	"context"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// Fetch implements query.Reader. It goes level by level: everything that is asked at a level, totals included, goes into one
// statement (into more, if it has more than maxArms arms). All statements of a question read one snapshot.
func (s *Store) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	p, err := plan.Of(q)
	if err != nil {
		return nil, err
	}
	a := &query.Answer{Items: []*query.Item{}, Total: -1}
	if err := s.read(ctx, func(r *reader) error {
		f := &fetcher{on: r, store: s, required: p.Required, lens: p.Lens, unchecked: p.Lens.Found()}
		f.find(p, a)
		return f.run(ctx)
	}); err != nil {
		return nil, err
	}
	p.Finish(a)
	return a, nil
}

// fetcher answers one question.
type fetcher struct {
	on       *reader
	store    *Store
	required []query.RequiredNode // still to be looked up, along with the next statement
	asks     []ask                // of the next level
	lens     *query.Lens
	// unchecked says that the next statement has to look whether the sources of the lens are up to date.
	unchecked bool
}

// ask is a part of a level: the arms that it adds to the statement, and what it does once their rows have come, which may be
// to ask for something at the next level.
type ask struct {
	arms func(*statement)
	done func() error
}

// ask adds a part to the next level.
func (f *fetcher) ask(arms func(*statement), done func() error) {
	f.asks = append(f.asks, ask{arms, done})
}

// run sends level after level until nothing is left to ask.
func (f *fetcher) run(ctx context.Context) error {
	for len(f.asks)+len(f.required) > 0 || f.unchecked {
		level := f.asks
		f.asks = nil
		if err := f.level(ctx, level); err != nil {
			return err
		}
		for _, x := range level {
			if err := x.done(); err != nil {
				return err
			}
		}
	}
	return nil
}

// statement begins a statement.
func (f *fetcher) statement() *statement {
	return &statement{sqlBuilder: &sqlBuilder{lens: f.lens}}
}

// level sends what is asked at one level.
func (f *fetcher) level(ctx context.Context, asks []ask) error {
	s := f.statement()
	if f.unchecked {
		s.upToDate(f.lens, f.on.generation)
		f.unchecked = false
	}
	if len(f.required) > 0 {
		s.exist(f.required)
		f.required = nil
	}
	for _, x := range asks {
		if len(s.arms) >= maxArms {
			if err := f.send(ctx, s); err != nil {
				return err
			}
			s = f.statement()
		}
		x.arms(s)
	}
	return f.send(ctx, s)
}

// find asks for what a question starts from; run then fills in the answer.
func (f *fetcher) find(p plan.Plan, a *query.Answer) {
	switch find := p.Find.(type) {
	case query.FindNodes:
		f.findNodes(find, p.Spec, a)
	case query.FindList:
		f.findList(find, p.Spec, a)
	case query.FindChain:
		f.findChain(find, p.Spec, a)
	case query.FindUnanswered:
		f.findUnanswered(find, p.Spec, a)
	case query.FindExchange:
		f.findExchange(find, p, a)
	case query.FindSearch:
		f.findSearch(find, p.Spec, a)
	case query.FindCounts:
		f.findCounts(find, p.Sides, a)
	case query.FindResponseTimes:
		f.findResponseTimes(find, a)
	case query.FindStats:
		f.findStats(a)
	case query.FindAntecedents:
		f.findAntecedents(find, p.Spec, a)
	case query.FindSubgraph:
		f.findSubgraph(find, p.Spec, a)
	case query.FindPaths:
		f.findPaths(find, p.Spec, a)
	}
}

// findList reads a page of a list, its total and its groups.
func (f *fetcher) findList(find query.FindList, spec query.LoadSpec, a *query.Answer) {
	l := plan.ListOf(find.Kind, find.List)
	var hits []hit
	a.Groups = make([][]query.Grouped, len(l.Groups))
	f.ask(func(s *statement) {
		if l.Page.Limit > 0 {
			page := s.listRows(l).page(l, "")
			r := &selectBuilder{c: s.sqlBuilder, from: []string{"(" + page + ") p"}, item: item{kind: l.Kind, pk: "p.r"}}
			s.items(r, nil, spec, r.sortedBy(l.Order), "", into(&hits))
		}
		if l.Total {
			s.total(s.listRows(l).count(), &a.Total)
		}
		for i, g := range l.Groups {
			s.groups(s.listRows(l), "0", g, func(_ int64, row query.Grouped) { a.Groups[i] = append(a.Groups[i], row) })
		}
	}, func() error {
		if err := arrange(l.Kind, l.Groups, a.Groups); err != nil {
			return err
		}
		return f.page(hits, l, a, spec.Includes)
	})
}

// into collects items. The values before those of an item are what its list is sorted by.
func into(hits *[]hit) func([]any, hit) error {
	return func(prefixValues []any, h hit) error {
		h.sortBy(prefixValues)
		*hits = append(*hits, h)
		return nil
	}
}

// page puts the items that came in order, answers with those of the page, and asks for their includes.
func (f *fetcher) page(hits []hit, l plan.List, a *query.Answer, includes []*query.Include) error {
	hits, a.More = cut(hits, l.Page, ordering(l.Kind, l.Order))
	a.Items = itemsOf(hits)
	return f.include(hits, includes)
}

// itemsOf are the items of these hits.
func itemsOf(hits []hit) []*query.Item {
	out := make([]*query.Item, len(hits))
	for i, h := range hits {
		out[i] = h.Item
	}
	return out
}
