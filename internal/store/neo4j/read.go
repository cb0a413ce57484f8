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

// readList reads the triple that cypherBuilder.list compiles.
func readList(v any, k graph.Kind, l query.List, spec query.LoadSpec) (*query.Items, error) {
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

// readPage reads rows and their total. A statement asks for one row more than the page holds; if it comes, the page has More.
func readPage(rows, total any, l query.List, spec query.LoadSpec) (*query.Items, error) {
	items, err := readItems(rows, spec)
	if err != nil {
		return nil, err
	}
	if l.Order.By == query.ByNumber || l.Order.By == query.ByRank { // the number is the last value of each row
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

// readItems reads rows of items, whatever their kinds.
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

// readItem reads the row that cypherBuilder.project compiles.
func readItem(row []any, kind graph.Kind, values query.Values, includes []*query.Include) (*query.Item, error) {
	it := &query.Item{Kind: kind}
	columns, next := query.Columns(kind), 1
	if columns == nil || len(row) < 1+bits.OnesCount64(uint64(values)) {
		return nil, &failure{errInternal, fmt.Errorf("a row of %q has %d values", kind, len(row))}
	}
	it.Values = make([]any, len(columns))
	for i, name := range columns {
		if !values.Has(i) {
			continue
		}
		it.Values[i] = value(row[next])
		next++
		if list, ok := it.Values[i].([]string); ok && plan.TypeOf(kind, name) == graph.PropHistory {
			it.Values[i] = historyOf(list)
			continue
		}
		if list, ok := it.Values[i].([]string); ok && (it.Kind == graph.KindUnanswered || it.Kind == graph.KindEntry) {
			slices.Sort(list)
		}
		if it.Values[i] == "" && it.Kind == graph.KindEvidence {
			it.Values[i] = nil
		}
	}
	if len(includes) == 0 {
		return it, nil
	}
	it.Related = make([]*query.Items, len(includes))
	for i, inc := range includes {
		if inc.Relation.From != it.Kind {
			continue
		}
		var err error
		it.Related[i], err = readRelated(row[next], inc)
		if next++; err != nil {
			return nil, err
		}
	}
	return it, nil
}

// readRelated reads what cypherBuilder.include compiles.
func readRelated(v any, inc *query.Include) (*query.Items, error) {
	if inc.Relation.Cardinality == graph.Connection {
		return readList(v, inc.Relation.To, inc.List, inc.LoadSpec())
	}
	pair, ok := v.([]any)
	if !ok || len(pair) != 2 {
		return nil, &failure{errInternal, fmt.Errorf("%s of %s is no pair", inc.Relation.Name, inc.Relation.From)}
	}
	items, err := readItems(pair[0], inc.LoadSpec())
	if err != nil {
		return nil, err
	}
	if len(items) > query.MaxPlain {
		return nil, plan.TooManyRelated(inc.Relation)
	}
	if putInOrder(inc) {
		slices.SortFunc(items, func(a, b *query.Item) int {
			if inc.Order.Desc {
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

// historyOf reads a status history back from its texts.
func historyOf(texts []string) []graph.StatusChange {
	list := make([]graph.StatusChange, len(texts))
	for i, text := range texts {
		list[i] = graph.ParseStatusChange(text)
	}
	return list
}

// stringList is a list of texts of the driver's.
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

// floatOf is a number that a statement gives, 0 for none.
func floatOf(v any) float64 {
	f, _ := v.(float64)
	return f
}

// textOf is a text of the driver's, "" for what is none.
func textOf(v any) string {
	s, _ := v.(string)
	return s
}
