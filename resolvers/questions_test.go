package resolvers

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// What each root field asks of the store when it is given the least, and when it is given all.
func TestFinds(t *testing.T) {
	byDate := query.Order{By: query.ByDate}
	for _, c := range []struct {
		document string
		want     query.Find
	}{
		{`{ node(id: "x") { id } }`, query.FindNodes{IDs: []string{"x"}}},
		{`{ actor(id: "x") { id } }`, query.FindNodes{IDs: []string{"x"}, Kinds: []graph.Kind{graph.KindActor}}},
		{`{ action(id: "x") { id } }`, query.FindNodes{IDs: []string{"x"}, Kinds: []graph.Kind{graph.KindAction}}},
		{`{ nodes(ids: ["x", "y", "x"]) { id } }`, query.FindNodes{IDs: []string{"x", "y", "x"}}},
		{`{ chain(action: "x") { truncated } }`, query.FindChain{Action: "x", Direction: query.Both, MaxDepth: 10, MaxNodes: 500}},
		{`{ chain(action: "x", direction: null, maxDepth: null, maxNodes: null) { truncated } }`,
			query.FindChain{Action: "x", Direction: query.Both, MaxDepth: 10, MaxNodes: 500}},
		{`{ chain(action: "x", direction: TRIGGERS, maxDepth: 2, maxNodes: 9, basis: [EXPLICIT], mode: [DENY]) { truncated } }`,
			query.FindChain{Action: "x", Direction: query.Triggers, MaxDepth: 2, MaxNodes: 9, Basis: []string{"EXPLICIT"}, Modes: []string{"DENY"}}},
		{`{ subgraph(around: ["x"]) { truncated } }`, query.FindSubgraph{Around: []string{"x"}, Depth: 1, MaxNodes: 200}},
		{`{ subgraph(around: ["x"], depth: 0, maxNodes: 9) { truncated } }`, query.FindSubgraph{Around: []string{"x"}, MaxNodes: 9}},
		{`{ paths(from: "a", to: "b") { length } }`, query.FindPaths{From: "a", To: "b", MaxLength: 6, First: 5}},
		{`{ paths(from: "a", to: "b", maxLength: 2, first: 1) { length } }`, query.FindPaths{From: "a", To: "b", MaxLength: 2, First: 1}},
		{`{ antecedents(action: "x") { delayDays } }`, query.FindAntecedents{Action: "x", MaxDays: 14, Limit: 50}},
		{`{ antecedents(action: "x", maxDays: 3, first: 2) { delayDays } }`, query.FindAntecedents{Action: "x", MaxDays: 3, Limit: 2}},
		{`{ cascades(episode: "x") { length } }`, query.FindSubgraph{Around: []string{"x"}, Depth: 1, MaxNodes: query.MaxSubgraphNodes}},
		{`{ stats { undatedCount } }`, query.FindStats{}},
		{`{ tension(between: "a", and: "b") { undatedCount } }`,
			query.FindCounts{Dyads: []query.Dyad{{By: "a", At: "b"}, {By: "b", At: "a"}}, Every: query.Monthly}},
		{`{ tension(between: "a", and: "b", interval: DAY, since: "2025-06-01", until: "2025-06-30") { undatedCount } }`,
			query.FindCounts{Dyads: []query.Dyad{{By: "a", At: "b"}, {By: "b", At: "a"}}, Every: query.Daily, Since: "2025-06-01",
				Until: "2025-06-30"}},
		{`{ matrix(actors: ["a", "b"], since: "2025-06-01") { rows { cells { count } } } }`, query.FindCounts{
			Dyads: []query.Dyad{{By: "a", At: "a"}, {By: "a", At: "b"}, {By: "b", At: "a"}, {By: "b", At: "b"}}, Since: "2025-06-01",
			Replies: true}},
		{`{ exchange(between: "a", and: "b") { sides { actionCount } } }`,
			query.FindExchange{Between: "a", And: "b", Sides: true, List: query.List{Order: byDate}}},
		{`{ exchange(between: "a", and: "b", includeParts: false, until: "2025-06-30") { entries(first: 3) { totalCount } } }`,
			query.FindExchange{Between: "a", And: "b", Direct: true, Until: "2025-06-30",
				List: query.List{Order: byDate, Page: query.Page{Limit: 3}, Total: true}}},
		{`{ exchange(between: "a", and: "b", includeParts: null) { __typename } }`,
			query.FindExchange{Between: "a", And: "b", List: query.List{Order: byDate}}},
		{`{ search(text: "Baku", kinds: [ACTOR, PLACE]) { totalCount } }`,
			query.FindSearch{Text: "Baku", Kinds: []graph.Kind{graph.KindActor, graph.KindPlace},
				List: query.List{Order: query.Order{By: query.ByRank}, Page: query.Page{Limit: 20}, Total: true}}},
		{`{ responseTimes(asOf: "2025-12-31", filter: {by: ["a"], to: ["b", "c"], type: [REQUEST], mode: [COMPLY], since: "2025-06-01",
			until: "2025-06-30", includeParts: false}) { n } }`,
			query.FindResponseTimes{By: []string{"a"}, To: []string{"b", "c"}, Types: []string{"REQUEST"}, Modes: []string{"COMPLY"},
				Since: "2025-06-01", Until: "2025-06-30", AsOf: "2025-12-31", Direct: true,
				MaxActs: query.MaxAtRisk}},
		{`{ responseTimes(asOf: "2025-12-31", filter: {by: "a", to: null}) { n } }`,
			query.FindResponseTimes{By: []string{"a"}, AsOf: "2025-12-31", MaxActs: query.MaxAtRisk}},
		{`{ unanswered(first: 3) { nodes { kind } } }`, query.FindUnanswered{List: query.List{Order: byDate, Page: query.Page{Limit: 3}}}},
		{`{ unanswered(first: 3, asOf: "2025-07-02", filter: {owedBy: ["a"], owedTo: ["b"], kind: [NO_RESPONSE], basis: [INFERRED],
			episode: ["e"], dataset: ["dataset:d"], since: "2025-06-01", until: "2025-06-30", includeParts: false}) { nodes { kind } } }`,
			query.FindUnanswered{OwedBy: []string{"a"}, OwedTo: []string{"b"}, Direct: true, Kinds: []string{"NO_RESPONSE"},
				Basis:    []string{"INFERRED"},
				Episodes: []string{"e"}, Datasets: []string{"dataset:d"}, Since: "2025-06-01", Until: "2025-06-30", AsOf: "2025-07-02",
				List: query.List{Order: byDate, Page: query.Page{Limit: 3}}}},
		{`{ actions { aggregate(by: TYPE) { count } again: aggregate(by: TYPE) { key } aggregate2: aggregate(by: MONTH, first: 3) { count } } }`,
			query.FindList{Kind: graph.KindAction, List: query.List{Order: byDate, Page: query.Page{Limit: 20},
				Groups: []query.Group{{By: "TYPE"}, {By: "MONTH", First: 3}}}}},
		{`{ responses { aggregate(by: MODE) { count } slow: aggregate(by: MODE) { ...d } same: aggregate(by: MODE) { delayCount } } }
			fragment d on Aggregate { medianDelayDays }`,
			query.FindList{Kind: graph.KindResponse, List: query.List{Order: byDate, Page: query.Page{Limit: 20},
				Groups: []query.Group{{By: "MODE"}, {By: "MODE", Delays: true}}}}},
		{`{ claims { aggregate(by: STANCE) { delayCount } } }`,
			query.FindList{Kind: graph.KindClaim, List: query.List{Page: query.Page{Limit: 20}, Groups: []query.Group{{By: "STANCE"}}}}},
	} {
		t.Run(c.document, func(t *testing.T) {
			if got := queryOf(t, c.document).Find; !reflect.DeepEqual(got, c.want) {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestUnansweredOfAnAge(t *testing.T) {
	for _, c := range []struct {
		name, arguments string
		until           graph.Day
	}{
		{"so many days before asOf", `asOf: "2025-07-10", filter: {minAgeDays: 8}`, "2025-07-02"},
		{"or until, when that is earlier", `asOf: "2025-07-10", filter: {minAgeDays: 8, until: "2025-06-01"}`, "2025-06-01"},
		{"and not until, when that is later", `asOf: "2025-07-10", filter: {minAgeDays: 8, until: "2025-07-09"}`, "2025-07-02"},
		{"an age of nothing is asOf", `asOf: "2025-07-10", filter: {minAgeDays: 0}`, "2025-07-10"},
		{"an age that is null is none", `asOf: "2025-07-10", filter: {minAgeDays: null}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := queryOf(t, `{ unanswered(`+c.arguments+`) { totalCount } }`)
			if got := q.Find.(query.FindUnanswered).Until; got != c.until {
				t.Errorf("until %s, not %s", got, c.until)
			}
		})
	}
	if q := queryOf(t, `{ unanswered(filter: {attributedTo: ["a"]}) { totalCount } }`); !slices.Equal(
		q.Find.(query.FindUnanswered).AttributedTo, []string{"a"}) {
		t.Errorf("attributedTo is not asked: %+v", q.Find)
	}
	for _, field := range []string{"owedBy", "owedTo", "kind", "basis", "episode", "attributedTo"} {
		find := queryOf(t, `{ unanswered(filter: {`+field+`: []}) { totalCount } }`).Find.(query.FindUnanswered)
		if !slices.Equal(find.Basis, []string{""}) {
			t.Errorf("an empty list of %s matches something: %+v", field, find)
		}
	}
	before := time.Now().UTC().AddDate(0, 0, -8).Format(time.DateOnly)
	got := queryOf(t, `{ unanswered(filter: {minAgeDays: 8}) { totalCount } }`).Find.(query.FindUnanswered).Until
	if after := time.Now().UTC().AddDate(0, 0, -8).Format(time.DateOnly); string(got) != before && string(got) != after {
		t.Errorf("without asOf, until %s and not eight days before today, %s", got, after)
	}
}

// An empty list matches nothing: no act is at risk, or no answer counts.
func TestResponseTimesOfEmptyLists(t *testing.T) {
	for _, field := range []string{"by", "to", "type"} {
		arguments := map[string]string{"by": `["a"]`, "to": `["b"]`, "type": `[REQUEST]`}
		arguments[field] = "[]"
		find := queryOf(t, fmt.Sprintf(`{ responseTimes(filter: {by: %s, to: %s, type: %s}) { n } }`,
			arguments["by"], arguments["to"], arguments["type"])).Find.(query.FindResponseTimes)
		if !slices.Equal(find.Types, []string{""}) {
			t.Errorf("an empty list of %s has acts at risk: %+v", field, find)
		}
	}
	find := queryOf(t, `{ responseTimes(filter: {by: ["a"], mode: []}) { n } }`).Find.(query.FindResponseTimes)
	if !slices.Equal(find.Modes, []string{""}) || find.Types != nil {
		t.Errorf("an empty list of modes has answers: %+v", find)
	}
}

// Without a day, an answer is as of today, and not kept beyond it.
func TestDependsOnToday(t *testing.T) {
	for document, depends := range map[string]bool{
		`{ responseTimes(filter: {by: ["a"]}) { n } }`:                     true,
		`{ responseTimes(filter: {by: ["a"]}, asOf: "2025-12-31") { n } }`: false,
		`{ unanswered(filter: {minAgeDays: 8}) { totalCount } }`:           true,
		`{ unanswered { totalCount } }`:                                    false,
		`{ stats { earliest } a: responseTimes(filter: {to: "a"}) { n } }`: true,
	} {
		before := today()
		o, errs := New(nothingFound()).Prepare(t.Context(), Request{Query: document})
		if errs != nil {
			t.Fatal(errs)
		}
		if o.DependsOnToday != depends {
			t.Errorf("%s: %v", document, o.DependsOnToday)
		}
		if find, is := o.roots["responseTimes"]; is && depends {
			if asOf := find.query.Find.(query.FindResponseTimes).AsOf; asOf != before && asOf != today() {
				t.Errorf("as of %s", asOf)
			}
		}
	}
}

// What is worked out from an answer (graph/analysis) gets its names here.
func TestComposedAnswers(t *testing.T) {
	action := func(id string) *query.Item { return ided(graph.KindAction, id) }
	actor := func(id string) *query.Item { return ided(graph.KindActor, id) }
	dyad := query.Dyad{By: "a", At: "b"}
	for _, c := range []struct {
		name, document string
		found          query.Answer
		want           string
	}{
		{"chain", `{ chain(action: "x") { nodes { id } edges { id source target kind mode basis } truncated } }`,
			query.Answer{Items: []*query.Item{action("x"), action("y")}, Truncated: true,
				Edges: []query.Edge{{ID: "e", Source: "y", Target: "x", Kind: graph.RespondsTo, Mode: "DENY", Basis: graph.Explicit}}},
			`{"chain":{"nodes":[{"id":"x"},{"id":"y"}],"edges":[{"id":"e","source":"y","target":"x","kind":"RESPONDS_TO",` +
				`"mode":"DENY","basis":"EXPLICIT"}],"truncated":true}}`},
		{"an edge without a mode", `{ subgraph(around: ["x"]) { edges { mode } } }`,
			query.Answer{Edges: []query.Edge{{Kind: graph.Targets}}}, `{"subgraph":{"edges":[{"mode":null}]}}`},
		{"paths", `{ paths(from: "x", to: "z") { length nodes { id } edges { source } } }`,
			query.Answer{Items: []*query.Item{action("x"), action("y"), action("z")},
				Edges: []query.Edge{{Source: "x"}, {Source: "y"}, {Source: "z"}},
				Paths: []query.Path{{Nodes: []int{0, 2}, Edges: []int{2}}, {Nodes: []int{0, 1, 2}, Edges: []int{0, 1}}}},
			`{"paths":[{"length":1,"nodes":[{"id":"x"},{"id":"z"}],"edges":[{"source":"z"}]},` +
				`{"length":2,"nodes":[{"id":"x"},{"id":"y"},{"id":"z"}],"edges":[{"source":"x"},{"source":"y"}]}]}`},
		{"antecedents", `{ antecedents(action: "x") { delayDays action { id } } }`,
			query.Answer{Day: "2025-07-02", Items: []*query.Item{item(graph.KindAction, map[string]any{"id": "y", "earliest": "2025-06-27"})}},
			`{"antecedents":[{"delayDays":5,"action":{"id":"y"}}]}`},
		{"stats", `{ stats { nodes { name count } earliest latest undatedCount } }`,
			query.Answer{Stats: &query.Stats{Nodes: map[graph.Kind]int{graph.KindClaim: 2, graph.KindActor: 1}, Earliest: "2025-06-27",
				UndatedActions: 3}},
			`{"stats":{"nodes":[{"name":"Actor","count":1},{"name":"Claim","count":2}],"earliest":"2025-06-27","latest":null,"undatedCount":3}}`},
		{"tension", `{ tension(between: "a", and: "b") { undatedCount buckets { start end from { id } to { id } count ` +
			`sumIntensity intensityCount meanIntensity quadCounts { verbalConflict neutral } } } }`,
			query.Answer{Items: []*query.Item{actor("a"), actor("b")}, Counts: []query.Count{{Dyad: dyad, Actions: 2},
				{Dyad: dyad, Day: "2025-06-01", Quad: graph.VerbalConflict, Actions: 3, Rated: 2, Intensity: -5}}},
			`{"tension":{"undatedCount":2,"buckets":[{"start":"2025-06-01","end":"2025-06-30","from":{"id":"a"},"to":{"id":"b"},` +
				`"count":3,"sumIntensity":-5,"intensityCount":2,"meanIntensity":-2.5,"quadCounts":{"verbalConflict":3,"neutral":0}}]}}`},
		{"tension, filled", `{ tension(between: "a", and: "b", interval: YEAR, until: "2026-01-01", fill: true) { ` +
			`buckets { start from { id } count sumIntensity intensityCount meanIntensity } } }`,
			query.Answer{Items: []*query.Item{actor("a"), actor("b")}, Counts: []query.Count{{Dyad: dyad, Day: "2025-01-01", Actions: 1}}},
			`{"tension":{"buckets":[` +
				`{"start":"2025-01-01","from":{"id":"a"},"count":1,"sumIntensity":0,"intensityCount":0,"meanIntensity":null},` +
				`{"start":"2025-01-01","from":{"id":"b"},"count":0,"sumIntensity":0,"intensityCount":0,"meanIntensity":null},` +
				`{"start":"2026-01-01","from":{"id":"a"},"count":0,"sumIntensity":0,"intensityCount":0,"meanIntensity":null},` +
				`{"start":"2026-01-01","from":{"id":"b"},"count":0,"sumIntensity":0,"intensityCount":0,"meanIntensity":null}]}}`},
		{"tension of one with itself, filled", `{ tension(between: "a", and: "a", interval: YEAR, since: "2025-01-01", until: "2025-02-01", ` +
			`fill: true) { buckets { start from { id } to { id } } } }`,
			query.Answer{Items: []*query.Item{actor("a")}},
			`{"tension":{"buckets":[{"start":"2025-01-01","from":{"id":"a"},"to":{"id":"a"}}]}}`},
		{"response times, with too few answers for a curve", `{ responseTimes(filter: {by: ["a"]}, asOf: "2025-01-31") { asOf n events ` +
			`censored medianDays curve { days } uncertainCount undatedActCount undatedAnswerCount slowest { events censored curve { days } } } }`,
			query.Answer{Waits: []query.Wait{{Action: "x", Earliest: "2025-01-01", Latest: "2025-01-01", AnswerEarliest: "2025-01-02",
				AnswerLatest: "2025-02-01"}, {Action: "y", Earliest: "2025-01-01", Latest: "2025-01-01"}, {Action: "z"},
				{Action: "zz", Earliest: "2025-01-01", Latest: "2025-01-01", UndatedAnswers: 1}}},
			`{"responseTimes":{"asOf":"2025-01-31","n":2,"events":1,"censored":1,"medianDays":null,"curve":null,"uncertainCount":1,` +
				`"undatedActCount":1,"undatedAnswerCount":1,"slowest":{"events":0,"censored":2,"curve":null}}}`},
		{"response times", `{ responseTimes(filter: {by: ["a"]}, asOf: "2025-01-31") { n events medianDays medianDaysLow medianDaysHigh ` +
			`curve { days atRisk events censored waiting standardError waitingLow waitingHigh } fastest { medianDays } } }`,
			query.Answer{Waits: waitsOf("2025-01-01", "2025-01-02", "2025-01-02", "2025-01-03", "2025-01-03", "")},
			`{"responseTimes":{"n":6,"events":5,"medianDays":1,"medianDaysLow":0,"medianDaysHigh":null,"curve":[` +
				`{"days":0,"atRisk":6,"events":1,"censored":0,"waiting":0.833333,"standardError":0.152145,"waitingLow":0.273123,` +
				`"waitingHigh":0.974712},` +
				`{"days":1,"atRisk":5,"events":2,"censored":0,"waiting":0.5,"standardError":0.204124,"waitingLow":0.110948,"waitingHigh":0.803709},` +
				`{"days":2,"atRisk":3,"events":2,"censored":0,"waiting":0.166667,"standardError":0.152145,"waitingLow":0.007723,` +
				`"waitingHigh":0.516802},` +
				`{"days":30,"atRisk":1,"events":0,"censored":1,"waiting":0.166667,"standardError":0.152145,"waitingLow":0.007723,` +
				`"waitingHigh":0.516802}],"fastest":{"medianDays":1}}}`},
		{"matrix", `{ matrix(actors: ["a", "b"]) { rows { actor { id } cells { count intensityCount meanIntensity responseCount } } } }`,
			query.Answer{Items: []*query.Item{actor("a"), actor("b")},
				Counts: []query.Count{{Dyad: dyad, Actions: 3, Rated: 2, Intensity: -5}, {Dyad: dyad, Replies: 4}}},
			`{"matrix":{"rows":[{"actor":{"id":"a"},"cells":[{"count":0,"intensityCount":0,"meanIntensity":null,"responseCount":0},` +
				`{"count":3,"intensityCount":2,"meanIntensity":-2.5,"responseCount":4}]},` +
				`{"actor":{"id":"b"},"cells":[{"count":0,"intensityCount":0,"meanIntensity":null,"responseCount":0},` +
				`{"count":0,"intensityCount":0,"meanIntensity":null,"responseCount":0}]}]}}`},
		{"cells with their actors", `{ matrix(actors: ["a", "b"]) { rows { cells { actor { id } } } } }`,
			query.Answer{Items: []*query.Item{actor("a"), actor("b")}},
			`{"matrix":{"rows":[{"cells":[{"actor":{"id":"a"}},{"actor":{"id":"b"}}]},{"cells":[{"actor":{"id":"a"}},{"actor":{"id":"b"}}]}]}}`},
		{"exchange", `{ exchange(between: "a", and: "b") { sides { actor { id } actionCount responseCount intensityCount meanIntensity } ` +
			`page: entries { totalCount nodes { side { id } } } } }`,
			query.Answer{Items: []*query.Item{item(graph.KindEntry, nil, list(actor("a")))}, Total: 9,
				Sides: []query.Side{{Item: actor("a"), Count: 3, Responses: 1, Rated: 2, Intensity: -5}, {Item: actor("b")}}},
			`{"exchange":{"sides":[{"actor":{"id":"a"},"actionCount":3,"responseCount":1,"intensityCount":2,"meanIntensity":-2.5},` +
				`{"actor":{"id":"b"},"actionCount":0,"responseCount":0,"intensityCount":0,"meanIntensity":null}],` +
				`"page":{"totalCount":9,"nodes":[{"side":{"id":"a"}}]}}}`},
		{"aggregates", `{ actions { aggregate(by: TARGET) { key label count intensityCount meanIntensity sumIntensity } } }`,
			query.Answer{Groups: [][]query.Grouped{{{Key: "a", Label: "A", Count: 3, Rated: 2, Intensity: -5}, {Count: 1}}}},
			`{"actions":{"aggregate":[{"key":"a","label":"A","count":3,"intensityCount":2,"meanIntensity":-2.5,"sumIntensity":-5},` +
				`{"key":null,"label":null,"count":1,"intensityCount":0,"meanIntensity":null,"sumIntensity":0}]}}`},
		{"no aggregates, and some", `{ actions { none: aggregate(by: TYPE, first: 0) { key } aggregate(by: TYPE, first: 1) { key } } }`,
			query.Answer{Groups: [][]query.Grouped{{{Key: "a"}}}},
			`{"actions":{"none":[],"aggregate":[{"key":"a"}]}}`},
		{"aggregates of delays", `{ responses { aggregate(by: MODE) { delayCount medianDelayDays meanDelayDays } } }`,
			query.Answer{Groups: [][]query.Grouped{{{Count: 4, Delayed: 3, DelaySum: -4, DelayMedian: -1.5}, {Count: 1},
				{Count: 1, Delayed: 1}}}},
			`{"responses":{"aggregate":[{"delayCount":3,"medianDelayDays":-1.5,"meanDelayDays":-1.333333},` +
				`{"delayCount":0,"medianDelayDays":null,"meanDelayDays":null},{"delayCount":1,"medianDelayDays":0,"meanDelayDays":0}]}}`},
		{"search", `{ search(text: "baku") { nodes { __typename score highlights node { id } } } }`,
			query.Answer{Items: []*query.Item{{Kind: graph.KindPlace, Sort: 4.0,
				Values: item(graph.KindPlace, map[string]any{"id": "baku", "name": "Baku"}).Values}}},
			`{"search":{"nodes":[{"__typename":"SearchHit","score":4,"highlights":["Baku"],"node":{"id":"baku"}}]}}`},
		{"cascades, the longest first",
			`{ cascades(episode: "crisis") { root { id } length actionCount escalation edges { id } actions { id } } }`,
			query.Answer{Items: []*query.Item{ided(graph.KindEpisode, "crisis"), action("x"), action("y"), action("z")}, Edges: []query.Edge{
				{ID: "in", Kind: graph.InEpisode, Source: "x", Target: "crisis"},
				{ID: "y>x", Kind: graph.RespondsTo, Source: "y", Target: "x", Mode: "RETALIATE"}}},
			`{"cascades":[{"root":{"id":"x"},"length":1,"actionCount":2,"escalation":1,"edges":[{"id":"y>x"}],"actions":[{"id":"x"},{"id":"y"}]}]}`},
		{"narratives of an unknown action", `{ narratives(action: "x") { camps { claims { id } } } }`,
			query.Answer{Items: []*query.Item{nil}}, `{"narratives":null}`},
		{"an unknown id", `{ actor(id: "x") { id } }`, query.Answer{Items: []*query.Item{nil}}, `{"actor":null}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := answerTo(t, c.document, &c.found); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNarratives(t *testing.T) {
	const document = `{ narratives(action: "raid") { action { id } sides { side { id } claims { id } } ` +
		`camps { holders { id } claims { id text } } unattributed { id } contradictions { a { id } } } }`
	claim := func(id string, by, sides, supports, contradictions *query.Items) *query.Item {
		return item(graph.KindClaim, map[string]any{"id": id, "text": "It was " + id}, by, sides, supports, contradictions)
	}
	russia := list(ided(graph.KindActor, "russia"))
	moscow := list(ided(graph.KindActor, "moscow"))
	against := item(graph.KindContradiction, map[string]any{"id": "cruel against legal", "from": "cruel", "to": "legal"},
		list(ided(graph.KindClaim, "cruel")))
	raid := item(graph.KindAction, map[string]any{"id": "raid"},
		list(claim("cruel", list(), russia, list(), list(against)), claim("legal", moscow, russia, list(), list(against))))
	want := `{"narratives":{"action":{"id":"raid"},"sides":[{"side":{"id":"russia"},"claims":[{"id":"legal"}]}],` +
		`"camps":[{"holders":[{"id":"moscow"}],"claims":[{"id":"legal","text":"It was legal"}]}],` +
		`"unattributed":[{"id":"cruel"}],"contradictions":[{"a":{"id":"cruel"}}]}}`
	if got := data(t, document, raid); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Cascades come in the order asked for, and no more of them than that.
func TestCascadesInOrder(t *testing.T) {
	found := func() *query.Answer {
		a := &query.Answer{}
		for _, id := range []string{"long", "long-2", "long-3", "fierce", "fierce-2"} {
			a.Items = append(a.Items, ided(graph.KindAction, id))
		}
		link := func(from, to, mode string) {
			a.Edges = append(a.Edges, query.Edge{Kind: graph.RespondsTo, Source: from, Target: to, Mode: mode})
		}
		link("long-2", "long", "DENY")
		link("long-3", "long-2", "DENY")
		link("fierce-2", "fierce", "RETALIATE")
		return a
	}
	for arguments, want := range map[string]string{
		``:                             `[{"root":{"id":"long"}},{"root":{"id":"fierce"}}]`,
		`, orderBy: MOST_ESCALATING`:   `[{"root":{"id":"fierce"}},{"root":{"id":"long"}}]`,
		`, orderBy: null, first: null`: `[{"root":{"id":"long"}},{"root":{"id":"fierce"}}]`,
		`, first: 1`:                   `[{"root":{"id":"long"}}]`,
	} {
		if got := answerTo(t, `{ cascades(episode: "crisis"`+arguments+`) { root { id } } }`, found()); got != `{"cascades":`+want+`}` {
			t.Errorf("%s: %s", arguments, got)
		}
	}
}

func TestAnswersThatAreTooLarge(t *testing.T) {
	claims := list()
	claims.More = true
	for _, c := range []struct {
		name, document string
		found          query.Answer
	}{
		{"an episode of more actions than a subgraph holds", `{ cascades(episode: "x") { length } }`, query.Answer{Truncated: true}},
		{"an action with more than a page of claims", `{ narratives(action: "x") { camps { claims { id } } } }`,
			query.Answer{Items: []*query.Item{item(graph.KindAction, nil, claims)}}},
		{"a tension of many years by the day", `{ tension(between: "a", and: "b", interval: DAY) { undatedCount } }`,
			query.Answer{Counts: everyDay("1990-01-01", maxBuckets+1)}},
		{"a tension of many years by the day, filled",
			`{ tension(between: "a", and: "b", interval: DAY, since: "1990-01-01", until: "1996-11-05", fill: true) { undatedCount } }`,
			query.Answer{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f := failureOf(t, &fakeReader{answer: &c.found}, c.document, nil); f.Extensions.Code != "TOO_LARGE" {
				t.Errorf("%+v", f)
			}
		})
	}
}

func everyDay(first graph.Day, n int) (counts []query.Count) {
	for i := range n {
		counts = append(counts, query.Count{Dyad: query.Dyad{By: "a", At: "b"}, Day: first.AddDays(i), Actions: 1})
	}
	return counts
}

// waitsOf are acts on the first of these days, each answered on one of them, or not for "".
func waitsOf(answers ...graph.Day) (list []query.Wait) {
	for _, day := range answers {
		list = append(list, query.Wait{Action: "x", Earliest: answers[0], Latest: answers[0], AnswerEarliest: day, AnswerLatest: day})
	}
	return list
}
