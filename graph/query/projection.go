package query

import (
	"iter"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Columns names the values of an item of a kind, in order.
func Columns(k graph.Kind) []string { return columns[k] }

// ItemKinds are the kinds of items that answers hold: nodes, facts, and rows that only answers have.
func ItemKinds() []graph.Kind { return slices.Sorted(maps.Keys(columns)) }

// Projection has the values that a question asks for of items, by kind, each kind once. Nil is all values of every kind.
type Projection []KindProjection

// KindProjection has the values of one kind.
type KindProjection struct {
	Kind   graph.Kind
	Values Values
}

// Values is a set of values of a kind, by their positions in Columns.
type Values uint64

// Has reports whether the i-th of Columns is in the set.
func (v Values) Has(i int) bool { return v&(1<<i) != 0 }

// Add adds a value of a kind, by name. A name that the kind does not have adds the kind alone.
func (p *Projection) Add(k graph.Kind, name string) {
	for i := range *p {
		if (*p)[i].Kind == k {
			(*p)[i].Values |= valueOf(k, name)
			return
		}
	}
	*p = append(*p, KindProjection{k, valueOf(k, name)})
}

// of are the values of a kind.
func (p Projection) of(k graph.Kind) Values {
	for _, x := range p {
		if x.Kind == k {
			return x.Values
		}
	}
	return 0
}

// valueOf is the set of one value.
func valueOf(k graph.Kind, name string) Values {
	if i := Column(k, name); i >= 0 {
		return 1 << i
	}
	return 0
}

// LoadSpec is what a store loads of each item of a list: values and included relations.
type LoadSpec struct {
	Projection Projection
	Order      Order // the order of the list
	Includes   []*Include
}

// LoadSpec is what to load of each item that the relation gives.
func (w *Include) LoadSpec() LoadSpec { return LoadSpec{w.Projection, w.Order, w.Includes} }

// LoadSpec is what to load of each item found, in a list of this order.
func (q *Query) LoadSpec(o Order) LoadSpec { return LoadSpec{q.Projection, o, q.Includes} }

// Values are the values of a kind that a store has to read: those of the projection, the id, those that the list is ordered by,
// and those that hold the ids or parts from which an included relation starts.
func (b LoadSpec) Values(k graph.Kind) Values {
	all := Values(1)<<len(columns[k]) - 1
	if b.Projection == nil {
		return all
	}
	v := b.Projection.of(k)&all | valueOf(k, "id")
	switch b.Order.By {
	case ByDate:
		earliest, latest, place := DateColumns(k)
		v |= valueOf(k, earliest) | valueOf(k, latest) | valueOf(k, place)
	case ByName, ByRank:
		v |= valueOf(k, "sortName")
	case ByID, ByNumber: // the id is there already, and the number comes as Item.Sort
	}
	for _, w := range b.Includes {
		if h := w.Relation.Path[0]; w.Relation.From == k && h.IDs+h.Parts != "" {
			v |= valueOf(k, h.IDs+h.Parts)
		}
	}
	return v
}

// Names yields the names of these values, in the order of Columns.
func (b LoadSpec) Names(k graph.Kind) iter.Seq[string] {
	return func(yield func(string) bool) {
		values := b.Values(k)
		for i, name := range columns[k] {
			if values.Has(i) && !yield(name) {
				return
			}
		}
	}
}

// DateColumns names the values by which items of a kind are ordered by date: two days, and the place in the day.
func DateColumns(k graph.Kind) (earliest, latest, place string) {
	switch k {
	case graph.KindResponse:
		return "fromEarliest", "fromLatest", "fromPlaceInDay"
	case graph.KindSilence:
		return "toEarliest", "toLatest", "toPlaceInDay"
	case graph.KindSupport:
		return "knownBy", "knownBy", ""
	case graph.KindSource:
		return "earliest", "latest", "" // of its publication
	}
	return "earliest", "latest", "placeInDay"
}

// Column is the position of a value in Item.Values, or -1.
func Column(k graph.Kind, name string) int {
	if i, ok := columnIndex[k][name]; ok {
		return i
	}
	return -1
}

// Value is an item's value by name, nil when unknown or not held.
func (it *Item) Value(name string) any {
	if i := Column(it.Kind, name); i >= 0 && i < len(it.Values) {
		return it.Values[i]
	}
	return nil
}

// Text is an item's value by name when it is a text, else "".
func (it *Item) Text(name string) string {
	s, _ := it.Value(name).(string)
	return s
}

var columns = func() map[graph.Kind][]string {
	m := map[graph.Kind][]string{
		graph.KindResponse: {"id", "basis", "attributedTo", "from", "to", "mode", "note",
			// Values of the two actions, from which the API derives delayDays, intensityChange and escalation.
			"fromEarliest", "fromLatest", "toEarliest", "fromIntensity", "toIntensity", "fromQuadClass", "fromType",
			"fromPlaceInDay", "fromTitle", "toTitle"}, // titles are for the label, as names are below
		graph.KindTie: {"id", "basis", "attributedTo", "kind", "from", "to", "fromName", "toName", "since", "until", "ended", "asOf", "topics",
			"within"},
		graph.KindSilence: {"id", "basis", "attributedTo", "from", "to", "fromName", "toTitle", "kind", "asOf", "endedBy", "toEarliest",
			"toLatest", "toPlaceInDay"},
		graph.KindParticipation: {"id", "basis", "attributedTo", "role", "actor", "action"},
		graph.KindContradiction: {"id", "basis", "attributedTo", "from", "to"},
		graph.KindEvidence: {"source", "quote", "language", "translation", "locator", "field", "attributedTo", "basis",
			"relation"},
		graph.KindStatusChange: {"status", "since", "sources"},
		graph.KindUnanswered: {"id", "basis", "kind", "action", "owedBy", "owedTo", "since", "statedAsOf", "endedBy",
			"earliest", "latest", "placeInDay"},
		graph.KindEntry:   {"id", "action", "side", "answers", "earliest", "latest", "placeInDay"},
		graph.KindSupport: {"id", "sources", "origins", "reliability", "knownBy", "knownBasis", "soleCountry"},
	}
	for k, props := range graph.NodeProps {
		c := []string{"id", "basis"}
		for _, p := range props {
			if !p.Unread {
				c = append(c, p.Name)
			}
		}
		m[k] = append(c, "datasets")
	}
	for _, k := range graph.FactKinds {
		if _, isNode := graph.NodeProps[k]; !isNode {
			m[k] = append(m[k], "datasets")
		}
		m[k] = append(m[k], "support") // the key of a Support
	}
	return m
}()

var columnIndex = func() map[graph.Kind]map[string]int {
	m := map[graph.Kind]map[string]int{}
	for k, names := range columns {
		m[k] = map[string]int{}
		for i, n := range names {
			m[k][n] = i
		}
	}
	return m
}()
