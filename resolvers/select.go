package resolvers

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A selectionCompiler turns a GraphQL selection into what the store should bring along (query.Include) and, at the
// same time, into the plan by which the answer is written. One is made for each root field.
type selectionCompiler struct {
	op       *graphql.OperationContext
	cost     int                  // rows that the selection may bring, at most
	deep     int                  // nesting of relations in hand
	required []query.RequiredNode // what the question names
	err      error                // the first fault found
}

// fieldGroup is one response key of a selection set: all fields of that key, merged.
type fieldGroup struct {
	key   string
	field *ast.Field
	subs  []ast.SelectionSet
}

func (g fieldGroup) name() string { return g.field.Name }

// writePlan says how to write an item: for each concrete kind its fields.
type writePlan map[graph.Kind][]plannedField

// plannedField is one field of an item.
type plannedField struct {
	key         string // ready for JSON: "alias":
	typename    string // of __typename
	column      int
	derive      func(*query.Item) any
	list        bool // an unknown list is [], not null
	include     int  // position in the parent's wants, or -1
	cardinality graph.Cardinality
	sub         writePlan
	page        *pagePlan
}

// pagePlan says how to write a connection.
type pagePlan struct {
	list   query.List
	to     graph.Kind
	fields []pageField
	rank   func(*query.Item) query.Cursor // of a search
	hit    func(*query.Item) object       // of a search: what the node is wrapped in
}

// pageField is a field of a connection or, under edges, of an edge.
type pageField struct {
	key, name string
	sub       writePlan    // of nodes and node
	groups    []fieldGroup // of pageInfo, an aggregate and a search hit
	of        int          // of an aggregate: position in the list's groups
	edges     []pageField
}

