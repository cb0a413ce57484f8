package query

import (
	"fmt"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
)

// Page limits. A larger page is ErrTooLarge, never a silent cut.
const (
	DefaultPage = 20
	MaxPage     = 500
	MaxPlain    = 1000 // items of a plain list; more is ErrTooLarge
)

// Bounds of what a question names. A question beyond them is refused before a store sees it.
const (
	MaxIDs            = 500  // ids, terms or texts in one list
	MaxIDBytes        = 1100 // of an id: that of an edge holds two, of at most 512 bytes each
	MaxTextChars      = 200  // of a text to look for
	MaxWords          = 20   // of a text to look for
	MaxConditions     = 100  // single conditions of a filter, when it is in its plainest form
	MaxRelated        = 16   // conditions among these on related items, each of which is a query of its own
	MaxConditionDepth = 8    // And and Or and relations in one another, in that form
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

// CheckText refuses a text to look for that is longer than MaxTextChars, or has more than MaxWords words (ErrTooComplex).
func CheckText(text string) error {
	if n := utf8.RuneCountInString(text); n > MaxTextChars {
		return fmt.Errorf("%w: a text of %d characters to look for; at most %d are possible", graph.ErrTooComplex, n, MaxTextChars)
	}
	if len(text) < 2*MaxWords {
		return nil // each word but the last has a space after it
	}
	if n := len(graph.Tokens(text)); n > MaxWords {
		return fmt.Errorf("%w: a text of %d words to look for; at most %d are possible", graph.ErrTooComplex, n, MaxWords)
	}
	return nil
}

// CheckID refuses an id that is longer than any can be (ErrInvalid). Whether it exists, the store knows.
func CheckID(id string) error {
	if len(id) > MaxIDBytes {
		return fmt.Errorf("%w: an id of %d bytes, which begins with %.40q; no id is longer than %d", graph.ErrInvalid, len(id), id, MaxIDBytes)
	}
	return nil
}

// checkCount refuses a list of more than MaxIDs.
func checkCount(n int) error {
	if n > MaxIDs {
		return fmt.Errorf("%w: a list of %d; at most %d are possible, ask for the others by themselves", graph.ErrTooLarge, n, MaxIDs)
	}
	return nil
}

// CheckIDs refuses a list of more than MaxIDs (ErrTooLarge), or with an id that CheckID refuses.
func CheckIDs(ids []string) error {
	if err := checkCount(len(ids)); err != nil {
		return err
	}
	for _, id := range ids {
		if err := CheckID(id); err != nil {
			return err
		}
	}
	return nil
}

// CheckTexts refuses a list of more than MaxIDs (ErrTooLarge), or with a text that CheckText refuses.
func CheckTexts(texts []string) error {
	if err := checkCount(len(texts)); err != nil {
		return err
	}
	for _, text := range texts {
		if err := CheckText(text); err != nil {
			return err
		}
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

// MaxAtRisk is how many acts may wait for an answer in a question about response times.
const MaxAtRisk = 20_000

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
