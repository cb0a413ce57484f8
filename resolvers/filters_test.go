package resolvers

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// filterCases are what each field of each filter means, and what it names.
var filterCases = []struct{ list, filter, means, names string }{
	{"actors", `id: ["a", "b"]`, "id a|b", "actor a, actor b"},
	{"actors", `kind: [STATE, AGENCY]`, "kind STATE|AGENCY", ""},
	{"actors", `country: ["AZE"]`, "country AZE", ""},
	{"actors", `speaksFor: ["a"]`, "some Actor.speaksFor [id a]", "actor a"},
	{"actors", `partOf: ["a"]`, "some Actor.wholes [id a]", "actor a"},
	{"actors", `memberOf: ["a"]`, "some Actor.memberOf [id a]", "actor a"},
	{"actors", `text: "zakh"`, `matches "zakh"`, ""},
	{"actors", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"actions", `id: ["x"]`, "id x", "action x"},
	{"actions", `performer: ["a", "b"]`, "attributed a>|b>", "actor a, actor b"},
	{"actions", `target: ["a"]`, "attributed >a", "actor a"},
	{"actions", `either: ["a"]`, "attributed a>|>a", "actor a"},
	{"actions", `between: ["a", "b"]`, "attributed a>b|b>a", "actor a, actor b"},
	{"actions", `performer: ["a"], includeParts: false`, "directly a>", "actor a"},
	{"actions", `performer: ["a"], includeParts: true`, "attributed a>", "actor a"},
	{"actions", `between: ["a", "b"], includeParts: false`, "directly a>b|b>a", "actor a, actor b"},
	{"actions", `performer: ["a"], target: ["b"]`, "attributed a>b", "actor a, actor b"},
	{"actions", `performer: ["a", "b"], target: ["c", "d"]`, "attributed a>c|a>d|b>c|b>d", "actor a, actor b, actor c, actor d"},
	{"actions", `performer: ["a"], target: ["b"], includeParts: false`, "directly a>b", "actor a, actor b"},
	{"actions", `performer: ["a"], target: []`, "(attributed a> and none)", "actor a"},
	{"actions", `type: [AID, REQUEST]`, "type AID|REQUEST", ""},
	{"actions", `quadClass: [VERBAL_CONFLICT]`, "quadClass VERBAL_CONFLICT", ""},
	{"actions", `topic: ["legal"]`, "topics legal", ""},
	{"actions", `addressee: ["a"]`, "some Action.addressees [id a]", "actor a"},
	{"actions", `affected: ["a"]`, "some Action.affected [id a]", "actor a"},
	{"actions", `partOf: ["x"]`, "some Action.partOf [id x]", "action x"},
	{"actions", `respondsTo: ["x"]`, "some Action.respondsTo [to x]", "action x"},
	{"actions", `answeredBy: ["a"]`, "some Action.responses [attributed a>]", "actor a"},
	{"actions", `answeredBy: ["a"], includeParts: false`, "some Action.responses [directly a>]", "actor a"},
	{"actions", `place: ["baku"]`, "in place baku", "place baku"},
	{"actions", `episode: ["crisis"]`, "some Action.episodes [id crisis]", "episode crisis"},
	{"actions", `since: "2025-06-27", until: "2025-07-02"`, "date 2025-06-27..2025-07-02", ""},
	{"actions", `basis: [INFERRED]`, "basis INFERRED", ""},
	{"actions", `status: [ALLEGED]`, "status ALLEGED", ""},
	{"actions", `text: "raid"`, `matches "raid"`, ""},
	{"actions", `source: ["s"]`, "some Action.evidence [source s]", "source s"},
	{"actions", `attributedTo: ["a"]`, "attributedTo a", "actor a"},
	{"actions", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"responses", `by: ["a"]`, "attributed a>", "actor a"},
	{"responses", `to: ["a"]`, "attributed >a", "actor a"},
	{"responses", `by: ["a"], to: ["b"]`, "attributed a>b", "actor a, actor b"},
	{"responses", `between: ["a", "b"]`, "attributed a>b|b>a", "actor a, actor b"},
	{"responses", `by: ["a"], includeParts: false`, "directly a>", "actor a"},
	{"responses", `mode: [DENY]`, "mode DENY", ""},
	{"responses", `basis: [EXPLICIT]`, "basis EXPLICIT", ""},
	{"responses", `type: [SANCTION]`, "some Response.response [type SANCTION]", ""},
	{"responses", `episode: ["crisis"]`, "some Response.response [some Action.episodes [id crisis]]", "episode crisis"},
	{"responses", `since: "2025-06-27"`, "date 2025-06-27..", ""},
	{"responses", `until: "2025-06-27"`, "date ..2025-06-27", ""},
	{"responses", `source: ["s"]`, "some Response.evidence [source s]", "source s"},
	{"responses", `attributedTo: ["a"]`, "attributedTo a", "actor a"},
	{"responses", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"claims", `id: ["c"]`, "id c", "claim c"},
	{"claims", `by: ["a"]`, "attributed a>", "actor a"},
	{"claims", `by: ["a"], includeParts: false`, "directly a>", "actor a"},
	{"claims", `about: ["x"]`, "some Claim.about [id x]", "any x"},
	{"claims", `madeIn: ["x"]`, "some Claim.madeIn [id x]", "action x"},
	{"claims", `episode: ["crisis"]`, "some Claim.about [some Action.episodes [id crisis]]", "episode crisis"},
	{"claims", `stance: [DENY]`, "stance DENY", ""},
	{"claims", `basis: [EXPLICIT]`, "basis EXPLICIT", ""},
	{"claims", `text: "killed"`, `matches "killed"`, ""},
	{"claims", `source: ["s"]`, "some Claim.evidence [source s]", "source s"},
	{"claims", `attributedTo: ["a"]`, "attributedTo a", "actor a"},
	{"claims", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"sources", `id: ["s"]`, "id s", "source s"},
	{"sources", `kind: [ARTICLE]`, "kind ARTICLE", ""},
	{"sources", `reliability: [A, B]`, "reliability A|B", ""},
	{"sources", `language: ["az"]`, "language az", ""},
	{"sources", `publishedBy: ["a"]`, "some Source.publishedBy [id a]", "actor a"},
	{"sources", `owner: ["a"]`, "owned by a", "actor a"},
	{"sources", `country: ["AZE", "RUS"]`, "of country AZE|RUS", ""},
	{"sources", `since: "2025-06-30", until: "2025-07-07"`, "date 2025-06-30..2025-07-07", ""},
	{"sources", `derivedFrom: ["s"]`, "some Source.derivedFrom [id s]", "source s"},
	{"sources", `text: "sfera"`, `matches "sfera"`, ""},
	{"sources", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"places", `id: ["baku"]`, "id baku", "place baku"},
	{"places", `country: ["AZE"]`, "country AZE", ""},
	{"places", `within: ["baku"]`, "some Place.within [id baku]", "place baku"},
	{"places", `text: "baku"`, `matches "baku"`, ""},
	{"places", `dataset: ["dataset:d"]`, "datasets dataset:d", "dataset dataset:d"},

	{"episodes", `id: ["crisis"]`, "id crisis", "episode crisis"},
	{"episodes", `text: "crisis"`, `matches "crisis"`, ""},
	{"episodes", `dataset: ["dataset:d", "dataset:e"]`, "datasets dataset:d|dataset:e", "dataset dataset:d, dataset dataset:e"},
}

