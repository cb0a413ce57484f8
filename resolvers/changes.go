package resolvers

import (
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

func (queryResolver) Revision(ctx context.Context) (int64, error) { return answered[int64](ctx) }

func (queryResolver) Changes(ctx context.Context, _, _ *int64, _ map[string]any, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

func (queryResolver) History(ctx context.Context, _ string, _ *bool, _ *int, _ *string) (*answer.JSON, error) {
	return answered[*answer.JSON](ctx)
}

// asksLog is what a root field asks the log, before it asks the store.
type asksLog struct {
	read func(context.Context, *API) error
	rows func(*query.Statistics) int64 // that the store has to read for that, by an upper estimate
}

// logOf finds the log of a store behind wrappers, which tell what they wrap by Unwrap; nil when it keeps none.
func logOf(r query.Reader) ingest.Log {
	for {
		if l, keeps := r.(ingest.Log); keeps {
			return l
		}
		wrapper, is := r.(interface{ Unwrap() query.Reader })
		if !is {
			return nil
		}
		r = wrapper.Unwrap()
	}
}

func (f *rootField) revision() (*question, error) {
	var head int64
	f.asksLog = headTo(&head)
	return &question{nil, func(*query.Answer) (any, error) { return head, nil }}, nil
}

// headTo reads the newest revision.
func headTo(head *int64) *asksLog {
	return &asksLog{
		rows: func(*query.Statistics) int64 { return 1 },
		read: func(ctx context.Context, a *API) (err error) {
			*head, err = a.log.Head(ctx)
			return err
		},
	}
}

func (f *rootField) changes() (*question, error) {
	since, err := revision(f.arguments, "since")
	if err != nil {
		return nil, err
	}
	until, err := revision(f.arguments, "until")
	if err != nil {
		return nil, err
	}
	p, err := f.changePage()
	if err != nil {
		return nil, err
	}
	if p.q.Filter, err = changeFilter(f.arguments["filter"], f.admin); err != nil {
		return nil, err
	}
	if since != nil && p.q.After.Before(ingest.EndOf(*since)) {
		p.q.After = ingest.EndOf(*since)
	}
	if until != nil {
		p.q.Until = *until
	}
	f.asksLog = &asksLog{
		rows: p.rowsOfChanges,
		read: func(ctx context.Context, a *API) error { return p.readChanges(ctx, a, until) },
	}
	return p.question(), nil
}

func (f *rootField) history() (*question, error) {
	id := f.text("id")
	if err := query.CheckID(id); err != nil {
		return nil, err
	}
	edges, _ := f.argument("edges").(bool)
	p, err := f.changePage()
	if err != nil {
		return nil, err
	}
	f.asksLog = &asksLog{
		rows: func(s *query.Statistics) int64 { return p.rowsOfHistory(s, edges) },
		read: func(ctx context.Context, a *API) error { return p.readHistory(ctx, a, id, edges) },
	}
	return p.question(), nil
}

// changePage is a page of changes: what it asks for, and what it got.
type changePage struct {
	f       *rootField
	q       ingest.LogQuery
	resumes bool // after a cursor
	ends    bool // the labels of ends are selected

	changes []ingest.Change
	more    bool
	labels  map[string]string
}

// changePage reads first and after.
func (f *rootField) changePage() (p *changePage, err error) {
	p = &changePage{f: f, q: ingest.LogQuery{First: query.DefaultPage}}
	first, given, err := count(f.arguments, "first")
	if err != nil {
		return nil, err
	}
	if given {
		p.q.First = first
	}
	f.charge(p.q.First)
	if after, _ := f.arguments["after"].(string); after != "" {
		p.resumes = true
		if p.q.After, err = ParsePosition("after", after); err != nil {
			return nil, err
		}
	}
	selected := f.below(f.selections(), "ChangeConnection", "nodes")
	selected = append(selected, f.below(f.below(f.selections(), "ChangeConnection", "edges"), "ChangeEdge", "node")...)
	for _, field := range f.collect("Change", selected...) {
		p.ends = p.ends || slices.Contains([]string{"from", "to", "label"}, field.name())
	}
	return p, nil
}

// rowsOfAChange are the rows that a change takes: its mark, both statements, and the ends of an edge.
const rowsOfAChange = 5

// marksOfAList is about how many changes a row of the log has.
const marksOfAList = 200

// rowsOfChanges counts the whole log where a filter may have to look for its changes as far as that: rows, of many changes each.
func (p *changePage) rowsOfChanges(s *query.Statistics) int64 {
	rows := rowsOfAChange * int64(p.q.First)
	f := p.q.Filter
	if len(f.IDs)+len(f.Kinds)+len(f.Edges)+len(f.Datasets)+len(f.Who) == 0 {
		return rows
	}
	records := 0
	for _, n := range s.Nodes {
		records += n
	}
	for _, e := range s.Edges {
		records += e.Out.All
	}
	return rows + int64(records/marksOfAList)
}

// rowsOfHistory counts all edges of the busiest node where they are asked for, since the first changes of all of them are sought.
func (p *changePage) rowsOfHistory(s *query.Statistics, edges bool) int64 {
	rows := rowsOfAChange * int64(p.q.First)
	if edges {
		rows += int64(s.Degree)
	}
	return rows
}

func (p *changePage) readChanges(ctx context.Context, a *API, until *int64) error {
	if until != nil && (*until == 0 || !p.q.After.Before(ingest.EndOf(*until))) {
		return nil // 0 is the newest to the log, and nothing is before the first
	}
	head, err := a.log.Head(ctx)
	if err != nil {
		return err
	}
	if p.q.After.Revision > head {
		return graph.Invalid("the store is at revision %d, and has not reached %d; was it restored from a copy? Load everything anew",
			head, p.q.After.Revision)
	}
	return p.read(ctx, a, a.log.Changes)
}

func (p *changePage) readHistory(ctx context.Context, a *API, id string, edges bool) error {
	history := func(ctx context.Context, q ingest.LogQuery) ([]ingest.Change, bool, error) {
		return a.log.History(ctx, id, edges, q)
	}
	if err := p.read(ctx, a, history); err != nil || len(p.changes) > 0 {
		return err
	}
	some, _, err := history(ctx, ingest.LogQuery{First: 1})
	if err != nil || len(some) > 0 {
		return err
	}
	forgotten, err := a.log.Forgotten(ctx)
	if err != nil {
		return err
	}
	if forgotten > 0 { // what stands since before the log begins has no change in it
		found, err := a.store.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: []string{id}}, Projection: query.Projection{}})
		if err != nil || found.Items[0] != nil {
			return err
		}
	}
	return fmt.Errorf("%w: id %q", graph.ErrNotFound, id)
}

