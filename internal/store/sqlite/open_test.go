package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/store/storetest"
)

func openFile(t *testing.T, dsn string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatalf("%v: %s", err, cause(err))
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestColumns holds the tables equal to the properties of package graph.
func TestColumns(t *testing.T) {
	s := open(t)
	check := func(table string, props []graph.Property, others ...string) {
		rows, err := s.current.reading.QueryContext(t.Context(), "SELECT name, type FROM pragma_table_info(?)", table)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		have := map[string]string{}
		for rows.Next() {
			var name, typ string
			if err := rows.Scan(&name, &typ); err != nil {
				t.Fatal(err)
			}
			have[name] = typ
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		for _, p := range props {
			want := map[graph.PropType]string{graph.PropNumber: "REAL", graph.PropInt: "INTEGER", graph.PropFlag: "INTEGER"}[p.Type]
			if want == "" {
				want = "TEXT"
			}
			if have[p.Name] != want {
				t.Errorf("%s.%s is %q, it should be %s", table, p.Name, have[p.Name], want)
			}
			delete(have, p.Name)
		}
		for _, o := range others {
			delete(have, o)
		}
		if len(have) > 0 {
			t.Errorf("%s has %v, which graph has not", table, have)
		}
	}
	for _, k := range graph.NodeKinds {
		check(strings.ToLower(string(k)), graph.NodeProps[k], "pk", "id", "basis", "evidence", "stated", "datasets", "support")
	}
	check("edge", graph.EdgeProps, "pk", "label", "src", "dst", "id", "basis", "evidence", "stated", "asOfDay", "sinceDay", "untilDay",
		"endedBy", "endedOn", "datasets", "support")
}

func TestOpen(t *testing.T) {
	ctx := t.Context()
	for _, dsn := range []string{"", "//", "//host/x"} {
		if _, err := Open(ctx, dsn); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q: %v", dsn, err)
		}
	}
	_, err := Open(ctx, filepath.Join(t.TempDir(), "none", "x.db"))
	if !errors.Is(err, graph.ErrUnavailable) || strings.Contains(err.Error(), "SQL") && !strings.Contains(err.Error(), "SQLite file") {
		t.Error(err)
	}
	other := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(other, []byte(strings.Repeat("no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, other); !errors.Is(err, graph.ErrInvalid) {
		t.Error(err)
	}

	path := filepath.Join(t.TempDir(), "a b?c#%20é.db") // nothing of a path is special
	s := openFile(t, "//"+path)
	tell(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if err := s.Health(ctx); !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("closed: %v", err)
	}
	t.Chdir(filepath.Dir(path))
	s = openFile(t, filepath.Base(path))
	if a := fetch(t, s, &query.Query{Find: query.FindNodes{IDs: []string{"azerbaijan"}}}); ids(a.Items) != "azerbaijan" {
		t.Error(ids(a.Items))
	}
	var mode string
	var level, size, reading, writing int
	for db, into := range map[*sql.DB]*int{s.current.reading: &reading, s.current.writing: &writing} {
		if err := db.QueryRowContext(ctx, "PRAGMA cache_size").Scan(into); err != nil {
			t.Fatal(err)
		}
	}
	if sum := s.current.reading.Stats().MaxOpenConnections*-reading - writing; sum > cacheTotal || sum < cacheTotal/2 {
		t.Errorf("all connections keep %d KiB of pages, %d and %d each", sum, reading, writing)
	}
	if err := s.current.writing.QueryRowContext(ctx, "PRAGMA page_size").Scan(&size); err != nil || size != 8192 {
		t.Error(size, err)
	}
	if err := s.current.writing.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Error(mode, err)
	}
	if err := s.current.writing.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&level); err != nil || level != 2 {
		t.Error(level, err)
	}
	if _, err := s.current.reading.ExecContext(ctx, "DELETE FROM edge"); err == nil {
		t.Error("a reader wrote")
	}
	if _, err := s.current.writing.ExecContext(ctx, "PRAGMA user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "later version") {
		t.Error(err)
	}
	if _, err := s.current.writing.ExecContext(ctx, "PRAGMA user_version = 0"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "something else") {
		t.Error(err)
	}
}

// sinceMigration12 takes back what lenses and webhooks need.
var sinceMigration12 = []string{
	"DROP TABLE delivered",
	"DROP TRIGGER standing_of_action", "DROP TRIGGER standing_of_response",
	"ALTER TABLE ledger DROP COLUMN support", "ALTER TABLE ledger DROP COLUMN basis",
	"ALTER TABLE replies DROP COLUMN support", "ALTER TABLE replies DROP COLUMN basis",
	"ALTER TABLE replies DROP COLUMN bySupport", "ALTER TABLE replies DROP COLUMN byBasis",
	"ALTER TABLE replies DROP COLUMN toSupport", "ALTER TABLE replies DROP COLUMN toBasis",
	"DROP INDEX action_standing", "DROP INDEX response_standing", "DROP INDEX support_known",
	"DROP TABLE answers", `ALTER TABLE "source" DROP COLUMN earliest`, `ALTER TABLE "source" DROP COLUMN latest`,
}

// sinceMigration8 takes back what later migrations add: the revision, the place of an action in its day, and support.
var sinceMigration8 = func() []string {
	texts := append(slices.Clone(sinceMigration12),
		"DROP TABLE revision", "DROP TABLE recorded", "DROP TABLE touched", "DROP TABLE superseded",
		"DROP INDEX action_date", "DROP INDEX action_type", "ALTER TABLE action DROP COLUMN placeInDay",
		"CREATE INDEX action_date ON action (earliest, latest, id)", "CREATE INDEX action_type ON action (type, earliest, latest, id)",
		`DROP TABLE "support"`, "DROP TABLE supporting", "ALTER TABLE edge DROP COLUMN datasets",
		`ALTER TABLE "action" DROP COLUMN support`, `ALTER TABLE "claim" DROP COLUMN support`, "ALTER TABLE edge DROP COLUMN support",
	)
	for _, k := range graph.NodeKinds {
		texts = append(texts, "ALTER TABLE "+table(k)+" DROP COLUMN datasets")
	}
	return texts
}()

// sinceMigration4 takes back what later migrations add.
var sinceMigration4 = append(slices.Clone(sinceMigration8), "ALTER TABLE action DROP COLUMN note",
	"ALTER TABLE action DROP COLUMN credibility",
	"ALTER TABLE action DROP COLUMN sequence", "ALTER TABLE claim DROP COLUMN note", "ALTER TABLE ledger DROP COLUMN side",
	"DROP TABLE occasions", "DROP TABLE held", "ALTER TABLE edge DROP COLUMN endedBy", "ALTER TABLE edge DROP COLUMN endedOn",
	"ALTER TABLE action DROP COLUMN attributedTo", "ALTER TABLE claim DROP COLUMN attributedTo",
	"ALTER TABLE edge DROP COLUMN attributedTo", "ALTER TABLE action DROP COLUMN statusHistory",
	"ALTER TABLE action DROP COLUMN cameoQuadClass",
	"ALTER TABLE node RENAME COLUMN foldedNames TO names", "ALTER TABLE actor DROP COLUMN names")

// rowsOf gives the rows of selects of one text each.
func rowsOf(t *testing.T, s *Store, selects ...string) (rows []string) {
	t.Helper()
	for _, text := range selects {
		if err := each(t.Context(), s.current.reading, func(r *sql.Rows) error {
			var row string
			err := r.Scan(&row)
			rows = append(rows, row)
			return err
		}, text); err != nil {
			t.Fatal(text, err)
		}
	}
	return rows
}

// TestSupportOfBefore brings a file up to date that says nothing of support, nor in a column which datasets state a fact.
func TestSupportOfBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatal(err, cause(err))
	}
	selects := []string{
		`SELECT id || ' ' || sources || origins || "of" || coalesce(knownBy || knownBasis, '') || coalesce(soleCountry, '') FROM "support"`,
		`SELECT x.source || ' ' || u.id FROM supporting x JOIN "support" u ON u.pk = x.support`,
		"SELECT label || src || dst || coalesce(support, '') || datasets FROM edge",
	}
	for _, k := range graph.NodeKinds {
		selects = append(selects, "SELECT id || datasets FROM "+table(k))
	}
	for _, k := range []graph.Kind{graph.KindAction, graph.KindClaim} {
		selects = append(selects, "SELECT id || support FROM "+table(k))
	}
	before := rowsOf(t, s, selects...)
	for _, text := range append(slices.Clone(sinceMigration8), "PRAGMA user_version = 8") {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	s = openFile(t, path)
	if n, err := s.Revision(t.Context()); err != nil || n == 0 {
		t.Errorf("revision %d, %v of a store that was written", n, err)
	}
	after := rowsOf(t, s, selects...)
	slices.Sort(before)
	slices.Sort(after)
	if !slices.Equal(after, before) || len(after) < 10 {
		t.Errorf("%q, and it was %q", after, before)
	}
}

