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
	field      *ast.Field // the first of them
	selections []ast.SelectionSet
}

func (f collectedField) name() string { return f.field.Name }

// arguments are the field's, with variables filled in. They have not passed through gqlgen's decoding, so whoever reads
// one looks at its type.
func (f collectedField) arguments(op *graphql.OperationContext) map[string]any {
	return f.field.ArgumentMap(op.Variables)
}

// writePlan says how an item is written: for each concrete kind, its fields in order.
type writePlan map[graph.Kind][]plannedField

// plannedField is one field of an item. It is the type's name, a value that is derived, a relation, or else a value of the item.
type plannedField struct {
	key         string // ready for JSON: "alias":
	typename    string
	derive      func(*query.Item) any
	include     int // of a relation: its position in Item.Related; else -1
	cardinality graph.Cardinality
	items       writePlan       // of a relation that is no connection
	connection  *connectionPlan // of one that is
	column      int             // of a value: its position in Item.Values; -1 when the kind does not hold it
	list        bool            // an unknown value is [], not null
}

// connectionPlan says how a connection is written.
type connectionPlan struct {
	list   query.List
	fields []connectionField
	// Of a search, whose items are ranked and wrapped in SearchHit:
	cursorOf func(*query.Item) query.Cursor
	wrap     func(*query.Item) object
}

// connectionField is a field of a connection or, under edges, of an edge.
type connectionField struct {
	key, name string
	typename  string
	items     writePlan         // of nodes and node
	fields    []collectedField  // of pageInfo, of an aggregate, and of the SearchHit around an item
	group     int               // of an aggregate: its position in List.Groups
	edge      []connectionField // of edges
}

// A loadTarget is where a selection on items adds what the store has to load with them: values and relations.
type loadTarget struct {
	projection *query.Projection // nil: every value is loaded
	includes   *[]*query.Include
}

// everyValue loads all values of the items that these relations belong to: of questions that look at more of an item than the
// selection does.
func everyValue(includes *[]*query.Include) loadTarget { return loadTarget{nil, includes} }

// selectedValues loads those values of what is found that the selection reads, and no others.
func selectedValues(q *query.Query) loadTarget {
	q.Projection = query.Projection{}
	return loadTarget{&q.Projection, &q.Includes}
}

func (t loadTarget) addValues(k graph.Kind, names ...string) {
	if t.projection == nil {
		return
	}
	for _, name := range names {
		t.projection.Add(k, name)
	}
}

// addInclude adds a relation and tells its position. The same relation with the same arguments is loaded once, so nodes {…}
// and edges {node {…}} share what they have in common.
func (t loadTarget) addInclude(i *query.Include) (position int) {
	for position, have := range *t.includes {
		if sameInclude(have, i) {
			return position
		}
	}
	*t.includes = append(*t.includes, i)
	return len(*t.includes) - 1
}
