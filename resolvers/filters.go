package resolvers

import (
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A filter field is one row: its name and the condition that it makes of its values. Rows stand in a
// fixed order, so that equal shapes give equal statements.
type filterRow struct {
	field string
	make  func(values []string, direct bool) query.Pred
}

func in(prop string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred { return query.In{Prop: prop, Values: v} }
}

func related(kind graph.Kind, relation string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(kind, relation), Where: query.IDIn(v)}
	}
}

func ids(v []string, _ bool) query.Pred { return query.IDIn(v) }

func matches(v []string, _ bool) query.Pred { return query.Matches{Text: v[0]} }

func attributed(sides ...func(id string) string) func([]string, bool) query.Pred {
	return func(ids []string, direct bool) query.Pred {
		var keys []string
		for _, id := range ids {
			for _, side := range sides {
				keys = append(keys, side(id))
			}
		}
		return query.Attributed{Keys: keys, Direct: direct}
	}
}

func actsFor(id string) string    { return graph.AttributionKey(id, "") }
func directedAt(id string) string { return graph.AttributionKey("", id) }

var filterRows = map[graph.Kind][]filterRow{
	graph.KindActor: {
		{"id", ids}, {"kind", in("kind")}, {"country", in("country")},
		{"partOf", related(graph.KindActor, "wholes")},
		{"speaksFor", related(graph.KindActor, "speaksFor")}, {"memberOf", related(graph.KindActor, "memberOf")},
		{"text", matches},
	},
	graph.KindAction: {
		{"performer", attributed(actsFor)}, {"target", attributed(directedAt)}, {"either", attributed(actsFor, directedAt)},
		{"id", ids}, {"addressee", related(graph.KindAction, "addressees")}, {"affected", related(graph.KindAction, "affected")},
		{"partOf", related(graph.KindAction, "partOf")}, {"respondsTo", respondsTo},
		{"type", in("type")}, {"quadClass", in("quadClass")}, {"topic", in("topics")},
		{"place", func(v []string, _ bool) query.Pred { return query.InPlaces(v) }},
		{"episode", related(graph.KindAction, "episodes")},
		{"basis", in("basis")}, {"status", in("status")}, {"text", matches}, {"source", citing(graph.KindAction)},
	},
	graph.KindResponse: {
		{"by", attributed(actsFor)}, {"to", attributed(directedAt)}, {"mode", in("mode")}, {"basis", in("basis")},
		{"source", citing(graph.KindResponse)}, {"episode", ofResponse("episodes")}, {"type", func(v []string, _ bool) query.Pred {
			return query.Related{Relation: graph.RelationOf(graph.KindResponse, "response"), Where: query.In{Prop: "type", Values: v}}
		}},
	},
	graph.KindSource: {
		{"id", ids}, {"kind", in("kind")}, {"reliability", in("reliability")}, {"language", in("language")},
		{"publishedBy", related(graph.KindSource, "publishedBy")}, {"text", matches},
	},
	graph.KindPlace: {
		{"id", ids}, {"country", in("country")}, {"within", related(graph.KindPlace, "within")}, {"text", matches},
	},
	graph.KindEpisode: {{"id", ids}, {"text", matches}},
	graph.KindClaim: {
		{"id", ids}, {"source", citing(graph.KindClaim)}, {"basis", in("basis")}, {"madeIn", related(graph.KindClaim, "madeIn")}, {"text", matches},
		{"by", func(v []string, _ bool) query.Pred {
			return query.Or{related(graph.KindClaim, "by")(v, false), related(graph.KindClaim, "onBehalfOf")(v, false)}
		}},
		{"about", related(graph.KindClaim, "about")}, {"stance", in("stance")},
	},
}

// citing is about the sources of a fact's evidence.
func citing(kind graph.Kind) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(kind, "evidence"), Where: query.In{Prop: "source", Values: v}}
	}
}

// ofResponse is about what the answering action is related to.
func ofResponse(relation string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(graph.KindResponse, "response"), Where: related(graph.KindAction, relation)(v, false)}
	}
}

// respondsTo is true of what answers one of these actions.
func respondsTo(v []string, _ bool) query.Pred {
	return query.Related{Relation: graph.RelationOf(graph.KindAction, "respondsTo"), Where: query.In{Prop: "to", Values: v}}
}

// idFields are the filter fields whose values name things, which have to exist, and of what kind these are.
var idFields = []struct {
	field string
	kind  graph.Kind
}{
	{"performer", graph.KindActor}, {"target", graph.KindActor}, {"either", graph.KindActor}, {"place", graph.KindPlace},
	{"episode", graph.KindEpisode}, {"by", graph.KindActor}, {"to", graph.KindActor}, {"about", anyKind}, {"speaksFor", graph.KindActor},
	{"partOf", sameKind}, {"id", sameKind}, {"addressee", graph.KindActor}, {"affected", graph.KindActor}, {"respondsTo", graph.KindAction},
	{"memberOf", graph.KindActor}, {"publishedBy", graph.KindActor}, {"within", graph.KindPlace}, {"madeIn", graph.KindAction},
	{"source", graph.KindSource}, {"between", graph.KindActor},
}