// TestRollUpOfBefore brings a file up to date in which the attribution is kept as it was up to migration 3, and an action has
// another quad class.
func TestRollUpOfBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), storetest.Story()); err != nil {
		t.Fatal(err, cause(err))
	}
	kept := func(s *Store) []string {
		return rowsOf(t, s, "SELECT key || id || quadClass || coalesce(points, '') || part FROM ledger",
			`SELECT id || quadClass || coalesce(cameoQuadClass, '') || coalesce(title, '') || (stated -> '$[0].record') FROM "action"`,
			"SELECT key || id || earliest || answered || direct || action || actor FROM owed",
			"SELECT key || id FROM ledger WHERE side", "SELECT key || id || response || since FROM occasions",
			"SELECT actor || claim || direct || side FROM held", "SELECT id || coalesce(endedBy, '') FROM edge WHERE label = 'SILENT_ON'")
	}
	before := kept(s)
	for _, text := range append(slices.Clone(sinceMigration4), "ALTER TABLE ledger DROP COLUMN quadClass",
		"ALTER TABLE ledger DROP COLUMN points",
		"ALTER TABLE ledger DROP COLUMN part",
		"DROP TABLE owed", "CREATE TABLE owed (action INTEGER NOT NULL, actor INTEGER NOT NULL, PRIMARY KEY (action, actor)) WITHOUT ROWID",
		`UPDATE "action" SET quadClass = 'VERBAL_COOPERATION'`, "PRAGMA user_version = 3") {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	if after := kept(openFile(t, path)); !slices.Equal(after, before) || len(after) < 10 {
		t.Errorf("%q, and it was %q", after, before)
	}
}

