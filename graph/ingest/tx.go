package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// Statement is what one dataset says under a key. A record in a store is the merge of its statements.
type Statement struct {
	Dataset string       `json:"dataset"`
	Record  graph.Record `json:"record"`
	// Since which revision, and which of its changes, the dataset states it so.
	Since int64 `json:"since"`
	Place int   `json:"place"`
}

// StatedBy finds the statement of a dataset among those of a record, and names the datasets that stated the record before it.
func StatedBy(dataset string, statements []Statement) (r graph.Record, after []string, stated bool) {
	for _, s := range statements {
		if s.Dataset == dataset {
			return s.Record, after, true
		}
		after = append(after, s.Dataset)
	}
	return graph.Record{}, nil, false
}

// Stored is a record as a store holds it: Statements, in the order in which datasets first stated it
// (the first owns the scalars), and Merged, the record that Merge makes of them, with derived properties.
// Stores keep Statements as they are, as one JSON text, with the ids of their datasets, and build columns and labels from Merged.
type Stored struct {
	Merged     graph.Record
	Statements []Statement
	New        bool // to be written, and no record has this key yet
}

// SupportKey is the key of the Support of a fact that is to be written, "" of what is no fact.
func (s Stored) SupportKey() string {
	if !s.Merged.IsFact() {
		return ""
	}
	return graph.SupportKey(graph.SupportedBy(s.Merged.Evidence))
}

// Tx is what Apply needs of a store's write transaction. Lists come back in any order.
type Tx interface {
	// Stored returns the statements of those refs that exist, by Record.Key; Merged may be left empty. For a node the
	// statements have the kind under which the id exists, whatever it is.
	Stored(ctx context.Context, refs []graph.Ref) (map[string]Stored, error)
	// Kinds returns the kinds of those of these ids that are nodes.
	Kinds(ctx context.Context, ids []string) (map[string]graph.Kind, error)
	// EdgesAt returns all edges that start or end at any of these nodes.
	EdgesAt(ctx context.Context, ids []string) ([]graph.Ref, error)
	// Citing returns the key of a record whose evidence names any of these as its source or as the one to whom it is attributed, or
	// whose status history names one as a source; "" when there is none. It reads all evidence.
	Citing(ctx context.Context, ids []string) (string, error)
	// Actors returns those of these ids that are actors, and all actors of these countries.
	Actors(ctx context.Context, ids, countries []string) ([]ActorFacts, error)
	// Ties returns the ties that leave any of from, and those that enter any of to.
	Ties(ctx context.Context, from, to []string) ([]TieFacts, error)
	// ActionsOf returns the ids of actions that any of these actors performed, that target or address one of them, or on which
	// one of them is said to be silent.
	ActionsOf(ctx context.Context, actors []string) ([]string, error)
	// Actions returns the facts of those of these ids that are actions.
	Actions(ctx context.Context, ids []string) ([]ActionFacts, error)
	// ClaimsOf returns the ids of claims that any of these actors asserted, or on whose behalf one was asserted, and of those
	// made in any of these actions.
	ClaimsOf(ctx context.Context, actors, actions []string) ([]string, error)
	// Claims returns the facts of those of these ids that are claims.
	Claims(ctx context.Context, ids []string) ([]ClaimFacts, error)
	// Sources returns the facts of those of these ids that are sources.
	Sources(ctx context.Context, ids []string) ([]SourceFacts, error)
	// SourcesOf returns the ids of the sources that any of these actors published, and of those made directly from any of these
	// sources.
	SourcesOf(ctx context.Context, publishers, originals []string) ([]string, error)
	// Supports returns the sources (Of) of each Support that has any of these among them, each Support once.
	Supports(ctx context.Context, sources []string) ([][]string, error)
	// Size is how many nodes and edges the store holds, or, in a store from which some were deleted, at least as many.
	Size(ctx context.Context) (int, error)
	// Head is the newest revision of the log before this transaction, 0 if there is none.
	Head(ctx context.Context) (int64, error)
	// Write makes the changes, in the order of the fields of Changes.
	Write(ctx context.Context, c Changes) error
}

// Changes are the writes of one chunk, each list sorted by key so that writers never deadlock.
type Changes struct {
	PutNodes, PutEdges []Stored // insert or replace; the endpoints of an edge exist by then
	DropEdges          []graph.Ref
	DropNodes          []graph.Ref
	// The log: see the types. A revision is recorded last in its transaction.
	Superseded []Superseded
	Touched    []Touched
	Recorded   []Recorded
	// The attribution rows of these actions and claims are deleted: rows of the action, of the response of a reply, of the
	// request, of the claim, of what is answered. The rows below are then written; they are of these actions and claims and of
	// new ones.
	Reattributed, ReattributedClaims []string

	Attributions []AttributionRow
	Replies      []ReplyRow
	Occasions    []OccasionRow
	Owed         []OwedRow
	Claims       []ClaimRow
	Answers      []AnswerRow
	Ends         []SilenceEnd // replace what the edges SILENT_ON of these actions said before
	Supports     []Support    // insert or replace, by key
}

// Empty reports whether there is nothing to write.
func (c Changes) Empty() bool {
	return len(c.PutNodes)+len(c.PutEdges)+len(c.DropEdges)+len(c.DropNodes)+
		len(c.Superseded)+len(c.Touched)+len(c.Recorded)+
		len(c.Reattributed)+len(c.ReattributedClaims)+len(c.Attributions)+len(c.Replies)+len(c.Occasions)+len(c.Owed)+
		len(c.Claims)+len(c.Answers)+len(c.Ends)+len(c.Supports) == 0
}
