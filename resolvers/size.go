package resolvers

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// checkSize refuses an operation with more root fields or aliases than a request may have, or whose introspection would return
// more than maxIntrospect descriptions.
func (o *Operation) checkSize(document *ast.QueryDocument, fields []graphql.CollectedField) error {
	if n := len(fields); n > maxRootFields {
		return tooComplex("the request has %d root fields; ask for at most %d at a time", n, maxRootFields)
	}
	aliases := 0
	for _, operation := range document.Operations {
		aliases += aliasesIn(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		aliases += aliasesIn(fragment.SelectionSet)
	}
	if aliases > maxAliases {
		return tooComplex("the document has %d aliases; at most %d are possible", aliases, maxAliases)
	}
	described := 0.0
	var in descriptions
	for _, field := range fields {
		if strings.HasPrefix(field.Name, "__") {
			if in == nil {
				in = descriptions{}
			}
			described += in.of(field.Selections)
		}
	}
	o.Cost += int64(described) // a description takes about as long as a row
	if described > maxIntrospect {
		return tooComplex("this introspection returns about %.0f descriptions; at most %d are possible: ask for types one by one",
			described, maxIntrospect)
	}
	return nil
}

// aliasesIn counts the fields that have another name than their own.
func aliasesIn(set ast.SelectionSet) (n int) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Alias != s.Name {
				n++
			}
			n += aliasesIn(s.SelectionSet)
		case *ast.InlineFragment:
			n += aliasesIn(s.SelectionSet)
		case *ast.FragmentSpread: // counted where it is defined
		}
	}
	return n
}

// introspected is how many descriptions each list of introspection has, by mean over the schema.
var introspected = func() map[string]float64 {
	types, fields, arguments, values, possible := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, t := range schema.Types {
		types++
		fields += float64(len(t.Fields))
		values += float64(len(t.EnumValues))
		possible += float64(len(schema.PossibleTypes[t.Name]))
		for _, f := range t.Fields {
			arguments += float64(len(f.Arguments))
		}
	}
	return map[string]float64{
		"types": types, "directives": float64(len(schema.Directives)), "fields": fields / types, "inputFields": fields / types,
		"args": arguments / fields, "enumValues": values / types, "possibleTypes": possible / types, "interfaces": 1,
	}
}()

// descriptions are how many descriptions the fragments return that have been looked at.
type descriptions map[*ast.FragmentDefinition]float64

// of estimates how many descriptions a selection of introspection returns: objects, whatever they show.
func (d descriptions) of(set ast.SelectionSet) (n float64) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if len(s.SelectionSet) == 0 {
				continue
			}
			each, isList := introspected[s.Name]
			if !isList {
				each = 1
			}
			n += each * (1 + d.of(s.SelectionSet))
		case *ast.InlineFragment:
			n += d.of(s.SelectionSet)
		case *ast.FragmentSpread:
			in, known := d[s.Definition]
			if !known {
				in = d.of(s.Definition.SelectionSet)
				d[s.Definition] = in
			}
			n += in
		}
	}
	return n
}
