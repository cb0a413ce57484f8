package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Search says what a search looks for.
type Search struct {
	Text   string       // the whole text, folded: what is named so comes first
	Tokens []string     // each of them begins a word of every node found
	Kinds  []graph.Kind // the kinds of nodes to search
	After  *Rank        // the position after which the page begins, nil for the start
}

// Rank is a position in the order of a search: by rank, the highest first, then by the length of the folded name, then
// by id.
type Rank struct {
	Rank, Length int
	ID           string
}

// SearchOf plans a checked search.
func SearchOf(f query.FindSearch) Search {
	s := Search{Text: strings.Join(graph.Tokens(f.Text), " "), Tokens: Words(f.Text), Kinds: graph.NodeKinds}
	if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, graph.KindNode) {
		s.Kinds = slices.DeleteFunc(slices.Clone(s.Kinds), func(k graph.Kind) bool {
			return !slices.Contains(f.Kinds, k)
		})
	}
	if cursor := f.Page.Cursor; cursor != nil {
		rank, _ := strconv.Atoi(cursor.Keys[0])
		length, _ := strconv.Atoi(cursor.Keys[1])
		s.After = &Rank{rank, length, cursor.ID}
	}
	return s
}

// Nothing reports whether the search cannot find anything.
func (s Search) Nothing() bool { return len(s.Tokens) == 0 || len(s.Kinds) == 0 }

// OwedKey says which rows of requests to read from the attribution: those under a key that are answered, or those that are not.
type OwedKey struct {
	Key      string
	Answered bool
}

// OwedKeys are those that a question reads; none if it asks for no computed silences. A question as of a day also reads the
// answered requests, because one that is answered by now may have been open on that day. So does one through a lens, which may
// leave the answer out.
func OwedKeys(f query.FindUnanswered, l *query.Lens) []OwedKey {
	if !f.Computed() {
		return nil
	}
	var out []OwedKey
	for _, key := range f.Keys() {
		if out = append(out, OwedKey{key, false}); f.AsOf != "" || l != nil {
			out = append(out, OwedKey{key, true})
		}
	}
	return out
}

// Counts says which dyads are counted, each once.
type Counts struct {
	Dyads []query.Dyad
	Keys  []string // of the attribution, by dyad
	// Undated says that undated actions count, apart from the dated ones. Where all of time within a range is one interval, an
	// answer could not tell them apart, so they do not.
	Undated bool
}

// CountsOf plans counts.
func CountsOf(f query.FindCounts) Counts {
	c := Counts{
		Dyads: make([]query.Dyad, 0, len(f.Dyads)), Keys: make([]string, 0, len(f.Dyads)),
		Undated: f.Every != query.Always || f.Since == "" && f.Until == "",
	}
	for _, d := range f.Dyads {
		if !slices.Contains(c.Dyads, d) {
			c.Dyads, c.Keys = append(c.Dyads, d), append(c.Keys, graph.AttributionKey(d.By, d.At))
		}
	}
	return c
}

// Edges to those who wait: for an answer, the performers of the request; for an explanation, the targets and addressees of the
// action.
var (
	AwaitAnswer      = []graph.EdgeKind{graph.Performed}
	AwaitExplanation = []graph.EdgeKind{graph.Targets, graph.AddressedTo}
)

// ActingTies returns the ties by which one actor acts for another.
func ActingTies() []graph.EdgeKind { return actingTies }

// actingTies are made once, from the table of edge types.
var actingTies = func() (labels []graph.EdgeKind) {
	for _, t := range graph.EdgeTypes {
		if t.ActsFor {
			labels = append(labels, t.Label)
		}
	}
	return labels
}()
