package query

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

// FindAntecedents finds the actions that came shortly before an action, between the same two actors in the other
// direction. Their earliest day is at most MaxDays before that of the action, and not after it; talks (CONSULT) are left
// out, and so is what a curator places later in the same day. The answer has at most Limit of them, nearest first, then by
// id. An undated action has none; an unknown one is ErrNotFound.
type FindAntecedents struct {
	Action  string
	MaxDays int
	Limit   int
}

// FindSubgraph walks all edges (EdgeTypes, not the attribution), both ways, from some nodes to at most Depth
// edges away (0..5), nearest first, then by id, and takes at most MaxNodes nodes. The walk does not enter actions that do
// not meet Where, but keeps those in Around. The items are nodes of any kind; Answer.Edges are all edges among them, by
// id. Truncated is set when MaxNodes cut something off. Ids that do not exist are ErrNotFound.
type FindSubgraph struct {
	Around   []string
	Depth    int
	MaxNodes int
	Where    Pred // a condition on actions
}

// FindPaths finds shortest paths between two nodes over all edges (EdgeTypes, not the attribution), whatever
// their direction, with at most MaxLength edges: the First of them, in the order of the ids of their
// nodes along the way, then of their edges. Parallel edges make different paths. Answer.Items are the
// nodes of these paths in the order in which they first come up, Answer.Edges their edges likewise, and
// Answer.Paths has positions in both. When From and To are equal, the answer is one path without an edge. It is no error
// when there is no path. A search that would look at more than MaxVisits nodes, or list more than MaxVisits shortest
// paths, is ErrTooLarge, and its message says how to narrow it. Unknown ids are ErrNotFound.
type FindPaths struct {
	From, To  string
	MaxLength int // 1..12
	First     int // 1..20
}
