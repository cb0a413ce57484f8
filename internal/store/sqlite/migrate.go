package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

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

// migrate brings a file up to date in one transaction, and refuses a file that a later version wrote, or that is not ours.
func (s *Store) migrate(ctx context.Context) error {
	names := migrationNames()
	last, err := numberOf(names[len(names)-1])
	if err != nil {
		return err
	}
	return withTx(ctx, s.writing, func(tx *sql.Tx) error {
		var version, tables int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return err
		}
		switch {
		case version > last:
			return fmt.Errorf("%w: this SQLite file was written by a later version of Demarche (schema %d, this one knows %d): "+
				"use that, or another file", graph.ErrInvalid, version, last)
		case version == 0 && tables > 0:
			return fmt.Errorf("%w: this SQLite file holds something else than a graph of Demarche: name another file", graph.ErrInvalid)
		}
		for _, name := range names {
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
		return t.raiseRevision(ctx)
	})
}

// attributionSince is the last migration that changed what is derived of an action, or how the attribution is kept, which has
// some of it. A file from before it needs a rebuild.
const attributionSince = 10

// supportSince is the migration that brought the support of facts.
const supportSince = 9

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