func TestFilters(t *testing.T) {
	for _, c := range filterCases {
		t.Run(c.list+" "+c.filter, func(t *testing.T) {
			q := queryOf(t, `{ `+c.list+`(filter: {`+c.filter+`}) { totalCount } }`)
			if got := said(askedList(t, q).Where); got != c.means {
				t.Errorf("\nmeans %s\n want %s", got, c.means)
			}
			if got := required(q.RequiredNodes); got != c.names {
				t.Errorf("\nnames %s\n want %s", got, c.names)
			}
		})
	}
}

// A new field of a filter is told what it lacks: a case above or one of operatorCases.
func TestEveryFieldOfAFilterHasACase(t *testing.T) {
	composing := []string{"and", "or", "not"}
	for list, filter := range map[string]string{"actors": "ActorFilter", "actions": "ActionFilter", "responses": "ResponseFilter",
		"claims": "ClaimFilter", "sources": "SourceFilter", "places": "PlaceFilter", "episodes": "EpisodeFilter"} {
		var tested []string
		for _, c := range filterCases {
			if c.list == list {
				for part := range strings.SplitSeq(c.filter, ", ") {
					name, _, _ := strings.Cut(part, ":")
					tested = append(tested, name)
				}
			}
		}
		for _, c := range operatorCases {
			if c.list == list {
				name, _, _ := strings.Cut(c.filter, ":")
				tested = append(tested, name)
			}
		}
		for _, f := range schema.Types[filter].Fields {
			if !slices.Contains(tested, f.Name) && !slices.Contains(composing, f.Name) {
				t.Errorf("%s.%s has no case", filter, f.Name)
			}
		}
	}
}

