package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// MaxAmended is the most records that an amendment may take back, those among them that go along.
const MaxAmended = 5000

// count notes that the dataset states one record more, or one fewer.
func (a *batchWriter) count(r graph.Ref, n int) {
	if r.Edge != "" {
		a.edges += n
	} else {
		a.nodes += n
	}
}

// amendRetracts leaves out of refs what the dataset does not state, and adds the edges that the dataset states at nodes that go.
func (a *batchWriter) amendRetracts(ctx context.Context, refs []graph.Ref) ([]graph.Ref, error) {
	var out []graph.Ref
	var gone []string
	chosen := set{}
	stored, err := a.tx.Stored(ctx, refs)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		k := ref.Key()
		if chosen[k] {
			continue
		}
		chosen.add(k)
		statements := stored[k].Statements
		if !states(a.dataset, statements) {
			a.result.NotStated = append(a.result.NotStated, k)
			continue
		}
		ref = statements[0].Record.Ref() // refs of one key may have been read out of its text: see graph.RefsOf
		if ref.Edge == "" && len(statements) == 1 {
			gone = append(gone, ref.ID)
		}
		out = append(out, ref)
	}
	if len(gone) == 0 {
		return out, nil
	}
	edges, err := a.tx.EdgesAt(ctx, gone)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(edges, chunk) {
		if stored, err = a.tx.Stored(ctx, part); err != nil {
			return nil, err
		}
		for _, e := range part {
			k := e.Key()
			statements := stored[k].Statements
			if i := slices.IndexFunc(statements, func(s Statement) bool { return s.Dataset != a.dataset }); i >= 0 {
				return nil, fmt.Errorf("%w: %s, which %s states, still holds what would be retracted; that has to be retracted first",
					graph.ErrConflict, k, statements[i].Dataset)
			}
			if !chosen[k] {
				chosen.add(k)
				out = append(out, e)
			}
		}
	}
	if len(out) > MaxAmended {
		return nil, fmt.Errorf("%w: %d records would go, links among them, and at most %d are taken back at once; take links back first",
			graph.ErrTooLarge, len(out), MaxAmended)
	}
	return out, nil
}

func states(dataset string, statements []Statement) bool {
	return slices.ContainsFunc(statements, func(s Statement) bool { return s.Dataset == dataset })
}

// told are the properties of a dataset that somebody writes; the others are kept for it.
var told = []string{"name", "version", "licence", "description"}

// compareOwnRecord notes what an amendment changes in what the dataset's own record says, and refuses to amend half a dataset.
func (a *batchWriter) compareOwnRecord(ctx context.Context, given graph.Record) error {
	was, err := a.ownRecord(ctx)
	switch {
	case err != nil:
		return err
	case was.Props["position"] != nil:
		return fmt.Errorf("%w: a load of %s was cut short after %v records; load it again first",
			graph.ErrConflict, was.ID, was.Props["position"])
	}
	var old []Statement
	if was.Kind != "" {
		old = []Statement{{Dataset: was.ID, Record: saying(was.Props, was)}}
	}
	return a.noteDifference(old, []Statement{{Dataset: given.ID, Record: saying(amended(was, given), given)}})
}

// saying is a dataset's record with nothing but what somebody wrote.
func saying(props graph.Props, r graph.Record) graph.Record {
	out := graph.Record{Kind: r.Kind, ID: r.ID, Props: graph.Props{}}
	for _, name := range told {
		if v := props[name]; v != nil {
			out.Props[name] = v
		}
	}
	return out
}

// amended are the properties of a dataset's record with those that are given.
func amended(was, given graph.Record) graph.Props {
	props := graph.Props{}
	maps.Copy(props, was.Props)
	maps.Copy(props, given.Props)
	return props
}

// amendOwnRecord writes what an amendment changes in the dataset's own record.
func (a *batchWriter) amendOwnRecord(ctx context.Context, was, given graph.Record) error {
	d := graph.Record{Kind: given.Kind, ID: given.ID, Basis: was.Basis, Evidence: was.Evidence, Props: amended(was, given)}
	changed := a.result.Added+a.result.Changed+a.result.Retracted > 0
	if !changed && was.Kind != "" && equal(saying(was.Props, d), saying(d.Props, d)) {
		return nil
	}
	if changed {
		delete(d.Props, "checksum")
	}
	nodes, _ := was.Props["nodeCount"].(int64)
	edges, _ := was.Props["edgeCount"].(int64)
	d.Props["loadedAt"], d.Props["nodeCount"], d.Props["edgeCount"] = a.now, nodes+int64(a.nodes), edges+int64(a.edges)
	graph.Canonical(&d)
	var c Changes
	var old, now []Statement
	if was.Kind != "" {
		old = []Statement{*a.stored}
		now = []Statement{a.touch(&c, d, a.stored)}
	} else {
		now = []Statement{a.touch(&c, d, nil)}
	}
	a.compares = false // compareOwnRecord has told what changes
	if err := a.stage(&c, old, now); err != nil {
		return err
	}
	return a.tx.Write(ctx, c)
}
