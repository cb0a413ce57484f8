package resolvers

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A writer writes an answer as JSON, directly from what the store loaded, by the plans that the compiler made. It knows
// nothing about single questions.
type writer struct {
	c     *selectionCompiler
	buf   []byte
	spent int  // bytes of buf that the budget knows of
	full  bool // the budget is spent: what is written from here on is thrown away
}

// spendEvery is how many bytes are written before the budget hears of them.
const spendEvery = 32 << 10

// spend tells the budget what has been written.
func (w *writer) spend() {
	w.full = !w.c.budget.spend(len(w.buf)-w.spent) || w.full
	w.spent = len(w.buf)
}

// goesOn reports whether there is room for more.
func (w *writer) goesOn() bool {
	if len(w.buf)-w.spent > spendEvery {
		w.spend()
	}
	return !w.full
}

// object is a composite answer that is no item, as its fields by name. A value is a JSON scalar, an object, []object, items,
// a page, or nil.
type object map[string]any

// items are loaded items and the plan to write them by: a list, or the one item alone.
type items struct {
	list   []*query.Item
	plan   writePlan
	single bool
}

// one is an item to write alone, null when it is nil.
func one(it *query.Item, p writePlan) items { return items{[]*query.Item{it}, p, true} }

// page is a loaded page and the plan to write it by.
type page struct {
	items *query.Items
	plan  *connectionPlan
}

func jsonKey(name string) string { return `"` + name + `":` }

// comma writes a comma before every element but the first.
func (w *writer) comma(i int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
}

func (w *writer) raw(s string) { w.buf = append(w.buf, s...) }

func (w *writer) item(it *query.Item, p writePlan) {
	if it == nil || !w.goesOn() {
		w.raw("null")
		return
	}
	w.raw("{")
	for i := range p[it.Kind] {
		f := &p[it.Kind][i]
		w.comma(i)
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
	case f.embed != nil:
		w.objects(f.embed.objects(it.Values[f.embed.column]), f.embed.typeName, f.embed.fields)
	case f.bySource != nil:
		w.objects(f.bySource.objects(it), "SourceEvidence", f.bySource.fields)
	case f.include >= 0:
		w.related(it.Related[f.include], f)
	case f.column >= 0 && it.Values[f.column] != nil:
		w.scalar(it.Values[f.column])
	case f.list:
		w.raw("[]")
	default:
		w.raw("null")
	}
}

func (w *writer) related(found *query.Items, f *plannedField) {
	switch {
	case found == nil:
		w.raw("null")
	case f.connection != nil:
		w.page(found, f.connection)
	case f.cardinality == graph.One:
		w.first(found.Items, f.items)
	default:
		w.list(found.Items, f.items)
	}
}

func (w *writer) first(list []*query.Item, p writePlan) {
	if len(list) == 0 {
		w.raw("null")
		return
	}
	w.item(list[0], p)
}

func (w *writer) list(list []*query.Item, p writePlan) {
	w.raw("[")
	for i, it := range list {
		w.comma(i)
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
	case json.RawMessage:
		w.buf = append(w.buf, v...)
	case []string:
		w.raw("[")
		for i, s := range v {
			w.comma(i)
			w.buf = appendText(w.buf, s)
		}
		w.raw("]")
	default:
		panic("resolvers: a value of no JSON type")
	}
}

func (w *writer) page(found *query.Items, p *connectionPlan) {
	w.raw("{")
	for i, f := range p.fields {
		w.comma(i)
		w.raw(f.key)
		switch f.name {
		case "__typename":
			w.raw(`"` + f.typename + `"`)
		case "totalCount":
			w.scalar(found.Total)
		case "nodes":
			w.raw("[")
			for j, it := range found.Items {
				w.comma(j)
				w.node(it, p, f)
			}
			w.raw("]")
		case "edges":
			w.raw("[")
			for j, it := range found.Items {
				w.comma(j)
				w.edge(it, p, f.edge)
			}
			w.raw("]")
		case "pageInfo":
			w.pageInfo(found, p, f.fields)
		case "aggregate":
			if f.group == noGroup {
				w.raw("[]")
				continue
			}
			w.aggregate(found.Groups[f.group], f.fields)
		}
	}
	w.raw("}")
}

