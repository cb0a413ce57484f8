package ingest

import (
	"context"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// retract takes back statements of this dataset: of edges first, so that a batch can retract a node with its edges.
func (a *batchWriter) retract(ctx context.Context, refs []graph.Ref) error {
	edges, nodes := []graph.Ref{}, []graph.Ref{}
	var seen set
	for _, r := range refs {
		if seen[r.Key()] {
			continue
		}
		seen.add(r.Key())
		if r.Edge != "" {
			edges = append(edges, r)
		} else {
			nodes = append(nodes, r)
		}
	}
	for _, list := range [][]graph.Ref{edges, nodes} {
		for part := range slices.Chunk(list, chunk) {
			if err := a.retractPart(ctx, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// retractPart retracts some statements. A record that no other dataset states is deleted; any other is merged anew.
func (a *batchWriter) retractPart(ctx context.Context, part []graph.Ref) error {
	stored, err := a.tx.Stored(ctx, part)
	if err != nil {
		return err
	}
	var c Changes
	var gone, goneSources []string
	for _, ref := range part {
		k := ref.Key()
		old := stored[k]
		i := slices.IndexFunc(old.Statements, func(s Statement) bool { return s.Dataset == a.dataset })
		if i < 0 {
			return fmt.Errorf("%w: %s does not state %q", graph.ErrNotFound, a.dataset, k)
		}
		rest := slices.Delete(slices.Clone(old.Statements), i, i+1)
		a.result.Retracted++
		a.touchGone(&c, old.Statements[i])
		if len(rest) > 0 {
			if err := a.stage(&c, old.Statements, rest); err != nil {
				return err
			}
			continue
		}
		if err := a.noteDifference(old.Statements, nil); err != nil {
			return err
		}
		if ref.Edge != "" {
			c.DropEdges = append(c.DropEdges, ref)
			a.markStaleByEdge(ref.Edge, ref.From, ref.To)
			continue
		}
		c.DropNodes = append(c.DropNodes, ref)
		gone = append(gone, ref.ID)
		was, _ := Merge(old.Statements)
		if was.Kind == graph.KindAction {
			a.staleActions.add(ref.ID)
		}
		if was.Kind == graph.KindClaim {
			a.staleClaims.add(ref.ID)
		}
		if was.Kind == graph.KindSource {
			goneSources = append(goneSources, ref.ID)
		}
		if was.Kind == graph.KindActor {
			a.markStaleByActor(was, graph.Record{ID: ref.ID, Props: graph.Props{}}, false)
		}
	}
	if len(gone) > 0 {
		left, err := a.tx.EdgesAt(ctx, gone)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			return fmt.Errorf("%w: %s still holds what would be retracted; retract that first",
				graph.ErrConflict, graph.EdgeID(left[0].Edge, left[0].From, left[0].To))
		}
	}
	// A fact may still name a source that goes. The store is asked before, because it may no longer know afterwards.
	if err := a.addSupportsOf(ctx, goneSources); err != nil {
		return err
	}
	return a.tx.Write(ctx, c)
}
