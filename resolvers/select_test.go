package resolvers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

func TestSelectionSaysWhatIsLoaded(t *testing.T) {
	for _, c := range []struct{ name, selection, includes, values string }{
		{"a value", `{ title }`, "", "Action: title"},
		{"a value under an alias is loaded as itself", `{ headline: title }`, "", "Action: title"},
		{"a value that is selected twice is loaded once", `{ title again: title }`, "", "Action: title"},
		{"a relation", `{ performers { name } }`, "performers", ""},
		{"relations in relations", `{ performers { wholes(first: 2) { nodes { name } } } }`, "performers[wholes(2)]", ""},
		{"a connection has twenty items unless it is told", `{ responses { nodes { mode } } }`, "responses(20)", ""},
		{"a total is counted when it is selected", `{ responses(first: 0) { totalCount } }`, "responses(0, total)", ""},
		{"the same relation under two aliases is loaded once", `{ a: performers { name } b: performers { country } }`, "performers", ""},
		{"with other arguments it is another relation",
			`{ a: responses(first: 1) { nodes { mode } } b: responses(first: 2) { nodes { mode } } }`, "responses(1) responses(2)", ""},
		{"with another filter it is another",
			`{ a: claims(filter: {stance: [DENY]}) { totalCount } b: claims(filter: {stance: [ASSERT]}) { totalCount } }`,
			"claims(0, total) claims(0, total)", ""},
		{"in another order it is another",
			`{ a: claims(orderBy: {direction: DESC}) { nodes { id } } b: claims { nodes { id } } }`, "claims(20) claims(20)", ""},
		{"from the end it is another", `{ a: claims(first: 3) { nodes { id } } b: claims(last: 3) { nodes { id } } }`,
			"claims(3) claims(3)", ""},
		{"after a cursor it is another", `{ a: claims { edges { cursor } } b: claims(after: "eyJvIjowLCJpIjoiYSJ9") { pageInfo { endCursor } } }`,
			"claims(20) claims(20)", ""},
		{"where nothing but the total is shown, the page does not matter",
			`{ a: claims { totalCount } b: claims(last: 3) { totalCount } c: claims(after: "eyJvIjowLCJpIjoiYSJ9") { totalCount } }`,
			"claims(0, total)", ""},
		{"an aggregate has no page", `{ claims { aggregate(by: STANCE) { count } } }`, "claims(0)", ""},
		{"with the same arguments it is the same",
			`{ a: claims(first: 1, filter: {stance: [DENY]}) { totalCount pageInfo { endCursor } }
			b: claims(filter: {stance: [DENY]}, first: 1) { nodes { text } } }`,
			"claims(1, total)", ""},
		{"nodes and edges {node} share a relation", `{ responses(first: 3) { nodes { trigger { id } } edges { node { trigger { title } } } } }`,
			"responses(3)[trigger]", ""},
		{"nodes and edges {node} with other arguments below do not", `{ parts { nodes { claims(first: 1) { nodes { id } } }
			edges { node { claims(first: 2) { nodes { id } } } } } }`, "parts(20)[claims(1) claims(2)]", ""},
		{"two fields of one alias are merged", `{ performers { name } performers { wholes { totalCount } } }`, "performers[wholes(0, total)]",
			""},
		{"a fragment is opened", `{ ...f } fragment f on Action { title performers { id } }`, "performers", "Action: title"},
		{"an inline fragment without a type is opened", `{ ... { title } }`, "", "Action: title"},
		{"a fragment on an interface of the type is opened", `{ ... on Fact { basis } ... on Node { id } }`, "", "Action: id basis"},
		{"fields of a fragment and beside it are merged",
			`{ performers { id } ... on Fact { evidence { quote } } ... on Action { performers { ties { totalCount } } } }`,
			"performers[ties(0, total)] evidence", ""},
		{"@skip(if: true) leaves a field out", `{ title note: description @skip(if: true) }`, "", "Action: title"},
		{"@skip(if: false) does not", `{ title @skip(if: false) }`, "", "Action: title"},
		{"@include(if: false) leaves a field out", `{ title note: description @include(if: false) }`, "", "Action: title"},
		{"@include(if: true) does not", `{ title @include(if: true) }`, "", "Action: title"},
		{"@skip wins over @include", `{ title note: description @include(if: true) @skip(if: true) }`, "", "Action: title"},
		{"a directive on a fragment holds for all of it", `{ title ...f @skip(if: true) } fragment f on Action { description }`, "",
			"Action: title"},
		{"a directive on an inline fragment too", `{ title ... on Action @include(if: false) { description } }`, "", "Action: title"},
		{"a fragment that is left out once may be spread again", `{ ...f @skip(if: true) ...f } fragment f on Action { title }`, "",
			"Action: title"},
		{"a derived field loads what it is derived from", `{ respondsTo { nodes { delayDays } } }`, "respondsTo(20)", ""},
		{"on another day it is another relation",
			`{ performers { a: actsFor { id } b: actsFor(asOf: "2025-07-01") { id } c: actsFor { name } } }`,
			"performers[actsFor actsFor]", ""},
		{"__typename loads nothing", `{ __typename }`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, fragments, _ := strings.Cut(c.selection, "} fragment")
			if fragments != "" {
				body, fragments = body+"}", " fragment"+fragments
			}
			q := queryOf(t, `{ action(id: "raid") `+body+` }`+fragments)
			if got := included(q.Includes); got != c.includes {
				t.Errorf("relations\n got %s\nwant %s", got, c.includes)
			}
			if got := projected(q.Projection); got != c.values {
				t.Errorf("values\n got %s\nwant %s", got, c.values)
			}
		})
	}
}

