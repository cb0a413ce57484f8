package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"log/slog"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Migrations are applied in the order of their numbers; PRAGMA user_version is the last applied.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrationNames are the names of the migrations, in order.
func migrationNames() []string {
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err) // it is embedded
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

// migrateWait is for another process that writes.
const migrateWait = time.Minute

// inspect gives the last migration that was applied, and refuses a database that a later version wrote, or that is not ours. Only
// with fill an empty one is ours.
func (g *generation) inspect(ctx context.Context, db *sql.DB, fill bool) (version int, err error) {
	version, err = versionOf(ctx, db)
	last := lastMigration()
	switch {
	case err != nil:
		return 0, err
	case version > last:
		return 0, graph.Invalid("this SQLite file was written by a later version of Demarche (schema %d, this one knows %d): "+
			"use that, or another file", version, last)
	case version == 0 && !fill:
		return 0, graph.Invalid("this SQLite file is empty: it holds no graph of Demarche")
	case version < last && g.place.readOnly:
		return 0, graph.Invalid("this SQLite file has an older schema (%d, this version needs %d), and was to be opened for reading "+
			"alone: open it once for writing, where it can be written, to bring it up to date", version, last)
	}
	return version, nil
}

// bringUpToDate brings a database to the last version. One that is up to date is only read, so that nobody who writes keeps it
// from being opened.
func (g *generation) bringUpToDate(ctx context.Context, db *sql.DB, fill bool) error {
	if version, err := g.inspect(ctx, db, fill); err != nil || version == lastMigration() {
		return err
	}
	if err := g.waitFor(ctx, 0); err != nil {
		return err
	}
	err := g.migrate(ctx)
	if graph.ReasonOf(err) == graph.StoreBusy {
		slog.Warn("the SQLite file has to be brought up to date, and another process is writing to it; waiting",
			"file", g.place.path, "atMost", migrateWait)
		if err := g.waitFor(ctx, migrateWait); err != nil {
			return err
		}
		err = g.migrate(ctx)
	}
	if err != nil {
		return err
	}
	return g.waitFor(ctx, busyWait)
}

// waitFor sets how long the writer waits for another process that writes.
func (g *generation) waitFor(ctx context.Context, d time.Duration) error {
	_, err := g.writing.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
	return err
}

// lastMigration is the number of the last migration.
func lastMigration() int {
	names := migrationNames()
	n, err := numberOf(names[len(names)-1])
	if err != nil {
		panic(err) // it is embedded
	}
	return n
}

// versionOf is the last migration that was applied to a database, 0 to an empty one. A database that holds something else is
// ErrInvalid.
func versionOf(ctx context.Context, db *sql.DB) (version int, err error) {
	var tables, ours int
	const text = `SELECT (SELECT user_version FROM pragma_user_version), count(*),
		count(*) FILTER (WHERE type = 'table' AND name IN ('node', 'edge', 'action', 'actor', 'search')) FROM sqlite_schema`
	if err := db.QueryRowContext(ctx, text).Scan(&version, &tables, &ours); err != nil {
		return 0, err
	}
	if version == 0 && tables > 0 || version > 0 && ours < 5 {
		return 0, graph.Invalid("this SQLite file holds something else than a graph of Demarche: name another file")
	}
	return version, nil
}

// migrate applies the migrations that a database lacks, in one transaction.
func (g *generation) migrate(ctx context.Context) error {
	return withTx(ctx, g.writing, func(tx *sql.Tx) error {
		var version int // another process may have done it meanwhile
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		for _, name := range migrationNames() {
			n, err := numberOf(name)
			if err != nil {
				return err
			}
			if n <= version {
				continue
			}
			text, err := migrations.ReadFile(path.Join("migrations", name))
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(text)+"; PRAGMA user_version = "+strconv.Itoa(n)); err != nil {
				return err
			}
		}
		t := newTransaction(tx)
		if version > 0 && version < supportSince {
			if err := fillSupports(ctx, t); err != nil {
				return err
			}
		}
		if version > 0 && version < attributionSince {
			if err := rebuild(ctx, t); err != nil {
				return err
			}
		}
		if version > 0 && version < lensSince {
			if err := rebuildForLenses(ctx, t); err != nil {
				return err
			}
		}
		if version > 0 && version < logSince {
			if err := fillLog(ctx, t); err != nil {
				return err
			}
		}
		return t.raiseRevision(ctx)
	})
}

// attributionSince is the last migration that changed what is derived of an action, or how the attribution of all actions is kept,
// which has some of it. A file from before it needs a rebuild.
const attributionSince = 10

// supportSince is the migration that brought the support of facts.
const supportSince = 9

// logSince is the migration that brought the log.
const logSince = 12

// lensSince is the migration that brought what lenses need: the days of sources, what answers an action, and for whom a claim is
// made at any time.
const lensSince = 13

// rebuildForLenses fills what lenses need, of the few actions of which something can be owed.
func rebuildForLenses(ctx context.Context, t *transaction) error {
	sources, err := t.ids(ctx, `SELECT id FROM "source" ORDER BY id`)
	if err != nil {
		return err
	}
	owing, err := t.ids(ctx, `SELECT a.id FROM "action" a WHERE a.type = '`+string(graph.TypeRequest)+`' `+
		`UNION SELECT a.id FROM edge e CROSS JOIN "action" a WHERE e.`+silent+` AND a.pk = e.dst`)
	if err != nil {
		return err
	}
	claims, err := t.ids(ctx, `SELECT id FROM "claim" ORDER BY id`)
	if err != nil {
		return err
	}
	if err := ingest.RebuildNodes(ctx, t, sources); err != nil {
		return err
	}
	return ingest.RebuildAttribution(ctx, t, owing, claims)
}

// rebuild makes anew what is derived of actions, and the attribution of all actions and claims.
func rebuild(ctx context.Context, t *transaction) error {
	actions, err := t.ids(ctx, `SELECT id FROM "action" ORDER BY id`)
	if err != nil {
		return err
	}
	claims, err := t.ids(ctx, `SELECT id FROM "claim" ORDER BY id`)
	if err != nil {
		return err
	}
	if err := ingest.RebuildNodes(ctx, t, actions); err != nil {
		return err
	}
	return ingest.RebuildAttribution(ctx, t, actions, claims)
}

// numberOf is the number of a migration, which its name gives.
func numberOf(name string) (int, error) { return strconv.Atoi(strings.TrimSuffix(name, ".sql")) }
