package sqlite

import (
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// include asks for the relations of items in hand.
func (f *fetcher) include(hits []hit, wants []*query.Include) error {
	for i, w := range wants {
		mine := slices.DeleteFunc(slices.Clone(hits), func(x hit) bool { return x.Kind != w.Relation.From })
		if w.Relation.Path[0].Evidence {
			if err := f.evidence(mine, i, w); err != nil {
				return err
			}
		} else {
			f.includeRelation(mine, i, w)
		}
	}
	return nil
}

// evidence needs no statement, for it came with the items. What is wanted of it comes with the level of the others.
func (f *fetcher) evidence(hits []hit, i int, w *query.Include) error {
	var found []hit
	for _, x := range hits {
		list, err := evidenceOf(x.evidence)
		if err != nil {
			return err
		}
		if len(list) > query.MaxPlain {
			return plan.TooManyRelated(w.Relation)
		}
		out := &query.Items{Items: []*query.Item{}, Total: -1}
		if w.Total {
			out.Total = len(list)
		}
		for _, e := range list {
			it := evidenceItem(e)
			if len(w.Includes) > 0 {
				it.Related = make([]*query.Items, len(w.Includes))
			}
			out.Items = append(out.Items, it)
			found = append(found, hit{Item: it})
		}
		x.Related[i] = out
	}
	return f.include(found, w.Includes)
}

// relationBatch is a relation of some things: texts of JSON that it starts from, for json_each, and of each the list to fill.
type relationBatch struct {
	*query.Include
	plan   plan.List
	texts  []string
	lists  []*query.Items
	groups [][]hit // what came, by parent
}

// includeRelation asks for one relation. Things that are the same share what they are related to.
func (f *fetcher) includeRelation(hits []hit, i int, w *query.Include) {
	x := &relationBatch{Include: w, plan: plan.RelatedListOf(w.Relation, w.List)}
	index := map[string]int{}
	for _, h := range hits {
		text := parentText(h, w.Relation.Path[0])
		n, known := index[text]
		switch {
		case text == "[]": // it names none: there is nothing to ask
			h.Related[i] = &query.Items{Items: []*query.Item{}, Total: -1}
			if w.Total {
				h.Related[i].Total = 0
			}
			continue
		case !known:
			n = len(x.texts)
			index[text] = n
			x.texts, x.lists = append(x.texts, text), append(x.lists, &query.Items{Items: []*query.Item{}, Total: -1})
		}
		h.Related[i] = x.lists[n]
	}
	if len(x.texts) == 0 {
		return
	}
	x.groups = make([][]hit, len(x.texts))
	for _, list := range x.lists {
		list.Groups = make([][]query.Grouped, len(w.Groups))
	}
	f.ask(x.arms, func() error {
		for _, list := range x.lists {
			if err := arrange(w.Relation.To, w.Groups, list.Groups); err != nil {
				return err
			}
		}
		return f.include(x.fill(), w.Includes)
	})
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
	case h.Attribution != graph.NoSide, h.Replies != graph.NoSide:
		return jsonOf(x.Text("id"))
	}
	return strconv.FormatInt(x.pk, 10)
}

// start is a select along the relation from the parents in j.
func (x *relationBatch) start(c *sqlBuilder) *selectBuilder {
	r := &selectBuilder{c: c}
	if h := x.Relation.Path[0]; h.IDs != "" {
		r.byID("json_each(j.value)", x.Relation.To)
	} else {
		r.traverse(x.Relation, item{kind: x.Relation.From, pk: "j.value", id: "j.value"})
	}
	return r.where(r.pred(x.plan.Where))
}

func (x *relationBatch) arms(s *statement) {
	parents := "json_each(" + s.param("["+strings.Join(x.texts, ",")+"]") + ") j"
	r := x.start(s.sqlBuilder)
	if x.Relation.Cardinality != graph.Connection {
		tail := ""
		if r.repeats {
			tail = " GROUP BY j.key, " + r.pk
		}
		r.from = append([]string{parents}, r.from...)
		x.items(s, r, tail)
		return
	}
	if x.Page.Limit > 0 {
		x.items(s, &selectBuilder{c: s.sqlBuilder, item: item{kind: x.Relation.To, pk: "p.value"},
			from: []string{parents, "json_each((SELECT json_group_array(r) FROM (" + r.page(x.plan, "") + "))) p"}}, "")
	}
	if x.Total {
		s.add([]string{"j.key", "(" + x.start(s.sqlBuilder).count() + ")"}, "FROM "+parents, func(v []any) error {
			n, _ := v[1].(int64)
			x.lists[v[0].(int64)].Total = int(n)
			return nil
		})
	}
	for i, g := range x.Groups {
		src := x.start(s.sqlBuilder)
		src.from = append([]string{parents}, src.from...)
		s.groups(src, "j.key", g, func(list int64, row query.Grouped) { x.lists[list].Groups[i] = append(x.lists[list].Groups[i], row) })
	}
}

// items adds arms for what r gives, with the parent in front.
func (x *relationBatch) items(s *statement, r *selectBuilder, tail string) {
	take := func(lead []any, h hit) error {
		g := &x.groups[lead[0].(int64)]
		h.sortBy(lead[1:])
		if *g = append(*g, h); x.Relation.Cardinality == graph.Plain && len(*g) > query.MaxPlain {
			return plan.TooManyRelated(x.Relation)
		}
		return nil
	}
	s.items(r, plan.EndKinds(x.Relation), x.LoadSpec(), append([]string{"j.key"}, r.sortedBy(x.Order)...), tail, take)
}

// fill puts what came into the lists, and gives all of it.
func (x *relationBatch) fill() []hit {
	var found []hit
	order := ordering(x.Relation.To, x.Order)
	for i, g := range x.groups {
		list := x.lists[i]
		if x.Relation.Cardinality == graph.Connection {
			g, list.More = cut(g, x.Page, order)
		} else { // short by nature, and given whole
			slices.SortFunc(g, order)
			if x.Total {
				list.Total = len(g)
			}
			if x.Relation.Cardinality == graph.One && len(g) > 1 {
				g = g[:1]
			}
		}
		list.Items = itemsOf(g)
		found = append(found, g...)
	}
	return found
}
