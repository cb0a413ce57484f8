package seed

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// finding is a fault of a rule in a fact, by the fact's key.
type finding struct {
	rule  graph.Rule
	about string
}

// findings keeps the first fault of each.
type findings map[finding]graph.Fault

// checkAdditions reports what a required dataset states and this one makes false by what it adds: a date that is later than
// the answer, a second holder of two claims. The fault is at the record that adds. A fault that the required datasets have
// by themselves is theirs.
func (r *reader) checkAdditions(m *model, d *Dataset) error {
	adds := func(f *fact) bool {
		return f.required || f.Edge != "" && (m.isRequired(f.From) || m.isRequired(f.To))
	}
	if !slices.ContainsFunc(m.own, adds) {
		return nil
	}
	now, err := r.findingsIn(append(requiredDatasets(r.requires), d), func(*fact) bool { return true })
	if err != nil {
		return err
	}
	for at := range now {
		f := m.fact(at.about)
		if _, told := r.found[at]; told || !f.required || at.rule == graph.RuleTimeOrder && f.ordered() {
			delete(now, at)
		}
	}
	if len(now) == 0 {
		return nil
	}
	about := map[string]bool{}
	for at := range now {
		about[at.about] = true
	}
	before, err := r.findingsIn(requiredDatasets(r.requires), func(f *fact) bool { return about[f.Key()] })
	if err != nil {
		return err
	}
	for at, fault := range now {
		if _, theirs := before[at]; !theirs {
			r.faultAt(r.addedNear(m, m.fact(at.about)), fault)
		}
	}
	return nil
}

// findingsIn makes the checks of some facts on what datasets state together, as if one had stated it.
func (r *reader) findingsIn(datasets []*Dataset, some func(*fact) bool) (findings, error) {
	m := emptyModel()
	for _, d := range datasets {
		if err := d.Each(func(rec graph.Record) error { m.add(rec, nil); return nil }); err != nil {
			return nil, err
		}
	}
	m.addTies()
	for _, table := range []map[string]*fact{m.nodes, m.edges} {
		for _, key := range sortedKeys(table) {
			f := table[key]
			f.own = &spots{values: map[string]position{"evidence": {}}}
			for name := range f.Props {
				f.own.values[name] = position{}
			}
			for i := range f.items {
				f.items[i].at = &position{}
			}
			m.own = append(m.own, f)
		}
	}
	told := r.found
	r.found, r.findOnly = findings{}, true
	defer func() { r.found, r.findOnly = told, false }()
	for _, f := range m.own {
		if some(f) {
			r.checkFact(m, f)
			r.checkOrder(m, f)
		}
	}
	return r.found, nil
}

// checkOrder makes of a whole fact the checks of time that are made of each record while files are read.
func (r *reader) checkOrder(m *model, f *fact) {
	r.checkInterval(f.Record, f.place())
	if f.Edge != graph.RespondsTo {
		return
	}
	if response, trigger := m.dateOf(f.From), m.dateOf(f.To); endsBefore(response, trigger) {
		r.faultAt(f.place(), earlyResponse(f.From, response.Text, f.To, trigger.Text))
	}
}

// ordered reports whether this dataset states the edge itself with what checkOrder compares, so that it was compared.
func (f *fact) ordered() bool {
	return f.own != nil && (f.Edge == graph.RespondsTo || f.own.gives("since") && f.own.gives("until"))
}

// telling are the properties by which an addition can make something else false.
var telling = []string{"date", "published", "accessed", "asOf", "until", "since", "ended", "country", "kind", "status", "statusHistory",
	"type", "cameoCode", "intensity", "mode"}

// joining are the edges on which the checks of other edges depend.
var joining = slices.Concat([]graph.EdgeKind{graph.Asserted, graph.OnBehalfOf, graph.Performed, graph.Announced, graph.Targets,
	graph.AddressedTo, graph.MadeIn, graph.PartOfAction, graph.Contradicts, graph.Supports}, graph.TieKinds())

// addedNear returns the place of the addition of this dataset that is nearest to a fact: to the fact itself, to its ends or its
// sources, then further along the edges.
func (r *reader) addedNear(m *model, f *fact) position {
	if f.own != nil {
		return f.place(telling...)
	}
	ids := []string{f.ID}
	if f.Edge != "" {
		ids = []string{f.From, f.To}
		for _, kind := range joining {
			for _, key := range []string{graph.EdgeID(kind, f.From, f.To), graph.EdgeID(kind, f.To, f.From)} {
				if e := m.edges[key]; e != nil && e.own != nil {
					return e.place(telling...)
				}
			}
		}
	}
	for _, it := range f.items {
		ids = append(ids, it.Source)
	}
	for i := 0; i < len(ids) && i < maxReached; i++ {
		n := m.nodes[ids[i]]
		if n != nil && n.own != nil && slices.ContainsFunc(telling, n.own.gives) {
			return n.place(telling...)
		}
		for _, kind := range joining {
			for _, e := range slices.Concat(m.out[kind][ids[i]], m.in[kind][ids[i]]) {
				if e.own != nil {
					return e.place(telling...)
				}
				for _, id := range []string{e.From, e.To} {
					if !slices.Contains(ids, id) {
						ids = append(ids, id)
					}
				}
			}
		}
	}
	return r.at
}

// fact returns a node or an edge by its key. There is one.
func (m *model) fact(key string) *fact {
	if f := m.nodes[key]; f != nil {
		return f
	}
	return m.edges[key]
}

// isRequired reports whether a required dataset states a node.
func (m *model) isRequired(id string) bool {
	f := m.nodes[id]
	return f != nil && f.required
}
