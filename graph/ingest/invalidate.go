package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// markStale notes the actions, actors and countries whose attribution a new or changed record makes stale, and the sources and
// publishers whose facts' support it does. A change of evidence or of names does neither. It compares merged records, derived by
// the tables of this version (graph/cameo.go); if these tables change, stores have to rebuild the attribution.
func (a *batchWriter) markStale(old []Statement, m graph.Record) {
	isNew := len(old) == 0
	var was graph.Record
	if !isNew {
		was, _ = Merge(old) // no error: these statements were merged when they were stored
		_ = Derive(&was)
	}
	moved := func(props ...string) bool {
		for _, p := range props {
			if was.Props[p] != m.Props[p] {
				return true
			}
		}
		return isNew
	}
	a.markStaleSupport(m, isNew, moved)
	switch t, _ := graph.EdgeTypeOf(m.Edge); {
	case m.Edge != "":
		ends := m.Edge == graph.SilentOn || m.Edge == graph.RespondsTo && moved("mode") // what tells the end of a silence
		if isNew || ends || t.Fact == graph.KindTie && moved("since", "until") {
			a.markStaleByEdge(m.Edge, m.From, m.To)
		}
		if isNew {
			a.collectNewFacts(m)
		}
	case m.Kind == graph.KindAction && moved("type", "earliest", "latest", "placeInDay", "quadClass", "intensity"):
		a.staleActions.add(m.ID)
		if !isNew && moved("earliest", "latest") {
			a.redatedActions.add(m.ID)
		}
		if isNew && a.newActions != nil {
			text := func(p string) string { s, _ := m.Props[p].(string); return s }
			a.newActions[m.ID] = &ActionFacts{
				ID: m.ID, Type: graph.ActionType(text("type")),
				Earliest: graph.Day(text("earliest")), Latest: graph.Day(text("latest")),
			}
			a.newActions[m.ID].PlaceInDay, _ = m.Props["placeInDay"].(int64)
		}
	case m.Kind == graph.KindActor && moved("kind", "country"):
		if isNew && a.newActions != nil {
			a.newActors.add(m.ID)
		}
		a.markStaleByActor(was, m, isNew)
	}
}

// collectNewFacts adds an edge to the facts of those of its ends that are new actions.
func (a *batchWriter) collectNewFacts(e graph.Record) {
	from, to := a.newActions[e.From], a.newActions[e.To]
	switch {
	case e.Edge == graph.SilentOn && to != nil:
		text := func(p string) string { s, _ := e.Props[p].(string); return s }
		stated, _ := graph.ParseDate(text("asOf"))
		to.Silences = append(to.Silences, SilenceFacts{Actor: e.From, Kind: text("kind"), Stated: stated.Earliest})
	case e.Edge == graph.Performed && to != nil:
		to.Performers = append(to.Performers, e.From)
	case (e.Edge == graph.Targets || e.Edge == graph.AddressedTo) && from != nil:
		from.Directed = append(from.Directed, e.To)
		if e.Edge == graph.AddressedTo {
			from.Addressees = append(from.Addressees, e.To)
		}
	case e.Edge == graph.RespondsTo:
		if from != nil {
			from.RespondsTo = append(from.RespondsTo, e.To)
		}
		if to != nil {
			to.Responses = append(to.Responses, e.From)
			if e.Props["mode"] == string(graph.ModeExplain) {
				to.Explanations = append(to.Explanations, e.From)
			}
		}
	}
}

// markStaleByEdge notes what an edge makes stale that comes, changes or goes.
func (a *batchWriter) markStaleByEdge(kind graph.EdgeKind, from, to string) {
	switch {
	case kind == graph.PublishedBy, kind == graph.DerivedFrom:
		a.staleSources.add(from)
	case joinsOrigins(kind):
		a.staleOwners.add(from, to)
	}
	switch t, _ := graph.EdgeTypeOf(kind); {
	case t.ActsFor || t.DirectedAt:
		a.staleActors.add(from)
	case kind == graph.Performed:
		a.staleActions.add(to)
	case kind == graph.Targets, kind == graph.AddressedTo, kind == graph.PartOfAction:
		a.staleActions.add(from)
	case kind == graph.RespondsTo:
		a.staleActions.add(from, to)
	case kind == graph.SilentOn:
		a.staleActions.add(to)
	case kind == graph.Asserted:
		a.staleClaims.add(to)
	case kind == graph.OnBehalfOf, kind == graph.MadeIn:
		a.staleClaims.add(from)
	}
}

// markStaleByActor marks what a change of an actor's kind or country makes stale. A new actor has no actions yet, but
// actions on citizens of a country are directed at its new state.
func (a *batchWriter) markStaleByActor(was, m graph.Record, isNew bool) {
	if !isNew {
		a.staleActors.add(m.ID)
	}
	for _, r := range []graph.Record{was, m} {
		if c, ok := r.Props["country"].(string); ok && r.Props["kind"] == string(graph.ActorState) {
			a.staleCountries.add(c)
		}
	}
}

// holdsNone tells whether the store holds nothing that the batch puts. It asks for the size alone: the store is empty, or has
// just the earlier parts of the same dataset.
func (a *batchWriter) holdsNone(ctx context.Context, b Batch) (bool, error) {
	size, err := a.tx.Size(ctx)
	if err != nil || size == 0 || b.Part == nil || b.Part.After == 0 {
		return size == 0, err
	}
	was, err := a.ownRecord(ctx)
	return size == b.Part.After+1 && // the dataset's own record is one more
		PositionOf(was, b.Dataset.Props["checksum"]) == b.Part.After, err
}