// read reads the page, and what the ends of edges are called.
func (p *changePage) read(
	ctx context.Context, a *API, log func(context.Context, ingest.LogQuery) ([]ingest.Change, bool, error),
) (err error) {
	q := p.q
	q.First = max(q.First, 1)
	if p.changes, p.more, err = log(ctx, q); err != nil {
		return err
	}
	if p.q.First == 0 {
		p.changes, p.more = nil, len(p.changes) > 0
	}
	query.WorkOf(ctx).Handed(len(p.changes))
	if p.ends {
		p.labels, err = labelsOfEnds(ctx, a.store, p.changes)
	}
	return err
}

// question writes the page once it has been read.
func (p *changePage) question() *question {
	return &question{nil, func(*query.Answer) (any, error) {
		nodes, edges := []object{}, []object{}
		info := object{"hasNextPage": p.more, "hasPreviousPage": p.resumes, "startCursor": nil, "endCursor": nil}
		for i, c := range p.changes {
			node := changeObject(c, p.labels, p.f.admin)
			nodes = append(nodes, node)
			edges = append(edges, object{"cursor": node["cursor"], "node": node})
			if i == 0 {
				info["startCursor"] = node["cursor"]
			}
			info["endCursor"] = node["cursor"]
		}
		return p.f.object("ChangeConnection", object{"nodes": nodes, "edges": edges, "pageInfo": info}), nil
	}}
}
