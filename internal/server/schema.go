package server

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/demarche-graph/demarche/graph/generated"
)

// SchemaVersion names the GraphQL contract that this build serves: the first twelve digits of the SHA-256 of schema.graphqls.
//
// A number kept by hand would be forgotten with the first field that is added, and the versions of what stores keep (SQLite's
// migrations, Neo4j's schemaVersion) change when no client notices. The text says it of itself: two builds with one version
// answer the same questions, and `sha256sum schema.graphqls` of a checkout begins with it. It does not tell which of two is
// the later: the release does, since a field is deprecated in one release before another removes it.
var SchemaVersion = sync.OnceValue(func() string {
	text := generated.NewExecutableSchema(generated.Config{}).Schema().Query.Position.Src.Input
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:12]
})