// TestDisputesOfBefore reads evidence that disputes its fact as it was kept up to migration 4: by a flag.
func TestDisputesOfBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, path)
	if _, err := s.Apply(t.Context(), storetest.Disputed()); err != nil {
		t.Fatal(err, cause(err))
	}
	texts := append(slices.Clone(sinceMigration4), "PRAGMA user_version = 4")
	for _, table := range []string{"source", "actor", "place", "episode", "action", "claim", "edge"} {
		for _, column := range []string{"evidence", "stated"} {
			texts = append(texts, fmt.Sprintf(`UPDATE %s SET %s = replace(%[2]s, '"relation":"DISPUTES"', '"disputes":true')`,
				table, column))
		}
	}
	for _, text := range texts {
		if _, err := s.current.writing.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	_ = s.Close()
	storetest.CheckDisputed(t, openFile(t, path))
}

// TestConcurrently reads while others write, in a file and in memory, and looks for torn answers.
func TestConcurrently(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{":memory:", filepath.Join(t.TempDir(), "x.db")} {
		s := openFile(t, dsn)
		var wg sync.WaitGroup
		for w := range 3 {
			wg.Go(func() {
				for i := range 10 {
					d := fmt.Sprintf("dataset:%d", w)
					_, err := s.Apply(context.Background(), ingest.Batch{Dataset: graph.Record{Kind: graph.KindDataset, ID: d}, Puts: []graph.Record{
						{Kind: graph.KindActor, ID: fmt.Sprintf("a%d-%d", w, i)}, {Kind: graph.KindAction, ID: fmt.Sprintf("x%d-%d", w, i),
							Props: graph.Props{"type": "REQUEST", "date": "2025-01"}},
						{Edge: graph.Performed, From: fmt.Sprintf("a%d-%d", w, i), To: fmt.Sprintf("x%d-%d", w, i)}}})
					if err != nil {
						t.Errorf("%s: %v: %s", dsn, err, cause(err))
					}
				}
			})
			wg.Go(func() {
				for range 30 {
					a, err := s.Fetch(context.Background(), &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Page: page(100),
						Total: true}},
						Includes: []*query.Include{{Relation: rel(t, graph.KindAction, "performers")}}})
					if err != nil {
						t.Errorf("%s: %v: %s", dsn, err, cause(err))
						return
					}
					if a.Total != len(a.Items) || slices.ContainsFunc(a.Items, func(it *query.Item) bool { return len(it.Related[0].Items) != 1 }) {
						t.Errorf("%s: torn: %d of %d", dsn, len(a.Items), a.Total)
					}
				}
			})
		}
		wg.Wait()
		if a := fetch(t, s, &query.Query{Find: query.FindList{Kind: graph.KindAction, List: query.List{Total: true}}}); a.Total != 30 {
			t.Errorf("%s: %d", dsn, a.Total)
		}
	}
}

func TestMemoriesAreApart(t *testing.T) {
	a, b := open(t), open(t)
	tell(t, a)
	if empty, err := b.Empty(t.Context()); err != nil || !empty {
		t.Error(empty, err)
	}
}
