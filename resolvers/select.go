package resolvers

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// requestState is what all root fields of a request share.
type requestState struct {
	rows      int   // rows that the selections may return, as far as they are compiled
	relations int   // relations in them
	filters   int   // filters in them
	err       error // the first limit of the request that was exceeded
	budget    budget
	admin     bool // the one who asks may see who wrote what
}

// exceed keeps the first limit that was exceeded. From then on nothing is compiled any more.
func (s *requestState) exceed(format string, args ...any) error {
	if s.err == nil {
		s.err = tooComplex(format, args...)
	}
	return s.err
}

// A selectionCompiler turns the selection of one root field into two things at once: what the store has to load
// (query.Include, query.Projection), and the plan by which the answer is written (writePlan).
type selectionCompiler struct {
	*requestState
	op       *graphql.OperationContext
	depth    int                  // how many relations are around the one being compiled
	nested   int                  // how many filters are around the one being read
	required []query.RequiredNode // nodes that the question names
	fault    error                // the first that was found
	lens     *query.Lens          // through which the field is asked
	lensMark string               // of the cursors that it gives and takes
}

// collect merges selections for an object type, as the specification's CollectFields does: it opens the fragments that
// apply, decides @skip and @include, and joins fields of the same response key. A named fragment is opened once, or a
// short document of fragments that each spread the next one twice would keep the server busy for hours. gqlgen's own
// function of this name gives a key twice where two interfaces select it (docs/decisions/0006-answers-as-json.md).
func (c *selectionCompiler) collect(typeName string, sets ...ast.SelectionSet) []collectedField {
	var fields []collectedField
	var opened []*ast.FragmentDefinition
	var add func(set ast.SelectionSet)
	add = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				if i := slices.IndexFunc(fields, func(f collectedField) bool { return f.key == s.Alias }); i >= 0 {
					fields[i].selections = append(fields[i].selections, s.SelectionSet)
				} else {
					fields = append(fields, collectedField{s.Alias, s, []ast.SelectionSet{s.SelectionSet}})
				}
			case *ast.InlineFragment:
				if c.included(s.Directives) && applies(s.TypeCondition, typeName) {
					add(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if !c.included(s.Directives) || slices.Contains(opened, s.Definition) || !applies(s.Definition.TypeCondition, typeName) {
					continue
				}
				opened = append(opened, s.Definition)
				add(s.Definition.SelectionSet)
			}
		}
	}
	for _, set := range sets {
		add(set)
	}
	return fields
}

// below returns the selections of all fields with this name, whatever their aliases.
func (c *selectionCompiler) below(sets []ast.SelectionSet, typeName, name string) []ast.SelectionSet {
	var selections []ast.SelectionSet
	for _, f := range c.collect(typeName, sets...) {
		if f.name() == name {
			selections = append(selections, f.selections...)
		}
	}
	return selections
}

func (c *selectionCompiler) included(directives ast.DirectiveList) bool {
	if d := directives.ForName("skip"); d != nil && d.ArgumentMap(c.op.Variables)["if"] == true {
		return false
	}
	d := directives.ForName("include")
	return d == nil || d.ArgumentMap(c.op.Variables)["if"] == true
}

// applies reports whether a fragment on a type, or on none, applies to objects of this type.
func applies(condition, typeName string) bool {
	if condition == "" || condition == typeName {
		return true
	}
	return slices.ContainsFunc(schema.PossibleTypes[condition], func(t *ast.Definition) bool { return t.Name == typeName })
}

// concrete lists the kinds that an item of a kind may be of.
func concrete(k graph.Kind) []graph.Kind {
	if k != graph.KindNode {
		return []graph.Kind{k}
	}
	return addressable
}

var addressable = slices.Concat(graph.NodeKinds, graph.FactEdgeKinds)

// items compiles the selection on items. rows is how many of them there may be.
func (c *selectionCompiler) items(to loadTarget, kind graph.Kind, rows int, sets ...ast.SelectionSet) writePlan {
	p := writePlan{}
	for _, k := range concrete(kind) {
		for _, f := range c.collect(string(k), sets...) {
			p[k] = append(p[k], c.field(to, k, f, rows))
		}
	}
	return p
}

func (c *selectionCompiler) field(to loadTarget, k graph.Kind, f collectedField, rows int) plannedField {
	p := plannedField{key: jsonKey(f.key), column: -1, include: -1}
	if f.name() == "__typename" {
		p.typename = string(k)
	} else if r := graph.RelationOf(k, f.name()); r != nil {
		c.relation(&p, to, r, f, rows)
	} else if d, known := derivationOf(k, f.name()); known {
		p.derive = c.derivation(to, k, d, f)
	} else if f.name() == "evidenceBySource" {
		p.bySource = c.evidenceBySource(to, k, f, rows)
	} else if e, known := embedded[k][f.name()]; known {
		p.embed = &embeddingPlan{e, query.Column(k, e.from), c.collect(e.typeName, f.selections...)}
		to.addValues(k, e.from)
	} else {
		p.column = query.Column(k, f.name())
		p.list = f.field.Definition != nil && f.field.Definition.Type.Elem != nil
		to.addValues(k, f.name())
	}
	return p
}

