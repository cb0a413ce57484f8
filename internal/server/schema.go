package server

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/demarche-graph/demarche/resolvers"
)

// SchemaVersion names the GraphQL contract that this build serves: the first twelve digits of the SHA-256 of schema.graphqls.
//
// Somebody would forget to change a number that is kept by hand, and the versions of stores (SQLite's migrations, Neo4j's
// schemaVersion) change when no client notices. The hash follows from the text: two builds with the same version answer the
// same questions, and `sha256sum schema.graphqls` of a checkout begins with it. It does not say which of two versions is
// later. The release does: a field is deprecated in one release before a later one removes it.
var SchemaVersion = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(resolvers.SDL()))
	return hex.EncodeToString(sum[:])[:12]
})

// SDL returns the GraphQL contract that this build serves, in GraphQL's schema language.
func SDL() string { return resolvers.SDL() }
