package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// RunTx holds what a store tells and takes within a transaction to the contract of ingest.Tx. s is empty; write does its work
// in one transaction of s, which an error undoes.
func RunTx(t *testing.T, s Store, write func(ctx context.Context, work func(ingest.Tx) error) error) {
	if _, err := s.Apply(t.Context(), Story()); err != nil {
		t.Fatal(err)
	}
	within := func(name string, work func(t *testing.T, ctx context.Context, tx ingest.Tx) error) {
		t.Run(name, func(t *testing.T) {
			if err := write(t.Context(), func(tx ingest.Tx) error { return work(t, t.Context(), tx) }); err != nil {
				t.Fatal(err)
			}
		})
	}
	within("Stored gives the statements of what exists, each value of its own type", func(t *testing.T, ctx context.Context,
		tx ingest.Tx) error {
		got, err := tx.Stored(ctx, []graph.Ref{{ID: "all-was-lawful"}, {ID: "nobody"}, edgeRef("protest-note RESPONDS_TO raid"),
			edgeRef("raid RESPONDS_TO protest-note")})
		if err != nil {
			return err
		}
		if len(got) != 2 || len(got["all-was-lawful"].Statements) != 1 || len(got["RESPONDS_TO:protest-note:raid"].Statements) != 1 {
			t.Fatalf("%+v", got)
		}
		if n := got["all-was-lawful"].Statements[0].Record.Props["credibility"]; n != int64(2) {
			t.Errorf("credibility is %#v", n)
		}
		if d := got["RESPONDS_TO:protest-note:raid"].Statements[0].Dataset; d != "dataset:story" {
			t.Errorf("stated by %q", d)
		}
		return nil
	})
	within("Kinds gives that of each id that is a node's", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		got, err := tx.Kinds(ctx, []string{"raid", "russia", "nobody", "Raid", "all-was-lawful", "article", "yekaterinburg", "crisis-2025",
			"dataset:story",
			"raid", "", "RESPONDS_TO:protest-note:raid"})
		equal(t, "kinds", fmt.Sprint(got), "map[all-was-lawful:Claim article:Source crisis-2025:Episode dataset:story:Dataset raid:Action "+
			"russia:Actor yekaterinburg:Place]")
		return err
	})
	within("Kinds of no ids are none", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		got, err := tx.Kinds(ctx, nil)
		equal(t, "kinds", fmt.Sprint(got), "map[]")
		return err
	})
	within("EdgesAt gives those that leave or enter any of these nodes", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		refs, err := tx.EdgesAt(ctx, []string{"protest-note", "cis"})
		var got []string
		for _, r := range refs {
			got = append(got, graph.EdgeID(r.Edge, r.From, r.To))
		}
		same(t, got, "IN_EPISODE:protest-note:crisis-2025", "MEMBER_OF:russia:cis", "PERFORMED:azerbaijan:protest-note",
			"RESPONDS_TO:denial:protest-note",
			"RESPONDS_TO:protest-note:raid", "TARGETS:protest-note:russia-foreign-ministry")
		return err
	})
	within("Actors gives those of these ids, and all of these countries", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		actors, err := tx.Actors(ctx, []string{"azerbaijan", "cis", "raid"}, []string{"RUS", "AZE"})
		var got []string
		for _, a := range actors {
			got = append(got, fmt.Sprint(a.ID, " ", a.Kind, " ", a.Country))
		}
		same(t, got, "azerbaijan STATE AZE", "cis INTERNATIONAL_BODY ", "community-leader PERSON AZE", "russia STATE RUS",
			"sputnik-editor PERSON RUS")
		return err
	})
	within("Ties gives those that leave some actors, or enter others, each once", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		ties, err := tx.Ties(ctx, []string{"russia-foreign-ministry"}, []string{"russia"})
		var got []string
		for _, tie := range ties {
			got = append(got, fmt.Sprint(tie.From, " ", tie.Kind, " ", tie.To))
		}
		same(t, got, "azerbaijan COOPERATES_WITH russia", "russia-foreign-ministry PART_OF russia", "russia-interior-ministry PART_OF russia",
			"sputnik-baku OWNED_BY russia")
		return err
	})
	within("ActionsOf gives those that an actor performed, or that target or address it", func(t *testing.T, ctx context.Context,
		tx ingest.Tx) error {
		got, err := tx.ActionsOf(ctx, []string{"azerbaijan", "sputnik-editor"}) // the raid only affects the editor, and addresses Azerbaijan
		same(t, got, "apology", "apology-demand", "bureau-sealed", "consular-request", "protest-note", "raid")
		return err
	})
	within("Actions gives what the attribution of an action rests on", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		facts, err := tx.Actions(ctx, []string{"raid", "russia"})
		if err != nil || len(facts) != 1 {
			t.Fatalf("%+v, %v", facts, err)
		}
		f := facts[0]
		for _, list := range [][]string{f.Performers, f.Directed, f.Addressees, f.RespondsTo, f.Responses} {
			slices.Sort(list)
		}
		equal(t, "facts", fmt.Sprintf("%s %s %s %s, by %v, directed at %v, addressed to %v, responds to %v, responses %v",
			f.ID, f.Type, f.Earliest, f.Latest, f.Performers, f.Directed, f.Addressees, f.RespondsTo, f.Responses),
			"raid COERCE 2025-06-27 2025-06-27, by [yekaterinburg-police], directed at [azerbaijan community-leader], addressed to [azerbaijan], "+
				"responds to [], responses [bureau-sealed protest-note]")
		return nil
	})
	within("Sources gives what the support of a fact rests on", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		facts, err := tx.Sources(ctx, []string{"article", "raid", "nothing", "article", "wire-report"})
		var got []string
		for _, f := range facts {
			got = append(got, fmt.Sprintf("%s by %v from %v", f.ID, f.Publishers, f.DerivedFrom))
		}
		same(t, slices.Compact(got), "article by [sputnik-baku] from [wire-report]", "wire-report by [] from []")
		return err
	})
	within("SourcesOf gives what some published, and what was made from others", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		for _, c := range []struct{ publishers, originals, want []string }{
			{[]string{"sputnik-baku", "russia"}, nil, []string{"article"}}, {nil, []string{"wire-report", "article"}, []string{"article"}},
			{[]string{"sputnik-baku"}, []string{"wire-report"}, []string{"article"}}, {nil, nil, nil},
		} {
			got, err := tx.SourcesOf(ctx, c.publishers, c.originals)
			if err != nil {
				return err
			}
			same(t, got, c.want...)
		}
		return nil
	})
	within("Supports gives the sets with any of these sources, each once", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		if err := tx.Write(ctx, ingest.Changes{Supports: []ingest.Support{
			{Key: "2 article wire-report", Of: []string{"article", "wire-report"}, Sources: 2, Origins: 1},
			{Key: "2 article burnt-report", Of: []string{"article", "burnt-report"}, Missing: true, Sources: 2, Origins: 2},
		}}); err != nil {
			return err
		}
		for _, c := range []struct{ of, want []string }{
			{[]string{"article"}, []string{"[article burnt-report]", "[article wire-report]", "[article]"}},
			{[]string{"wire-report"}, []string{"[article wire-report]"}}, {[]string{"burnt-report"}, []string{"[article burnt-report]"}},
			{[]string{"article", "burnt-report", "wire-report"}, []string{"[article burnt-report]", "[article wire-report]", "[article]"}},
			{[]string{"nothing"}, nil}, {nil, nil},
		} {
			sets, err := tx.Supports(ctx, c.of)
			if err != nil {
				return err
			}
			var got []string
			for _, of := range sets {
				got = append(got, fmt.Sprint(of))
			}
			same(t, got, c.want...)
		}
		return nil
	})
	within("Size is exact while nothing was taken out", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
		n, err := tx.Size(ctx)
		if want := len(Story().Puts) + 1; n != want { // and the dataset
			t.Errorf("%d, not %d", n, want)
		}
		return err
	})
	t.Run("an error undoes what was written", func(t *testing.T) {
		undo := fmt.Errorf("%w: undo", graph.ErrConflict)
		err := write(t.Context(), func(tx ingest.Tx) error {
			if err := tx.Write(t.Context(), ingest.Changes{
				DropEdges: []graph.Ref{edgeRef("protest-note IN_EPISODE crisis-2025"), edgeRef("raid IN_EPISODE crisis-2025")},
				DropNodes: []graph.Ref{{ID: "crisis-2025"}},
				Superseded: []ingest.Superseded{{Statement: ingest.Statement{Dataset: "dataset:story", Since: 1, Place: 1,
					Record: node(graph.KindEpisode, "crisis-2025")}, Until: ingest.Position{Revision: 2, Place: 1}}},
			}); err != nil {
				t.Error(err)
			}
			if kinds, err := tx.Kinds(t.Context(), []string{"crisis-2025"}); err != nil || len(kinds) > 0 {
				t.Errorf("not written: %v, %v", kinds, err)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Error(err)
		}
		within("what was dropped is there again", func(t *testing.T, ctx context.Context, tx ingest.Tx) error {
			refs, err := tx.EdgesAt(ctx, []string{"crisis-2025"})
			if len(refs) != 2 {
				t.Errorf("%v", refs)
			}
			return err
		})
	})
}

// same compares what may come in any order.
func same[T cmp.Ordered](t *testing.T, got []T, want ...T) {
	t.Helper()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}