func (w *writer) edge(it *query.Item, p *connectionPlan, fields []connectionField) {
	w.raw("{")
	for i, f := range fields {
		w.comma(i)
		w.raw(f.key)
		switch f.name {
		case "__typename":
			w.raw(`"` + f.typename + `"`)
		case "cursor":
			w.scalar(w.cursor(p, it))
		case "node":
			w.node(it, p, f)
		}
	}
	w.raw("}")
}

func (w *writer) node(it *query.Item, p *connectionPlan, f connectionField) {
	if p.wrap == nil {
		w.item(it, f.items)
		return
	}
	o := p.wrap(it)
	o["node"] = one(it, f.items)
	if f.label != nil {
		o["label"] = f.label[it.Kind](it)
	}
	w.object(o, "SearchHit", f.fields)
}

// pageInfo says whether there are more items in the direction of the page. For the other direction it says yes when a cursor
// was given, as Relay allows: the item of the cursor is there.
func (w *writer) pageInfo(found *query.Items, p *connectionPlan, fields []collectedField) {
	more, cursorGiven := found.More, p.list.Page.Cursor != nil
	o := object{"hasNextPage": more, "hasPreviousPage": cursorGiven, "startCursor": nil, "endCursor": nil}
	if p.list.Page.Backward {
		o["hasNextPage"], o["hasPreviousPage"] = cursorGiven, more
	}
	if n := len(found.Items); n > 0 {
		o["startCursor"] = w.cursor(p, found.Items[0])
		o["endCursor"] = w.cursor(p, found.Items[n-1])
	}
	w.object(o, "PageInfo", fields)
}

// cursor writes the position of an item.
func (w *writer) cursor(p *connectionPlan, it *query.Item) string {
	c := p.cursor(it)
	c.Lens = w.c.lensMark
	return encodeCursor(c)
}

// cursor returns the position of an item in the list's order.
func (p *connectionPlan) cursor(it *query.Item) query.Cursor {
	if p.cursorOf != nil {
		return p.cursorOf(it)
	}
	c := query.Cursor{Order: p.list.Order.By, Number: p.list.Order.Number, Desc: p.list.Order.Desc, ID: it.Text("id")}
	switch c.Order {
	case query.ByDate:
		earliest, latest, place := query.DateColumns(it.Kind)
		c.Keys = []string{it.Text(earliest), it.Text(latest), query.PlaceKey(it.Value(place))}
	case query.ByName:
		c.Keys = []string{it.Text("sortName")}
	case query.ByNumber:
		c.Keys = []string{query.NumberKey(it.Sort)}
	case query.ByID: // the id is the whole position
	case query.ByRank: // p.rank has given it
	}
	return c
}

func (w *writer) object(o object, typeName string, fields []collectedField) {
	w.raw("{")
	for i, f := range fields {
		if !w.goesOn() {
			break
		}
		w.comma(i)
		w.raw(jsonKey(f.key))
		if f.name() == "__typename" {
			w.raw(`"` + typeName + `"`)
			continue
		}
		w.value(o[f.name()], f)
	}
	w.raw("}")
}

func (w *writer) objects(list []object, typeName string, fields []collectedField) {
	w.raw("[")
	for i, o := range list {
		w.comma(i)
		w.object(o, typeName, fields)
	}
	w.raw("]")
}

func (w *writer) value(v any, f collectedField) {
	typeName := f.field.Definition.Type.Name()
	switch v := v.(type) {
	case object:
		w.object(v, typeName, w.c.collect(typeName, f.selections...))
	case []object:
		w.objects(v, typeName, w.c.collect(typeName, f.selections...))
	case items:
		if v.single {
			w.first(v.list, v.plan)
			return
		}
		w.list(v.list, v.plan)
	case page:
		w.page(v.items, v.plan)
	case relatedOf:
		planned := v.plans[f.field]
		w.related(v.item.Related[planned.include], &planned)
	default:
		w.scalar(v)
	}
}

// appendText writes a JSON string. Most texts have nothing to escape; gqlgen writes the others. Bytes that are no UTF-8 would
// make the whole answer invalid JSON, so they are replaced by U+FFFD.
func appendText(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			return appendEscaped(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendEscaped(b []byte, s string) []byte {
	a := appender{b}
	graphql.MarshalString(s).MarshalGQL(&a)
	return a.text
}

type appender struct{ text []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.text = append(a.text, p...)
	return len(p), nil
}
