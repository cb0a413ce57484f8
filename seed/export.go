package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// Formats lists the formats of an export.
var Formats = []string{"yaml", "csv", "jsonl"}

// ExportOptions say what is written, and where.
type ExportOptions struct {
	Format   string
	Datasets []string                          // ids; all when empty
	Dir      string                            // gets a folder for each dataset; "" writes JSON Lines to Out
	Out      io.Writer                         // for JSON Lines, without Dir
	Wrote    func(dataset string, records int) // is called after each dataset; or nil
	Warn     func(string)                      // is called with what an export cannot keep; or nil
}

// Export writes what the datasets of a store state, each after those that it needs. Loaded together into an empty store,
// they give the same graph.
func Export(ctx context.Context, s Store, o ExportOptions) error {
	all, err := datasetsOf(ctx, s)
	if err != nil {
		return err
	}
	x := &export{o: o}
	defer x.close()
	for _, d := range all {
		x.sets = append(x.sets, &exported{record: d, records: extsort.New(""), after: map[string]bool{}})
	}
	if err := x.choose(); err != nil {
		return err
	}
	if err := x.gather(ctx, s); err != nil {
		return err
	}
	order, err := x.order()
	if err != nil {
		return err
	}
	for _, d := range order {
		if err := x.write(d); err != nil {
			return fmt.Errorf("%s: %w", d.record.ID, err)
		}
		if o.Wrote != nil {
			o.Wrote(d.record.ID, d.size)
		}
	}
	return nil
}

// datasetsOf lists the datasets of a store by id.
func datasetsOf(ctx context.Context, s Store) ([]graph.Record, error) {
	var out []graph.Record
	page := query.Page{Limit: query.MaxPage}
	for {
		a, err := s.Fetch(ctx, &query.Query{Find: query.FindList{Kind: graph.KindDataset, List: query.List{Page: page}}})
		if err != nil {
			return nil, err
		}
		for _, it := range a.Items {
			r := graph.Record{Kind: graph.KindDataset, ID: it.Text("id"), Props: graph.Props{}}
			for _, p := range graph.NodeProps[graph.KindDataset] {
				if v := it.Value(p.Name); v != nil && !p.Unread {
					r.Props[p.Name] = v
				}
			}
			out = append(out, r)
		}
		if !a.More {
			return out, nil
		}
		page.Cursor = &query.Cursor{Order: query.ByID, ID: out[len(out)-1].ID}
	}
}

// export is an export under way.
type export struct {
	o    ExportOptions
	sets []*exported
}

// exported is one dataset of an export.
type exported struct {
	record  graph.Record
	chosen  bool
	records *extsort.Sorter // as JSON, by orderKey
	size    int
	needs   []*exported     // datasets whose nodes it names
	after   map[string]bool // ids of datasets that stated some of its records before it
}

func (x *export) close() {
	for _, d := range x.sets {
		d.records.Close()
	}
}

// choose marks the datasets to be written.
func (x *export) choose() error {
	var ids []string
	for _, d := range x.sets {
		ids = append(ids, d.record.ID)
		d.chosen = len(x.o.Datasets) == 0
	}
	for _, id := range x.o.Datasets {
		i := slices.Index(ids, id)
		if i < 0 {
			return fmt.Errorf("%w: the store holds no dataset %q; %s", graph.ErrNotFound, id, suggestion(id, ids))
		}
		x.sets[i].chosen = true
	}
	for _, d := range x.sets {
		if d.chosen && d.record.Props["position"] != nil {
			return fmt.Errorf("%w: %s is not whole, for a load of it was cut short after %v records; "+
				"load it again first, or leave it out with --dataset",
				graph.ErrConflict, d.record.ID, d.record.Props["position"])
		}
	}
	return nil
}

