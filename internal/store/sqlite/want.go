package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// bring fetches the relations of items in hand, level by level: one statement for each want, whatever
// the number of items.
func (f *fetching) bring(hits []hit, wants []*graph.Want) error {
	for i, w := range wants {
		if err := f.bringOne(hits, i, w); err != nil {
			return err
		}
	}
	return nil
}

// parents are the different things that a relation starts from: texts of JSON for json_each, and of
// each which items stand for it.
type parents struct {
	texts []string
	items [][]*graph.Item
}

func (p *parents) list() string { return "[" + strings.Join(p.texts, ",") + "]" }

func (f *fetching) bringOne(hits []hit, i int, w *graph.Want) error {
	if err := checkPage(w.List); err != nil {
		return err
	}
	h := w.Relation.Path[0]
	p := &parents{}
	index := map[string]int{}
	var mine []hit
	for _, x := range hits {
		if x.Kind != w.Relation.From {
			continue
		}
		mine = append(mine, x)
		if h.Evidence {
			continue
		}
		text := parentText(x, h)
		n, known := index[text]
		if !known {
			n = len(p.texts)
			index[text] = n
			p.texts, p.items = append(p.texts, text), append(p.items, nil)
		}
		p.items[n] = append(p.items[n], x.Item)
	}
	if len(mine) == 0 {
		return nil
	}
	if h.Evidence {
		return f.bringEvidence(mine, i, w)
	}
	lists := make([]*graph.Items, len(p.texts))
	for n := range lists {
		lists[n] = &graph.Items{Items: []*graph.Item{}, Total: -1}
		for _, it := range p.items[n] {
			it.Related[i] = lists[n] // things that are the same share what they are related to
		}
	}
	found, err := f.related(p, lists, w)
	if err != nil {
		return err
	}
	return f.bring(found, w.Wants)
}

// parentText is the JSON text of what a path starts from: ids it names, the item's own id, or its key.
func parentText(x hit, h graph.Hop) string {
	switch {
	case h.IDs != "":
		switch v := x.Value(h.IDs).(type) {
		case []string:
			return jsonOf(v)
		case string:
			return jsonOf([]string{v})
		}
		return "[]"
	case h.Ledger != graph.NoSide, h.Replies != graph.NoSide:
		return jsonOf(x.Text("id"))
	}
	return strconv.FormatInt(x.pk, 10)
}

func (f *fetching) bringEvidence(hits []hit, i int, w *graph.Want) error {
	if w.Where != nil {
		return fmt.Errorf("%w: evidence cannot be narrowed", graph.ErrInvalid)
	}
	var found []hit
	for _, x := range hits {
		list, err := evidenceOf(x.evidence)
		if err != nil {
			return err
		}
		if len(list) > graph.MaxPlain {
			return tooLarge(w.Relation)
		}
		out := &graph.Items{Items: []*graph.Item{}, Total: -1}
		if w.Total {
			out.Total = len(list)
		}
		for _, e := range list {
			it := evidenceItem(e)
			if len(w.Wants) > 0 {
				it.Related = make([]*graph.Items, len(w.Wants))
			}
			out.Items = append(out.Items, it)
			found = append(found, hit{Item: it})
		}
		x.Related[i] = out
	}
	return f.bring(found, w.Wants)
}

func tooLarge(r *graph.Relation) error {
	return fmt.Errorf("%w: %s.%s has more than %d items: ask for fewer by a filter", graph.ErrTooLarge, r.From, r.Name, graph.MaxPlain)
}

// start is a select along a relation from the parents in j.
func start(c *compiler, w *graph.Want) *rows {
	r := &rows{c: c}
	if h := w.Relation.Path[0]; h.IDs != "" {
		r.byID("json_each(j.value)", w.Relation.To)
	} else {
		r.along(w.Relation, item{kind: w.Relation.From, pk: "j.value", id: "j.value"})
	}
	return r.where(r.pred(w.Where))
}

