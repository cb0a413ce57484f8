package query

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Measuring is an optional interface of a store: how much it holds of what, so that the cost of a question can be estimated
// before it is asked. To measure takes about as long as to read the indexes of the whole graph once.
type Measuring interface {
	Measure(ctx context.Context) (*Statistics, error)
}

// MeasuringOf finds the store that can measure itself behind wrappers, which tell what they wrap by Unwrap; nil when there is none.
func MeasuringOf(r Reader) Measuring {
	for {
		if m, can := r.(Measuring); can {
			return m
		}
		wrapper, is := r.(interface{ Unwrap() Reader })
		if !is {
			return nil
		}
		r = wrapper.Unwrap()
	}
}

// Statistics are counts of what a store holds. They may be older than the graph that is asked.
type Statistics struct {
	Nodes map[graph.Kind]int
	Types map[graph.ActionType]int
	Edges map[graph.EdgeKind]EdgeCount // without the attribution
	// Degree is the most edges that any node has, of all kinds together, in one direction at least.
	Degree int
	// Ledger counts the rows of the attribution by key (see graph.AttributionKey), Replies those of responses, Owed those of
	// requests that await an answer or have one.
	Ledger, Replies, Owed KeyCounts
	Words                 WordCounts
	// Acts are actions taken at random, in order of date, undated ones last. None are known until the store was measured.
	Acts []Act
	// Shared says that the store reads the list of an item once for a question, however often the item comes up in it.
	Shared bool
}

// SortActs puts acts in order of date, undated ones last.
func SortActs(acts []Act) {
	slices.SortFunc(acts, func(a, b Act) int {
		if (a.Earliest == "") != (b.Earliest == "") {
			return cmp.Compare(b.Earliest, a.Earliest)
		}
		return cmp.Compare(a.Earliest, b.Earliest)
	})
}

// EdgeCount is how many edges of a kind leave the nodes, and how many enter them.
type EdgeCount struct{ Out, In Spread }

// maxCountedKeys is how many keys have a count of their own.
const maxCountedKeys = 5000

// KeyCounts are rows by key of the attribution. The zero value counts none.
type KeyCounts struct {
	All    int
	keys   map[string]int // those with the most rows
	others int            // the most rows of any other key
	sides  [3]Spread      // of keys that name who acts, at whom, or both
}

// CountKeys makes counts of rows by key.
func CountKeys(rows map[string]int) KeyCounts {
	c := KeyCounts{keys: make(map[string]int, min(len(rows), maxCountedKeys))}
	owners := [3]map[int]int{{}, {}, {}}
	for key, n := range rows {
		c.All += n
		owners[sideOf(key)][n]++
	}
	for i := range owners {
		c.sides[i] = SpreadOf(owners[i])
	}
	if len(rows) <= maxCountedKeys {
		maps.Copy(c.keys, rows)
		return c
	}
	busiest := slices.SortedFunc(maps.Keys(rows), func(a, b string) int { return cmp.Or(rows[b]-rows[a], cmp.Compare(a, b)) })
	for _, key := range busiest[:maxCountedKeys] {
		c.keys[key] = rows[key]
	}
	c.others = rows[busiest[maxCountedKeys]]
	return c
}

// Of is how many rows a key has, at most.
func (c KeyCounts) Of(key string) int {
	if n, counted := c.keys[key]; counted {
		return n
	}
	return c.others
}

// Side is the rows of keys that name one side only: who acts (ActsFor), or at whom (DirectedAt).
func (c KeyCounts) Side(side graph.AttributionSide) Spread {
	if side == graph.DirectedAt {
		return c.sides[1]
	}
	return c.sides[0]
}

// sideOf is the form of a key: 0 names who acts, 1 at whom, 2 both or none.
func sideOf(key string) int {
	switch at := strings.IndexByte(key, '>'); {
	case len(key) > 1 && at == len(key)-1:
		return 0
	case len(key) > 1 && at == 0:
		return 1
	}
	return 2
}

// Unmeasured are statistics of a graph of some tens of thousands of nodes. They stand for those of a store that has not been
// measured yet: ordinary questions cost little by them, those that read everything many times over cost too much.
func Unmeasured() *Statistics {
	const nodes, edges, degree, ties, ofActor, ofKey = 50_000, 50_000, 50, 5000, 20, 5000
	s := &Statistics{
		Nodes: map[graph.Kind]int{}, Types: map[graph.ActionType]int{}, Edges: map[graph.EdgeKind]EdgeCount{}, Degree: ofKey,
		Words: WordCounts{texts: 100}, Shared: true,
	}
	for _, k := range graph.NodeKinds {
		s.Nodes[k] = nodes
	}
	for _, t := range graph.EdgeTypes {
		s.Edges[t.Label] = EdgeCount{Even(edges, degree), Even(edges, degree)}
		if t.Fact == graph.KindTie {
			s.Edges[t.Label] = EdgeCount{Even(ties, ofActor), Even(ties, ofActor)}
		}
	}
	side := Even(edges, ofKey)
	rows := KeyCounts{All: 4 * edges, others: ofKey / 10, sides: [3]Spread{side, side, side}}
	s.Ledger, s.Replies, s.Owed = rows, rows, rows
	return s
}