// gather reads the records from the store, and finds which datasets need which.
func (x *export) gather(ctx context.Context, s Store) error {
	ids := extsort.New("") // id, then "0" for a dataset that states it or "1" for one that names it
	defer ids.Close()
	for i, d := range x.sets {
		last := map[string]bool{} // ids that were added lately, not to add them again
		name := func(id string) error {
			if len(last) > 10_000 {
				clear(last)
			}
			if last[id] {
				return nil
			}
			last[id] = true
			return ids.Add(id+"\x001", fmt.Append(nil, i))
		}
		if err := s.Stated(ctx, d.record.ID, func(r graph.Record, after []string) error {
			d.size++
			for _, id := range after {
				d.after[id] = true
			}
			if r.Edge == "" {
				if err := ids.Add(r.ID+"\x000", fmt.Append(nil, i)); err != nil {
					return err
				}
			}
			for _, id := range namedBy(r) {
				if err := name(id); err != nil {
					return err
				}
			}
			if !d.chosen {
				return nil
			}
			graph.Canonical(&r)
			text, err := json.Marshal(r)
			if err != nil {
				return err
			}
			return d.records.Add(orderKey(r), text)
		}); err != nil {
			return err
		}
	}
	return x.join(ids)
}

// namedBy lists the ids that a record names.
func namedBy(r graph.Record) []string {
	var out []string
	if r.Edge != "" {
		out = append(out, r.From, r.To)
	}
	if within, ok := r.Props["within"].([]string); ok {
		out = append(out, within...)
	}
	out = append(out, r.NamedSources()...)
	for _, e := range r.Evidence {
		if e.AttributedTo != "" {
			out = append(out, e.AttributedTo)
		}
	}
	return out
}

// join sets the needs of each dataset: the datasets that state the nodes which it only names.
func (x *export) join(ids *extsort.Sorter) error {
	var id string
	var stating []int
	return ids.Each(func(key string, value []byte) error {
		this := key[:len(key)-2]
		var i int
		if _, err := fmt.Sscan(string(value), &i); err != nil {
			return err
		}
		if this != id {
			id, stating = this, nil
		}
		if key[len(key)-1] == '0' {
			stating = append(stating, i)
			return nil
		}
		d := x.sets[i]
		if len(stating) == 0 || slices.Contains(stating, i) ||
			slices.ContainsFunc(stating, func(j int) bool { return slices.Contains(d.needs, x.sets[j]) }) {
			return nil
		}
		d.needs = append(d.needs, x.sets[stating[0]])
		return nil
	})
}

// order sorts the chosen datasets topologically: each after those that it needs, and after those that stated some of its
// records before it. A cycle of the latter sort is ignored with a warning, since only the owner of a value may change.
func (x *export) order() ([]*exported, error) {
	var out []*exported
	state := map[*exported]int{}
	const walking, done = 1, 2
	var visit func(d *exported, soft bool) bool
	visit = func(d *exported, soft bool) bool {
		switch state[d] {
		case walking:
			return false
		case done:
			return true
		}
		state[d] = walking
		for _, n := range d.needs {
			if !visit(n, soft) {
				return false
			}
		}
		for _, other := range x.sets {
			if soft && d.after[other.record.ID] && !visit(other, soft) {
				return false
			}
		}
		state[d] = done
		if d.chosen {
			out = append(out, d)
		}
		return true
	}
	for _, soft := range []bool{true, false} {
		out, state = nil, map[*exported]int{}
		if !slices.ContainsFunc(x.sets, func(d *exported) bool { return !visit(d, soft) }) {
			if err := x.checkNeeds(out); err != nil {
				return nil, err
			}
			x.addOwners(out)
			return out, nil
		}
		if soft && x.o.Warn != nil {
			x.o.Warn("datasets stated the same facts first in turn; after seeding another of them may own a value")
		}
	}
	return nil, fmt.Errorf("%w: datasets build on each other in a circle, so that none can be seeded first; "+
		"export the one that was loaded first without what it took from the others", graph.ErrConflict)
}

// addOwners adds to the needs of each dataset those that own values of its records. Without these a record may lack a
// value that it must have.
func (x *export) addOwners(order []*exported) {
	for i, d := range order {
		for _, other := range x.sets {
			_, builtin := Builtin(folderOf(other.record.ID))
			before := other.chosen && slices.Index(order, other) < i || !other.chosen && builtin
			if d.after[other.record.ID] && before && !slices.Contains(d.needs, other) {
				d.needs = append(d.needs, other)
			}
		}
	}
}

// checkNeeds makes sure that what a dataset needs is exported too, or built in.
func (x *export) checkNeeds(list []*exported) error {
	for _, d := range list {
		for _, n := range d.needs {
			if _, builtin := Builtin(folderOf(n.record.ID)); !n.chosen && !builtin {
				return graph.Invalid("%s names what %s states; export both", d.record.ID, n.record.ID)
			}
		}
	}
	return nil
}
