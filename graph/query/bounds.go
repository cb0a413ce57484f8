package query

import (
	"fmt"

	"github.com/demarche-graph/demarche/graph"
)

// Page limits. A larger page is ErrTooLarge, never a silent cut.
const (
	DefaultPage = 20
	MaxPage     = 500
	MaxPlain    = 1000 // items of a plain list; more is ErrTooLarge
)

// MaxVisits bounds the nodes that a path search looks at.
const MaxVisits = 50_000

// Bounds of walks. A question beyond them is ErrInvalid.
const (
	MaxChainDepth    = 50
	MaxChainNodes    = 5000
	MaxSubgraphDepth = 5
	MaxSubgraphNodes = 5000
	MaxPathLength    = 12
	MaxPaths         = 20
)

// within refuses a number outside its bounds.
func within(name string, n, least, most int, what string) error {
	if n < least || n > most {
		return fmt.Errorf("%w: %s is %d; %d to %d %s", graph.ErrInvalid, name, n, least, most, what)
	}
	return nil
}

// Check refuses a chain beyond its bounds.
func (f FindChain) Check() error {
	if err := within("maxDepth", f.MaxDepth, 1, MaxChainDepth, "links can be followed"); err != nil {
		return err
	}
	return within("maxNodes", f.MaxNodes, 1, MaxChainNodes, "are possible")
}

// Check refuses a subgraph beyond its bounds.
func (f FindSubgraph) Check() error {
	if err := within("depth", f.Depth, 0, MaxSubgraphDepth, "edges can be walked"); err != nil {
		return err
	}
	return within("maxNodes", f.MaxNodes, 1, MaxSubgraphNodes, "are possible")
}

// Check refuses a search for paths beyond its bounds.
func (f FindPaths) Check() error {
	if err := within("maxLength", f.MaxLength, 1, MaxPathLength, "edges can be walked"); err != nil {
		return err
	}
	return within("first", f.First, 1, MaxPaths, "connections are possible")
}

// MaxPairs is how many pairs of sides a question may ask the attribution for at once.
const MaxPairs = 100

// Check refuses more pairs of sides than MaxPairs (ErrTooLarge).
func (f FindUnanswered) Check() error {
	by, to := len(distinctIDs(f.OwedBy)), len(distinctIDs(f.OwedTo))
	if by*to > MaxPairs {
		return fmt.Errorf("%w: owedBy names %d and owedTo %d, which makes %d pairs; at most %d at a time",
			graph.ErrTooLarge, by, to, by*to, MaxPairs)
	}
	return nil
}

// Check refuses a negative number of days (ErrInvalid), or more antecedents than a page (ErrTooLarge).
func (f FindAntecedents) Check() error {
	switch {
	case f.MaxDays < 0:
		return fmt.Errorf("%w: antecedents of %d days: ask for 0 or more", graph.ErrInvalid, f.MaxDays)
	case f.Limit < 1:
		return fmt.Errorf("%w: %d antecedents: ask for 1 to %d", graph.ErrInvalid, f.Limit, MaxPage)
	case f.Limit > MaxPage:
		return fmt.Errorf("%w: %d antecedents: ask for at most %d", graph.ErrTooLarge, f.Limit, MaxPage)
	}
	return nil
}
