package seed

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// maxCompared bounds the records that are held in memory to be compared with one another: those of a dataset and of all that
// it requires.
var maxCompared = 200_000

// model has the records of a dataset and of those that it requires, each fact once, for the checks that look at several.
type model struct {
	nodes map[string]*fact
	edges map[string]*fact // by key
	own   []*fact          // what this dataset states, in the order in which records are written
	out   map[graph.EdgeKind]map[string][]*fact
	in    map[graph.EdgeKind]map[string][]*fact
	ties  *ingest.TieSnapshot
}

// fact is a node or an edge as all datasets together state it.
type fact struct {
	graph.Record // the evidence of an item is in items
	items        []item
	own          *spots // where this dataset states it; nil when only required ones do
	required     bool   // a required dataset states it
}

// item is an item of evidence. Its place is nil when it stands elsewhere: in a required dataset, or with the record on whose
// evidence an edge rests.
type item struct {
	graph.Evidence
	at *position
}

// place is where a fault of the fact is reported: at the first of these keys that it gives, else at its beginning.
func (f *fact) place(keys ...string) position { return f.own.of(keys...) }

// text returns a property that is a text, "" when it has none.
func (f *fact) text(name string) string { return textOf(f.Record, name) }

// date returns a property that is a date, the zero Date when it has none.
func (f *fact) date(name string) graph.Date { return dateOf(f.text(name)) }

// lacks reports whether no dataset gives a property, not even a value at fault.
func (f *fact) lacks(name string) bool {
	return f.Props[name] == nil && (f.own == nil || !f.own.gives(name))
}

// alone reports whether this dataset states the fact and no required one does, so that what it lacks is lacking here.
func (f *fact) alone() bool { return f.own != nil && !f.required }

func emptyModel() *model {
	return &model{nodes: map[string]*fact{}, edges: map[string]*fact{}, out: map[graph.EdgeKind]map[string][]*fact{},
		in: map[graph.EdgeKind]map[string][]*fact{}}
}

// newModel gathers the records. It returns nil when they are too many.
func (r *reader) newModel(d *Dataset) (*model, error) {
	m := emptyModel()
	required := requiredDatasets(r.requires)
	size := d.size + r.beside
	for _, q := range required {
		size += q.size
	}
	if size > maxCompared {
		r.faultAt(r.at, graph.RuleNotCompared.Fault("its %d records, with those that it requires, are too many to be compared with one another",
			size).WithRemedy("divide it into datasets of %d at most, if they are curated by hand", maxCompared))
		return nil, nil
	}
	for _, q := range required {
		if err := q.Each(func(rec graph.Record) error { m.add(rec, nil); return nil }); err != nil {
			return nil, err
		}
	}
	err := d.order.Each(func(_ string, value []byte) error {
		rec, at, err := parseEntry(value)
		m.add(rec, parseSpots(at))
		return err
	})
	m.addTies()
	return m, err
}

// add adds a record, or joins it with what is known of the same fact. A record that this dataset states twice was reported,
// and counts once.
func (m *model) add(rec graph.Record, own *spots) {
	table, key := m.nodes, rec.ID
	if rec.Edge != "" {
		table, key = m.edges, rec.Key()
	}
	f := table[key]
	if f != nil && own != nil && f.own != nil {
		return
	}
	isNew := f == nil
	if isNew {
		f = &fact{Record: rec}
		f.Props, f.Evidence = graph.Props{}, nil
		table[key] = f
	}
	if own == nil {
		f.required = true
	} else {
		f.own = own
		m.own = append(m.own, f)
	}
	if rec.Basis != graph.Inferred {
		f.Basis = graph.Explicit
	}
	for name, v := range rec.Props {
		list, isList := v.([]string)
		have, _ := f.Props[name].([]string)
		if isList {
			f.Props[name] = append(slices.Clone(have), list...)
		} else if f.Props[name] == nil {
			f.Props[name] = v
		}
	}
	for i, e := range rec.Evidence {
		it := item{Evidence: e}
		if own != nil && len(own.evidence) == len(rec.Evidence) {
			it.at = &own.evidence[i]
		}
		f.items = append(f.items, it)
	}
	if rec.Edge != "" && isNew {
		for _, end := range []struct {
			index map[graph.EdgeKind]map[string][]*fact
			id    string
		}{{m.out, rec.From}, {m.in, rec.To}} {
			if end.index[rec.Edge] == nil {
				end.index[rec.Edge] = map[string][]*fact{}
			}
			end.index[rec.Edge][end.id] = append(end.index[rec.Edge][end.id], f)
		}
	}
}

