package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// cypherBuilder writes the text of one statement and gathers its parameters, $p0 on. The text depends on the shape of the
// question alone, so that the server finds its plan in the cache: every value is a parameter, and nothing is written in the
// order of a map.
type cypherBuilder struct {
	params map[string]any
	vars   int
	opaque bool  // alternatives are written so that the server does not rewrite them
	lens   *lens // what the question is asked through, or nil
}

func newCypherBuilder() *cypherBuilder { return &cypherBuilder{params: map[string]any{}} }

// param adds a parameter and gives the expression that stands for it.
func (c *cypherBuilder) param(v any) string {
	name := "p" + strconv.Itoa(len(c.params))
	c.params[name] = v
	return "$" + name
}

// fresh names a variable that no enclosing subquery uses.
func (c *cypherBuilder) fresh(prefix string) string {
	c.vars++
	return prefix + strconv.Itoa(c.vars)
}

// statement is a compiled question: what to send, and how to read the one record that comes back.
type statement struct {
	text   string
	params map[string]any
	read   func(*neo4j.Record) (*query.Answer, error)
}

// Fetch implements query.Reader.
func (s *Store) Fetch(ctx context.Context, q *query.Query) (*query.Answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := build(q)
	if err != nil {
		return nil, err
	}
	if p.text == "" { // nothing that could match
		return p.read(nil)
	}
	s.statements.Add(1)
	work := query.WorkOf(ctx)
	work.Sent()
	records, err := s.ask(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(records) != 1 {
		return nil, &failure{errInternal, fmt.Errorf("%d records for one", len(records))}
	}
	a, err := p.read(records[0])
	if work != nil && err == nil {
		work.Handed(a.Rows())
	}
	return a, err
}

// ask sends a question. While the server plans its text, others with the same text wait.
func (s *Store) ask(ctx context.Context, p *statement) (records []*neo4j.Record, err error) {
	first, err := s.asked.enter(ctx, p.text, p.params)
	if err != nil {
		return nil, err
	}
	defer func() { first.leave(err == nil) }()
	return s.read(ctx, p.text, p.params)
}

// build plans a question and compiles its statement.
func build(q *query.Query) (*statement, error) {
	p, err := plan.Of(q)
	if err != nil {
		return nil, err
	}
	c := newCypherBuilder()
	c.through(p.Lens)
	s := c.upToDate(c.requireNodes(c.find(p), p.Required))
	s.params = c.params
	read := s.read
	s.read = func(r *neo4j.Record) (*query.Answer, error) {
		a, err := read(r)
		if err == nil {
			p.Finish(a)
		}
		return a, err
	}
	return s, nil
}

// find compiles the statement of what a question starts from.
func (c *cypherBuilder) find(p plan.Plan) *statement {
	switch f := p.Find.(type) {
	case query.FindNodes:
		return c.findNodes(f, p.Spec, len(p.Required) == 0 && !c.lensOf().Found())
	case query.FindList:
		return c.findList(f, p.Spec)
	case query.FindChain:
		return c.findChain(f, p.Spec)
	case query.FindUnanswered:
		return c.findUnanswered(f, p.Spec)
	case query.FindExchange:
		return c.findExchange(f, p.Spec, p.Sides)
	case query.FindSearch:
		return c.findSearch(f, p.Spec)
	case query.FindCounts:
		return c.findCounts(f, p.Sides)
	case query.FindResponseTimes:
		return c.findResponseTimes(f)
	case query.FindStats:
		return c.findStats()
	case query.FindAntecedents:
		return c.findAntecedents(f, p.Spec)
	case query.FindSubgraph:
		return c.findSubgraph(f, p.Spec)
	case query.FindPaths:
		return c.findPaths(f, p.Spec)
	}
	return nil // the planner refuses what is none of these
}

// requireNodes adds the lookup of the nodes that a question names, each kind in its own index, so that a missing one is found
// out in the same round trip. An id of unknown kind is looked up with OR: the server asks the next kind only until one has
// it, and plans this faster than a union.
func (c *cypherBuilder) requireNodes(p *statement, names []query.RequiredNode) *statement {
	if len(names) == 0 {
		return p
	}
	ids := map[graph.Kind][]string{}
	for _, x := range names {
		ids[x.Kind] = append(ids[x.Kind], x.ID)
	}
	kinds := slices.Sorted(maps.Keys(ids))
	var columns []string
	if p.text != "" {
		columns = append(columns, p.text)
	}
	for _, k := range kinds {
		known := func(k graph.Kind) string {
			x := c.fresh("x")
			return "MATCH (" + x + ":" + string(k) + " {id: known})" + where(c.nodeStands(k, x))
		}
		is := ""
		if k == "" {
			var either []string
			for _, k := range graph.NodeKinds {
				either = append(either, "EXISTS { "+known(k)+" }")
			}
			is = "WITH known WHERE " + strings.Join(either, " OR ")
		} else {
			is = known(k)
		}
		columns = append(columns, fmt.Sprintf("COLLECT { UNWIND %s AS known %s RETURN known } AS %s",
			c.param(ids[k]), is, c.fresh("found")))
	}
	text := strings.Join(columns, ", ")
	if p.text == "" {
		text = "RETURN " + text
	}
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		own := len(r.Values) - len(kinds)
		have := map[query.RequiredNode]bool{}
		for i, k := range kinds {
			for _, id := range stringList(r.Values[own+i]) {
				have[query.RequiredNode{Kind: k, ID: id}] = true
			}
		}
		for _, x := range names {
			if !have[x] {
				return nil, x.NotFound()
			}
		}
		rest := *r
		rest.Values = r.Values[:own]
		return p.read(&rest)
	}}
}

