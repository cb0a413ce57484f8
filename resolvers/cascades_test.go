package resolvers

import (
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Whether the id is that of an episode is found out by the store, as of every id that a question names.
func TestCascadesRequireAnEpisode(t *testing.T) {
	s := &fakeStore{answer: &query.Answer{}}
	post(t, s, `{ cascades(episode: "crisis") { length } }`)
	if want := []query.RequiredNode{{Kind: graph.KindEpisode, ID: "crisis"}}; !slices.Equal(s.asked.RequiredNodes, want) {
		t.Errorf("required are %v, not %v", s.asked.RequiredNodes, want)
	}
}
