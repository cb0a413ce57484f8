// Package oracle is a graph.Store of plain maps and loops: what a question means, written out with no thought of speed.
// Tests hold the real stores to it. It checks nothing and pages nothing cleverly; ask it what is valid.
package oracle

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store keeps records by key, as they are merged and derived.
type Store struct {
	statements map[string][]ingest.Statement
	nodes      map[string]graph.Record
	edges      map[string]graph.Record
	revision   int64
}

// New gives an empty one.
func New() *Store {
	return &Store{statements: map[string][]ingest.Statement{}, nodes: map[string]graph.Record{}, edges: map[string]graph.Record{}}
}

// Apply implements the contract, of batches that are right.
func (s *Store) Apply(_ context.Context, b ingest.Batch) (ingest.Applied, error) {
	var a ingest.Applied
	for _, r := range b.Puts {
		graph.Normalise(&r)
		list := s.statements[r.Key()]
		i := slices.IndexFunc(list, func(x ingest.Statement) bool { return x.Dataset == b.Dataset.ID })
		switch {
		case i >= 0 && reflect.DeepEqual(list[i].Record, r):
			a.Unchanged++
			continue
		case i >= 0:
			list[i].Record = r
		default:
			list = append(list, ingest.Statement{Dataset: b.Dataset.ID, Record: r})
		}
		if len(s.statements[r.Key()]) == 0 {
			a.Added++
		} else {
			a.Changed++
		}
		s.statements[r.Key()] = list
	}
	for _, ref := range b.Retracts {
		key := ref.ID
		if ref.Edge != "" {
			key = graph.EdgeID(ref.Edge, ref.From, ref.To)
		}
		list := slices.DeleteFunc(slices.Clone(s.statements[key]), func(x ingest.Statement) bool { return x.Dataset == b.Dataset.ID })
		if len(list) < len(s.statements[key]) {
			a.Retracted++
			s.statements[key] = list
		}
	}
	if a.Added+a.Changed+a.Retracted > 0 || !s.loaded(b.Dataset) {
		s.revision++
	}
	s.statements[b.Dataset.ID] = []ingest.Statement{{Dataset: b.Dataset.ID, Record: b.Dataset}}
	clear(s.nodes)
	clear(s.edges)
	for key, list := range s.statements {
		if len(list) == 0 {
			continue
		}
		m, err := ingest.Merge(list)
		if err == nil {
			err = ingest.Derive(&m)
		}
		if err != nil {
			return a, err
		}
		if m.Edge != "" {
			s.edges[key] = m
		} else {
			s.nodes[key] = m
		}
	}
	return a, nil
}

// loaded reports whether this version of a dataset was the last that was applied.
func (s *Store) loaded(d graph.Record) bool {
	was := s.statements[d.ID]
	return len(was) > 0 && was[0].Record.Props["version"] == d.Props["version"] &&
		was[0].Record.Props["checksum"] == d.Props["checksum"]
}

// thing is a node, an edge, a piece of evidence or a row that only answers have.
type thing struct {
	kind     graph.Kind
	record   graph.Record   // of a node or an edge
	values   map[string]any // of the others
	evidence []graph.Evidence
}

func (s *Store) node(id string) (thing, bool) {
	r, ok := s.nodes[id]
	return thing{kind: r.Kind, record: r, evidence: r.Evidence}, ok
}

func (s *Store) all(k graph.Kind) []thing {
	var out []thing
	for _, r := range s.nodes {
		if r.Kind == k {
			out = append(out, thing{kind: k, record: r, evidence: r.Evidence})
		}
	}
	if k == graph.KindResponse {
		for _, e := range s.along(graph.RespondsTo) {
			out = append(out, s.fact(e, graph.KindResponse))
		}
	}
	return out
}

// along are the edges of a label.
func (s *Store) along(labels ...graph.EdgeKind) []graph.Record {
	var out []graph.Record
	for _, e := range s.edges {
		if slices.Contains(labels, e.Edge) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b graph.Record) int { return cmp.Compare(a.Key(), b.Key()) })
	return out
}

func (s *Store) fact(e graph.Record, k graph.Kind) thing {
	return thing{kind: k, record: e, evidence: e.Evidence}
}

