package resolvers

import (
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A filterRow is one field of a filter: its name, and a function that makes a condition from its values, which is true when
// any of them holds. Rows have a fixed order, so that filters with the same fields give the same statement. Direct is
// includeParts: false.
type filterRow struct {
	field string
	make  func(values []string, direct bool) query.Pred
}

// filterRows has the fields of each kind's filter that take ids, terms or a text. operatorRows has those that take operators;
// predicate reads includeParts, between, since, until, and, or and not.
var filterRows = map[graph.Kind][]filterRow{
	graph.KindActor: {
		{"id", idIn}, {"kind", in("kind")}, {"country", in("country")},
		{"partOf", related(graph.KindActor, "wholes")},
		{"speaksFor", related(graph.KindActor, "speaksFor")}, {"memberOf", related(graph.KindActor, "memberOf")},
		{"text", matches}, statedBy,
	},
	graph.KindAction: {
		{"performer", attributed(actsFor)}, {"target", attributed(directedAt)}, {"either", attributed(actsFor, directedAt)},
		{"id", idIn}, {"addressee", related(graph.KindAction, "addressees")}, {"affected", related(graph.KindAction, "affected")},
		{"partOf", related(graph.KindAction, "partOf")}, {"respondsTo", respondsTo}, {"answeredBy", answeredBy},
		{"type", in("type")}, {"quadClass", in("quadClass")}, {"topic", in("topics")},
		{"place", func(v []string, _ bool) query.Pred { return query.InPlaces(v) }},
		{"episode", related(graph.KindAction, "episodes")},
		{"basis", in("basis")}, {"status", in("status")}, {"text", matches}, {"source", citing(graph.KindAction)},
		{"attributedTo", in("attributedTo")}, statedBy,
	},
	graph.KindResponse: {
		{"by", attributed(actsFor)}, {"to", attributed(directedAt)}, {"mode", in("mode")}, {"basis", in("basis")},
		{"source", citing(graph.KindResponse)},
		{"attributedTo", in("attributedTo")}, {"episode", ofResponse("episodes")}, {"type", func(v []string, _ bool) query.Pred {
			return query.Related{Relation: graph.RelationOf(graph.KindResponse, "response"), Where: query.In{Prop: "type", Values: v}}
		}}, statedBy,
	},
	graph.KindSource: {
		{"id", idIn}, {"kind", in("kind")}, {"reliability", in("reliability")}, {"language", in("language")},
		{"publishedBy", related(graph.KindSource, "publishedBy")},
		{"owner", func(v []string, _ bool) query.Pred { return query.OwnedBy(v) }},
		{"country", func(v []string, _ bool) query.Pred { return query.OfCountry(v) }},
		{"derivedFrom", related(graph.KindSource, "derivedFrom")},
		{"text", matches}, statedBy,
	},
	graph.KindPlace: {
		{"id", idIn}, {"country", in("country")}, {"within", related(graph.KindPlace, "within")}, {"text", matches}, statedBy,
	},
	graph.KindEpisode: {{"id", idIn}, {"text", matches}, statedBy},
	graph.KindClaim: {
		{"id", idIn}, {"source", citing(graph.KindClaim)},
		{"attributedTo", in("attributedTo")}, {"basis", in("basis")},
		{"madeIn", related(graph.KindClaim, "madeIn")}, {"text", matches},
		{"by", attributed(actsFor)},
		{"about", related(graph.KindClaim, "about")}, {"stance", in("stance")}, {"episode", aboutEpisode}, statedBy,
	},
}

// statedBy is true of what any of these datasets states.
var statedBy = filterRow{"dataset", in("datasets")}

func in(prop string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred { return query.In{Prop: prop, Values: v} }
}

func related(kind graph.Kind, relation string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(kind, relation), Where: query.IDIn(v)}
	}
}

func idIn(v []string, _ bool) query.Pred { return query.IDIn(v) }

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

// citing is true of facts that have evidence from any of these sources.
func citing(kind graph.Kind) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(kind, "evidence"), Where: query.In{Prop: "source", Values: v}}
	}
}

// ofResponse is true of responses whose answering action has this relation to any of these.
func ofResponse(relation string) func([]string, bool) query.Pred {
	return func(v []string, _ bool) query.Pred {
		return query.Related{Relation: graph.RelationOf(graph.KindResponse, "response"), Where: related(graph.KindAction, relation)(v, false)}
	}
}

// aboutEpisode is true of claims about an action of any of these episodes.
func aboutEpisode(v []string, _ bool) query.Pred {
	return query.Related{Relation: graph.RelationOf(graph.KindClaim, "about"), Where: related(graph.KindAction, "episodes")(v, false)}
}

// respondsTo is true of actions that answer any of these.
func respondsTo(v []string, _ bool) query.Pred {
	return query.Related{Relation: graph.RelationOf(graph.KindAction, "respondsTo"), Where: query.In{Prop: "to", Values: v}}
}

// answeredBy is true of actions to which one acting for any of these responded.
func answeredBy(v []string, direct bool) query.Pred {
	return query.Related{Relation: graph.RelationOf(graph.KindAction, "responses"), Where: attributed(actsFor)(v, direct)}
}

