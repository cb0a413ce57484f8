package query

import (
	"github.com/demarche-graph/demarche/graph"
)

// Answer is what a store returns for a Query. A comment "of FindX" means that only a FindX fills the field.
type Answer struct {
	Items     []*Item     // for FindNodes one for each id, nil where unknown
	Total     int         // when asked for, else -1
	More      bool        // there are items beyond the page, in the page's own direction
	Edges     []Edge      // of FindChain, FindSubgraph and FindPaths
	Truncated bool        // of FindChain and FindSubgraph
	Sides     []Side      // of FindExchange: Between, then And
	Groups    [][]Grouped // of FindList, in the order of List.Groups
	Counts    []Count     // of FindCounts
	Stats     *Stats      // of FindStats
	Paths     []Path      // of FindPaths
	Waits     []Wait      // of FindResponseTimes
	Day       graph.Day   // of FindAntecedents: the earliest day of the action asked about
}

// Item is one thing found: a node, an edge fact, or a row that only answers have.
type Item struct {
	Kind graph.Kind
	// Values are in the order of Columns(Kind): string, float64, int64, bool, []string or nil. A value outside the Projection may
	// be nil.
	Values []any
	// Related has a list for each Include of the query (or of the parent Include), in the same order; nil where the Include
	// does not apply to this kind.
	Related []*Items
	Sort    any // the number that the item is sorted by in a list ByNumber or ByRank: a float64, or nil
}

// Items is a page of related items.
type Items struct {
	Items  []*Item
	Total  int // when asked for, else -1
	More   bool
	Groups [][]Grouped // in the order of List.Groups
}

// Edge is an edge between two items of an answer.
type Edge struct {
	ID, Source, Target string
	Kind               graph.EdgeKind
	Mode               string // of RESPONDS_TO
	Basis              graph.Basis
}

// Side summarises one side of an exchange. Count is its number of actions, Responses its number of response links, Rated
// the number of actions that have an intensity. Intensity is the sum of their Goldstein points; Quads counts by quad class.
type Side struct {
	Actor                   string
	Item                    *Item // the actor, with Query.SideIncludes
	Count, Responses, Rated int
	Intensity               float64
	Quads                   map[graph.QuadClass]int
}

// Path is one way through Answer.Items and Answer.Edges, by position. It has one node more than edges.
type Path struct{ Nodes, Edges []int }