// collect merges selections for an object type, as the specification's CollectFields does: it opens the fragments that
// apply, decides @skip and @include, and joins fields of the same response key. A named fragment is opened once, or a
// short document of fragments that each spread the next one twice would keep the server busy for hours. gqlgen's own
// function of this name gives a key twice where two interfaces select it (docs/decisions/0006-answers-as-json.md).
func (c *selectionCompiler) collect(typeName string, sets ...ast.SelectionSet) []fieldGroup {
	var groups []fieldGroup
	var opened []*ast.FragmentDefinition
	var add func(set ast.SelectionSet)
	add = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				if i := slices.IndexFunc(groups, func(g fieldGroup) bool { return g.key == s.Alias }); i >= 0 {
					groups[i].subs = append(groups[i].subs, s.SelectionSet)
				} else {
					groups = append(groups, fieldGroup{s.Alias, s, []ast.SelectionSet{s.SelectionSet}})
				}
			case *ast.InlineFragment:
				if c.included(s.Directives) && c.applies(s.TypeCondition, typeName) {
					add(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if !c.included(s.Directives) || slices.Contains(opened, s.Definition) || !c.applies(s.Definition.TypeCondition, typeName) {
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
	return groups
}

// at gives the selections below a path of field names of plain objects, merged whatever their aliases.
func (c *selectionCompiler) at(sets []ast.SelectionSet, typeName, name string) []ast.SelectionSet {
	var subs []ast.SelectionSet
	for _, g := range c.collect(typeName, sets...) {
		if g.name() == name {
			subs = append(subs, g.subs...)
		}
	}
	return subs
}

func (c *selectionCompiler) included(ds ast.DirectiveList) bool {
	if d := ds.ForName("skip"); d != nil && d.ArgumentMap(c.op.Variables)["if"] == true {
		return false
	}
	d := ds.ForName("include")
	return d == nil || d.ArgumentMap(c.op.Variables)["if"] == true
}

func (c *selectionCompiler) applies(condition, typeName string) bool {
	if condition == "" || condition == typeName {
		return true
	}
	return slices.ContainsFunc(schema.PossibleTypes[condition], func(t *ast.Definition) bool { return t.Name == typeName })
}

// kindsOf lists the concrete kinds behind a kind.
func kindsOf(k graph.Kind) []graph.Kind {
	if k != graph.KindNode {
		return []graph.Kind{k}
	}
	return addressable
}

var addressable = append(append([]graph.Kind{}, graph.NodeKinds...), graph.FactEdgeKinds...)

// loadTarget is where a selection on items adds what they have to come with.
type loadTarget struct {
	projection *query.Projection // nil, or of nil: all of them come
	includes   *[]*query.Include
}

// wholeItems takes whole items: of a question that looks at more of them than the selection does.
func wholeItems(wants *[]*query.Include) loadTarget { return loadTarget{nil, wants} }

// projected takes of what is found only what the selection reads.
func projected(q *query.Query) loadTarget {
	q.Projection = query.Projection{}
	return loadTarget{&q.Projection, &q.Includes}
}

// items compiles the selection on items of some kinds. Wants are added once for each relation and
// arguments, so that nodes {…} and edges {node {…}} share what they have in common.
func (c *selectionCompiler) items(to loadTarget, kind graph.Kind, rows int, sets ...ast.SelectionSet) writePlan {
	p := writePlan{}
	for _, k := range kindsOf(kind) {
		for _, g := range c.collect(string(k), sets...) {
			p[k] = append(p[k], c.field(to, k, g, rows))
		}
	}
	return p
}

func (c *selectionCompiler) field(to loadTarget, k graph.Kind, g fieldGroup, rows int) plannedField {
	f := plannedField{key: jsonKey(g.key), column: -1, include: -1}
	name := g.name()
	if name == "__typename" {
		f.typename = string(k)
		return f
	}
	if r := graph.RelationOf(k, name); r != nil {
		c.relation(&f, to.includes, r, g, rows)
		return f
	}
	if d, ok := derived[k][name]; ok {
		f.derive = d.value
		to.pick(k, d.from...)
		return f
	}
	f.column = query.Column(k, name)
	to.pick(k, name)
	f.list = g.field.Definition != nil && g.field.Definition.Type.Elem != nil
	return f
}

func (b loadTarget) pick(k graph.Kind, names ...string) {
	if b.projection == nil || *b.projection == nil {
		return
	}
	for _, name := range names {
		b.projection.Add(k, name)
	}
}

func (c *selectionCompiler) relation(f *plannedField, wants *[]*query.Include, r *graph.Relation, g fieldGroup, rows int) {
	c.deep++
	defer func() { c.deep-- }()
	if c.deep > maxDepth {
		c.fail(tooComplex("the selection nests more than %d relations; ask in two requests", maxDepth))
		return
	}
	f.cardinality = r.Cardinality
	want := &query.Include{Relation: r, Projection: query.Projection{}}
	if r.Cardinality == graph.Connection {
		list, err := c.list(r.To, g.field.ArgumentMap(c.op.Variables))
		if err != nil {
			c.fail(err)
			return
		}
		want.List = list
		rows *= max(list.Page.Limit, 1)
	}
	c.charge(rows)
	i := slices.IndexFunc(*wants, func(w *query.Include) bool { return sameInclude(w, want) })
	if i < 0 {
		i = len(*wants)
		*wants = append(*wants, want)
	}
	want = (*wants)[i]
	f.include = i
	to := loadTarget{&want.Projection, &want.Includes}
	if r.Cardinality == graph.Connection {
		f.page = c.connection(&want.List, to, r.To, string(r.To), rows, g.subs...)
		return
	}
	f.sub = c.items(to, r.To, rows, g.subs...)
}

// connection compiles the selection on a connection. A total is counted only when it is selected.
func (c *selectionCompiler) connection(list *query.List, to loadTarget, kind graph.Kind, name string, rows int, sets ...ast.SelectionSet) *pagePlan {
	p := &pagePlan{list: *list, to: kind}
	for _, g := range c.collect(name+"Connection", sets...) {
		f := pageField{key: jsonKey(g.key), name: g.name()}
		switch f.name {
		case "__typename":
			f.name, f.key = "__typename", f.key+`"`+name+`Connection"`
		case "totalCount":
			list.Total = true
		case "pageInfo":
			f.groups = c.collect("PageInfo", g.subs...)
		case "aggregate":
			f.groups = c.collect("Aggregate", g.subs...)
			var err error
			if f.of, err = addGroup(list, g.field.ArgumentMap(c.op.Variables)); err != nil {
				c.fail(err)
			}
		case "nodes":
			f.sub, f.groups = c.node(to, kind, name, rows, g.subs...)
		case "edges":
			for _, eg := range c.collect(name+"Edge", g.subs...) {
				e := pageField{key: jsonKey(eg.key), name: eg.name()}
				switch e.name {
				case "__typename":
					e.key += `"` + name + `Edge"`
				case "node":
					e.sub, e.groups = c.node(to, kind, name, rows, eg.subs...)
				}
				f.edges = append(f.edges, e)
			}
		}
		p.fields = append(p.fields, f)
	}
	return p
}

// node compiles the item of a connection; a search wraps it in a SearchHit.
func (c *selectionCompiler) node(to loadTarget, kind graph.Kind, name string, rows int, sets ...ast.SelectionSet) (writePlan, []fieldGroup) {
	if name != "Search" {
		return c.items(to, kind, rows, sets...), nil
	}
	return c.items(to, kind, rows, c.at(sets, "SearchHit", "node")...), c.collect("SearchHit", sets...)
}

func (c *selectionCompiler) charge(rows int) {
	if c.cost += rows; c.cost > maxRows {
		c.fail(tooComplex("the selection may bring more than %d rows; ask for smaller pages or fewer nested lists", maxRows))
	}
}

func (c *selectionCompiler) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}
