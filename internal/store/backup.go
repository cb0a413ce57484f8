package store

import (
	"context"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
)

// Backup copies the SQLite store at a URL into a new file, while it is in use. Neo4j has tools of its own for that, so that its
// URLs are graph.ErrInvalid.
func Backup(ctx context.Context, url, file string) error {
	scheme, rest, ok := strings.Cut(url, ":")
	if !ok || !strings.EqualFold(scheme, "sqlite") {
		return graph.Invalid("only a SQLite store is backed up so; for Neo4j use neo4j-admin, or 'demarche export' for either")
	}
	return sqlite.Backup(ctx, rest, file)
}