// value is a column of a thing, nil when it is unknown.
func (s *Store) value(x thing, name string) any {
	r := x.record
	switch {
	case x.values != nil:
		return x.values[name]
	case name == "id":
		return r.Key()
	case name == "basis":
		return string(r.Basis)
	case name == "datasets":
		var out []string
		for _, st := range s.statements[r.Key()] {
			out = append(out, st.Dataset)
		}
		return out
	case name == "support":
		return graph.SupportKey(supporting(x))
	case r.Edge == "":
		return known(r.Props[name])
	}
	from, to := s.nodes[r.From], s.nodes[r.To]
	switch name {
	case "from":
		return r.From
	case "to":
		return r.To
	case "fromEarliest", "fromLatest", "fromIntensity", "fromQuadClass", "fromType", "fromPlaceInDay", "fromTitle", "fromName":
		return known(from.Props[map[string]string{"fromEarliest": "earliest", "fromLatest": "latest", "fromIntensity": "intensity",
			"fromQuadClass": "quadClass", "fromType": "type", "fromPlaceInDay": "placeInDay", "fromTitle": "title", "fromName": "name"}[name]])
	case "toEarliest", "toLatest", "toIntensity", "toPlaceInDay", "toTitle", "toName":
		return known(to.Props[map[string]string{"toEarliest": "earliest", "toLatest": "latest", "toIntensity": "intensity",
			"toPlaceInDay": "placeInDay", "toTitle": "title", "toName": "name"}[name]])
	case "endedBy":
		return s.endOf(r, "")
	case "role":
		return string(r.Edge)
	case "kind":
		if x.kind == graph.KindTie {
			return string(r.Edge)
		}
	case "actor", "action":
		if (from.Kind == graph.KindActor) == (name == "actor") {
			return r.From
		}
		return r.To
	}
	return known(r.Props[name])
}

func known(v any) any {
	if v == "" {
		return nil
	}
	return v
}

func (s *Store) text(x thing, name string) string {
	t, _ := s.value(x, name).(string)
	return t
}

func (s *Store) id(x thing) string { return s.text(x, "id") }

// days are the bounds that a thing is ordered and narrowed by.
func (s *Store) days(x thing) (earliest, latest string) {
	switch x.kind {
	case graph.KindResponse:
		return s.text(x, "fromEarliest"), s.text(x, "fromLatest")
	case graph.KindSilence:
		return s.text(x, "toEarliest"), s.text(x, "toLatest")
	case graph.KindAction, graph.KindUnanswered, graph.KindEntry, graph.KindSource:
		return s.text(x, "earliest"), s.text(x, "latest")
	case graph.KindSupport:
		return s.text(x, "knownBy"), s.text(x, "knownBy")
	}
	return "", ""
}

// place is the place in its day of a thing that days dates: what has none comes after what has one.
func (s *Store) place(x thing) int64 {
	_, _, name := query.DateColumns(x.kind)
	place, _ := s.value(x, name).(int64)
	return place
}

// item writes out a thing with all that is wanted of it.
func (s *Store) item(x thing, includes []*query.Include) *query.Item {
	it := &query.Item{Kind: x.kind}
	for _, name := range query.Columns(x.kind) {
		it.Values = append(it.Values, s.value(x, name))
	}
	if len(includes) > 0 {
		it.Related = make([]*query.Items, len(includes))
	}
	for i, w := range includes {
		if w.Relation.From != x.kind {
			continue
		}
		found := s.relatedAsOf(x, w.Relation, w.AsOf)
		if w.Relation.Cardinality == graph.Connection {
			it.Related[i] = s.page(w.Relation.To, found, w.List, w.Includes)
			continue
		}
		found = slices.DeleteFunc(found, func(y thing) bool { return !s.meets(y, w.Where) })
		if w.Relation.To != graph.KindEvidence && w.Relation.To != graph.KindStatusChange {
			slices.SortFunc(found, func(a, b thing) int { return cmp.Compare(s.id(a), s.id(b)) })
		}
		list := &query.Items{Items: []*query.Item{}, Total: -1}
		if w.Total {
			list.Total = len(found)
		}
		if w.Relation.Cardinality == graph.One && len(found) > 1 {
			found = found[:1]
		}
		for _, y := range found {
			list.Items = append(list.Items, s.item(y, w.Includes))
		}
		it.Related[i] = list
	}
	return it
}

// Revision implements the contract.
func (s *Store) Revision(context.Context) (int64, error) { return s.revision, nil }

