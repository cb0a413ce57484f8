package query

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Query is one whole question: what to find, and a tree of relations to include. A store answers it in one call (Neo4j with one
// statement, SQLite with one for each level of the tree).
type Query struct {
	Find       Find
	Projection Projection // values of what is found
	Includes   []*Include // relations of what is found; each applies to items of its Relation.From kind
	// SideIncludes are relations of the actors that a FindExchange or FindCounts names. The actors are given as
	// Answer.Sides[i].Item, or as Answer.Items, each once, in the order in which the dyads name them.
	SideIncludes []*Include
	// RequiredNodes are the nodes that the question names, in filters at any depth. The first in this order that does not
	// exist is ErrNotFound; the same statement looks them up.
	RequiredNodes []RequiredNode
}

// RequiredNode is an id that a question names, and the kind that its node has to have, "" for any.
type RequiredNode struct {
	Kind graph.Kind
	ID   string
}

// NotFound is the ErrNotFound of a missing node: `no actor with id "x"`, or, without a kind, `nothing has the id "x"`.
func (n RequiredNode) NotFound() error {
	if n.Kind == "" {
		return fmt.Errorf("%w: nothing has the id %q", graph.ErrNotFound, n.ID)
	}
	return fmt.Errorf("%w: no %s with id %q", graph.ErrNotFound, strings.ToLower(string(n.Kind)), n.ID)
}

// Include is a relation to load with each item.
type Include struct {
	Relation   *graph.Relation
	List                  // filter, order and page; zero for One and Plain
	Projection Projection // the values to read of the related items
	Includes   []*Include // the relations to load with the related items
}

// List narrows, orders and pages a list of one kind.
type List struct {
	Where Pred // nil takes all
	Order Order
	Page  Page
	Total bool // count all that match, whatever the page
	// Groups ask for counts of all that match, whatever the page. Only a FindList and a Connection have them.
	Groups []Group
}

// Order sorts a list. Ties are broken by id in the same direction, so every order is total.
type Order struct {
	By     OrderBy
	Number string // the number to sort by when By is ByNumber; see IsNumber
	Desc   bool
}

// OrderBy names a sort key. Items without a value come last in both directions.
type OrderBy uint8

// Sort keys. ByID is the zero value. ByDate is (earliest, latest, id): an action has its own days; a response, a silence,
// an unanswered item and an exchange entry have those of their action. ByName is the folded name.
const (
	ByID OrderBy = iota
	ByDate
	ByName
	// ByRank is the order of a search, best first. Its Keys are the rank and the length of the folded name in six digits.
	// The rank is 4 when the text is a name or alias, 3 when one begins with it, 2 when they hold its words, else 1.
	ByRank
	// ByNumber is (Order.Number, id). Items without the number come last in both directions.
	ByNumber
)

// Page limits. A larger page is ErrTooLarge, never a silent cut.
const (
	DefaultPage = 20
	MaxPage     = 500
	MaxPlain    = 1000 // items of a plain list; more is ErrTooLarge
)

// Page is a keyset page: the Limit items after Cursor, or, Backward, the Limit items before it. Both are given in the order of
// the list.
type Page struct {
	Limit    int     // 0 with Total asks for the count alone
	Cursor   *Cursor // nil: the page begins at the start, or Backward at the end
	Backward bool
}

// Cursor is a position in an order: the sort key of an item. Rows added elsewhere never move it.
// resolvers writes it as an opaque text.
type Cursor struct {
	Order  OrderBy `json:"o"`
	Number string  `json:"n,omitempty"`
	Desc   bool    `json:"d,omitempty"`
	// Keys are the sort keys before the id: earliest and latest for ByDate ("" when unknown), the folded name for ByName,
	// the NumberKey for ByNumber; see ByRank for its keys.
	Keys []string `json:"k,omitempty"`
	ID   string   `json:"i"`
}

// Find is where a query starts. The types FindNodes, FindList and so on in this package are its only implementations.
//
//sumtype:decl
type Find interface{ find() }

// FindNodes fetches items by id, of some kinds or, when Kinds is nil, of any kind that has ids. The answer holds one item
// for each id, in the order of IDs, and nil where nothing has the id.
type FindNodes struct {
	IDs   []string
	Kinds []graph.Kind
}

// FindList lists one node kind, or Response.
type FindList struct {
	Kind graph.Kind
	List
}

// Direction of a chain.
type Direction string

// Directions: what led to the action, what it led to, or both. Both gives ancestors and descendants, but no other
// descendants of the ancestors.
const (
	Triggers  Direction = "TRIGGERS"
	Responses Direction = "RESPONSES"
	Both      Direction = "BOTH"
)

// FindChain walks RESPONDS_TO from an action, nearest first, at most MaxDepth links away and MaxNodes
// actions in all. The items are actions; Answer.Edges are all RESPONDS_TO edges among them. Answer.Truncated
// is set when the walk was cut. An unknown action is ErrNotFound.
type FindChain struct {
	Action    string
	Direction Direction
	MaxDepth  int // 1..50
	MaxNodes  int // 1..5000
	// Basis and Modes limit the links that are followed; nil follows all.
	Basis, Modes []string
}

// FindUnanswered lists actions that have not been answered or explained, as KindUnanswered items, ByDate.
// Ids in the filter that do not exist are ErrNotFound, more than MaxPairs of OwedBy with OwedTo ErrTooLarge.
type FindUnanswered struct {
	OwedBy, OwedTo []string // actors that act for any of these, or only these themselves when Direct
	Direct         bool
	Kinds          []string // SilenceKind terms
	Basis          []string
	Episodes       []string
	Since, Until   graph.Day
	AsOf           graph.Day // takes what was known to be unanswered on this day; "" takes what is unanswered now
	List                     // Where is not used
}

// Keys are the keys under which the attribution has the requests: of each pair of sides, of one side, or of none.
func (f FindUnanswered) Keys() []string {
	by, to := distinctIDs(f.OwedBy), distinctIDs(f.OwedTo)
	if len(by) == 0 {
		by = []string{""}
	}
	if len(to) == 0 {
		to = []string{""}
	}
	var out []string
	for _, b := range by {
		for _, t := range to {
			out = append(out, graph.AttributionKey(b, t))
		}
	}
	return distinctIDs(out)
}

// distinctIDs sorts ids and keeps each once.
func distinctIDs(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// Computed tells whether the question asks for computed silences too: those are inferred, and of the kind NO_RESPONSE.
func (f FindUnanswered) Computed() bool {
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, string(graph.NoResponse))) &&
		(len(f.Basis) == 0 || slices.Contains(f.Basis, string(graph.Inferred)))
}