// What a filter names by an id, whatever the field, is looked up as what it has to be.
func TestEveryIDOfAFilterIsRequired(t *testing.T) {
	for name, def := range schema.Types {
		if !strings.HasSuffix(name, "Filter") || name == "UnansweredFilter" || name == "ResponseTimesFilter" {
			continue // Their ids are those of a Find, which stores look up.
		}
		for _, f := range def.Fields {
			if f.Type.Name() != "ID" {
				continue
			}
			kind := graph.Kind(strings.TrimSuffix(name, "Filter"))
			c := &selectionCompiler{requestState: &requestState{}}
			c.requireNamed(kind, map[string]any{f.Name: []any{"x", "x", "y"}})
			if len(c.required) != 2 || c.required[0].ID != "x" || c.required[1].ID != "y" {
				t.Errorf("%s.%s: %v", name, f.Name, c.required)
				continue
			}
			named := c.required[0].Kind
			if own := f.Name == "id" || f.Name == "partOf"; own && named != kind || f.Name == "about" && named != anyKind ||
				!own && f.Name != "about" && !slices.Contains(graph.NodeKinds, named) {
				t.Errorf("%s.%s is looked up as %q", name, f.Name, named)
			}
		}
	}
}

func TestFiltersCompose(t *testing.T) {
	for _, c := range []struct{ name, filter, means, names string }{
		{"an empty filter is true of all", `{}`, "all", ""},
		{"a filter that is null is none", `null`, "anything", ""},
		{"fields together mean all of them", `{type: [AID], basis: [EXPLICIT]}`, "(type AID and basis EXPLICIT)", ""},
		{"a field that is null is none", `{type: null, basis: [EXPLICIT]}`, "basis EXPLICIT", ""},
		{"any of an empty list is nothing", `{type: []}`, "none", ""},
		{"a value alone is a list of one", `{type: AID}`, "type AID", ""},
		{"and", `{and: [{type: [AID]}, {basis: [EXPLICIT]}]}`, "(type AID and basis EXPLICIT)", ""},
		{"an object alone is a list of one", `{and: {type: [AID]}}`, "type AID", ""},
		{"all of no conditions is true of all", `{and: []}`, "all", ""},
		{"or", `{or: [{type: [AID]}, {basis: [EXPLICIT]}]}`, "(type AID or basis EXPLICIT)", ""},
		{"any of no conditions is true of nothing", `{or: []}`, "none", ""},
		{"not", `{not: {type: [AID], basis: [EXPLICIT]}}`, "not (type AID and basis EXPLICIT)", ""},
		{"not of an empty filter is true of nothing", `{not: {}}`, "not all", ""},
		{"all three beside a field", `{type: [AID], and: [{status: [DENIED]}], or: [{topic: ["a"]}, {topic: ["b"]}], not: {basis: [INFERRED]}}`,
			"(type AID and status DENIED and (topics a or topics b) and not basis INFERRED)", ""},
		{"in one another", `{or: [{and: [{type: [AID]}, {not: {or: [{topic: ["a"]}]}}]}, {id: ["x"]}]}`,
			"((type AID and not topics a) or id x)", "action x"},
		{"includeParts of an inner filter is its own",
			`{performer: ["a"], includeParts: false, or: [{target: ["b"]}, {target: ["c"], includeParts: false}]}`,
			"(directly a> and (attributed >b or directly >c))", "actor a, actor b, actor c"},
		{"what inner filters name is required, each once", `{performer: ["a"], or: [{performer: ["a"]}, {not: {target: ["b"]}}]}`,
			"(attributed a> and (attributed a> or not attributed >b))", "actor a, actor b"},
		{"one id may have to be of two kinds", `{performer: ["a"], episode: ["a"]}`,
			"(attributed a> and some Action.episodes [id a])", "actor a, episode a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := queryOf(t, `{ actions(filter: `+c.filter+`) { totalCount } }`)
			if got := said(askedList(t, q).Where); got != c.means {
				t.Errorf("\nmeans %s\n want %s", got, c.means)
			}
			if got := required(q.RequiredNodes); got != c.names {
				t.Errorf("\nnames %s\n want %s", got, c.names)
			}
		})
	}
}

