package neo4j

import (
	"slices"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/internal/store/storetest"
)

// TestRollUpOfBefore brings a server up to date in which the attribution is kept as in schema 1, and an action has another quad
// class.
func TestRollUpOfBefore(t *testing.T) {
	s := open(t)
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatal(err, cause(err))
	}
	run := func(text string) []string { return runRaw(t, s, text) }
	const kept = "MATCH ()-[l:ON_LEDGER|AWAITS]->() WITH reduce(text = type(l), p IN ['key', 'id', 'earliest', 'quadClass', 'points', " +
		"'part', 'answered', 'direct'] | " +
		"text + ' ' + coalesce(toString(l[p]), '-')) AS row RETURN row ORDER BY row " +
		"UNION ALL MATCH (a:Action) WITH a ORDER BY a.id " +
		"RETURN a.id + a.quadClass + coalesce(a.cameoQuadClass, '') + coalesce(a.title, '') + a.stated AS row"
	before := run(kept)
	run("MATCH (a:Action) SET a.quadClass = 'VERBAL_COOPERATION' REMOVE a.cameoQuadClass, a.placeInDay")
	const names = "MATCH (n) WHERE n.foldedNames IS NOT NULL RETURN n.id + n.foldedNames + coalesce(n.names[0], '-') AS row ORDER BY row"
	namesBefore := run(names)
	run("MATCH (n:Actor) WHERE n.names IS NULL SET n.names = n.foldedNames REMOVE n.foldedNames")
	run("MATCH ()-[l:ON_LEDGER]->() REMOVE l.quadClass, l.points, l.part")
	run("MATCH (a)-[w:AWAITS]->(b) DELETE w")
	run("MATCH (a:Action {id: 'consular-request'}), (b:Actor {id: 'azerbaijan'}) CREATE (a)-[:AWAITS {answered: false}]->(b)")
	run("MATCH (d:Demarche {id: 'lock'}) SET d.schema = 1")
	run("CREATE RANGE INDEX demarche_on_ledger_by_date IF NOT EXISTS FOR ()-[r:ON_LEDGER]-() ON (r.key, r.earliest, r.latest)")
	if err := s.migrate(t.Context()); err != nil {
		t.Fatal(err, cause(err))
	}
	if after := run(kept); !slices.Equal(after, before) || len(after) < 10 {
		t.Errorf("%q, and it was %q", after, before)
	}
	if after := run(names); !slices.Equal(after, namesBefore) || len(after) < 10 {
		t.Errorf("%q, and it was %q", after, namesBefore)
	}
	if left := run("SHOW INDEXES YIELD name WHERE name = 'demarche_on_ledger_by_date' RETURN name"); len(left) > 0 {
		t.Error(left)
	}
}

// runRaw runs a statement, and gives the texts of its first column.
func runRaw(t *testing.T, s *Store, text string) (rows []string) {
	t.Helper()
	session := s.session(t.Context(), neo4j.AccessModeWrite, neo4j.FetchAll)
	defer func() { _ = session.Close(t.Context()) }()
	result, err := session.Run(t.Context(), text, nil)
	if err != nil {
		t.Fatal(text, err)
	}
	records, err := result.Collect(t.Context())
	if err != nil {
		t.Fatal(text, err)
	}
	for _, r := range records {
		rows = append(rows, textOf(r.Values[0]))
	}
	return rows
}

// TestDisputesOfBefore reads evidence that disputes its fact as schema 2 kept it: by a flag, in lists and in statements.
func TestDisputesOfBefore(t *testing.T) {
	s := open(t)
	if _, err := s.Apply(t.Context(), storetest.Disputed()); err != nil {
		t.Fatal(err, cause(err))
	}
	for _, x := range []string{"(x)", "()-[x]->()"} {
		runRaw(t, s, "MATCH "+x+" WHERE x.evidenceSource IS NOT NULL SET x.evidenceDisputes = [i IN range(0, size(x.evidenceSource) - 1) | "+
			"coalesce(x.evidenceRelation[i] = 'DISPUTES', false)], "+
			`x.stated = replace(x.stated, '"relation":"DISPUTES"', '"disputes":true') REMOVE x.evidenceRelation`)
	}
	runRaw(t, s, "MATCH (d:Demarche {id: 'lock'}) SET d.schema = 2")
	if err := s.migrate(t.Context()); err != nil {
		t.Fatal(err, cause(err))
	}
	storetest.CheckDisputed(t, s)
}

