package resolvers

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/answer"
	"github.com/demarche-graph/demarche/graph/generated"
	"github.com/demarche-graph/demarche/graph/query"
)

// question is what a root field asks the store, and how it writes the answer.
type question struct {
	query *query.Query                     // nil when the log alone is asked
	write func(*query.Answer) (any, error) // gives an *answer.JSON or a list of these, as the schema says; nil is null
}

// questions compile the root fields.
var questions = map[string]func(*rootField) (*question, error){
	"node": (*rootField).node, "nodes": (*rootField).nodes, "actor": (*rootField).actor, "action": (*rootField).action,
	"actors": listOf(graph.KindActor), "actions": listOf(graph.KindAction), "responses": listOf(graph.KindResponse),
	"claims": listOf(graph.KindClaim), "sources": listOf(graph.KindSource), "episodes": listOf(graph.KindEpisode),
	"places": listOf(graph.KindPlace), "datasets": listOf(graph.KindDataset),
	"exchange": (*rootField).exchange, "chain": (*rootField).chain, "unanswered": (*rootField).unanswered,
	"narratives": (*rootField).narratives, "antecedents": (*rootField).antecedents, "tension": (*rootField).tension,
	"matrix": (*rootField).matrix, "subgraph": (*rootField).subgraph, "paths": (*rootField).paths,
	"responseTimes": (*rootField).responseTimes,
	"stats":         (*rootField).stats, "cascades": (*rootField).cascades, "search": (*rootField).search,
	"vocabulary": (*rootField).vocabulary,
	"revision":   (*rootField).revision, "changes": (*rootField).changes, "history": (*rootField).history,
}

// root makes queryResolver for gqlgen.
type root struct{}

func (root) Query() generated.QueryResolver { return queryResolver{} }

// queryResolver has a method for each root field, as gqlgen generates its interface. A root field reads its arguments as
// nested lists do, from the selection, before it runs. So the methods ignore theirs.
type queryResolver struct{}

var _ generated.QueryResolver = queryResolver{}

// rootField is the state of one root field while it is compiled.
type rootField struct {
	*selectionCompiler
	field          graphql.CollectedField
	arguments      map[string]any
	dependsOnToday bool
	made           int      // objects that it writes for which the store reads nothing, at most
	asksLog        *asksLog // nil when it does not
}

// argument returns an argument. It is the schema's default when a client gives null or leaves it out, nil if there is none.
func (f *rootField) argument(name string) any {
	if v := f.arguments[name]; v != nil {
		return v
	}
	if d := f.field.Definition.Arguments.ForName(name).DefaultValue; d != nil {
		v, _ := d.Value(nil) // a literal of the schema
		return v
	}
	return nil
}

// text returns an argument that is an id or a term.
func (f *rootField) text(name string) string {
	v := f.argument(name)
	if v == nil {
		return ""
	}
	return fmt.Sprint(v) // an id may be written as a number
}

// texts returns an argument that is a list of ids or terms.
func (f *rootField) texts(name string) []string {
	list, _ := stringList(f.argument(name))
	return list
}

// integer returns an argument that is a whole number and has a default.
func (f *rootField) integer(name string) (int, error) { return integer(name, f.argument(name)) }

func (f *rootField) selections() []ast.SelectionSet { return []ast.SelectionSet{f.field.Selections} }

func (f *rootField) write(do func(w *writer)) *answer.JSON {
	w := &writer{c: f.selectionCompiler}
	do(w)
	w.spend()
	return &answer.JSON{Text: w.buf}
}

// object writes a composite answer.
func (f *rootField) object(typeName string, o object) *answer.JSON {
	return f.write(func(w *writer) { w.object(o, typeName, f.collect(typeName, f.field.Selections)) })
}
