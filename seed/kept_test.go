package seed

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// What is kept is what is stated, whatever happened to the store since: through Apply or past it, in few changes or in more than are
// taken over, and when the log has forgotten them.
func TestKeptIsWhatIsStated(t *testing.T) {
	s := holding(t, "dataset:other", "actors:\n- {id: state-0, name: State, kind: STATE, country: AZE}\n")
	kept := NewKept()
	random := rand.New(rand.NewPCG(3, 4))
	put := func(dataset string, n int) ingest.Batch {
		b := ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: dataset, Props: graph.Props{"name": "D", "licence": "none"}}, Amends: true}
		for range n {
			b.Puts = append(b.Puts, graph.Record{
				Kind: graph.KindActor, ID: fmt.Sprint("group-", random.IntN(3*n)), Props: graph.Props{"kind": "GROUP", "name": fmt.Sprint(random.IntN(9))},
			})
		}
		return b
	}
	for round := range 60 {
		dataset := fmt.Sprint("dataset:d", random.IntN(2))
		switch n := random.IntN(20); {
		case n == 0:
			if err := s.(ingest.Log).Prune(t.Context(), headOfStore(t, s)); err != nil {
				t.Fatal(err)
			}
		case n < 8:
			retracted := put(dataset, 3)
			for _, r := range retracted.Puts {
				retracted.Retracts = append(retracted.Retracts, r.Ref())
			}
			retracted.Puts, retracted.Reason = nil, "a test"
			_, _ = s.Apply(t.Context(), retracted)
		case n == 8:
			_, _ = s.Apply(t.Context(), put(dataset, 2*maxFollowed))
		default:
			_, _ = s.Apply(t.Context(), put(dataset, 3))
		}
		for _, id := range []string{"dataset:other", "dataset:d0", "dataset:d1"} {
			got, err := kept.stated(t.Context(), s, headOfStore(t, s), id, 0)
			if err != nil {
				t.Fatal(err)
			}
			want, err := NewKept().stated(t.Context(), s, headOfStore(t, s), id, 0)
			if err != nil {
				t.Fatal(err)
			}
			if g, w := fmt.Sprint(got), fmt.Sprint(want); g == "" || fmt.Sprint(*got) != fmt.Sprint(*want) {
				t.Fatalf("round %d, %s: %d records are kept, and %d stated\n%s\n%s", round, id, len(got.records), len(want.records), g, w)
			}
		}
	}
}

// Another store that has come as far is not taken for the one that was read.
func TestKeptKnowsItsStore(t *testing.T) {
	kept := NewKept()
	for i := range 2 {
		s := holding(t, "dataset:d", fmt.Sprintf("actors:\n- {id: group-%d, name: Group, kind: GROUP}\n", i))
		got, err := kept.stated(t.Context(), s, headOfStore(t, s), "dataset:d", 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.records) != 1 || got.records[0].ID != fmt.Sprint("group-", i) {
			t.Errorf("%d: %v is kept", i, got.records)
		}
	}
}

func headOfStore(t *testing.T, s Logging) int64 {
	t.Helper()
	n, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
