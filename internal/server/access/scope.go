package access

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Scope is what somebody may do. Each scope includes those before it.
type Scope int

// Scopes.
const (
	None  Scope = iota // nothing
	Read               // ask
	Write              // change what one's datasets state
	Admin              // what Write may, and see who changed what, prune and profile
)

// scopeNames are the names in a file of tokens, in a JWT and on the command line.
var scopeNames = []string{None: "none", Read: "read", Write: "write", Admin: "admin"}

func (s Scope) String() string { return scopeNames[s] }

// ParseScope reads the name of a scope that a token may have: read, write or admin.
func ParseScope(name string) (Scope, error) {
	if i := slices.Index(scopeNames, name); i > int(None) {
		return Scope(i), nil
	}
	return None, graph.Invalid("%q is no scope; a token's scope is read, write or admin", name)
}