// TestSupportOfBefore brings a server up to date that says nothing of support.
func TestSupportOfBefore(t *testing.T) {
	s := open(t)
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatal(err, cause(err))
	}
	kept := func() []string {
		return slices.Concat(
			runRaw(t, s, "MATCH (u:Support) RETURN u.id + ' ' + u.sources + u.origins + coalesce(u.reliability, '') AS row ORDER BY row"),
			runRaw(t, s, "MATCH (u:Support)-[:RESTS_ON]->(s) RETURN u.id + ' on ' + s.id AS row ORDER BY row"),
			runRaw(t, s, "MATCH (x) WHERE x.support IS NOT NULL RETURN x.id + ' ' + x.support AS row ORDER BY row"),
			runRaw(t, s, "MATCH ()-[x]->() WHERE x.support IS NOT NULL RETURN x.id + ' ' + x.support AS row ORDER BY row"))
	}
	before := kept()
	runRaw(t, s, "MATCH (u:Support) DETACH DELETE u")
	for _, x := range []string{"(x)", "()-[x]->()"} {
		runRaw(t, s, "MATCH "+x+" WHERE x.support IS NOT NULL REMOVE x.support")
	}
	runRaw(t, s, "MATCH (d:Demarche {id: 'lock'}) SET d.schema = 4 REMOVE d.revision")
	if err := s.migrate(t.Context()); err != nil {
		t.Fatal(err, cause(err))
	}
	if after := kept(); !slices.Equal(after, before) || len(after) < 10 {
		t.Errorf("%q, and it was %q", after, before)
	}
	if n, err := s.Revision(t.Context()); err != nil || n == 0 {
		t.Errorf("revision %d, %v of a store that was written", n, err)
	}
}

// TestLensOfBefore brings a server up to date that cannot be looked at through a lens.
func TestLensOfBefore(t *testing.T) {
	s := open(t)
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatal(err, cause(err))
	}
	kept := func() []string {
		return slices.Concat(
			runRaw(t, s, "MATCH (s:Source) WHERE s.earliest IS NOT NULL RETURN s.id + ' ' + s.earliest + ' ' + s.latest AS row ORDER BY row"),
			runRaw(t, s, "MATCH ()-[r:RESPONDS_TO]->() WHERE r.answersFor IS NOT NULL "+
				"UNWIND r.answersFor AS actor RETURN r.id + ' for ' + actor AS row ORDER BY row"),
			runRaw(t, s, "MATCH (c)-[l:HELD_BY]->(x) RETURN c.id + ' ' + x.id + ' ' + l.counts + coalesce(l.occasions[0], '') AS row ORDER BY row"))
	}
	before := kept()
	runRaw(t, s, "MATCH (s:Source) REMOVE s.earliest, s.latest")
	runRaw(t, s, "MATCH ()-[r:RESPONDS_TO]->() REMOVE r.answersFor")
	runRaw(t, s, "MATCH ()-[l:HELD_BY]->() WHERE NOT l.counts DELETE l")
	runRaw(t, s, "MATCH ()-[l:HELD_BY]->() REMOVE l.counts, l.occasions")
	runRaw(t, s, "MATCH (d:Demarche {id: 'lock'}) SET d.schema = 6")
	if err := s.migrate(t.Context()); err != nil {
		t.Fatal(err, cause(err))
	}
	after := kept()
	if !slices.Equal(after, before) {
		t.Errorf("%q, and it was %q", after, before)
	}
	for _, some := range []string{" for ", "true"} {
		if !slices.ContainsFunc(after, func(row string) bool { return strings.Contains(row, some) }) {
			t.Errorf("no row with %q in %q", some, after)
		}
	}
}
