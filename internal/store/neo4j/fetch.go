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

// cypherBuilder turns a query into the text of one statement and its parameters, $p0 on. The text depends
// on the query's shape alone: values go into parameters, and nothing is read from a map in its order.
type cypherBuilder struct {
	params map[string]any
	vars   int
}

func newCypherBuilder() *cypherBuilder { return &cypherBuilder{params: map[string]any{}} }

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

// Fetch implements the contract.
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
	records, err := s.read(ctx, p.text, p.params)
	if err != nil {
		return nil, err
	}
	if len(records) != 1 {
		return nil, &failure{errInternal, fmt.Errorf("%d records for one", len(records))}
	}
	return p.read(records[0])
}

func build(q *query.Query) (*statement, error) {
	p, err := plan.Of(q)
	if err != nil {
		return nil, err
	}
	c := newCypherBuilder()
	s := c.requireNodes(c.find(p), p.Required)
	s.params = c.params
	return s, nil
}

func (c *cypherBuilder) find(p plan.Plan) *statement {
	switch f := p.Find.(type) {
	case query.FindNodes:
		return c.findNodes(f, p.Spec, len(p.Required) == 0)
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

// requireNodes looks up what a question names along with it, each kind in its own index. Of an id that may be of any kind the others are
// not asked once it is found, and to plan this takes the server less than a union.
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
		is := "MATCH (:" + string(k) + " {id: known})"
		if k == "" {
			var either []string
			for _, k := range graph.NodeKinds {
				either = append(either, fmt.Sprintf("EXISTS { MATCH (:%s {id: known}) }", k))
			}
			is = "WITH known WHERE " + strings.Join(either, " OR ")
		}
		columns = append(columns, fmt.Sprintf("COLLECT { UNWIND %s AS known %s RETURN known } AS %s", c.param(ids[k]), is, c.fresh("found")))
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

// findNodes reads the things with some ids. bare says that the statement asks nothing else.
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

// byIDs has one branch for each kind that is asked for, so that each is a seek in its own index. One kind by itself needs no
// subquery, which takes Neo4j a fifteenth less.
func (c *cypherBuilder) byIDs(f query.FindNodes, spec query.LoadSpec, bare bool) string {
	ids := c.param(nonNil(f.IDs))
	if len(f.Kinds) == 1 && slices.Contains(graph.NodeKinds, f.Kinds[0]) && bare && !slices.ContainsFunc(spec.Includes, hasGroups) {
		n := c.fresh("n")
		return fmt.Sprintf("UNWIND %s AS id MATCH (%s:%s {id: id}) RETURN collect(%s) AS items", ids, n, f.Kinds[0], c.project(f.Kinds[0], n, spec, nil))
	}
	wanted := func(k graph.Kind) bool {
		return len(f.Kinds) == 0 || slices.Contains(f.Kinds, k) || slices.Contains(f.Kinds, graph.KindNode)
	}
	var branches []string
	for _, k := range graph.NodeKinds {
		if wanted(k) {
			n := c.fresh("n")
			branches = append(branches, fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH (%s:%s {id: id}) %s }", ids, n, k, c.returnClause(k, n, spec)))
		}
	}
	for _, t := range graph.EdgeTypes {
		if t.Fact == "" || t.Fact == graph.KindParticipation || !wanted(t.Fact) || !hasPrefix(f.IDs, string(t.Label)+":") {
			continue
		}
		r := c.fresh("r")
		branches = append(branches, fmt.Sprintf("COLLECT { UNWIND %s AS id MATCH ()-[%s:%s {id: id}]->() %s }", ids, r, t.Label, c.returnClause(t.Fact, r, spec)))
	}
	if len(branches) == 0 {
		branches = []string{"[]"}
	}
	return "RETURN " + strings.Join(branches, " + ") + " AS items"
}

func (c *cypherBuilder) findList(f query.FindList, spec query.LoadSpec) *statement {
	l := plan.ListOf(f.Kind, f.List)
	text := "RETURN " + c.list(c.start(l), l, spec) + " AS list"
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		list, err := readList(r.Values[0], l.Kind, l, spec)
		if err != nil {
			return nil, err
		}
		return &query.Answer{Items: list.Items, Total: list.Total, More: list.More, Groups: list.Groups}, nil
	}}
}

// returnClause ends a subquery with the row of an item. The server takes an expression with groups deep inside for one that
// groups by all that stands beside it, and refuses it: so each such want gets a name first.
func (c *cypherBuilder) returnClause(k graph.Kind, v string, spec query.LoadSpec) string {
	clause, names := "", map[*query.Include]string{}
	for _, w := range spec.Includes {
		if hasGroups(w) {
			names[w] = c.fresh("w")
			clause += ", " + c.include(v, w) + " AS " + names[w]
		}
	}
	if clause != "" {
		clause = "WITH " + v + clause + " "
	}
	return clause + "RETURN " + c.project(k, v, spec, names)
}

func hasGroups(w *query.Include) bool {
	return len(w.Groups) > 0 || slices.ContainsFunc(w.Includes, hasGroups)
}

// project is the row of an item: its kind, its values, and a list for each want that applies, which may have a name.
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
		parts = append(parts, column(k, v, name))
	}
	for _, w := range spec.Includes {
		switch name, named := names[w]; {
		case w.Relation.From != k:
		case named:
			parts = append(parts, name)
		default:
			parts = append(parts, c.include(v, w))
		}
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// members are the values that are asked for of a row that only answers hold, each by its expression, to make a map of.
func members(k graph.Kind, spec query.LoadSpec, of map[string]string) (out []string) {
	for name := range spec.Names(k) {
		out = append(out, name+": "+of[name])
	}
	return out
}

// embeddedRefs says how a row that only answers hold, which is a map, holds the things whose ids are its value of this name: the thing
// itself, or a list of them.
func embeddedRefs(k graph.Kind, name string) (thing, list bool) {
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
	switch thing, list := embeddedRefs(k, name); {
	case thing:
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
		return "CASE WHEN startNode(" + v + "):Actor THEN startNode(" + v + ")." + c.Prop + " ELSE endNode(" + v + ")." + c.Prop + " END"
	case plan.ActionEnd:
		return "CASE WHEN startNode(" + v + "):Actor THEN endNode(" + v + ")." + c.Prop + " ELSE startNode(" + v + ")." + c.Prop + " END"
	case plan.Self:
	}
	return v + "." + c.Prop
}

func hasPrefix(ids []string, prefix string) bool {
	for _, id := range ids {
		if strings.HasPrefix(id, prefix) {
			return true
		}
	}
	return false
}

func nonNil(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