// findNodes reads nodes and edge facts by id. bare says that the statement asks for nothing else.
func (c *cypherBuilder) findNodes(f query.FindNodes, spec query.LoadSpec, bare bool) *statement {
	return &statement{text: c.byIDs(f, spec, bare), read: func(r *neo4j.Record) (*query.Answer, error) {
		items, err := readItems(r.Values[0], spec)
		if err != nil {
			return nil, err
		}
		byID := make(map[string]*query.Item, len(items))
		for _, it := range items {
			byID[it.Text("id")] = it
		}
		a := &query.Answer{Total: -1, Items: make([]*query.Item, len(f.IDs))}
		for i, id := range f.IDs {
			a.Items[i] = byID[id]
		}
		return a, nil
	}}
}

// byIDs has one branch for each kind that the question asks for, so that each is a seek in its own index. One node kind by
// itself is written without a subquery, which saves Neo4j a fifteenth of its time.
func (c *cypherBuilder) byIDs(f query.FindNodes, spec query.LoadSpec, bare bool) string {
	ids := c.param(nonNil(f.IDs))
	oneKind := len(f.Kinds) == 1 && slices.Contains(graph.NodeKinds, f.Kinds[0])
	if oneKind && bare && !slices.ContainsFunc(spec.Includes, hasGroups) {
		n := c.fresh("n")
		return fmt.Sprintf("UNWIND %s AS id MATCH (%s:%s {id: id})%s RETURN collect(%s) AS items",
			ids, n, f.Kinds[0], where(c.nodeStands(f.Kinds[0], n)), c.project(f.Kinds[0], n, spec, nil))
	}
	wanted := func(k graph.Kind) bool {
		return len(f.Kinds) == 0 || slices.Contains(f.Kinds, k) || slices.Contains(f.Kinds, graph.KindNode)
	}
	var branches []string
	for _, k := range graph.NodeKinds {
		if wanted(k) {
			n := c.fresh("n")
			branches = append(branches, fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH (%s:%s {id: id})%s %s }",
				ids, n, k, where(c.nodeStands(k, n)), c.returnClause(k, n, spec)))
		}
	}
	for _, t := range graph.EdgeTypes {
		if t.Fact == "" || t.Fact == graph.KindParticipation || !wanted(t.Fact) || !hasPrefix(f.IDs, string(t.Label)+":") {
			continue
		}
		r, label := c.fresh("r"), []graph.EdgeKind{t.Label}
		branches = append(branches, fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH ()-[%s:%s {id: id}]->()%s %s }", ids, r, t.Label,
			where(c.relStands(label, r), c.endStands(label, true, "startNode("+r+")"), c.endStands(label, false, "endNode("+r+")")),
			c.returnClause(t.Fact, r, spec)))
	}
	if len(branches) == 0 {
		branches = []string{"[]"}
	}
	return "RETURN " + strings.Join(branches, " + ") + " AS items"
}

