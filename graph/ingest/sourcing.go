package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// Sourcing is all that a store knows of sources, at one revision, and which sets of them any fact rests on. It is not to be
// changed, but Support may be called by one goroutine at a time alone.
type Sourcing struct {
	SupportSnapshot
	Revision int64               // as query.Reader gives it
	Sets     map[string][]string // the sources of each support, by its key
}

// Sourced is a store that tells its Sourcing. To read it takes about as long as to read all sources and supports.
type Sourced interface {
	Sourcing(ctx context.Context) (*Sourcing, error)
}

// KnownBy returns the day by which the source was surely public, "" when nobody knows.
func (s SourceFacts) KnownBy() graph.Day {
	day, _ := s.knownBy()
	return day
}

// Derived returns these sources and all that were made from them, directly or through others.
func (w *SupportSnapshot) Derived(sources []string) map[string]bool {
	copies := map[string][]string{}
	for id, s := range w.Sources {
		for _, from := range s.DerivedFrom {
			copies[from] = append(copies[from], id)
		}
	}
	out := make(map[string]bool, len(sources))
	for queue := sources; len(queue) > 0; queue = queue[1:] {
		if id := queue[0]; !out[id] {
			out[id] = true
			queue = append(queue, copies[id]...)
		}
	}
	return out
}
