package resolvers

import (
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// writer writes an answer as JSON, straight from what the store loaded, by the plans that the compiler
// made. It knows nothing of single questions.
type writer struct {
	c   *selectionCompiler
	buf []byte
}

// object is a composite answer that is no item: its fields by name. Values are JSON scalars, object,
// []object, items (with their plan), or nil.
type object map[string]any

// items is a list of loaded items and the plan to write them by; one of them when single.
type items struct {
	list   []*query.Item
	plan   writePlan
	single bool
}

// page is a loaded page and its plan.
type page struct {
	items *query.Items
	plan  *pagePlan
}

func jsonKey(name string) string { return `"` + name + `":` }

func (w *writer) sep(i int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
}

func (w *writer) raw(s string) { w.buf = append(w.buf, s...) }

func (w *writer) item(it *query.Item, p writePlan) {
	if it == nil {
		w.raw("null")
		return
	}
	w.raw("{")
	for i := range p[it.Kind] {
		f := &p[it.Kind][i]
		w.sep(i)
		w.raw(f.key)
		w.field(it, f)
	}
	w.raw("}")
}

func (w *writer) field(it *query.Item, f *plannedField) {
	switch {
	case f.typename != "":
		w.raw(`"` + f.typename + `"`)
	case f.derive != nil:
		w.scalar(f.derive(it))
	case f.include < 0:
		if f.column < 0 || it.Values[f.column] == nil {
			if f.list {
				w.raw("[]")
				return
			}
			w.raw("null")
			return
		}
		w.scalar(it.Values[f.column])
	case it.Related[f.include] == nil:
		w.raw("null")
	case f.page != nil:
		w.page(it.Related[f.include], f.page)
	case f.cardinality == graph.One:
		w.one(it.Related[f.include].Items, f.sub)
	default:
		w.list(it.Related[f.include].Items, f.sub)
	}
}

func (w *writer) one(list []*query.Item, p writePlan) {
	if len(list) == 0 {
		w.raw("null")
		return
	}
	w.item(list[0], p)
}

func (w *writer) list(list []*query.Item, p writePlan) {
	w.raw("[")
	for i, it := range list {
		w.sep(i)
		w.item(it, p)
	}
	w.raw("]")
}

func (w *writer) scalar(v any) {
	switch v := v.(type) {
	case nil:
		w.raw("null")
	case string:
		w.buf = appendText(w.buf, v)
	case bool:
		w.buf = strconv.AppendBool(w.buf, v)
	case int:
		w.buf = strconv.AppendInt(w.buf, int64(v), 10)
	case int64:
		w.buf = strconv.AppendInt(w.buf, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			w.raw("null")
			return
		}
		w.buf = strconv.AppendFloat(w.buf, v, 'g', -1, 64)
	case []string:
		w.raw("[")
		for i, s := range v {
			w.sep(i)
			w.buf = appendText(w.buf, s)
		}
		w.raw("]")
	default:
		panic("resolvers: a value of no JSON type")
	}
}

// page writes a connection. More tells of the page's own direction; of the other side Relay allows
// true when a cursor was given.
func (w *writer) page(l *query.Items, p *pagePlan) {
	w.raw("{")
	for i, f := range p.fields {
		w.sep(i)
		w.raw(f.key)
		switch f.name {
		case "totalCount":
			w.scalar(l.Total)
		case "nodes":
			w.raw("[")
			for j, it := range l.Items {
				w.sep(j)
				w.node(it, p, f)
			}
			w.raw("]")
		case "edges":
			w.raw("[")
			for j, it := range l.Items {
				w.sep(j)
				w.edge(it, p, f.edges)
			}
			w.raw("]")
		case "pageInfo":
			w.pageInfo(l, p, f.groups)
		case "aggregate":
			w.aggregate(l.Groups[f.of], f.groups)
		}
	}
	w.raw("}")
}

func (w *writer) edge(it *query.Item, p *pagePlan, fields []pageField) {
	w.raw("{")
	for i, f := range fields {
		w.sep(i)
		w.raw(f.key)
		switch f.name {
		case "cursor":
			w.scalar(encodeCursor(p.cursor(it)))
		case "node":
			w.node(it, p, f)
		}
	}
	w.raw("}")
}

func (w *writer) node(it *query.Item, p *pagePlan, f pageField) {
	if p.hit == nil {
		w.item(it, f.sub)
		return
	}
	o := p.hit(it)
	o["node"] = items{[]*query.Item{it}, f.sub, true}
	w.object(o, "SearchHit", f.groups)
}

func (w *writer) pageInfo(l *query.Items, p *pagePlan, groups []fieldGroup) {
	back, from := p.list.Page.Backward, p.list.Page.Cursor != nil
	o := object{
		"hasNextPage": (!back && l.More) || (back && from), "hasPreviousPage": (back && l.More) || (!back && from),
		"startCursor": nil, "endCursor": nil,
	}
	if n := len(l.Items); n > 0 {
		o["startCursor"] = encodeCursor(p.cursor(l.Items[0]))
		o["endCursor"] = encodeCursor(p.cursor(l.Items[n-1]))
	}
	w.object(o, "PageInfo", groups)
}

// cursor is the position of an item in the page's order.
func (p *pagePlan) cursor(it *query.Item) query.Cursor {
	if p.rank != nil {
		return p.rank(it)
	}
	c := query.Cursor{Order: p.list.Order.By, Number: p.list.Order.Number, Desc: p.list.Order.Desc, ID: it.Text("id")}
	switch c.Order {
	case query.ByDate:
		earliest, latest := query.DayColumns(it.Kind)
		c.Keys = []string{it.Text(earliest), it.Text(latest)}
	case query.ByName:
		c.Keys = []string{it.Text("sortName")}
	case query.ByNumber:
		c.Keys = []string{query.NumberKey(it.Sort)}
	case query.ByID: // the id is the whole position
	case query.ByRank: // p.rank has given it
	}
	return c
}

func (w *writer) object(o object, typeName string, groups []fieldGroup) {
	w.raw("{")
	for i, g := range groups {
		w.sep(i)
		w.raw(jsonKey(g.key))
		if g.name() == "__typename" {
			w.raw(`"` + typeName + `"`)
			continue
		}
		w.value(o[g.name()], g)
	}
	w.raw("}")
}

func (w *writer) value(v any, g fieldGroup) {
	typeName := g.field.Definition.Type.Name()
	switch v := v.(type) {
	case object:
		w.object(v, typeName, w.c.collect(typeName, g.subs...))
	case []object:
		groups := w.c.collect(typeName, g.subs...)
		w.raw("[")
		for i, o := range v {
			w.sep(i)
			w.object(o, typeName, groups)
		}
		w.raw("]")
	case items:
		if v.single {
			w.one(v.list, v.plan)
			return
		}
		w.list(v.list, v.plan)
	case page:
		w.page(v.items, v.plan)
	default:
		w.scalar(v)
	}
}

// appendText writes a JSON string; the plain case without a detour.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= 0x7f {
			return appendQuoted(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendQuoted(b []byte, s string) []byte {
	t := &textBuffer{b}
	graphql.MarshalString(s).MarshalGQL(t)
	return t.b
}

type textBuffer struct{ b []byte }

func (t *textBuffer) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	return len(p), nil
}