// derivation has the store load what a derived field is computed from, and returns how that is done.
func (c *selectionCompiler) derivation(to loadTarget, k graph.Kind, d derivation, f collectedField) func(*query.Item) any {
	to.addValues(k, d.from...)
	if d.compile != nil {
		return d.compile(c, to, f)
	}
	return d.value
}

func (c *selectionCompiler) relation(p *plannedField, to loadTarget, r *graph.Relation, f collectedField, rows int) {
	c.depth++
	defer func() { c.depth-- }()
	c.relations++
	switch {
	case c.err != nil, c.fault != nil:
		return
	case c.depth > maxDepth:
		c.fail(tooComplex("the selection nests more than %d relations; ask in two requests", maxDepth))
		return
	case c.relations > maxRelations:
		c.fail(c.exceed("the selections have more than %d relations; ask in two requests", maxRelations))
		return
	}
	if own := graph.OwnRelationOf(r.From, r.Name); own != nil && f.arguments(c.op)["includeParts"] == false {
		r = own
	}
	include := &query.Include{Relation: r, Projection: query.Projection{}}
	if r.Path[0].Above {
		var err error
		if include.AsOf, err = day(f.arguments(c.op), "asOf"); err != nil {
			c.fail(err)
			return
		}
	}
	if r.Cardinality == graph.Connection {
		var err error
		if include.List, err = c.list(r.To, f.arguments(c.op)); err != nil {
			c.fail(err)
			return
		}
		if !c.showsItems(string(r.To), f.selections) {
			include.List.Page = query.Page{}
		}
	}
	p.cardinality = r.Cardinality
	p.include = to.addInclude(include)
	include = (*to.includes)[p.include]
	loaded := loadTarget{&include.Projection, &include.Includes}
	if r.Cardinality == graph.Connection {
		p.connection = c.connection(&include.List, loaded, r.To, string(r.To), rows, f.selections...)
		return
	}
	c.charge(rows)
	p.items = c.items(loaded, r.To, rows, f.selections...)
}

// searchName begins the names of the types of a search, SearchConnection and SearchEdge, whose items are wrapped in
// SearchHit.
const searchName = "Search"

// connection compiles the selection on a connection, of which each of so many parents has one. The schema's types are
// called name+"Connection" and name+"Edge". A total is counted only when it is selected.
func (c *selectionCompiler) connection(
	list *query.List, to loadTarget, kind graph.Kind, name string, parents int, sets ...ast.SelectionSet,
) *connectionPlan {
	rows := parents * max(list.Page.Limit, 1)
	c.charge(rows)
	p := &connectionPlan{list: *list}
	for _, f := range c.collect(name+"Connection", sets...) {
		out := connectionField{key: jsonKey(f.key), name: f.name()}
		switch out.name {
		case "__typename":
			out.typename = name + "Connection"
		case "totalCount":
			list.Total = true
		case "pageInfo":
			out.fields = c.collect("PageInfo", f.selections...)
		case "aggregate":
			out.fields = c.collect("Aggregate", f.selections...)
			var err error
			if out.group, err = addGroup(list, kind, f.arguments(c.op), out.fields); err != nil {
				c.fail(err)
			}
		case "nodes":
			c.node(&out, to, kind, name, rows, f.selections)
		case "edges":
			for _, ef := range c.collect(name+"Edge", f.selections...) {
				e := connectionField{key: jsonKey(ef.key), name: ef.name()}
				switch e.name {
				case "__typename":
					e.typename = name + "Edge"
				case "node":
					c.node(&e, to, kind, name, rows, ef.selections)
				}
				out.edge = append(out.edge, e)
			}
		}
		p.fields = append(p.fields, out)
	}
	return p
}

// showsItems reports whether a selection on a connection shows any of its items, or where they stand; else it counts them alone.
func (c *selectionCompiler) showsItems(name string, sets []ast.SelectionSet) bool {
	return slices.ContainsFunc(c.collect(name+"Connection", sets...), func(f collectedField) bool {
		return f.name() == "nodes" || f.name() == "edges" || f.name() == "pageInfo"
	})
}

// node compiles the selection on the items of a connection.
func (c *selectionCompiler) node(out *connectionField, to loadTarget, kind graph.Kind, name string, rows int, sets []ast.SelectionSet) {
	if name == searchName {
		out.fields = c.collect("SearchHit", sets...)
		for _, f := range out.fields {
			switch f.name() {
			case "highlights":
				*to.projection = slices.Grow(*to.projection, len(addressable))
				for _, k := range graph.NodeKinds {
					to.addValues(k, analysis.Highlighted(k)...)
				}
			case "label":
				out.label = map[graph.Kind]func(*query.Item) any{}
				for _, k := range graph.NodeKinds {
					out.label[k] = c.derivation(to, k, labels[k], f)
				}
			}
		}
		sets = c.below(sets, "SearchHit", "node")
	}
	out.items = c.items(to, kind, rows, sets...)
}

// charge adds to the rows that the request may return, and fails when they are too many.
func (c *selectionCompiler) charge(rows int) {
	if c.rows += min(rows, maxRows+1); c.rows > maxRows {
		c.fail(c.exceed("the request may bring more than %d rows; ask for smaller pages or fewer nested lists", maxRows))
	}
}

// fail keeps the first fault: later ones may follow from it.
func (c *selectionCompiler) fail(err error) {
	if c.fault == nil {
		c.fault = err
	}
}
