package resolvers

import (
	"testing"
)

// Whether the id is that of an episode is found out by the store, as of every id that a question names.
func TestCascadesRequireAnEpisode(t *testing.T) {
	q := queryOf(t, `{ cascades(episode: "crisis") { length } }`)
	if got := required(q.RequiredNodes); got != "episode crisis" {
		t.Errorf("got %s", got)
	}
}
