package query

import "context"

// Reader answers whole questions. Its comments are the contract; storetest holds every store to it. All methods are safe
// for concurrent use, honour ctx (returning its error), and give errors that wrap a sentinel of package graph, never a
// driver's text.
type Reader interface {
	// Fetch answers q. A list that matches nothing is empty, not an error. See Query and each Find for order, pages and
	// errors. A cursor of another order than the list's is ErrInvalid; a plain list of more than MaxPlain is ErrTooLarge.
	Fetch(ctx context.Context, q *Query) (*Answer, error)
	// Revision counts the changes of the store: each write that changes what is stored raises it, within its own transaction; a
	// write that changes nothing and a dry run do not. It is 0 in a store that was never written. A question that is asked after
	// Revision returned r is answered from what was stored at r or later; if Revision still returns r after the answer, the answer is
	// that of r. Revisions of two stores, and of a store before and after it was restored from a copy, do not compare.
	Revision(ctx context.Context) (int64, error)
}

// Statements is an optional interface of a store: how many statements it has sent, for tests of how many round trips a question
// takes.
type Statements interface{ Statements() int64 }

// Explaining is an optional interface of a store, for those who tune it: how it would answer a question.
type Explaining interface {
	// Explain returns the statements that answer q, each with the plan that the store makes for it, as text.
	Explain(ctx context.Context, q *Query) ([]Explained, error)
}

// Explained is a statement and its plan.
type Explained struct{ Statement, Plan string }

// Pooled is an optional interface of a store: the connections that it has, by the name of their pool.
type Pooled interface{ Pools() map[string]Pool }

// Pool is how many connections are in use, of how many there may be.
type Pool struct{ Busy, Limit int }
