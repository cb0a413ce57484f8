package ingest

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// maxCachedFacts bounds how many actions a rebuild keeps in memory, so that it need not read them twice.
const maxCachedFacts = 20_000

// maxCachedActors bounds the actors that a rebuild keeps in memory.
const maxCachedActors = 50_000

// rebuildAttribution rebuilds the attribution of all actions for which a change has made it stale.
func (a *batchWriter) rebuildAttribution(ctx context.Context) error {
	if err := a.widenStale(ctx); err != nil {
		return err
	}
	for part := range slices.Chunk(a.staleActions.sorted(), chunk) {
		if err := a.rebuildPart(ctx, part); err != nil {
			return err
		}
	}
	return a.rebuildClaims(ctx)
}

// widenStale adds to the stale actions those of actors below a changed tie, those directed at citizens of a changed state, and
// the responses and triggers of all these, because their rows name them.
func (a *batchWriter) widenStale(ctx context.Context) error {
	if len(a.staleCountries) > 0 {
		citizens, err := a.tx.Actors(ctx, nil, a.staleCountries.sorted())
		if err != nil {
			return err
		}
		for _, c := range citizens {
			a.staleActors.add(c.ID)
		}
	}
	for id := range a.newActors {
		delete(a.staleActors, id)
	}
	for frontier := a.staleActors.sorted(); len(frontier) > 0; {
		ties, err := a.tx.Ties(ctx, nil, frontier)
		if err != nil {
			return err
		}
		var next set
		for _, t := range ties {
			if et, _ := graph.EdgeTypeOf(t.Kind); (et.ActsFor || et.DirectedAt) && !a.staleActors[t.From] && !a.newActors[t.From] {
				next.add(t.From)
			}
		}
		frontier = next.sorted()
		a.staleActors.add(frontier...)
	}
	if len(a.staleActors) > 0 {
		ids, err := a.tx.ActionsOf(ctx, a.staleActors.sorted())
		if err != nil {
			return err
		}
		a.staleActions.add(ids...)
	}
	a.factCache = map[string]ActionFacts{}
	var ask []string
	for _, id := range a.staleActions.sorted() {
		if f := a.newActions[id]; f != nil {
			f.Directed = distinct(f.Directed)
			a.factCache[id] = *f
			a.staleActions.add(f.RespondsTo...)
			a.staleActions.add(f.Responses...)
		} else {
			ask = append(ask, id)
		}
	}
	for part := range slices.Chunk(ask, chunk) {
		facts, err := a.tx.Actions(ctx, part)
		if err != nil {
			return err
		}
		for _, f := range facts {
			a.staleActions.add(f.RespondsTo...)
			a.staleActions.add(f.Responses...)
			if len(a.factCache) < maxCachedFacts+len(a.newActions) {
				a.factCache[f.ID] = f
			}
		}
	}
	return nil
}

// rebuildClaims rebuilds the attribution of the claims for which a change has made it stale.
func (a *batchWriter) rebuildClaims(ctx context.Context) error {
	if len(a.staleActors)+len(a.redatedActions) > 0 {
		ids, err := a.tx.ClaimsOf(ctx, a.staleActors.sorted(), a.redatedActions.sorted())
		if err != nil {
			return err
		}
		a.staleClaims.add(ids...)
	}
	return a.rebuildClaimsOf(ctx, a.staleClaims.sorted())
}

