package query

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

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

// FindUnanswered lists actions that have not been answered or explained, as KindUnanswered items, ByDate.
// Ids in the filter that do not exist are ErrNotFound, more than MaxPairs of OwedBy with OwedTo ErrTooLarge.
type FindUnanswered struct {
	OwedBy, OwedTo []string // actors that act for any of these, or only these themselves when Direct
	Direct         bool
	Kinds          []string // SilenceKind terms
	Basis          []string
	Episodes       []string
	AttributedTo   []string // actors to whom some evidence of a stated silence, or of an unanswered request, is attributed
	Datasets       []string // that state the silence or, of a computed one, the request
	Since, Until   graph.Day
	AsOf           graph.Day // takes what was known to be unanswered on this day; "" takes what is unanswered now
	Ended          Ended
	List           // Where is not used
}

// Ended says what a question takes of stated silences that an answer has ended by the day that it asks about. A computed silence
// has none.
type Ended uint8

// Silences that last, those that have ended, or both.
const (
	NotEnded Ended = iota
	OnlyEnded
	EndedOrNot
)

// Keys are the keys under which the attribution has the requests: of each pair of sides, of one side, or of none.
func (f FindUnanswered) Keys() []string { return pairKeys(f.OwedBy, f.OwedTo) }

// distinctIDs sorts ids and keeps each once.
func distinctIDs(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// Computed tells whether the question asks for computed silences too: those are inferred, and of the kind NO_RESPONSE.
func (f FindUnanswered) Computed() bool {
	return f.Ended != OnlyEnded && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, string(graph.NoResponse))) &&
		(len(f.Basis) == 0 || slices.Contains(f.Basis, string(graph.Inferred)))
}

// FindExchange lists the actions of two sides on each other, their responses to each other, and what these answer of which nobody
// is named as the performer, as KindEntry items, ByDate. The range is that of the acts; what has no side is in it with the act
// that answers it. Answer.Sides summarises each side over the whole range when Sides is set. Unknown ids are ErrNotFound.
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

func (FindNodes) find()         {}
func (FindList) find()          {}
func (FindSearch) find()        {}
func (FindUnanswered) find()    {}
func (FindExchange) find()      {}
func (FindCounts) find()        {}
func (FindStats) find()         {}
func (FindAntecedents) find()   {}
func (FindChain) find()         {}
func (FindSubgraph) find()      {}
func (FindPaths) find()         {}
func (FindResponseTimes) find() {}
