package query

import (
	"fmt"
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
	SideIncludes   []*Include
	SideProjection Projection // values of these actors
	// RequiredNodes are the nodes that the question names, in filters at any depth. The first in this order that does not
	// exist is ErrNotFound; the same statement looks them up.
	RequiredNodes []RequiredNode
	Lens          *Lens // nil for the whole graph
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
	AsOf       graph.Day  // of a relation along ties (Hop.Above): only by those that held on this day, "" by all
	Projection Projection // the values to read of the related items
	Includes   []*Include // the relations to load with the related items
}
