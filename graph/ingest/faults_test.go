package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// emptyTx is a store that holds one actor.
type emptyTx struct{ Tx }

func (emptyTx) Kinds(_ context.Context, ids []string) (map[string]graph.Kind, error) {
	out := map[string]graph.Kind{}
	if slices.Contains(ids, "actor") {
		out["actor"] = graph.KindActor
	}
	return out, nil
}

func (emptyTx) Head(context.Context) (int64, error) { return 0, nil }

func (emptyTx) Size(context.Context) (int, error) { return 1, nil }

func (emptyTx) Stored(context.Context, []graph.Ref) (map[string]Stored, error) { return nil, nil }

// A batch is refused with faults that carry their rules, so that who sent it need not read the text.
func TestBatchFaults(t *testing.T) {
	dataset := graph.Record{Kind: graph.KindDataset, ID: "dataset:x"}
	actor := func(id, name string) graph.Record {
		return graph.Record{Kind: graph.KindActor, ID: id, Props: graph.Props{"name": name}}
	}
	action := func(props graph.Props) graph.Record {
		return graph.Record{Kind: graph.KindAction, ID: "x", Props: props}
	}
	var many []graph.Record
	for i := range 60 {
		many = append(many, actor(fmt.Sprintf("no id %d", i), "A"))
	}
	for name, c := range map[string]struct {
		dataset graph.Record
		puts    []graph.Record
		want    string
	}{
		"no dataset":        {graph.Record{Kind: graph.KindActor, ID: "a"}, nil, "missing-key"},
		"another dataset":   {dataset, []graph.Record{{Kind: graph.KindDataset, ID: "dataset:y"}}, "wrong-kind"},
		"twice":             {dataset, []graph.Record{actor("a", "A"), actor("a", "B")}, "twice"},
		"unknown end":       {dataset, []graph.Record{{Edge: graph.PartOf, From: "actor", To: "has no evidence; "}}, "id"},
		"unknown and known": {dataset, []graph.Record{{Edge: graph.PartOf, From: "actor", To: "is-empty;"}}, "unknown-id"},
		"wrong end":         {dataset, []graph.Record{actor("a", "A"), {Edge: graph.Performed, From: "a", To: "actor"}}, "wrong-kind"},
		"no type":           {dataset, []graph.Record{action(graph.Props{"title": "unknown key x"})}, "missing-key"},
		"no such code":      {dataset, []graph.Record{action(graph.Props{"cameoCode": "is empty; "})}, "term"},
		"a date":            {dataset, []graph.Record{action(graph.Props{"date": "is none of A"})}, "date"},
		"many":              {dataset, many, strings.Repeat("id ", 50) + "more"},
	} {
		_, err := ApplyBatch(t.Context(), emptyTx{}, Batch{Dataset: c.dataset, Puts: c.puts, Part: nil}, time.Now())
		var got []string
		for _, f := range graph.FaultsOf(err) {
			got = append(got, f.Rule().String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s: %v", name, got, c.want, err)
		}
	}
}