// findList reads a page of a list, its total and its groups.
func (c *cypherBuilder) findList(f query.FindList, spec query.LoadSpec) *statement {
	l := plan.ListOf(f.Kind, f.List)
	text := "RETURN " + c.list(c.start(l), l, spec) + " AS list"
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		list, err := readList(r.Values[0], f.Kind, f.List, spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: list.Items, Total: list.Total, More: list.More, Groups: list.Groups}, nil
	}}
}

// returnClause ends a subquery with the row of an item. An include that counts groups gets a name in a WITH of its own first:
// inside the row, the server would take its aggregation for one of the row's, and refuse the statement.
func (c *cypherBuilder) returnClause(k graph.Kind, v string, spec query.LoadSpec) string {
	clause, names := "", map[*query.Include]string{}
	for _, inc := range spec.Includes {
		if hasGroups(inc) {
			names[inc] = c.fresh("w")
			clause += ", " + c.include(v, inc) + " AS " + names[inc]
		}
	}
	if clause != "" {
		clause = "WITH " + v + clause + " "
	}
	return clause + "RETURN " + c.project(k, v, spec, names)
}

// hasGroups tells whether an include counts groups, at any depth.
func hasGroups(inc *query.Include) bool {
	return len(inc.Groups) > 0 || slices.ContainsFunc(inc.Includes, hasGroups)
}

// project is the row of an item: its kind, its values, and a list for each include that applies to the kind. names has the
// includes that a WITH has named before.
func (c *cypherBuilder) project(k graph.Kind, v string, spec query.LoadSpec, names map[*query.Include]string) string {
	if k == graph.KindNode {
		var b strings.Builder
		b.WriteString("CASE")
		for _, k := range graph.NodeKinds {
			fmt.Fprintf(&b, " WHEN %s:%s THEN %s", v, k, c.project(k, v, spec, names))
		}
		return b.String() + " END"
	}
	parts := []string{"'" + string(k) + "'"}
	for name := range spec.Names(k) {
		parts = append(parts, c.value(k, v, name))
	}
	for _, inc := range spec.Includes {
		switch name, named := names[inc]; {
		case inc.Relation.From != k:
		case named:
			parts = append(parts, name)
		default:
			parts = append(parts, c.include(v, inc))
		}
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// members are the entries of the map that stands for an item without a node or relationship of its own: each value that the
// question asks for, by its expression.
func members(k graph.Kind, spec query.LoadSpec, of map[string]string) (out []string) {
	for name := range spec.Names(k) {
		out = append(out, name+": "+of[name])
	}
	return out
}

// embeddedRefs says how the map that stands for an item without a node of its own holds a value of ids: as the node itself, or
// as a list of nodes. Includes then start from these nodes, without another lookup.
func embeddedRefs(k graph.Kind, name string) (node, list bool) {
	switch k {
	case graph.KindUnanswered:
		return name == "action" || name == "owedBy", name == "owedTo"
	case graph.KindEntry:
		return name == "action", false
	}
	return false, false
}

// column is the expression of one value of an item.
func column(k graph.Kind, v, name string) string {
	switch node, list := embeddedRefs(k, name); {
	case node:
		return v + "." + name + ".id"
	case list:
		return "[x IN " + v + "." + name + " | x.id]"
	}
	c := plan.ColumnOf(k, name)
	if c.IsLabel {
		return "type(" + v + ")"
	}
	switch c.End {
	case plan.From:
		return "startNode(" + v + ")." + c.Prop
	case plan.To:
		return "endNode(" + v + ")." + c.Prop
	case plan.ActorEnd:
		return fmt.Sprintf("CASE WHEN startNode(%[1]s):Actor THEN startNode(%[1]s).%[2]s ELSE endNode(%[1]s).%[2]s END", v, c.Prop)
	case plan.ActionEnd:
		return fmt.Sprintf("CASE WHEN startNode(%[1]s):Actor THEN endNode(%[1]s).%[2]s ELSE startNode(%[1]s).%[2]s END", v, c.Prop)
	case plan.Self:
	}
	return v + "." + c.Prop
}

// hasPrefix tells whether any of these ids begins so.
func hasPrefix(ids []string, prefix string) bool {
	for _, id := range ids {
		if strings.HasPrefix(id, prefix) {
			return true
		}
	}
	return false
}

// nonNil makes an empty list of nil, which the driver would send as null.
func nonNil(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
