package ingest

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// joinsOrigins tells whether a tie makes publishers one origin.
func joinsOrigins(kind graph.EdgeKind) bool { return slices.Contains(graph.OriginTies, kind) }

// noteSupport notes the support of a fact that is written. It is computed when the whole batch is in.
func (a *batchWriter) noteSupport(m graph.Record) {
	if m.IsFact() {
		sources := graph.SupportedBy(m.Evidence)
		a.addSupport(graph.SupportKey(sources), sources)
	}
}

func (a *batchWriter) addSupport(key string, sources []string) {
	if a.supports == nil {
		a.supports = map[string][]string{}
	}
	if _, noted := a.supports[key]; !noted {
		a.supports[key] = sources
	}
}

// markStaleSupport notes the sources and the publishers for which a new or changed node makes support stale. What an edge
// makes stale, markStaleByEdge notes.
func (a *batchWriter) markStaleSupport(m graph.Record, isNew bool, moved func(...string) bool) {
	switch {
	case m.Kind == graph.KindSource && !a.allNew && moved("published", "accessed", "reliability"):
		a.staleSources.add(m.ID)
	case m.Kind == graph.KindActor && !isNew && moved("country"):
		a.staleOwners.add(m.ID)
	}
}

// addSupportsOf adds the supports with any of these sources to those that are computed anew.
func (a *batchWriter) addSupportsOf(ctx context.Context, sources []string) error {
	for part := range slices.Chunk(sources, chunk) {
		sets, err := a.tx.Supports(ctx, part)
		if err != nil {
			return err
		}
		for _, of := range sets {
			a.addSupport(graph.SupportKey(of), of)
		}
	}
	return nil
}

// rebuildSupport computes the supports of all facts that the batch wrote, and of all that rest on sources for which the batch
// changed something.
func (a *batchWriter) rebuildSupport(ctx context.Context) error {
	if err := a.widenStaleSources(ctx); err != nil {
		return err
	}
	if err := a.addSupportsOf(ctx, a.staleSources.sorted()); err != nil {
		return err
	}
	return RebuildSupports(ctx, a.tx, a.supports)
}

// widenStaleSources adds to the stale sources those of all publishers that a changed tie or country concerns, and what was made
// from stale ones.
func (a *batchWriter) widenStaleSources(ctx context.Context) error {
	if len(a.staleOwners) > 0 {
		owned, err := joinedActors(ctx, a.tx, a.staleOwners.sorted(), nil, func(TieFacts) {})
		if err != nil {
			return err
		}
		for part := range slices.Chunk(owned.sorted(), chunk) {
			ids, err := a.tx.SourcesOf(ctx, part, nil)
			if err != nil {
				return err
			}
			a.staleSources.add(ids...)
		}
	}
	for frontier := a.staleSources.sorted(); len(frontier) > 0; {
		copies, err := a.tx.SourcesOf(ctx, nil, frontier)
		if err != nil {
			return err
		}
		var next set
		for _, id := range copies {
			if !a.staleSources[id] {
				next.add(id)
			}
		}
		frontier = next.sorted()
		a.staleSources.add(frontier...)
	}
	return nil
}

// joinedActors returns these actors and all that OWNED_BY and PART_OF ties join to them, directly or through others, except
// those that are known already. Each such tie goes to take, once or twice.
func joinedActors(ctx context.Context, tx Tx, ids []string, known set, take func(TieFacts)) (set, error) {
	found := set{}
	for frontier := ids; len(frontier) > 0; {
		found.add(frontier...)
		ties, err := tx.Ties(ctx, frontier, frontier)
		if err != nil {
			return nil, err
		}
		var next set
		for _, t := range ties {
			if !joinsOrigins(t.Kind) {
				continue
			}
			take(t)
			for _, end := range []string{t.From, t.To} {
				if !found[end] && !known[end] {
					next.add(end)
				}
			}
		}
		frontier = next.sorted()
	}
	return found, nil
}

// RebuildSupports computes the supports of these sets of sources, which have their keys, and writes them.
func RebuildSupports(ctx context.Context, tx Tx, supports map[string][]string) error {
	keys := make(set, len(supports))
	for key := range supports {
		keys[key] = true
	}
	r := supportReader{tx: tx}
	for part := range slices.Chunk(keys.sorted(), chunk) {
		var sources set
		for _, key := range part {
			sources.add(supports[key]...)
		}
		if err := r.load(ctx, sources.sorted()); err != nil {
			return err
		}
		var c Changes
		for _, key := range part {
			c.Supports = append(c.Supports, r.Support(supports[key]))
		}
		if err := tx.Write(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// supportReader loads a SupportSnapshot. It keeps the actors that it has loaded for the next part of the sources.
type supportReader struct {
	SupportSnapshot
	tx     Tx
	actors set
}

// load loads the snapshot of some sources.
func (r *supportReader) load(ctx context.Context, sources []string) error {
	r.Sources = make(map[string]SourceFacts, len(sources))
	var publishers set
	for asked, frontier := (set{}), sources; len(frontier) > 0; {
		asked.add(frontier...)
		var next set
		for part := range slices.Chunk(frontier, chunk) {
			list, err := r.tx.Sources(ctx, part)
			if err != nil {
				return err
			}
			for _, s := range list {
				r.Sources[s.ID] = s
				for _, p := range s.Publishers {
					if !r.actors[p] {
						publishers.add(p)
					}
				}
				for _, from := range s.DerivedFrom {
					if !asked[from] {
						next.add(from)
					}
				}
			}
		}
		frontier = next.sorted()
	}
	if len(publishers) == 0 {
		return nil
	}
	found, err := joinedActors(ctx, r.tx, publishers.sorted(), r.actors, func(t TieFacts) { r.AddOwner(t.From, t.To) })
	if err != nil {
		return err
	}
	ids := found.sorted()
	r.actors.add(ids...)
	if r.Countries == nil {
		r.Countries = map[string]string{}
	}
	for part := range slices.Chunk(ids, chunk) {
		actors, err := r.tx.Actors(ctx, part, nil)
		if err != nil {
			return err
		}
		for _, x := range actors {
			r.Countries[x.ID] = x.Country
		}
	}
	return nil
}