// addTies makes the snapshot of ties from which it follows who acts for whom, as in a store.
func (m *model) addTies() {
	m.ties = &ingest.TieSnapshot{Actors: map[string]ingest.ActorFacts{}, Ties: map[string][]ingest.TieFacts{}, States: map[string][]string{}}
	for _, id := range sortedKeys(m.nodes) {
		f := m.nodes[id]
		if f.Kind != graph.KindActor {
			continue
		}
		kind, country := f.text("kind"), f.text("country")
		m.ties.Actors[id] = ingest.ActorFacts{ID: id, Kind: kind, Country: country}
		if kind == string(graph.ActorState) && country != "" {
			m.ties.States[country] = append(m.ties.States[country], id)
		}
	}
	for _, key := range sortedKeys(m.edges) {
		f := m.edges[key]
		if t, _ := graph.EdgeTypeOf(f.Edge); t.Fact == graph.KindTie {
			m.ties.Ties[f.From] = append(m.ties.Ties[f.From], ingest.TieFacts{Kind: f.Edge, From: f.From, To: f.To,
				SinceEarliest: f.date("since").Earliest, UntilLatest: f.date("until").Latest})
		}
	}
}

// ends lists the other ends of the edges of a kind at a node: those that it leads to, or with inbound those that lead to it.
func (m *model) ends(kind graph.EdgeKind, id string, inbound bool) (ids []string) {
	if inbound {
		for _, e := range m.in[kind][id] {
			ids = append(ids, e.From)
		}
		return ids
	}
	for _, e := range m.out[kind][id] {
		ids = append(ids, e.To)
	}
	return ids
}

// kindOf returns the kind of an actor, "" for what is none or has none.
func (m *model) kindOf(id string) graph.ActorKind {
	if f := m.nodes[id]; f != nil && f.Kind == graph.KindActor {
		return graph.ActorKind(f.text("kind"))
	}
	return ""
}

// typeOf returns the type of an action: its own, else that of its CAMEO code.
func (f *fact) typeOf() graph.ActionType {
	if t := f.text("type"); t != "" {
		return graph.ActionType(t)
	}
	c, _ := graph.CAMEO(f.text("cameoCode"))
	return c.Type
}

// facts returns what attribution needs of an action.
func (m *model) facts(action string) ingest.ActionFacts {
	a := ingest.ActionFacts{ID: action}
	if f := m.nodes[action]; f != nil {
		d := f.date("date")
		a.Earliest, a.Latest, a.Type = d.Earliest, d.Latest, f.typeOf()
	}
	a.Performers = m.ends(graph.Performed, action, true)
	a.Addressees = m.ends(graph.AddressedTo, action, false)
	a.Directed = slices.Concat(m.ends(graph.Targets, action, false), a.Addressees)
	return a
}

// sides returns the states that the performers of an action act for and, of each that acts for no state, itself.
func (m *model) sides(action string) []string {
	a := m.facts(action)
	found := map[string]bool{}
	for _, p := range a.Performers {
		alone := a
		alone.Performers = []string{p}
		some := false
		for id := range m.ties.ActingFor(alone) {
			if m.kindOf(id) == graph.ActorState {
				found[id], some = true, true
			}
		}
		if !some {
			found[p] = true
		}
	}
	return sortedKeys(found)
}

// checkTogether makes the checks that look at several records, or at all that is known of one. They are not made when a
// file could not be read, since what they miss may be in it.
func (r *reader) checkTogether(d *Dataset) error {
	if r.incomplete {
		return nil
	}
	m, err := r.newModel(d)
	if err != nil || m == nil {
		return err
	}
	r.found = findings{}
	for _, f := range m.own {
		r.checkSupport(f)
		r.checkFact(m, f)
	}
	if err := r.checkAdditions(m, d); err != nil {
		return err
	}
	r.found = nil
	r.checkManyBodies(m)
	r.checkNames(m)
	return r.failed
}

// checkFact makes the checks of a fact by its kind.
func (r *reader) checkFact(m *model, f *fact) {
	r.about = f.Key()
	if f.Edge != "" && f.From == f.To {
		return // a self-loop has its own rule
	}
	r.checkDates(m, f)
	switch {
	case f.Edge != "":
		r.checkTie(m, f)
		if check := linkChecks[f.Edge]; check != nil {
			check(r, m, f)
		}
	case f.Kind == graph.KindAction:
		r.checkAction(m, f)
	case f.Kind == graph.KindClaim:
		r.checkClaim(m, f)
	}
}
