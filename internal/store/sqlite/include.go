package sqlite

import (
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// include asks, at the next level, for the relations of items that have come.
func (f *fetcher) include(hits []hit, includes []*query.Include) error {
	for i, inc := range includes {
		mine := slices.DeleteFunc(slices.Clone(hits), func(x hit) bool { return x.Kind != inc.Relation.From })
		if h := inc.Relation.Path[0]; h.Evidence || h.Parts != "" {
			if err := f.parts(mine, i, inc); err != nil {
				return err
			}
		} else {
			f.includeRelation(mine, i, inc)
		}
	}
	return nil
}

// parts need no statement, because they came with the items. Their own includes are asked for at the same level as others.
func (f *fetcher) parts(hits []hit, i int, inc *query.Include) error {
	var found []hit
	for _, x := range hits {
		list, err := f.partsOf(x, inc.Relation.Path[0])
		if err != nil {
			return err
		}
		if len(list) > query.MaxPlain {
			return plan.TooManyRelated(inc.Relation)
		}
		out := &query.Items{Items: []*query.Item{}, Total: -1}
		if inc.Total {
			out.Total = len(list)
		}
		for _, it := range list {
			if len(inc.Includes) > 0 {
				it.Related = make([]*query.Items, len(inc.Includes))
			}
			out.Items = append(out.Items, it)
			found = append(found, hit{Item: it})
		}
		x.Related[i] = out
	}
	return f.include(found, inc.Includes)
}

// partsOf are the parts of an item to which a hop leads: its evidence, or its status history.
func (f *fetcher) partsOf(x hit, h graph.Hop) ([]*query.Item, error) {
	var out []*query.Item
	if h.Evidence {
		list, err := evidenceOf(x.evidence)
		for _, e := range list {
			if !f.lens.OnSources() || f.lens.Sources.Left.Has(e.Source) {
				out = append(out, evidenceItem(e))
			}
		}
		return out, err
	}
	list, _ := x.Value(h.Parts).([]graph.StatusChange)
	for _, c := range list {
		out = append(out, changeItem(c))
	}
	return out, nil
}

// relationBatch reads one relation of many parents with one arm. Slices are by number of the parent.
type relationBatch struct {
	*query.Include
	plan   plan.List
	texts  []string       // JSON of what the relation starts from, for json_each
	lists  []*query.Items // the list to fill
	groups [][]hit        // what came
}

// includeRelation asks for one relation of items. Items that start from the same text are one parent and share its list.
func (f *fetcher) includeRelation(hits []hit, i int, inc *query.Include) {
	x := &relationBatch{Include: inc, plan: plan.RelatedListOf(inc.Relation, inc.List)}
	index := map[string]int{}
	for _, h := range hits {
		text := parentText(h, inc.Relation)
		n, known := index[text]
		switch {
		case text == "[]": // the item names no id, so there is nothing to ask
			h.Related[i] = &query.Items{Items: []*query.Item{}, Total: -1}
			if inc.Total {
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
		list.Groups = make([][]query.Grouped, len(inc.Groups))
	}
	f.ask(x.arms, func() error {
		for _, list := range x.lists {
			if err := arrange(inc.Relation.To, inc.Groups, list.Groups); err != nil {
				return err
			}
		}
		return f.include(x.fill(), inc.Includes)
	})
}

// parentText is the JSON of what a path starts from: the ids that the item names, its own id, or its key in the table.
func parentText(x hit, rel *graph.Relation) string {
	switch h := rel.Path[0]; {
	case h.IDs != "":
		switch v := x.Value(h.IDs).(type) {
		case []string:
			return jsonOf(v)
		case string:
			return jsonOf([]string{v})
		}
		return "[]"
	case h.Attribution != graph.NoSide && rel.To != graph.KindClaim, h.Replies != graph.NoSide:
		return jsonOf(x.Text("id"))
	}
	return strconv.FormatInt(x.pk, 10)
}

// start is a select along the relation from the parents, which a table j has.
func (x *relationBatch) start(c *sqlBuilder) *selectBuilder {
	r := &selectBuilder{c: c, asOf: x.AsOf}
	if h := x.Relation.Path[0]; h.IDs != "" {
		r.byID("json_each(j.value)", x.Relation.To)
	} else {
		r.traverse(x.Relation, item{kind: x.Relation.From, pk: "j.value", id: "j.value"})
	}
	return r.where(r.pred(x.plan.Where))
}

// arms adds the arms for the items, the totals and the groups of all parents.
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
			x.lists[v[0].(int64)].Total = intOf(v[1])
			return nil
		})
	}
	for i, g := range x.Groups {
		src := x.start(s.sqlBuilder)
		src.from = append([]string{parents}, src.from...)
		s.groups(src, "j.key", g, func(list int64, row query.Grouped) {
			x.lists[list].Groups[i] = append(x.lists[list].Groups[i], row)
		})
	}
}

// items adds an arm for the items that r gives, each after the number of its parent.
func (x *relationBatch) items(s *statement, r *selectBuilder, tail string) {
	take := func(prefixValues []any, h hit) error {
		g := &x.groups[prefixValues[0].(int64)]
		h.sortBy(prefixValues[1:])
		if *g = append(*g, h); x.Relation.Cardinality == graph.Plain && len(*g) > query.MaxPlain {
			return plan.TooManyRelated(x.Relation)
		}
		return nil
	}
	s.items(r, plan.EndKinds(x.Relation), x.LoadSpec(), append([]string{"j.key"}, r.sortedBy(x.Order)...), tail, take)
}

// fill puts the items that came into the lists, in order, and gives all that are shown.
func (x *relationBatch) fill() []hit {
	var found []hit
	order := ordering(x.Relation.To, x.Order)
	for i, g := range x.groups {
		list := x.lists[i]
		if x.Relation.Cardinality == graph.Connection {
			g, list.More = cut(g, x.Page, order)
		} else { // a list without pages is given whole
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