// related fills the lists of one relation and gives all the items in them.
func (f *fetching) related(p *parents, lists []*graph.Items, w *graph.Want) ([]hit, error) {
	c := &compiler{}
	from := "json_each(" + c.param(p.list()) + ") j"
	if w.Relation.Shape != graph.Connection {
		r := start(c, w)
		r.from = append([]string{from}, r.from...)
		return f.plain(r, lists, w)
	}
	var found []hit
	if w.Page.Limit > 0 {
		keys := start(c, w).page(w.List, "")
		r := &rows{c: c, from: []string{from, "json_each((SELECT json_group_array(r) FROM (" + keys + "))) p"},
			item: item{kind: w.Relation.To, pk: "p.value"}}
		groups, err := f.groups(r, len(lists), "", w)
		if err != nil {
			return nil, err
		}
		for i, g := range groups {
			g, lists[i].More = trim(g, w.Page)
			lists[i].Items = itemsOf(g)
			found = append(found, g...)
		}
	}
	if !w.Total {
		return found, nil
	}
	c = &compiler{}
	from = "json_each(" + c.param(p.list()) + ") j"
	return found, f.send(c, "SELECT j.key, ("+start(c, w).count()+") FROM "+from, 2, func(v []any) error {
		n, _ := v[1].(int64)
		lists[v[0].(int64)].Total = int(n)
		return nil
	})
}

// groups loads items by parent, in the order of the statement's loops: parents, then keys as paged.
func (f *fetching) groups(r *rows, parents int, tail string, w *graph.Want) ([][]hit, error) {
	groups := make([][]hit, parents)
	if r.kind != graph.KindNode {
		return groups, f.load(r, w.Wants, []string{"j.key"}, tail, func(lead []any, h hit) error {
			i := lead[0].(int64)
			groups[i] = append(groups[i], h)
			return nil
		})
	}
	type place struct {
		parent int64
		pk     int64
	}
	var places []place
	kinds := map[graph.Kind][]int64{}
	n := r.own()
	if err := f.send(r.c, r.text("j.key, "+n+".pk, "+n+".kind")+tail, 3, func(v []any) error {
		x, k := place{v[0].(int64), v[1].(int64)}, graph.Kind(v[2].(string))
		places = append(places, x)
		kinds[k] = append(kinds[k], x.pk)
		return nil
	}); err != nil {
		return nil, err
	}
	for k := range kinds {
		slices.Sort(kinds[k])
		kinds[k] = slices.Compact(kinds[k])
	}
	nodes, err := f.loadNodes(kinds, w.Wants)
	for _, x := range places {
		groups[x.parent] = append(groups[x.parent], nodes[x.pk])
	}
	return groups, err
}

// plain loads relations that are not paged. They are short by nature, so they are sorted here.
func (f *fetching) plain(r *rows, lists []*graph.Items, w *graph.Want) ([]hit, error) {
	tail := " LIMIT " + r.c.param(len(lists)*graph.MaxPlain+1) // one parent at least has too many then
	if r.repeats {
		tail = " GROUP BY j.key, " + r.pk + tail
	}
	groups, err := f.groups(r, len(lists), tail, w)
	if err != nil {
		return nil, err
	}
	var found []hit
	for i, g := range groups {
		slices.SortFunc(g, func(a, b hit) int { return compare(a.Item, b.Item, w.Order) })
		if w.Total {
			lists[i].Total = len(g)
		}
		switch {
		case w.Relation.Shape == graph.One && len(g) > 1:
			g = g[:1]
		case len(g) > graph.MaxPlain:
			return nil, tooLarge(w.Relation)
		}
		lists[i].Items = itemsOf(g)
		found = append(found, g...)
	}
	return found, nil
}

func compare(a, b *graph.Item, o graph.Order) int {
	d := 0
	switch o.By {
	case graph.ByDate:
		earliest, latest := dayColumns(a.Kind)
		x, y := a.Text(earliest), b.Text(earliest)
		if (x == "") != (y == "") {
			return cmp.Compare(y, x) // undated last, in both directions
		}
		d = cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Text(latest), b.Text(latest)))
	case graph.ByName:
		d = cmp.Compare(a.Text("sortName"), b.Text("sortName"))
	}
	d = cmp.Or(d, cmp.Compare(a.Text("id"), b.Text("id")))
	if o.Desc {
		return -d
	}
	return d
}

func dayColumns(k graph.Kind) (earliest, latest string) {
	switch k {
	case graph.KindResponse:
		return "fromEarliest", "fromLatest"
	case graph.KindSilence:
		return "toEarliest", "toLatest"
	}
	return "earliest", "latest"
}