// FindExchange lists the actions of two sides on each other, as KindEntry items, ByDate. Answer.Sides summarises each
// side over the whole range when Sides is set. Unknown ids are ErrNotFound.
type FindExchange struct {
	Between, And string
	Since, Until graph.Day
	Direct       bool // includeParts: false
	Sides        bool
	List         // Where is not used
}

// FindSearch finds nodes by text, best first. Kinds limits the kinds of nodes; nil takes all.
type FindSearch struct {
	Text  string // as typed; the store folds it
	Kinds []graph.Kind
	List  // Where and Order are not used: the order is ByRank
}

func (FindNodes) find()      {}
func (FindList) find()       {}
func (FindChain) find()      {}
func (FindUnanswered) find() {}
func (FindExchange) find()   {}
func (FindSearch) find()     {}

// Pred is a condition on an item: one of those below.
//
//sumtype:decl
type Pred interface{ pred() }

// Conditions compose.
type (
	// And is true when all its conditions are; an empty And is true.
	And []Pred
	// Or is true when one of its conditions is; an empty Or is false.
	Or []Pred
	// Not is true when the condition is false. A condition on an unknown value is false.
	Not struct{ Pred Pred }
	// IDIn is true of an item whose id is one of these.
	IDIn []string
	// In is true where a text property, or any member of a list property, equals one of the values.
	In struct {
		Prop   string
		Values []string
	}
	// Between is true where Min <= number <= Max, for any number that IsNumber knows; a nil bound is open. An unknown number
	// is not between.
	Between struct {
		Prop     string
		Min, Max *float64
	}
	// Like is true where a text property contains one of the values, or starts with it (Prefix), by code point. sortName is
	// folded, so its values have to be folded too.
	Like struct {
		Prop   string
		Values []string
		Prefix bool
	}
	// HasValue is true where the item has this text property.
	HasValue struct{ Prop string }
	// HeldOn is true of a tie that held on this day; unknown bounds are open.
	HeldOn struct{ Day graph.Day }
	// Overlaps is true of a dated item that overlaps since..until ("" open), never of an undated one. The date of a response
	// is that of the answering action.
	Overlaps struct{ Since, Until graph.Day }
	// Matches is true where each word of the text begins a word of the item, as search finds it.
	Matches struct{ Text string }
	// Related is true where some item of the relation meets Where; a nil Where is met by any item.
	Related struct {
		Relation *graph.Relation
		Where    Pred
	}
	// Attributed is true of an action or a response that is attributed under any of these keys (see graph.AttributionKey).
	// Direct takes only what is attributed without any tie.
	Attributed struct {
		Keys   []string
		Direct bool
	}
	// InPlaces is true of an action that took place in one of these, or in a place that lies within one.
	InPlaces []string
)

func (And) pred()        {}
func (Or) pred()         {}
func (Not) pred()        {}
func (IDIn) pred()       {}
func (In) pred()         {}
func (Between) pred()    {}
func (Like) pred()       {}
func (HasValue) pred()   {}
func (HeldOn) pred()     {}
func (Overlaps) pred()   {}
func (Matches) pred()    {}
func (Related) pred()    {}
func (Attributed) pred() {}
func (InPlaces) pred()   {}

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
