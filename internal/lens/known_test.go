package lens

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// datedStore notes how it is asked. It refuses what was found at another revision.
type datedStore struct {
	query.Reader
	days     map[string]graph.Day
	revision int64
	read     int // how often its supports were
	asked    []string
}

func (s *datedStore) Sourcing(context.Context) (*ingest.Sourcing, error) {
	return &ingest.Sourcing{}, nil
}

func (s *datedStore) Named(context.Context, query.Pred) ([]string, int64, error) {
	return nil, s.revision, nil
}

func (s *datedStore) Lists(q *query.Query) bool { _, is := q.Find.(query.FindStats); return is }

func (s *datedStore) KnownBy(_ context.Context, most int) (map[string]graph.Day, int64, error) {
	s.read++
	if len(s.days) > most {
		return nil, s.revision, nil
	}
	return s.days, s.revision, nil
}

func (s *datedStore) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) {
	switch found := q.Lens.Sources; {
	case found == nil:
		s.asked = append(s.asked, "plainly")
	case found.Revision != s.revision:
		s.asked = append(s.asked, "outdated")
		return nil, query.ErrLensOutdated
	default:
		s.asked = append(s.asked, fmt.Sprint(found.Standing.Except, found.Standing.Texts))
	}
	return &query.Answer{}, nil
}

// TestKnownOnByAList: a lens on knownOn comes to a list where the store says that this is quicker, and to none when that is overtaken.
func TestKnownOnByAList(t *testing.T) {
	s := &datedStore{days: map[string]graph.Day{"early": "2025-01-01", "late": "2025-03-01", "never": "", "then": "2025-02-01"}, revision: 1}
	r := Over(s)
	ask := func(f query.Find, day graph.Day, want ...string) {
		t.Helper()
		s.asked = nil
		if _, err := r.Fetch(t.Context(), &query.Query{Find: f, Lens: &query.Lens{KnownOn: day}}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(s.asked, want) {
			t.Errorf("asked %q, not %q", s.asked, want)
		}
	}
	ask(query.FindNodes{}, "2025-02-01", "plainly")
	ask(query.FindStats{}, "2025-01-31", "false [early]")
	ask(query.FindStats{}, "2025-02-01", "false [early then]")
	ask(query.FindStats{}, "2025-12-31", "true [never]")
	ask(query.FindStats{}, "2024-12-31", "false []")
	if s.read != 1 {
		t.Errorf("supports were read %d times", s.read)
	}
	s.days, s.revision = map[string]graph.Day{"early": "2025-06-01"}, 2
	ask(query.FindStats{}, "2025-02-01", "outdated", "plainly")
	ask(query.FindStats{}, "2025-07-01", "true []")
	s.days, s.revision = map[string]graph.Day{}, 3
	for i := range maxKnown + 1 {
		s.days[fmt.Sprint(i)] = "2025-01-01"
	}
	ask(query.FindStats{}, "2025-07-01", "outdated", "plainly")
	ask(query.FindStats{}, "2025-07-01", "plainly")
}