const (
	anyKind  graph.Kind = ""
	sameKind graph.Kind = "same" // as what is filtered
)

// predicate makes the condition of a filter argument.
func (c *selectionCompiler) predicate(kind graph.Kind, filter map[string]any) (query.Pred, error) {
	c.require(kind, filter)
	direct := filter["includeParts"] == false
	var all query.And
	if p := dyads(kind, filter, direct); p != nil {
		all = append(all, p)
		// Said together by the dyad's own key, the most selective way in.
		filter = without(filter, "performer", "target", "by", "to")
	}
	if pair, given := stringList(filter["between"]); given {
		if len(pair) != 2 {
			return nil, fmt.Errorf("%w: between names %d; give two ids", graph.ErrInvalid, len(pair))
		}
		all = append(all, query.Attributed{Keys: []string{graph.AttributionKey(pair[0], pair[1]), graph.AttributionKey(pair[1], pair[0])}, Direct: direct})
	}
	for _, row := range filterRows[kind] {
		values, given := stringList(filter[row.field])
		if !given {
			continue
		}
		if len(values) == 0 {
			all = append(all, query.Or{}) // any of none: nothing
			continue
		}
		all = append(all, row.make(values, direct))
	}
	ops, err := operators(kind, filter)
	if err != nil {
		return nil, err
	}
	all = append(all, ops...)
	since, until, err := days(filter)
	if err != nil {
		return nil, err
	}
	if since != "" || until != "" {
		all = append(all, query.Overlaps{Since: since, Until: until})
	}
	return c.compose(kind, filter, all)
}

// dyads is the condition "acting for any of these and directed at (or answering) any of those", which
// the attribution holds under one key a pair.
func dyads(kind graph.Kind, filter map[string]any, direct bool) query.Pred {
	names := map[graph.Kind][2]string{graph.KindAction: {"performer", "target"}, graph.KindResponse: {"by", "to"}}[kind]
	from, _ := stringList(filter[names[0]])
	to, _ := stringList(filter[names[1]])
	if len(from) == 0 || len(to) == 0 || len(from)*len(to) > query.MaxPairs {
		return nil
	}
	var keys []string
	for _, a := range from {
		for _, b := range to {
			keys = append(keys, graph.AttributionKey(a, b))
		}
	}
	return query.Attributed{Keys: keys, Direct: direct}
}

// require remembers what the filter of a kind names, to be looked up along with the question.
func (c *selectionCompiler) require(kind graph.Kind, filter map[string]any) {
	for _, f := range idFields {
		ids, _ := stringList(filter[f.field])
		for _, id := range ids {
			name := query.RequiredNode{Kind: f.kind, ID: id}
			if f.kind == sameKind {
				name.Kind = kind
			}
			if !slices.Contains(c.required, name) {
				c.required = append(c.required, name)
			}
		}
	}
}

func (c *selectionCompiler) compose(kind graph.Kind, filter map[string]any, all query.And) (query.Pred, error) {
	for _, f := range objectList(filter["and"]) {
		p, err := c.predicate(kind, f)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if filter["or"] != nil { // of none, nothing
		var either query.Or
		for _, f := range objectList(filter["or"]) {
			p, err := c.predicate(kind, f)
			if err != nil {
				return nil, err
			}
			either = append(either, p)
		}
		all = append(all, simplify(either))
	}
	for _, f := range objectList(filter["not"]) {
		p, err := c.predicate(kind, f)
		if err != nil {
			return nil, err
		}
		all = append(all, query.Not{Pred: p})
	}
	return all, nil
}

func without(m map[string]any, names ...string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	for _, n := range names {
		delete(out, n)
	}
	return out
}

// stringList reads a list of texts; a single one counts as a list, as GraphQL coerces it.
func stringList(v any) (values []string, given bool) {
	switch v := v.(type) {
	case nil:
		return nil, false
	case string:
		return []string{v}, true
	case []string:
		return v, true
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				values = append(values, s)
			} else {
				values = append(values, fmt.Sprint(e))
			}
		}
		return values, true
	}
	return []string{fmt.Sprint(v)}, true
}

func objectList(v any) []map[string]any {
	switch v := v.(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var out []map[string]any
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

func days(args map[string]any) (since, until graph.Day, err error) {
	if since, err = day(args, "since"); err != nil {
		return
	}
	if until, err = day(args, "until"); err != nil {
		return
	}
	if since != "" && until != "" && until < since {
		err = fmt.Errorf("%w: until %s is before since %s", graph.ErrInvalid, until, since)
	}
	return
}

func day(args map[string]any, name string) (graph.Day, error) {
	s, _ := args[name].(string)
	if s == "" {
		return "", nil
	}
	d, err := graph.ParseDay(s)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}
