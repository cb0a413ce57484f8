package resolvers

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A compiler turns a GraphQL selection into what the store should bring along (graph.Want) and, at the
// same time, into the plan by which the answer is written. One is made for each root field.
type compiler struct {
	op   *graphql.OperationContext
	cost int                  // rows that the selection may bring, at most
	deep int                  // nesting of relations in hand
	must []query.RequiredNode // what the question names
	err  error                // the first fault found
}

// group is one response key of a selection set: all fields of that key, merged.
type group struct {
	key   string
	field *ast.Field
	subs  []ast.SelectionSet
}

func (g group) name() string { return g.field.Name }

// plan says how to write an item: for each concrete kind its fields.
type plan map[graph.Kind][]planned

// planned is one field of an item.
type planned struct {
	key      string // ready for JSON: "alias":
	typename string // of __typename
	column   int
	derive   func(*query.Item) any
	list     bool // an unknown list is [], not null
	want     int  // position in the parent's wants, or -1
	shape    graph.Cardinality
	sub      plan
	page     *pagePlan
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
	sub       plan    // of nodes and node
	groups    []group // of pageInfo, an aggregate and a search hit
	of        int     // of an aggregate: position in the list's groups
	edges     []pageField
}

// collect merges a selection for an object type, as the specification's CollectFields does: fragments
// that apply are opened, @skip and @include decided, equal response keys joined.
func (c *compiler) collect(typeName string, sets ...ast.SelectionSet) []group {
	var groups []group
	var add func(set ast.SelectionSet)
	add = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				if i := slices.IndexFunc(groups, func(g group) bool { return g.key == s.Alias }); i >= 0 {
					groups[i].subs = append(groups[i].subs, s.SelectionSet)
				} else {
					groups = append(groups, group{s.Alias, s, []ast.SelectionSet{s.SelectionSet}})
				}
			case *ast.InlineFragment:
				if c.included(s.Directives) && c.applies(s.TypeCondition, typeName) {
					add(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if c.included(s.Directives) && c.applies(s.Definition.TypeCondition, typeName) {
					add(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		add(set)
	}
	return groups
}

// at gives the selections below a path of field names of plain objects, merged whatever their aliases.
func (c *compiler) at(sets []ast.SelectionSet, typeName, name string) []ast.SelectionSet {
	var subs []ast.SelectionSet
	for _, g := range c.collect(typeName, sets...) {
		if g.name() == name {
			subs = append(subs, g.subs...)
		}
	}
	return subs
}

func (c *compiler) included(ds ast.DirectiveList) bool {
	if d := ds.ForName("skip"); d != nil && d.ArgumentMap(c.op.Variables)["if"] == true {
		return false
	}
	d := ds.ForName("include")
	return d == nil || d.ArgumentMap(c.op.Variables)["if"] == true
}

func (c *compiler) applies(condition, typeName string) bool {
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

// brought is where a selection on items adds what they have to come with.
type brought struct {
	values *query.Projection // nil, or of nil: all of them come
	wants  *[]*query.Include
}

// all takes whole items: of a question that looks at more of them than the selection does.
func all(wants *[]*query.Include) brought { return brought{nil, wants} }

// picked takes of what is found only what the selection reads.
func picked(q *query.Query) brought {
	q.Projection = query.Projection{}
	return brought{&q.Projection, &q.Includes}
}

// items compiles the selection on items of some kinds. Wants are added once for each relation and
// arguments, so that nodes {…} and edges {node {…}} share what they have in common.
func (c *compiler) items(to brought, kind graph.Kind, rows int, sets ...ast.SelectionSet) plan {
	p := plan{}
	for _, k := range kindsOf(kind) {
		for _, g := range c.collect(string(k), sets...) {
			p[k] = append(p[k], c.field(to, k, g, rows))
		}
	}
	return p
}

func (c *compiler) field(to brought, k graph.Kind, g group, rows int) planned {
	f := planned{key: jsonKey(g.key), column: -1, want: -1}
	name := g.name()
	if name == "__typename" {
		f.typename = string(k)
		return f
	}
	if r := graph.RelationOf(k, name); r != nil {
		c.relation(&f, to.wants, r, g, rows)
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

func (b brought) pick(k graph.Kind, names ...string) {
	if b.values == nil || *b.values == nil {
		return
	}
	for _, name := range names {
		b.values.Add(k, name)
	}
}

func (c *compiler) relation(f *planned, wants *[]*query.Include, r *graph.Relation, g group, rows int) {
	c.deep++
	defer func() { c.deep-- }()
	if c.deep > maxDepth {
		c.fail(tooComplex("the selection nests more than %d relations; ask in two requests", maxDepth))
		return
	}
	f.shape = r.Cardinality
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
	i := slices.IndexFunc(*wants, func(w *query.Include) bool { return sameWant(w, want) })
	if i < 0 {
		i = len(*wants)
		*wants = append(*wants, want)
	}
	want = (*wants)[i]
	f.want = i
	to := brought{&want.Projection, &want.Includes}
	if r.Cardinality == graph.Connection {
		f.page = c.connection(&want.List, to, r.To, string(r.To), rows, g.subs...)
		return
	}
	f.sub = c.items(to, r.To, rows, g.subs...)
}

// connection compiles the selection on a connection. A total is counted only when it is selected.
func (c *compiler) connection(list *query.List, to brought, kind graph.Kind, name string, rows int, sets ...ast.SelectionSet) *pagePlan {
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
			if f.of, err = grouped(list, g.field.ArgumentMap(c.op.Variables)); err != nil {
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
func (c *compiler) node(to brought, kind graph.Kind, name string, rows int, sets ...ast.SelectionSet) (plan, []group) {
	if name != "Search" {
		return c.items(to, kind, rows, sets...), nil
	}
	return c.items(to, kind, rows, c.at(sets, "SearchHit", "node")...), c.collect("SearchHit", sets...)
}

func (c *compiler) charge(rows int) {
	if c.cost += rows; c.cost > maxRows {
		c.fail(tooComplex("the selection may bring more than %d rows; ask for smaller pages or fewer nested lists", maxRows))
	}
}

func (c *compiler) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}