// idFields are the fields of filters whose values are ids, with the kind that the named nodes must have.
var idFields = []struct {
	field string
	kind  graph.Kind
}{
	{"performer", graph.KindActor}, {"target", graph.KindActor}, {"either", graph.KindActor}, {"place", graph.KindPlace},
	{"episode", graph.KindEpisode}, {"by", graph.KindActor}, {"to", graph.KindActor}, {"about", anyKind}, {"speaksFor", graph.KindActor},
	{"partOf", sameKind}, {"id", sameKind}, {"addressee", graph.KindActor}, {"affected", graph.KindActor}, {"respondsTo", graph.KindAction},
	{"answeredBy", graph.KindActor},
	{"memberOf", graph.KindActor}, {"publishedBy", graph.KindActor}, {"within", graph.KindPlace}, {"madeIn", graph.KindAction},
	{"source", graph.KindSource}, {"attributedTo", graph.KindActor}, {"between", graph.KindActor}, {"derivedFrom", graph.KindSource},
	{"dataset", graph.KindDataset}, {"owner", graph.KindActor},
}

const (
	anyKind  graph.Kind = ""
	sameKind graph.Kind = "same" // the kind that is filtered
)

// predicate makes a condition from a filter, and requires the nodes that it names.
func (c *selectionCompiler) predicate(kind graph.Kind, filter map[string]any) (query.Pred, error) {
	c.filters++
	c.nested++
	defer func() { c.nested-- }()
	switch {
	case c.filters > maxFilters:
		return nil, c.exceed("the request has more than %d filters in filters; put alternatives of one field into its list", maxFilters)
	case c.nested > maxFilterDepth:
		return nil, c.exceed("filters stand more than %d deep in one another; write them flat", maxFilterDepth)
	}
	c.requireNamed(kind, filter)
	direct := filter["includeParts"] == false
	var all query.And
	if p := dyads(kind, filter, direct); p != nil {
		all = append(all, p)
		// The key of the dyad covers all of these fields, and is the most selective start for a store.
		filter = without(filter, "performer", "target", "by", "to")
	}
	if pair, given := stringList(filter["between"]); given {
		if len(pair) != 2 {
			return nil, fmt.Errorf("%w: between names %d; give two ids", graph.ErrInvalid, len(pair))
		}
		keys := []string{graph.AttributionKey(pair[0], pair[1]), graph.AttributionKey(pair[1], pair[0])}
		all = append(all, query.Attributed{Keys: keys, Direct: direct})
	}
	for _, row := range filterRows[kind] {
		values, given := stringList(filter[row.field])
		if !given {
			continue
		}
		if len(values) == 0 {
			all = append(all, query.Or{}) // an empty list matches nothing
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

// dyads returns the condition "acting for any of these and directed at (or answering) any of those", for which the
// attribution has a key for each pair. It returns nil when a filter does not name both sides, or names more pairs than a
// store looks up at once.
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

// requireNamed requires all nodes that the filter of a kind names.
func (c *selectionCompiler) requireNamed(kind graph.Kind, filter map[string]any) {
	for _, f := range idFields {
		of := f.kind
		if of == sameKind {
			of = kind
		}
		ids, _ := stringList(filter[f.field])
		c.require(of, ids...)
	}
}

// require makes the store check, together with the question, that nodes of this kind have these ids. The answer is NOT_FOUND
// when one has not.
func (c *selectionCompiler) require(kind graph.Kind, ids ...string) {
	const few = 16 // more are not looked through for each of them
	if len(ids) <= few {
		for _, id := range ids {
			if n := (query.RequiredNode{Kind: kind, ID: id}); !slices.Contains(c.required, n) {
				c.required = append(c.required, n)
			}
		}
		return
	}
	known := make(map[string]bool, len(ids))
	for _, n := range c.required {
		known[n.ID] = known[n.ID] || n.Kind == kind
	}
	c.required = slices.Grow(c.required, len(ids))
	for _, id := range ids {
		if !known[id] {
			known[id] = true
			c.required = append(c.required, query.RequiredNode{Kind: kind, ID: id})
		}
	}
}

// compose adds the conditions in and, or and not to those of a filter.
func (c *selectionCompiler) compose(kind graph.Kind, filter map[string]any, all query.And) (query.Pred, error) {
	and, err := c.predicates(kind, filter["and"])
	if err != nil {
		return nil, err
	}
	or, err := c.predicates(kind, filter["or"])
	if err != nil {
		return nil, err
	}
	not, err := c.predicates(kind, filter["not"])
	if err != nil {
		return nil, err
	}
	all = append(all, and...)
	if filter["or"] != nil { // an empty or matches nothing
		all = append(all, query.Or(or))
	}
	for _, p := range not {
		all = append(all, query.Not{Pred: p})
	}
	return all, nil
}

func (c *selectionCompiler) predicates(kind graph.Kind, filters any) (all []query.Pred, err error) {
	for _, f := range objectList(filters) {
		p, err := c.predicate(kind, f)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
