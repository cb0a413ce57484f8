package graph

import "context"

// Store keeps the graph and answers whole questions. Its comments are the contract; storetest holds
// every store to it. All methods are safe for concurrent use, honour ctx (returning its error), and
// give errors that wrap a sentinel of this package, never a driver's text.
type Store interface {
	// Fetch answers q. Lists that match nothing are empty, not an error. See Query and each Find for
	// order, pages and errors. A cursor of another order than the list's is ErrInvalid; a plain list
	// of more than MaxPlain is ErrTooLarge.
	Fetch(ctx context.Context, q *Query) (*Answer, error)
	// Exists tells which of these ids are those of nodes, in one statement; for naming unknown ids in
	// filters. The result has the kind of each known id.
	Exists(ctx context.Context, ids []string) (map[string]Kind, error)
	// Apply writes a batch, all or nothing, idempotently: see Batch. Concurrent calls take turns. Of a dry run it
	// writes nothing, and refuses what it would refuse.
	Apply(ctx context.Context, b Batch) (Applied, error)
	// Export calls yield for each effective record: nodes by kind and id, then edges by kind, from, to.
	Export(ctx context.Context, yield func(Record) error) error
	// Stated calls yield for each node and edge that the dataset states, as it states them, but for the dataset itself:
	// nodes by kind, then edges by kind, in any order within. After names the datasets that stated the same before it did,
	// the first first. Yield must not call the store.
	Stated(ctx context.Context, dataset string, yield func(r Record, after []string) error) error
	// Empty tells whether nothing was ever loaded.
	Empty(ctx context.Context) (bool, error)
	// Health answers quickly: nil, or ErrUnavailable.
	Health(ctx context.Context) error
	// Close releases the store. Calls under way may fail.
	Close() error
}

// Statements is an optional ability of a store: how many statements it has sent, for tests that hold
// it to one question, one round trip.
type Statements interface{ Statements() int64 }

// Explaining is an optional ability of a store, for those who tune it: how it would answer a question.
type Explaining interface {
	// Explain gives the statements that answer q, each with the plan that the store makes for it, as text.
	Explain(ctx context.Context, q *Query) ([]Explained, error)
}

// Explained is a statement and its plan.
type Explained struct{ Statement, Plan string }
