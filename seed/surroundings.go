package seed

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// surroundings are what a store holds around an input: the rest of its dataset, the datasets that it requires, those that state
// what it names, and those that these name in turn. The input is checked with them as a dataset of files is with those that it requires.
type surroundings struct {
	store  Logging
	at     int64 // the store's revision
	kept   *Kept
	own    string          // the id of the input's dataset
	given  map[string]bool // keys of what the input states
	seen   map[string]*query.Item
	loaded map[string]*Dataset
	size   int
}

// around gathers the surroundings of what r has read. The caller closes what r requires.
func (r *reader) around(ctx context.Context, s Logging, at int64, kept *Kept) error {
	if kept == nil {
		kept = NewKept()
	}
	x := &surroundings{
		store: s, at: at, kept: kept,
		own: r.manifest.ID, given: map[string]bool{}, seen: map[string]*query.Item{}, loaded: map[string]*Dataset{},
	}
	named := set{}
	if err := r.order.Each(func(_ string, value []byte) error {
		rec, _, err := parseEntry(value)
		if rec.Edge != "" || !isStub(rec) {
			x.given[rec.Key()] = true
		}
		named.addNames(rec)
		return err
	}); err != nil {
		return err
	}
	wanted, err := r.required(ctx, x)
	if err != nil {
		return err
	}
	for {
		found, err := x.lookUp(ctx, named.take())
		if err != nil {
			return err
		}
		for _, it := range found {
			wanted.add(datasetsOfItem(it)...)
		}
		missing := wanted.take()
		if len(missing) == 0 {
			break
		}
		for _, id := range missing {
			if x.loaded[id] != nil {
				continue
			}
			size, err := x.sizeOf(ctx, id)
			if err != nil {
				return err
			}
			if x.size += size; x.size > maxCompared {
				return r.onlyNamed(x)
			}
			if x.loaded[id], err = x.load(ctx, id, size, named); err != nil {
				return err
			}
			r.requires = append(r.requires, x.loaded[id])
		}
	}
	for id, it := range x.seen {
		if it != nil && it.Kind == graph.KindDataset {
			r.mention(id, mention{role: isKnown, kinds: []graph.Kind{it.Kind}})
		}
	}
	return r.failed
}

// required reports the datasets that the input requires and the store does not hold, and returns the others, and its own.
func (r *reader) required(ctx context.Context, x *surroundings) (set, error) {
	wanted := set{}
	for _, n := range append([]need{{id: x.own}}, r.needs...) {
		found, err := x.lookUp(ctx, []string{n.id})
		switch {
		case err != nil:
			return nil, err
		case len(found) == 1 && found[0].Kind == graph.KindDataset:
			wanted.add(n.id)
		case n.id != x.own:
			r.faultAt(n.at, graph.RuleUnknownID.Fault("the store holds no dataset %q", n.id).WithRemedy("load it first, or leave it out"))
		}
	}
	return wanted, nil
}

// onlyNamed keeps of the surroundings what the input names, since they are too large to be compared with it.
func (r *reader) onlyNamed(x *surroundings) error {
	closeAll(r.requires)
	r.requires, r.beside = nil, x.size
	for id, it := range x.seen {
		if it == nil || x.given[id] && slices.Equal(datasetsOfItem(it), []string{x.own}) {
			continue
		}
		date, _ := it.Value("date").(string)
		r.mention(id, mention{role: isKnown, kinds: []graph.Kind{it.Kind}, date: date})
	}
	return r.failed
}

// lookUp finds those of these ids that are nodes and have not been looked up before.
func (x *surroundings) lookUp(ctx context.Context, ids []string) (found []*query.Item, err error) {
	var projection query.Projection
	for _, k := range graph.NodeKinds {
		for _, name := range []string{"id", "datasets", "date", "nodeCount", "edgeCount", "name"} {
			projection.Add(k, name)
		}
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { _, seen := x.seen[id]; return seen })
	for part := range slices.Chunk(ids, query.MaxIDs) {
		a, err := x.store.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: part, Kinds: graph.NodeKinds}, Projection: projection})
		if err != nil {
			return nil, err
		}
		for i, it := range a.Items {
			if x.seen[part[i]] = it; it != nil {
				found = append(found, it)
			}
		}
	}
	return found, nil
}

// datasetsOfItem are the ids of the datasets that state an item; none of a dataset, which states itself.
func datasetsOfItem(it *query.Item) []string {
	if it.Kind == graph.KindDataset {
		return nil
	}
	list, _ := it.Value("datasets").([]string)
	return list
}

// sizeOf is how many records a dataset states.
func (x *surroundings) sizeOf(ctx context.Context, dataset string) (int, error) {
	if _, err := x.lookUp(ctx, []string{dataset}); err != nil {
		return 0, err
	}
	it := x.seen[dataset]
	if it == nil {
		return 0, nil
	}
	nodes, _ := it.Value("nodeCount").(int64)
	edges, _ := it.Value("edgeCount").(int64)
	return int(nodes + edges), nil
}

// load reads what a dataset states in the store, without what the input states anew, and adds to named what it names and does
// not state.
func (x *surroundings) load(ctx context.Context, dataset string, size int, named set) (*Dataset, error) {
	d := &Dataset{record: graph.Record{Kind: graph.KindDataset, ID: dataset}, order: extsort.New("")}
	if dataset == x.own {
		d.without = x.given
	}
	h, err := x.kept.stated(ctx, x.store, x.at, dataset, size)
	if h != nil {
		d.held, d.size = h.records, len(h.records)
		named.add(h.outside...)
		return d, err
	}
	names, nodes := set{}, map[string]bool{}
	if err == nil {
		err = x.store.Stated(ctx, dataset, func(rec graph.Record, _ []string) error {
			names.addNames(rec)
			nodes[rec.ID] = true
			d.size++
			graph.Canonical(&rec)
			text, err := json.Marshal(rec)
			if err != nil {
				return err
			}
			return d.order.Add(orderKey(rec), append([]byte(position{}.String()+"\n"), text...))
		})
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	for id := range names {
		if !nodes[id] {
			named.add(id)
		}
	}
	return d, nil
}

// set is a set of ids, of which each is taken once: the value says whether it has been taken.
type set map[string]bool

func (s set) add(ids ...string) {
	for _, id := range ids {
		if _, has := s[id]; !has {
			s[id] = false
		}
	}
}

// addNames adds the ids of nodes that a record has or names.
func (s set) addNames(rec graph.Record) {
	if rec.Edge == "" {
		s.add(rec.ID)
	} else {
		s.add(rec.From, rec.To)
	}
	s.add(rec.NamedSources()...)
	for _, e := range rec.Evidence {
		if e.AttributedTo != "" {
			s.add(e.AttributedTo)
		}
	}
	within, _ := rec.Props["within"].([]string)
	s.add(within...)
}

// take returns what has not been taken yet, in order.
func (s set) take() (out []string) {
	for id, taken := range s {
		if !taken {
			s[id] = true
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// datasetID is the id of a dataset that is named as a manifest names it, or by its id.
func datasetID(name string) string {
	if strings.HasPrefix(name, "dataset:") {
		return name
	}
	return "dataset:" + name
}