// Conditions on the attribution of which any may hold are one condition for the planner: a store looks its keys up in an index.
func TestAttributionsOfWhichAnyMayHold(t *testing.T) {
	for _, c := range []struct{ name, filter, means string }{
		{"either direction of a dyad", `{or: [{performer: ["a"], target: ["b"]}, {performer: ["b"], target: ["a"]}]}`, "attributed a>b|b>a"},
		{"beside other fields", `{or: [{performer: ["a"]}, {target: ["a"]}], type: [AID]}`, "(type AID and attributed >a|a>)"},
		{"a key that two of them have is looked up once", `{or: [{performer: ["a"]}, {performer: ["a", "b"]}]}`, "attributed a>|b>"},
		{"in one another", `{or: [{or: [{performer: ["a"]}]}, {and: [{target: ["b"]}]}]}`, "attributed >b|a>"},
		{"not where one includes parts and another does not", `{or: [{performer: ["a"]}, {target: ["a"], includeParts: false}]}`,
			"(attributed a> or directly >a)"},
		{"not where one has a second condition", `{or: [{performer: ["a"], type: [AID]}, {target: ["a"]}]}`,
			"(attributed >a or (type AID and attributed a>))"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := queryOf(t, `{ actions(filter: `+c.filter+`) { totalCount } }`)
			if got := said(plan.Normalize(askedList(t, q).Where)); got != c.means {
				t.Errorf("\nmeans %s\n want %s", got, c.means)
			}
		})
	}
}

// A dyad has a key for each pair; of more pairs than a store looks up at once each side is looked up by itself.
func TestDyadsOfManyPairs(t *testing.T) {
	many := func(n int) (ids []any) {
		for i := range n {
			ids = append(ids, strings.Repeat("x", i+1))
		}
		return ids
	}
	for _, c := range []struct{ performers, targets, keys int }{{10, 10, 100}, {20, 6, 20}} {
		q := queryWith(t, `query($p: [ID!], $t: [ID!]) { actions(filter: {performer: $p, target: $t}) { totalCount } }`,
			map[string]any{"p": many(c.performers), "t": many(c.targets)})
		first := askedList(t, q).Where.(query.And)[0].(query.Attributed)
		if len(first.Keys) != c.keys {
			t.Errorf("%d by %d: %d keys", c.performers, c.targets, len(first.Keys))
		}
	}
}

func TestBetweenIsOfTwo(t *testing.T) {
	for _, ids := range []string{`[]`, `["a"]`, `["a", "b", "c"]`} {
		if f := failureOf(t, nothingFound(), `{ actions(filter: {between: `+ids+`}) { totalCount } }`, nil); f.Extensions.Code != "INVALID" {
			t.Errorf("%s: %+v", ids, f)
		}
	}
}

// Filters of nested lists, and of variables, are read as those of root fields are.
func TestFiltersAnywhere(t *testing.T) {
	const want = "(attributed a> and type AID)"
	filter := map[string]any{"performer": []any{"a"}, "type": []any{"AID"}}
	for _, document := range []string{
		`query($f: ActionFilter) { actions(filter: $f) { totalCount } }`,
		`query($f: ActionFilter) { episodes { nodes { actions(filter: $f) { totalCount } } } }`,
		`query($f: ActionFilter) { subgraph(around: ["x"], filter: $f) { truncated } }`,
	} {
		q := queryWith(t, document, map[string]any{"f": filter})
		where := query.Pred(nil)
		if find, ok := q.Find.(query.FindSubgraph); ok {
			where = find.Where
		} else if len(q.Includes) > 0 {
			where = q.Includes[0].Where
		} else {
			where = askedList(t, q).Where
		}
		if got := said(where); got != want || required(q.RequiredNodes) != "actor a" {
			t.Errorf("%s\nmeans %s, names %s", document, got, required(q.RequiredNodes))
		}
	}
}