// rebuildClaimsOf replaces the rows of some claims.
func (a *batchWriter) rebuildClaimsOf(ctx context.Context, ids []string) error {
	for part := range slices.Chunk(ids, chunk) {
		claims, err := a.tx.Claims(ctx, part)
		if err != nil {
			return err
		}
		var actors set
		for _, c := range claims {
			actors.add(c.Holders...)
		}
		w, err := a.snapshot(ctx, actors.sorted())
		if err != nil {
			return err
		}
		c := Changes{ReattributedClaims: part}
		for _, f := range claims {
			c.Claims = append(c.Claims, w.ClaimRows(f)...)
		}
		if err := a.tx.Write(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// RebuildNodes merges and derives nodes anew from what datasets state of them, for a store whose derived values an earlier
// version wrote. What belongs to their attribution is not touched: RebuildAttribution comes after it.
func RebuildNodes(ctx context.Context, tx Tx, ids []string) error {
	for part := range slices.Chunk(ids, chunk) {
		refs := make([]graph.Ref, len(part))
		for i, id := range part {
			refs[i] = graph.Ref{ID: id}
		}
		stored, err := tx.Stored(ctx, refs)
		if err != nil {
			return err
		}
		var c Changes
		for _, id := range part {
			s, exists := stored[id]
			if !exists {
				continue
			}
			for i := range s.Statements {
				graph.Canonical(&s.Statements[i].Record)
			}
			if s.Merged, err = Merge(s.Statements); err != nil {
				return err
			}
			if err := Derive(&s.Merged); err != nil {
				return err
			}
			c.PutNodes = append(c.PutNodes, s)
		}
		if err := tx.Write(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// RebuildAttribution rebuilds the attribution of these actions and claims, for a store that has changed how it keeps it.
func RebuildAttribution(ctx context.Context, tx Tx, actions, claims []string) error {
	a := &batchWriter{tx: tx}
	for part := range slices.Chunk(actions, chunk) {
		if err := a.rebuildPart(ctx, part); err != nil {
			return err
		}
	}
	return a.rebuildClaimsOf(ctx, claims)
}

// rebuildPart replaces the rows of some actions.
func (a *batchWriter) rebuildPart(ctx context.Context, ids []string) error {
	var c Changes
	for _, id := range ids {
		if a.newActions[id] == nil {
			c.Reattributed = append(c.Reattributed, id)
		}
	}
	facts, err := a.loadFacts(ctx, ids)
	if err != nil {
		return err
	}
	var actors set
	for _, f := range facts {
		actors.add(f.Performers...)
		actors.add(f.Directed...)
		actors.add(f.Addressees...)
		for _, s := range f.Silences {
			actors.add(s.Actor)
		}
	}
	w, err := a.snapshot(ctx, actors.sorted())
	if err != nil {
		return err
	}
	for _, id := range ids {
		f, exists := facts[id]
		if !exists {
			continue // the action was retracted, and its rows with it
		}
		c.Attributions = append(c.Attributions, w.AttributionRows(f)...)
		var triggers []ActionFacts
		for _, t := range distinct(f.RespondsTo) {
			c.Replies = append(c.Replies, w.ReplyRows(f, facts[t])...)
			triggers = append(triggers, facts[t])
		}
		c.Occasions = append(c.Occasions, w.OccasionRows(f, triggers)...)
		var answers []ActionFacts
		for _, r := range distinct(f.Responses) {
			answers = append(answers, facts[r])
		}
		c.Owed = append(c.Owed, w.OwedRows(f, answers)...)
		c.Ends = append(c.Ends, w.SilenceEnds(f, answers)...)
		c.Answers = append(c.Answers, w.AnswerRows(f, answers)...)
	}
	return a.tx.Write(ctx, c)
}

// loadFacts loads some actions, the actions that they respond to, and those that respond to them.
func (a *batchWriter) loadFacts(ctx context.Context, ids []string) (map[string]ActionFacts, error) {
	facts := map[string]ActionFacts{}
	var linked set
	load := func(ids []string, follow bool) error {
		take := func(f ActionFacts) {
			facts[f.ID] = f
			if follow {
				linked.add(f.RespondsTo...)
				linked.add(f.Responses...)
			}
		}
		var ask []string
		for _, id := range ids {
			if f, known := a.factCache[id]; known {
				take(f)
			} else {
				ask = append(ask, id)
			}
		}
		for part := range slices.Chunk(ask, chunk) {
			list, err := a.tx.Actions(ctx, part)
			if err != nil {
				return err
			}
			for _, f := range list {
				take(f)
			}
		}
		return nil
	}
	if err := load(ids, true); err != nil {
		return nil, err
	}
	var more []string
	for _, id := range linked.sorted() {
		if _, have := facts[id]; !have {
			more = append(more, id)
		}
	}
	return facts, load(more, false)
}

// snapshot loads what the attribution needs of the actors of some actions or claims: all ties above them, level by level, and
// the states of their countries. It keeps what it has loaded for others of the batch.
func (a *batchWriter) snapshot(ctx context.Context, named []string) (*TieSnapshot, error) {
	if a.ties == nil || len(a.ties.Actors) > maxCachedActors {
		a.ties = &TieSnapshot{Actors: map[string]ActorFacts{}, Ties: map[string][]TieFacts{}, States: map[string][]string{}}
	}
	w := a.ties
	var seen set
	add := func(into *set, ids ...string) {
		for _, id := range ids {
			if _, known := w.Actors[id]; !known && !seen[id] {
				into.add(id)
			}
		}
	}
	var frontier set
	add(&frontier, named...)
	for len(frontier) > 0 {
		ids := frontier.sorted()
		seen.add(ids...)
		ties, err := a.tx.Ties(ctx, ids, nil)
		if err != nil {
			return nil, err
		}
		frontier = nil
		for _, t := range ties {
			w.Ties[t.From] = append(w.Ties[t.From], t)
			add(&frontier, t.To)
		}
	}
	if len(seen) == 0 {
		return w, nil
	}
	actors, err := a.tx.Actors(ctx, seen.sorted(), nil)
	if err != nil {
		return nil, err
	}
	var countries set
	for _, x := range actors {
		w.Actors[x.ID] = x
		if _, known := w.States[x.Country]; x.Country != "" && !known {
			countries.add(x.Country)
			w.States[x.Country] = nil
		}
	}
	if len(countries) == 0 {
		return w, nil
	}
	citizens, err := a.tx.Actors(ctx, nil, countries.sorted())
	if err != nil {
		return nil, err
	}
	for _, x := range citizens {
		if x.Kind == string(graph.ActorState) {
			w.States[x.Country] = append(w.States[x.Country], x.ID)
		}
	}
	return w, nil
}
