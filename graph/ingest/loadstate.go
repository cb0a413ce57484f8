package ingest

import (
	"context"
	"fmt"
	"maps"

	"github.com/demarche-graph/demarche/graph"
)

// PositionOf is how many records of a dataset an interrupted load of this checksum has stored, else 0.
func PositionOf(stored graph.Record, checksum any) int {
	position, _ := stored.Props["position"].(int64)
	if stored.Props["checksum"] != checksum {
		return 0
	}
	return int(position)
}

// checkResume checks that a later part of a large dataset continues the load that stored the earlier parts.
func (a *batchWriter) checkResume(ctx context.Context, b Batch) error {
	if b.Part == nil || b.Part.After == 0 {
		return nil
	}
	was, err := a.ownRecord(ctx)
	if err == nil && was.Props["checksum"] != b.Dataset.Props["checksum"] {
		err = fmt.Errorf("%w: another load of %s (version %v) began while this one (version %v) was under way; "+
			"let that end, then load what is right",
			graph.ErrConflict, a.dataset, was.Props["version"], b.Dataset.Props["version"])
	}
	return err
}

// ownRecord is the dataset's own record as the store has it, empty if it has none.
func (a *batchWriter) ownRecord(ctx context.Context) (graph.Record, error) {
	if a.stored != nil {
		return a.stored.Record, nil
	}
	stored, err := a.tx.Stored(ctx, []graph.Ref{{ID: a.dataset}})
	if err != nil {
		return graph.Record{}, err
	}
	a.stored = &Statement{}
	if list := stored[a.dataset].Statements; len(list) > 0 {
		*a.stored = list[0]
		graph.Canonical(&a.stored.Record)
	}
	return a.stored.Record, nil
}

// writeOwnRecord writes the dataset's own record, with its counts and position, unless nothing of it has changed.
func (a *batchWriter) writeOwnRecord(ctx context.Context, b Batch, puts []graph.Record, nodes int) error {
	was, err := a.ownRecord(ctx)
	if err != nil {
		return err
	}
	d := b.Dataset
	graph.Canonical(&d)
	props := graph.Props{"loadedAt": a.now, "nodeCount": int64(nodes), "edgeCount": int64(len(puts) - nodes)}
	maps.Copy(props, d.Props)
	sameFiles := was.Props["version"] == d.Props["version"] && was.Props["checksum"] == d.Props["checksum"]
	if p := b.Part; p != nil {
		position := p.After + len(b.Puts)
		// When the same load runs twice at once, the other one may have written the last part already.
		whole := position >= p.Of || sameFiles && was.Props["position"] == nil
		if !whole {
			props["position"] = int64(max(position, PositionOf(was, d.Props["checksum"])))
		}
	}
	changed := a.result.Added+a.result.Changed+a.result.Retracted > 0
	if !changed && sameFiles && was.Props["position"] == props["position"] {
		return nil
	}
	d.Props = props
	if equal(was, d) { // two loads of one second
		return nil
	}
	var c Changes
	var old []Statement
	now := []Statement{{}}
	if was.Kind != "" {
		old = []Statement{*a.stored}
		now[0] = a.touch(&c, d, a.stored)
	} else {
		now[0] = a.touch(&c, d, nil)
	}
	if err := a.stage(&c, old, now); err != nil {
		return err
	}
	return a.tx.Write(ctx, c)
}