func TestSkipAndIncludeTakeVariables(t *testing.T) {
	const document = `query($no: Boolean!, $yes: Boolean = true) { action(id: "raid") {
		title @skip(if: $no) date @skip(if: $yes) type @include(if: $yes) status @include(if: $no) } }`
	q := queryWith(t, document, map[string]any{"no": false})
	if got := projected(q.Projection); got != "Action: title type" {
		t.Errorf("got %s", got)
	}
}

// Where an item may be of several kinds, each kind loads what is selected of it.
func TestSelectionOnAnInterface(t *testing.T) {
	q := queryOf(t, `{ node(id: "x") { id ... on Actor { name parts { totalCount } } ... on Claim { text by { name } } } }`)
	if got := included(q.Includes); got != "parts(0, total) by" {
		t.Errorf("relations: %s", got)
	}
	got := projected(q.Projection)
	for _, want := range []string{"Actor: id name", "Claim: id text", "Place: id", "Response: id", "Dataset: id"} {
		if !strings.Contains(got+";", want+";") {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

func TestValuesOfRelations(t *testing.T) {
	q := queryOf(t, `{ responses { nodes { mode delayDays wordOrDeed trigger { title } responders { name } } } }`)
	if got := projected(q.Projection); got != "Response: mode fromEarliest toEarliest fromQuadClass fromType" {
		t.Errorf("of responses: %s", got)
	}
	if got := projected(q.Includes[0].Projection); got != "Action: title" {
		t.Errorf("of triggers: %s", got)
	}
	if got := projected(q.Includes[1].Projection); got != "Actor: name" {
		t.Errorf("of responders: %s", got)
	}
}

// nodes {…} and edges {node {…}} select values of the same items: both are loaded, once.
func TestValuesOfNodesAndEdges(t *testing.T) {
	q := queryOf(t, `{ actions { nodes { title } edges { node { date } } } }`)
	if got := projected(q.Projection); got != "Action: title date" {
		t.Errorf("got %s", got)
	}
	q = queryOf(t, `{ action(id: "x") { responses { nodes { mode } edges { node { note } } } } }`)
	if got := projected(q.Includes[0].Projection); got != "Response: mode note" {
		t.Errorf("of a relation: %s", got)
	}
}

// A search shows highlights from any text of an item, so it loads all of them when it shows highlights, and else none.
func TestValuesOfASearch(t *testing.T) {
	q := queryOf(t, `{ search(text: "baku") { nodes { score node { id ... on Actor { kind } } } } }`)
	if got := projected(q.Projection); !strings.Contains(got, "Actor: id kind;") || strings.Contains(got, "title") {
		t.Errorf("got %s", got)
	}
	q = queryOf(t, `{ search(text: "baku") { nodes { highlights } } }`)
	for _, want := range []string{"Actor: name aliases names description", "Action: title description note", "Claim: text note"} {
		if got := projected(q.Projection); !strings.Contains(got, want) {
			t.Errorf("got %s, which lacks %s", got, want)
		}
	}
}

// Questions that compute something load the values that it is computed from, and beside them what is selected.
func TestValuesThatAnalysisReads(t *testing.T) {
	for _, c := range []struct {
		name, document, want string
		of                   func(*query.Query) query.Projection // nil for what is found
	}{
		{name: "antecedents", document: `{ antecedents(action: "x") { delayDays action { title } } }`, want: "Action: title earliest"},
		{name: "cascades", document: `{ cascades(episode: "x") { escalation root { title } actions { date } } }`,
			want: "Action: title date intensity"},
		{name: "an exchange", document: `{ exchange(between: "a", and: "b") { sides { actor { name } } } }`,
			of: func(q *query.Query) query.Projection { return q.SideProjection }, want: "Actor: name"},
		{name: "tension", document: `{ tension(between: "a", and: "b", interval: DAY) { buckets { from { id } to { kind } } } }`,
			of: func(q *query.Query) query.Projection { return q.SideProjection }, want: "Actor: id kind"},
		{name: "a matrix", document: `{ matrix(actors: ["a"]) { rows { actor { name } cells { actor { kind } count } } } }`,
			of: func(q *query.Query) query.Projection { return q.SideProjection }, want: "Actor: name kind"},
		{name: "claims of narratives", document: narrativesDocument,
			of: func(q *query.Query) query.Projection { return q.Includes[0].Projection }, want: "Claim: text stance"},
		{name: "holders", document: narrativesDocument, of: ofNarratives("by"), want: "Actor: name"},
		{name: "states", document: narrativesDocument, of: ofNarratives("sides"), want: ""},
		{name: "what is supported", document: narrativesDocument, of: ofNarratives("supports"), want: ""},
		{name: "contradictions", document: narrativesDocument, of: ofNarratives("contradictions"), want: "Contradiction: basis from to"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := nothingFound()
			r.answer.Items = []*query.Item{nil}
			post(t, r, c.document, nil)
			of := c.of
			if of == nil {
				of = func(q *query.Query) query.Projection { return q.Projection }
			}
			if p := of(r.asked); p == nil || !sameValues(projected(p), c.want) {
				t.Errorf("got %s, want %s", projected(p), c.want)
			}
		})
	}
}

const narrativesDocument = `{ narratives(action: "x") { sides { claims { stance } } camps { holders { name } claims { text } }
	contradictions { basis } } }`

// ofNarratives gives the values of a relation of the claims.
func ofNarratives(relation string) func(*query.Query) query.Projection {
	return func(q *query.Query) query.Projection {
		for _, i := range q.Includes[0].Includes {
			if i.Relation.Name == relation {
				return i.Projection
			}
		}
		return nil
	}
}

// sameValues compares what projected writes, in whatever order.
func sameValues(a, b string) bool {
	words := func(s string) []string { return slices.Sorted(slices.Values(strings.Fields(s))) }
	return slices.Equal(words(a), words(b))
}

func TestOneAliasForTwoQuestionsIsRefused(t *testing.T) {
	for _, c := range []struct{ name, selection string }{
		{"with other arguments", `responses(first: 1) { totalCount } responses(first: 2) { totalCount }`},
		{"of other fields", `x: title x: date`},
		{"in a fragment", `responses(first: 1) { totalCount } ... on Action { responses(first: 2) { totalCount } }`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := failureOf(t, nothingFound(), `{ action(id: "x") { `+c.selection+` } }`, nil)
			if f.Extensions.Code != "INVALID" {
				t.Errorf("%+v", f)
			}
		})
	}
}

// deep nests so many relations of an actor in each other.
func deep(relations int) string {
	return strings.Repeat("speaksFor { ", relations) + "id" + strings.Repeat(" }", relations)
}

func TestLimitsOfASelection(t *testing.T) {
	for _, c := range []struct {
		name, document string
		code           string // "" when it is answered
	}{
		{"twelve relations nest", `{ actor(id: "x") { ` + deep(maxDepth) + ` } }`, ""},
		{"thirteen do not", `{ actor(id: "x") { ` + deep(maxDepth+1) + ` } }`, "TOO_COMPLEX"},
		{"many side by side do not nest", `{ actor(id: "x") { ` + strings.Repeat(deep(1)+" ", 30) + ` } }`, ""},
		{"a page of 100 actions with two nested pages of 20 is possible",
			`{ actions(first: 100) { nodes { responses(first: 20) { nodes { response { responses(first: 20) { nodes { mode } } } } } } } }`, ""},
		{"500 times 500 rows are too many", `{ actions(first: 500) { nodes { responses(first: 500) { nodes { mode } } } } }`, "TOO_COMPLEX"},
		{"rows of pages side by side add up",
			`{ actions(first: 500) { nodes { a: responses(first: 120) { nodes { mode } } b: claims(first: 120) { nodes { id } } } } }`,
			"TOO_COMPLEX"},
		{"a total alone costs a row an item", `{ actions(first: 500) { nodes { responses(first: 0) { totalCount } } } }`, ""},
		{"of rows past any number the first fault is told",
			`{ actors(first: 500) { nodes { ` + strings.Repeat("parts(first: 500) { nodes { ", 11) + "id" + strings.Repeat(" } }", 11) + ` } } }`,
			"TOO_COMPLEX"},
		{"what is skipped costs nothing",
			`{ actions(first: 500) { nodes { id responses(first: 500) @skip(if: true) { nodes { mode } } } } }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.code == "" {
				queryOf(t, c.document)
				return
			}
			if f := failureOf(t, nothingFound(), c.document, nil); f.Extensions.Code != c.code {
				t.Errorf("%+v", f)
			}
		})
	}
}

// An answer has the fields of the selection, in its order and under its names.
func TestAnswerFollowsTheSelection(t *testing.T) {
	baku := item(graph.KindActor, map[string]any{"id": "baku", "name": "Baku", "kind": "STATE",
		"names": []string{"az Bakı", "ru Баку (город)"}})
	for _, c := range []struct{ name, selection, want string }{
		{"in the order of the selection", `name id`, `{"name":"Baku","id":"baku"}`},
		{"under aliases", `n: name id`, `{"n":"Baku","id":"baku"}`},
		{"a key stands where it comes first", `id ... on Actor { name id } kind`, `{"id":"baku","name":"Baku","kind":"STATE"}`},
		{"a key that two interfaces' fragments share stands once", `... on Node { id } ... on Actor { id }`, `{"id":"baku"}`},
		{"__typename is the concrete type", `__typename t: __typename`, `{"__typename":"Actor","t":"Actor"}`},
		{"an unknown value is null", `country`, `{"country":null}`},
		{"an unknown list is empty", `aliases`, `{"aliases":[]}`},
		{"names with their languages", `names { n: text language __typename }`,
			`{"names":[{"n":"Bakı","language":"az","__typename":"Name"},{"n":"Баку (город)","language":"ru","__typename":"Name"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := data(t, `{ actor(id: "baku") { `+c.selection+` } }`, baku); got != `{"actor":`+c.want+`}` {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Actions are both Nodes and Facts, of which neither is the other: gqlgen's CollectFields would give id twice.
func TestAKeyOfTwoInterfacesStandsOnce(t *testing.T) {
	got := data(t, `{ action(id: "raid") { ... on Node { id } ... on Fact { id basis } } }`,
		item(graph.KindAction, map[string]any{"id": "raid", "basis": "EXPLICIT"}))
	if want := `{"action":{"id":"raid","basis":"EXPLICIT"}}`; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestItemsOfSeveralKinds(t *testing.T) {
	got := data(t, `{ nodes(ids: ["a", "b", "c"]) { __typename id ... on Action { title } ... on Fact { basis } ... on Actor { name } } }`,
		item(graph.KindActor, map[string]any{"id": "a", "name": "A"}), nil,
		item(graph.KindAction, map[string]any{"id": "c", "title": "C", "basis": "INFERRED"}))
	want := `{"nodes":[{"__typename":"Actor","id":"a","name":"A"},null,{"__typename":"Action","id":"c","title":"C","basis":"INFERRED"}]}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestRelationsAreWrittenByTheirCardinality(t *testing.T) {
	actor := func(id string) *query.Item { return ided(graph.KindActor, id) }
	for _, c := range []struct {
		name, document string
		found          *query.Item
		want           string
	}{
		{"one", `{ node(id: "x") { ... on Response { trigger { id } } } }`,
			item(graph.KindResponse, nil, list(ided(graph.KindAction, "raid"))), `{"node":{"trigger":{"id":"raid"}}}`},
		{"none of one", `{ node(id: "x") { ... on Response { trigger { id } } } }`, item(graph.KindResponse, nil, list()),
			`{"node":{"trigger":null}}`},
		{"several", `{ action(id: "x") { performers { id } } }`,
			item(graph.KindAction, nil, list(actor("a"), actor("b"))), `{"action":{"performers":[{"id":"a"},{"id":"b"}]}}`},
		{"none of several", `{ action(id: "x") { performers { id } } }`, item(graph.KindAction, nil, list()), `{"action":{"performers":[]}}`},
		{"a connection", `{ actor(id: "x") { parts { totalCount nodes { id } __typename edges { __typename node { id } } } } }`,
			item(graph.KindActor, nil, &query.Items{Items: []*query.Item{actor("a")}, Total: 7}),
			`{"actor":{"parts":{"totalCount":7,"nodes":[{"id":"a"}],"__typename":"ActorConnection",` +
				`"edges":[{"__typename":"ActorEdge","node":{"id":"a"}}]}}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := data(t, c.document, c.found); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSeveralRootFieldsAreSeveralQuestions(t *testing.T) {
	got := answerTo(t, `{ a: stats { undatedCount } b: stats { undatedCount } }`, &query.Answer{Stats: &query.Stats{UndatedActions: 3}})
	if want := fmt.Sprintf(`{"a":%s,"b":%[1]s}`, `{"undatedCount":3}`); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
