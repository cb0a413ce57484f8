package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Fetch implements graph.Store. All statements of a question see one snapshot. A level whose items may be
// of several kinds takes one statement more for each kind that is there.
func (s *Store) Fetch(ctx context.Context, q *graph.Query) (*graph.Answer, error) {
	var a *graph.Answer
	err := s.read(ctx, func(tx *sql.Tx) error {
		f := &fetching{ctx: ctx, tx: tx, store: s}
		for _, id := range q.Must {
			f.names = append(f.names, named{id: id})
		}
		var err error
		if a, err = f.find(q); err != nil {
			return err
		}
		return f.checkNames() // when nothing else was asked
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// fetching answers one question.
type fetching struct {
	ctx   context.Context
	tx    *sql.Tx
	store *Store
	names []named // still to be looked up, along with the next statement
}

// named is an id that a question names and that has to exist, as this kind if given.
type named struct {
	kind graph.Kind
	id   string
}

func (f *fetching) name(kind graph.Kind, ids ...string) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		f.names = append(f.names, named{kind, id})
	}
}

// hit is an item with what only this package sees of it.
type hit struct {
	*graph.Item
	pk       int64
	evidence string // JSON
}

func (f *fetching) find(q *graph.Query) (*graph.Answer, error) {
	switch find := q.Find.(type) {
	case graph.FindNodes:
		return f.findNodes(find, q.Wants)
	case graph.FindList:
		return f.findList(find, q.Wants)
	case graph.FindChain:
		return f.findChain(find, q.Wants)
	case graph.FindUnanswered:
		return f.findUnanswered(find, q.Wants)
	case graph.FindExchange:
		return f.findExchange(find, q)
	case graph.FindSearch:
		return f.findSearch(find, q.Wants)
	}
	return nil, fmt.Errorf("%w: a query of %T", graph.ErrInvalid, q.Find)
}

// send sends a statement that gives n values a row. The first of a question looks up the ids that the
// question names as well: its rows then come after a column with the place of the first unknown one.
func (f *fetching) send(c *compiler, text string, n int, take func([]any) error) error {
	if c.err != nil {
		return c.err
	}
	names, lead := f.names, 0
	if len(names) > 0 {
		f.names, lead = nil, 1
		list := make([][2]string, len(names))
		for i, x := range names {
			list[i] = [2]string{string(x.kind), x.id}
		}
		text = "SELECT m.missing, q.* FROM (SELECT (SELECT j.key FROM json_each(" + c.param(jsonOf(list)) + ") j WHERE NOT EXISTS " +
			"(SELECT 1 FROM node x WHERE x.id = j.value ->> 1 AND j.value ->> 0 IN ('', x.kind)) ORDER BY j.key LIMIT 1) AS missing) m " +
			"LEFT JOIN (" + text + ") q ON m.missing IS NULL"
	}
	values := make([]any, lead+n)
	into := make([]any, lead+n)
	for i := range values {
		into[i] = &values[i]
	}
	f.store.statements.Add(1)
	return each(f.ctx, f.tx, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if lead > 0 {
			if i, missing := values[0].(int64); missing {
				return names[i].notFound()
			}
			if n == 0 || values[1] == nil {
				return nil // the row of an empty list: the first value of a row is never unknown
			}
		}
		return take(values[lead:])
	}, text, c.args...)
}

func (x named) notFound() error {
	if x.kind == "" {
		return fmt.Errorf("%w: nothing has the id %q", graph.ErrNotFound, x.id)
	}
	return fmt.Errorf("%w: no %s with id %q", graph.ErrNotFound, strings.ToLower(string(x.kind)), x.id)
}

func (f *fetching) checkNames() error {
	if len(f.names) == 0 {
		return nil
	}
	return f.send(&compiler{}, "SELECT 1", 1, func([]any) error { return nil })
}

// load sends a select of whole items: gives (which come first in each row), then the item of r.
func (f *fetching) load(r *rows, wants []*graph.Want, gives []string, tail string, take func(lead []any, h hit) error) error {
	lead := append(slices.Clone(gives), r.pk)
	if wantsEvidence(r.kind, wants) {
		lead = append(lead, r.own()+".evidence")
	}
	text := r.whole(lead) + tail
	return f.send(r.c, text, len(lead)+len(graph.Columns(r.kind)), func(v []any) error {
		h, err := hitOf(r.kind, v[len(lead):], wants)
		if err != nil {
			return err
		}
		h.pk, _ = v[len(gives)].(int64)
		if len(lead) > len(gives)+1 {
			h.evidence, _ = v[len(gives)+1].(string)
		}
		return take(v[:len(gives)], h)
	})
}

func hitOf(k graph.Kind, v []any, wants []*graph.Want) (hit, error) {
	types := columnTypes[k]
	it := &graph.Item{Kind: k, Values: make([]any, len(types))}
	for i, t := range types {
		var err error
		if it.Values[i], err = valueOf(v[i], t); err != nil {
			return hit{}, err
		}
	}
	if len(wants) > 0 {
		it.Related = make([]*graph.Items, len(wants))
	}
	return hit{Item: it}, nil
}

func wantsEvidence(k graph.Kind, wants []*graph.Want) bool {
	return slices.ContainsFunc(wants, func(w *graph.Want) bool { return w.Relation.From == k && w.Relation.Path[0].Evidence })
}

