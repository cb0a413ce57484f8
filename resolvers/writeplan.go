package resolvers

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// collectedField is one response key of a selection, with all fields of that key merged.
type collectedField struct {
	key        string
	field      *ast.Field // the first of these fields
	selections []ast.SelectionSet
}

func (f collectedField) name() string { return f.field.Name }

// arguments returns the field's arguments, with the values of variables. gqlgen has not decoded them, so a reader has to
// check their types.
func (f collectedField) arguments(op *graphql.OperationContext) map[string]any {
	return f.field.ArgumentMap(op.Variables)
}

// writePlan says how an item is written: for each concrete kind, its fields in order.
type writePlan map[graph.Kind][]plannedField

// plannedField is one field of an item: the type's name, a derived value, embedded objects, a relation, or else a value of the item.
type plannedField struct {
	key         string // ready for JSON: "alias":
	typename    string
	derive      func(*query.Item) any
	embed       *embeddingPlan
	bySource    *sourceEvidencePlan
	include     int // the position of a relation in Item.Related; else -1
	cardinality graph.Cardinality
	items       writePlan       // the plan of a relation that is no connection
	connection  *connectionPlan // the plan of a relation that is a connection
	column      int             // the position of a value in Item.Values; -1 when the kind does not have it
	list        bool            // an unknown value is [], not null
}

// embeddingPlan says how embedded objects are written.
type embeddingPlan struct {
	embedding
	column int // the position of the value that they are made of in Item.Values
	fields []collectedField
}

// connectionPlan says how a connection is written.
type connectionPlan struct {
	list   query.List
	fields []connectionField
	// Only a search, whose items are ranked and wrapped in SearchHit, has these:
	cursorOf func(*query.Item) query.Cursor
	wrap     func(*query.Item) object
}

// connectionField is a field of a connection or, under edges, of an edge.
type connectionField struct {
	key, name string
	typename  string
	items     writePlan                            // the plan below nodes and node
	fields    []collectedField                     // the fields of pageInfo, of an aggregate, and of the SearchHit around an item
	label     map[graph.Kind]func(*query.Item) any // of the SearchHit, where it is selected
	group     int                                  // the position of an aggregate in List.Groups
	edge      []connectionField                    // the fields below edges
}

// A loadTarget collects what the store has to load with items: the values and relations that a selection reads.
type loadTarget struct {
	projection *query.Projection
	includes   *[]*query.Include
}

// selectedValues returns the target of the items that a question finds. A question that reads more of an item than the
// selection does adds these values to it.
func selectedValues(q *query.Query) loadTarget {
	if q.Projection == nil {
		q.Projection = query.Projection{}
	}
	return loadTarget{&q.Projection, &q.Includes}
}

// valuesOfSides returns the target of the actors that an exchange or counts name.
func valuesOfSides(q *query.Query) loadTarget {
	if q.SideProjection == nil {
		q.SideProjection = query.Projection{}
	}
	return loadTarget{&q.SideProjection, &q.SideIncludes}
}

// valuesOf returns the target of the items that a relation gives.
func valuesOf(i *query.Include) loadTarget {
	if i.Projection == nil {
		i.Projection = query.Projection{}
	}
	return loadTarget{&i.Projection, &i.Includes}
}

func (t loadTarget) addValues(k graph.Kind, names ...string) {
	for _, name := range names {
		t.projection.Add(k, name)
	}
}

// addInclude adds a relation and returns its position. The same relation with the same arguments is loaded once, so that
// nodes {…} and edges {node {…}} share it.
func (t loadTarget) addInclude(i *query.Include) (position int) {
	for position, have := range *t.includes {
		if sameInclude(have, i) {
			return position
		}
	}
	*t.includes = append(*t.includes, i)
	return len(*t.includes) - 1
}
