package neo4j

import (
	"testing"

	"github.com/demarche-graph/demarche/internal/store/sqlite"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// TestLogOfBefore brings a server up to date that has no log, one of which a run before did a part among them.
func TestLogOfBefore(t *testing.T) {
	for name, part := range map[string]bool{"all": false, "the rest": true} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			storetest.BeforeLog(t, s)
			runRaw(t, s, "MATCH (n:Revision|Touched|Superseded) DELETE n")
			for _, x := range []string{"(x)", "()-[x]->()"} {
				runRaw(t, s, "MATCH "+x+" WHERE x.stated IS NOT NULL SET x.stated = reduce(text = x.stated, n IN range(1, 9) | "+
					"reduce(text = text, m IN range(1, 100) | replace(text, ',\"since\":' + n + ',\"place\":' + m + '}', '}')))")
			}
			runRaw(t, s, "MATCH (d:Demarche {id: 'lock'}) SET d.schema = 6 REMOVE d.head")
			if part {
				if err := s.fillLogOf(t.Context(), "Actor", "(x)", "(x:Actor)"); err != nil {
					t.Fatal(err, cause(err))
				}
			}
			if err := s.migrate(t.Context()); err != nil {
				t.Fatal(err, cause(err))
			}
			replica, err := sqlite.Open(t.Context(), ":memory:")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = replica.Close() }()
			storetest.CheckBegun(t, s, replica)
		})
	}
}