// loadNodes loads nodes whose kinds differ, one statement a kind, by pk.
func (f *fetching) loadNodes(kinds map[graph.Kind][]int64, wants []*graph.Want) (map[int64]hit, error) {
	found := map[int64]hit{}
	for _, k := range graph.NodeKinds {
		if len(kinds[k]) == 0 {
			continue
		}
		c := &compiler{}
		r := &rows{c: c, from: []string{"json_each(" + c.param(jsonOf(kinds[k])) + ") j"}, item: item{kind: k, pk: "j.value"}}
		if err := f.load(r, wants, nil, "", func(_ []any, h hit) error {
			found[h.pk] = h
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (f *fetching) findNodes(find graph.FindNodes, wants []*graph.Want) (*graph.Answer, error) {
	wanted := func(k graph.Kind) bool {
		return len(find.Kinds) == 0 || slices.Contains(find.Kinds, k) || slices.Contains(find.Kinds, graph.KindNode) && k != graph.KindContradiction
	}
	found := map[string]hit{}
	keep := func(_ []any, h hit) error {
		found[h.Text("id")] = h
		return nil
	}
	var nodeKinds []graph.Kind
	for _, k := range graph.NodeKinds {
		if wanted(k) {
			nodeKinds = append(nodeKinds, k)
		}
	}
	switch len(nodeKinds) {
	case 0:
	case 1:
		c := &compiler{}
		r := &rows{c: c}
		r.byID("json_each("+c.list(find.IDs)+")", nodeKinds[0])
		if err := f.load(r, wants, nil, "", keep); err != nil {
			return nil, err
		}
	default:
		c := &compiler{}
		kinds := map[graph.Kind][]int64{}
		if err := f.send(c, "SELECT n.pk, n.kind FROM json_each("+c.list(find.IDs)+") j CROSS JOIN node n WHERE n.id = j.value", 2, func(v []any) error {
			if k := graph.Kind(v[1].(string)); wanted(k) {
				kinds[k] = append(kinds[k], v[0].(int64))
			}
			return nil
		}); err != nil {
			return nil, err
		}
		nodes, err := f.loadNodes(kinds, wants)
		if err != nil {
			return nil, err
		}
		for _, h := range nodes {
			found[h.Text("id")] = h
		}
	}
	for _, k := range edgeFacts {
		labels := labelsOf(k)
		explicit := k != graph.KindContradiction || slices.Contains(find.Kinds, k)
		if !wanted(k) || !explicit || !slices.ContainsFunc(find.IDs, func(id string) bool { return slices.Contains(labels, labelOf(id)) }) {
			continue
		}
		c := &compiler{}
		r := &rows{c: c, from: []string{"json_each(" + c.list(find.IDs) + ") j"}}
		e := r.join("edge", "e", "%s."+labelled(labels)+" AND %[1]s.id = j.value")
		r.item = item{kind: k, pk: e + ".pk", table: e}
		if err := f.load(r, wants, nil, "", keep); err != nil {
			return nil, err
		}
	}
	a := &graph.Answer{Total: -1, Items: make([]*graph.Item, len(find.IDs))}
	var hits []hit
	for i, id := range find.IDs {
		if h, ok := found[id]; ok {
			a.Items[i] = h.Item
			if !slices.ContainsFunc(hits, func(x hit) bool { return x.Item == h.Item }) {
				hits = append(hits, h)
			}
		}
	}
	return a, f.bring(hits, wants)
}

// edgeFacts are the kinds of edges that have ids of their own.
var edgeFacts = append(slices.Clone(graph.FactEdgeKinds), graph.KindContradiction)

func labelsOf(k graph.Kind) []graph.EdgeKind {
	var out []graph.EdgeKind
	for _, t := range graph.EdgeTypes {
		if t.Fact == k {
			out = append(out, t.Label)
		}
	}
	return out
}

func labelOf(id string) graph.EdgeKind {
	label, _, _ := strings.Cut(id, ":")
	return graph.EdgeKind(label)
}

func (f *fetching) findList(find graph.FindList, wants []*graph.Want) (*graph.Answer, error) {
	if err := checkPage(find.List); err != nil {
		return nil, err
	}
	a := &graph.Answer{Items: []*graph.Item{}, Total: -1}
	if find.Page.Limit > 0 {
		c := &compiler{}
		page := c.listRows(find).page(find.List, "")
		hits, err := f.page(c, page, find.Kind, find.List, a, wants)
		if err != nil {
			return nil, err
		}
		if err := f.bring(hits, wants); err != nil {
			return nil, err
		}
	}
	if !find.Total {
		return a, nil
	}
	c := &compiler{}
	return a, f.total(c, c.listRows(find).count(), a)
}

// page loads the items whose keys r a select gives, and trims the one that tells whether there are more.
func (f *fetching) page(c *compiler, keys string, k graph.Kind, l graph.List, a *graph.Answer, wants []*graph.Want) ([]hit, error) {
	var hits []hit
	r := &rows{c: c, from: []string{"(" + keys + ") p"}, item: item{kind: k, pk: "p.r"}}
	if err := f.load(r, wants, nil, "", func(_ []any, h hit) error {
		hits = append(hits, h)
		return nil
	}); err != nil {
		return nil, err
	}
	hits, a.More = trim(hits, l.Page)
	a.Items = itemsOf(hits)
	return hits, nil
}

func trim[T any](hits []T, p graph.Page) ([]T, bool) {
	more := len(hits) > p.Limit
	if more {
		hits = hits[:p.Limit]
	}
	if p.Backward {
		slices.Reverse(hits)
	}
	return hits, more
}

func itemsOf(hits []hit) []*graph.Item {
	out := make([]*graph.Item, len(hits))
	for i, h := range hits {
		out[i] = h.Item
	}
	return out
}

func (f *fetching) total(c *compiler, text string, a *graph.Answer) error {
	return f.send(c, text, 1, func(v []any) error {
		n, _ := v[0].(int64)
		a.Total = int(n)
		return nil
	})
}
