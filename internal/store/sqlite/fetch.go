package sqlite

import (
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Fetch implements the contract. It goes breadth first: all that is asked at a level, totals and all, goes into one
// statement (two, where it has more than maxArms arms). All statements of a question see one snapshot.
func (s *Store) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	for _, wants := range [][]*query.Include{q.Includes, q.SideIncludes} {
		if err := checkIncludes(wants); err != nil {
			return nil, err
		}
	}
	var a *query.Answer
	err := s.read(ctx, func(r *reader) error {
		f := &fetcher{ctx: ctx, on: r, store: s, names: slices.Clone(q.RequiredNodes)}
		var err error
		if a, err = f.find(q); err != nil {
			return err
		}
		return f.run()
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// fetcher answers one question.
type fetcher struct {
	ctx   context.Context
	on    *reader
	store *Store
	names []query.RequiredNode // still to be looked up, along with the next statement
	asks  []ask                // of the next level
}

// ask is a part of a level: what it adds to the statement, and what it does with what came, which may be to ask for more.
type ask struct {
	arms func(*statement)
	done func() error
}

func (f *fetcher) ask(arms func(*statement), done func() error) {
	f.asks = append(f.asks, ask{arms, done})
}

func (f *fetcher) run() error {
	for len(f.asks)+len(f.names) > 0 {
		level := f.asks
		f.asks = nil
		if err := f.level(level); err != nil {
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

func (f *fetcher) level(asks []ask) error {
	s := &statement{sqlBuilder: &sqlBuilder{}}
	if len(f.names) > 0 {
		s.exist(f.names)
		f.names = nil
	}
	for _, x := range asks {
		if len(s.arms) >= maxArms {
			if err := f.send(s); err != nil {
				return err
			}
			s = &statement{sqlBuilder: &sqlBuilder{}}
		}
		x.arms(s)
	}
	return f.send(s)
}

func (f *fetcher) name(kind graph.Kind, ids ...string) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		f.names = append(f.names, query.RequiredNode{Kind: kind, ID: id})
	}
}

// find asks for what a query starts from. The answer is filled in by run.
func (f *fetcher) find(q *query.Query) (*query.Answer, error) {
	a := &query.Answer{Items: []*query.Item{}, Total: -1}
	switch find := q.Find.(type) {
	case query.FindNodes:
		f.findNodes(find, q.LoadSpec(query.Order{}), a)
		return a, nil
	case query.FindList:
		return a, f.findList(find, q.LoadSpec(find.Order), a)
	case query.FindChain:
		return a, f.findChain(find, q.LoadSpec(query.Order{}), a)
	case query.FindUnanswered:
		return a, f.findUnanswered(find, q.LoadSpec(query.Order{By: query.ByDate}), a)
	case query.FindExchange:
		return a, f.findExchange(find, q, a)
	case query.FindSearch:
		return a, f.findSearch(find, q.LoadSpec(query.Order{By: query.ByRank}), a)
	case query.FindCounts:
		f.findCounts(find, query.LoadSpec{Includes: q.SideIncludes}, a)
		return a, nil
	case query.FindStats:
		f.findStats(a)
		return a, nil
	case query.FindAntecedents:
		return a, f.findAntecedents(find, q.LoadSpec(query.Order{By: query.ByDate}), a)
	case query.FindSubgraph:
		return a, f.findSubgraph(find, q.LoadSpec(query.Order{}), a)
	case query.FindPaths:
		return a, f.findPaths(find, q.LoadSpec(query.Order{}), a)
	}
	return nil, fmt.Errorf("%w: a query of %T", graph.ErrInvalid, q.Find)
}

func (f *fetcher) findList(find query.FindList, spec query.LoadSpec, a *query.Answer) error {
	if err := find.List.Check(find.Kind); err != nil {
		return err
	}
	var hits []hit
	a.Groups = make([][]query.Grouped, len(find.Groups))
	f.ask(func(s *statement) {
		if find.Page.Limit > 0 {
			page := s.listRows(find).page(find.List, "")
			r := &selectBuilder{c: s.sqlBuilder, from: []string{"(" + page + ") p"}, item: item{kind: find.Kind, pk: "p.r"}}
			s.items(r, nil, spec, r.sortedBy(find.Order), "", into(&hits))
		}
		if find.Total {
			s.total(s.listRows(find).count(), &a.Total)
		}
		for i, g := range find.Groups {
			s.groups(s.listRows(find), "0", g, func(_ int64, row query.Grouped) { a.Groups[i] = append(a.Groups[i], row) })
		}
	}, func() error {
		if err := arrange(find.Kind, find.Groups, a.Groups); err != nil {
			return err
		}
		return f.page(hits, find.Kind, find.List, a, spec.Includes)
	})
	return nil
}

// into collects items. What stands before an item is what its list is sorted by.
func into(hits *[]hit) func([]any, hit) error {
	return func(lead []any, h hit) error {
		h.sortBy(lead)
		*hits = append(*hits, h)
		return nil
	}
}

// page answers with the page among these.
func (f *fetcher) page(hits []hit, k graph.Kind, l query.List, a *query.Answer, wants []*query.Include) error {
	hits, a.More = cut(hits, l.Page, ordering(k, l.Order))
	a.Items = itemsOf(hits)
	return f.include(hits, wants)
}

func itemsOf(hits []hit) []*query.Item {
	out := make([]*query.Item, len(hits))
	for i, h := range hits {
		out[i] = h.Item
	}
	return out
}
