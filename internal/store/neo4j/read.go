package neo4j

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// readList reads what list wrote of a kind.
func readList(v any, k graph.Kind, l plan.List, spec query.LoadSpec) (*query.Items, error) {
	list, ok := v.([]any)
	if !ok || len(list) != 3 {
		return nil, &failure{errInternal, fmt.Errorf("a list of %s is no triple", k)}
	}
	out, err := readPage(list[0], list[1], l, spec)
	if err == nil && len(l.Groups) > 0 {
		out.Groups, err = readGroups(list[2], k, l.Groups)
	}
	return out, err
}

// readPage reads [row …] and its total, and trims the item that told whether there are more.
func readPage(rows, total any, l plan.List, spec query.LoadSpec) (*query.Items, error) {
	items, err := readItems(rows, spec)
	if err != nil {
		return nil, err
	}
	if l.Order.By == query.ByNumber || l.Order.By == query.ByRank { // the last of each row
		for i, row := range rows.([]any) {
			values, _ := row.([]any)
			items[i].Sort = values[len(values)-1]
		}
	}
	out := &query.Items{Items: items, Total: -1}
	if n, ok := total.(int64); ok {
		out.Total = int(n)
	}
	if len(items) > l.Page.Limit {
		out.Items, out.More = items[:l.Page.Limit], l.Page.Limit > 0
	}
	if l.Page.Backward {
		slices.Reverse(out.Items)
	}
	return out, nil
}

func readItems(rows any, spec query.LoadSpec) ([]*query.Item, error) {
	list, ok := rows.([]any)
	if !ok {
		return nil, &failure{errInternal, fmt.Errorf("rows are a %T", rows)}
	}
	items := make([]*query.Item, 0, len(list))
	var kind graph.Kind
	var values query.Values
	for _, row := range list {
		row, ok := row.([]any)
		if !ok {
			return nil, &failure{errInternal, fmt.Errorf("a row is a %T", row)}
		}
		if k := graph.Kind(textOf(row[0])); k != kind {
			kind, values = k, spec.Values(k)
		}
		item, err := readItem(row, kind, values, spec.Includes)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// readItem reads what project wrote.
func readItem(row []any, kind graph.Kind, values query.Values, wants []*query.Include) (*query.Item, error) {
	it := &query.Item{Kind: kind}
	columns, next := query.Columns(kind), 1
	if columns == nil || len(row) < 1+bits.OnesCount64(uint64(values)) {
		return nil, &failure{errInternal, fmt.Errorf("a row of %q has %d values", kind, len(row))}
	}
	it.Values = make([]any, len(columns))
	for i := range columns {
		if !values.Has(i) {
			continue
		}
		it.Values[i] = value(row[next])
		next++
		if list, ok := it.Values[i].([]string); ok && (it.Kind == graph.KindUnanswered || it.Kind == graph.KindEntry) {
			slices.Sort(list)
		}
		if it.Values[i] == "" && it.Kind == graph.KindEvidence {
			it.Values[i] = nil
		}
	}
	if len(wants) == 0 {
		return it, nil
	}
	it.Related = make([]*query.Items, len(wants))
	for i, w := range wants {
		if w.Relation.From != it.Kind {
			continue
		}
		var err error
		it.Related[i], err = readRelated(row[next], w)
		if next++; err != nil {
			return nil, err
		}
	}
	return it, nil
}

func readRelated(v any, w *query.Include) (*query.Items, error) {
	if w.Relation.Cardinality == graph.Connection {
		return readList(v, w.Relation.To, plan.RelatedListOf(w.Relation, w.List), w.LoadSpec())
	}
	pair, ok := v.([]any)
	if !ok || len(pair) != 2 {
		return nil, &failure{errInternal, fmt.Errorf("%s of %s is no pair", w.Relation.Name, w.Relation.From)}
	}
	items, err := readItems(pair[0], w.LoadSpec())
	if err != nil {
		return nil, err
	}
	if len(items) > query.MaxPlain {
		return nil, plan.TooManyRelated(w.Relation)
	}
	if putInOrder(w) {
		slices.SortFunc(items, func(a, b *query.Item) int {
			if w.Order.Desc {
				a, b = b, a
			}
			return cmp.Compare(a.Text("id"), b.Text("id"))
		})
	}
	out := &query.Items{Items: items, Total: -1}
	if n, ok := pair[1].(int64); ok {
		out.Total = int(n)
	}
	return out, nil
}

// value gives a driver's value the type that query.Item promises.
func value(v any) any {
	switch v := v.(type) {
	case neo4j.Date:
		return v.Time().Format("2006-01-02")
	case []any:
		return stringList(v)
	}
	return v
}

func stringList(v any) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, x := range list {
		s, _ := x.(string)
		out = append(out, s)
	}
	return out
}

// intOf is a number of the driver's, 0 for what is none.
func intOf(v any) int {
	n, _ := v.(int64)
	return int(n)
}

// textOf is a text of the driver's, "" for what is none.
func textOf(v any) string {
	s, _ := v.(string)
	return s
}