// Fetch implements the contract, of questions that are right.
func (s *Store) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) {
	if q.Lens != nil {
		s = s.through(q.Lens)
	}
	if err := s.named(q.Find); err != nil {
		return nil, err
	}
	a := &query.Answer{Items: []*query.Item{}, Total: -1}
	listed := func(k graph.Kind, found []thing, l query.List) {
		p := s.page(k, found, l, q.Includes)
		a.Items, a.Total, a.More, a.Groups = p.Items, p.Total, p.More, p.Groups
	}
	switch f := q.Find.(type) {
	case query.FindNodes:
		for _, id := range f.IDs {
			if x, ok := s.node(id); ok && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, x.kind)) {
				a.Items = append(a.Items, s.item(x, q.Includes))
			} else {
				a.Items = append(a.Items, nil)
			}
		}
	case query.FindList:
		listed(f.Kind, s.all(f.Kind), f.List)
	case query.FindUnanswered:
		f.Order.By, f.Where = query.ByDate, nil
		listed(graph.KindUnanswered, s.unanswered(f), f.List)
	case query.FindExchange:
		f.Order.By, f.Where = query.ByDate, nil
		entries := s.exchange(f)
		listed(graph.KindEntry, entries, f.List)
		if f.Sides {
			a.Sides = s.sides(f, entries)
		}
	case query.FindChain:
		s.chain(f, q.Includes, a)
	case query.FindCounts:
		a.Counts = s.counts(f)
		seen := map[string]bool{}
		for _, d := range f.Dyads {
			for _, id := range []string{d.By, d.At} {
				if x, ok := s.node(id); ok && !seen[id] {
					seen[id] = true
					a.Items = append(a.Items, s.item(x, q.SideIncludes))
				}
			}
		}
	case query.FindAntecedents:
		s.antecedents(f, q.Includes, a)
	case query.FindResponseTimes:
		a.Waits = s.waits(f)
	case query.FindSearch:
		s.search(f, q.Includes, a)
	case query.FindStats:
		a.Stats = s.stats()
	case query.FindSubgraph:
		s.subgraph(f, q.Includes, a)
	case query.FindPaths:
		s.paths(f, q.Includes, a)
	default:
		return nil, fmt.Errorf("%w: a query of %T", graph.ErrInvalid, q.Find)
	}
	return a, nil
}

// named says which node that a question is about does not exist: the first by its id, actors before episodes; of a drawing
// and of paths the first as given.
func (s *Store) named(find query.Find) error {
	missing := func(k graph.Kind, word string, ids ...string) error {
		if k != "" {
			slices.Sort(ids)
		}
		for _, id := range ids {
			if x, ok := s.node(id); !ok || k != "" && x.kind != k {
				return fmt.Errorf("%w: %s id %q", graph.ErrNotFound, word, id)
			}
		}
		return nil
	}
	switch f := find.(type) {
	case query.FindChain:
		return missing(graph.KindAction, "no action with", f.Action)
	case query.FindAntecedents:
		return missing(graph.KindAction, "no action with", f.Action)
	case query.FindExchange:
		return missing(graph.KindActor, "no actor with", f.Between, f.And)
	case query.FindUnanswered:
		return cmp.Or(missing(graph.KindActor, "no actor with", slices.Concat(f.OwedBy, f.OwedTo, f.AttributedTo)...),
			missing(graph.KindEpisode, "no episode with", slices.Clone(f.Episodes)...),
			missing(graph.KindDataset, "no dataset with", slices.Clone(f.Datasets)...))
	case query.FindResponseTimes:
		return missing(graph.KindActor, "no actor with", slices.Concat(f.By, f.To)...)
	case query.FindCounts:
		var ids []string
		for _, d := range f.Dyads {
			ids = append(ids, d.By, d.At)
		}
		return missing(graph.KindActor, "no actor with", ids...)
	case query.FindSubgraph:
		return missing("", "nothing has the", f.Around...)
	case query.FindPaths:
		return missing("", "nothing has the", f.From, f.To)
	case query.FindNodes, query.FindList, query.FindSearch, query.FindStats: // they start from nothing that has to exist
	}
	return nil
}

// The rest of the contract, of which nothing is asked.

// Empty implements the contract.
func (s *Store) Empty(context.Context) (bool, error) { return len(s.statements) == 0, nil }

// Health implements the contract.
func (s *Store) Health(context.Context) error { return nil }

// Close implements the contract.
func (s *Store) Close() error { return nil }

// Stated implements the contract.
func (s *Store) Stated(context.Context, string, func(graph.Record, []string) error) error { return nil }
