package resolvers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// times writes a text once for each number below n.
func times(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// doubling is a chain of so many fragments, each of which leads to the next one by two relations; the first is F0.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment F%d on Actor { speaksFor { ...F%d } memberOf(first: 1) { nodes { ...F%d } } } ", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment F%d on Actor { id }", n)
	return b.String()
}

// introspection is what graphql-js asks, which GraphiQL and graphql-codegen use.
var introspection = `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind }
	subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations
	args(includeDeprecated: true) { ...InputValue } } } }
	fragment FullType on __Type { kind name description specifiedByURL isOneOf fields(includeDeprecated: true) { name description
	args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
	inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name
	description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
	fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
	fragment TypeRef on __Type { kind name ` + strings.Repeat("ofType { kind name ", 9) + strings.Repeat("} ", 9) + `}`

// Requests that cost much, or nothing useful, are refused before the store is asked; those of ordinary clients are answered.
func TestLimitsOfARequest(t *testing.T) {
	for _, c := range []struct{ name, document, code, says string }{
		{"fifty root fields", "{ " + times(50, `a%d: actor(id: "a") { id } `) + "}", "", ""},
		{"fifty-one root fields", "{ " + times(51, "a%d: stats { undatedCount } ") + "}", "TOO_COMPLEX", "51 root fields"},
		{"a hundred and one of __typename", "{ " + times(101, "a%d: __typename ") + "}", "TOO_COMPLEX", "101 root fields"},
		{"two hundred aliases", `{ actor(id: "a") { ` + times(200, "a%d: name ") + "} }", "", ""},
		{"more", `{ actor(id: "a") { ` + times(201, "a%d: name ") + "} }", "TOO_COMPLEX", "201 aliases"},
		{"aliases in fragments", `{ actor(id: "a") { ...f } } fragment f on Actor { ` + times(201, "a%d: name ") + "}", "TOO_COMPLEX",
			"201 aliases"},
		{"relations that double in fragments", `{ actor(id: "a") { ...F0 } } ` + doubling(11), "TOO_COMPLEX", "200 relations"},
		{"rows of root fields add up", "{ " + times(30, "a%d: actions(first: 500) { nodes { responses(first: 10) { nodes { mode } } } } ") + "}",
			"TOO_COMPLEX", "100000 rows"},
		{"200 texts", `{ actions(filter: {or: [` + times(200, `{title: {contains: "x%d"}} `) + `]}) { nodes { id } } }`, "TOO_COMPLEX", "rows"},
		{"filters forty-one deep", `{ actions(filter: ` + strings.Repeat("{not: ", 40) + "{dated: true}" + strings.Repeat("}", 40) +
			`) { totalCount } }`, "TOO_COMPLEX", "40 deep"},
		{"501 filters", `{ actions(filter: {or: [` + strings.Repeat(`{dated: true} `, 501) + `]}) { totalCount } }`, "TOO_COMPLEX",
			"500 filters"},
		{"a search of 1,010 words", `{ search(text: "` + strings.Repeat("a ", 1010) + `") { totalCount } }`, "TOO_COMPLEX", "characters"},
		{"an id of 90 KB", `{ actor(id: "` + strings.Repeat("x", 90_000) + `") { id } }`, "INVALID", "90000 bytes"},
		{"an id of 90 KB in a filter", `{ actions(filter: {performer: "` + strings.Repeat("x", 90_000) + `"}) { totalCount } }`, "INVALID",
			"90000 bytes"},
		{"a text of 90 KB without a letter", `{ search(text: "` + strings.Repeat("…", 30_000) + `") { totalCount } }`, "INVALID", "no letter"},
		{"introspection as tools ask", introspection, "", ""},
		{"introspection in itself", `{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }`, "INVALID",
			"introspection depth"},
		{"introspection many times over", "{ " + times(49, "a%d: __schema { types { fields { args { type { name } } } } } ") + "}", "TOO_COMPLEX",
			"descriptions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := nothingFound()
			r.answer.Items = []*query.Item{nil}
			if c.code == "" {
				if body := post(t, r, c.document, nil); strings.Contains(body, `"errors"`) {
					t.Errorf("it is answered %.500s", body)
				}
				return
			}
			f := failureOf(t, r, c.document, nil)
			if f.Extensions.Code != c.code || !strings.Contains(f.Message, c.says) || len(f.Message) > 400 {
				t.Errorf("%+v", f)
			}
			if r.asked != nil {
				t.Errorf("the store was asked %+v", r.asked)
			}
		})
	}
}

// A request that is too dear names what it costs, the limit, and the field that costs most.
func TestTooDear(t *testing.T) {
	body := post(t, nothingFound(), `{ cheap: stats { undatedCount } dear: actions(filter: {or: [`+times(90, `{title: {contains: "x%d"}} `)+
		`]}) { totalCount nodes { id } } }`, nil)
	for _, want := range []string{`"code":"TOO_COMPLEX"`, `"limit":3000000`, `"path":["dear"]`, `"cost":`, "most of them are for dear"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", body, want)
		}
	}
}

// An operator may set the limit.
func TestLimitCost(t *testing.T) {
	api := New(nothingFound())
	const document = `{ actions(filter: {title: {contains: "x"}}) { nodes { id } } }`
	for _, c := range []struct {
		limit   int64
		refused bool
	}{{1000, true}, {1_000_000, false}} {
		api.LimitCost(c.limit)
		if _, errs := api.Prepare(t.Context(), Request{Query: document}); (errs != nil) != c.refused {
			t.Errorf("with a limit of %d: %v", c.limit, errs)
		}
	}
	if o, _ := api.Prepare(t.Context(), Request{Query: introspection}); o.Cost < 1000 {
		t.Errorf("introspection costs %d", o.Cost)
	}
}

// The answer ends when it has as many bytes as it may have, all root fields counted.
func TestAnswersEnd(t *testing.T) {
	found := &query.Answer{}
	for range 400 {
		found.Items = append(found.Items, item(graph.KindAction, map[string]any{"id": "a", "note": strings.Repeat("x", 5000)}))
	}
	ask := func(fields int) (string, int) {
		body := post(t, &fakeReader{answer: found}, "{ "+times(fields, "a%d: actions(first: 400) { nodes { note } } ")+"}", nil)
		return body, strings.Count(body, `"code":"TOO_LARGE"`)
	}
	if body, refused := ask(2); refused > 0 || len(body) < 2*400*5000 {
		t.Errorf("4 MB are %d bytes, and %d fields of them are refused", len(body), refused)
	}
	body, refused := ask(20)
	if refused < 12 || len(body) > maxAnswer+1<<20 {
		t.Errorf("40 MB are %d bytes, and %d fields of them are refused", len(body), refused)
	}
}

// A long chain may show how many responses and claims each of its actions has.
func TestCountsOfChainsAreAccepted(t *testing.T) {
	api := New(nothingFound())
	for _, shared := range []bool{true, false} {
		api.measured.current.Store(ofMany(shared))
		if _, errs := api.Prepare(t.Context(), Request{Query: `{ chain(action: "a", maxDepth: 50, maxNodes: 5000) { nodes { id ... on Action {
			responses { totalCount } respondsTo { totalCount } claims { totalCount } parts { totalCount } } } } }`}); errs != nil {
			t.Error(errs)
		}
	}
}

// Buckets that are filled in cost as many as there are of them, though the store reads nothing for them.
func TestFilledBucketsCost(t *testing.T) {
	api := New(nothingFound())
	cost := func(arguments string) int64 {
		o, errs := api.Prepare(t.Context(), Request{Query: `{ tension(between: "a", and: "b", ` + arguments + `) { buckets { count } } }`})
		if errs != nil {
			t.Fatal(errs)
		}
		return o.Cost
	}
	for arguments, buckets := range map[string]int64{
		`interval: DAY, since: "2025-01-01", until: "2025-12-31"`:   2 * 365,
		`interval: WEEK, since: "2025-01-01", until: "2025-01-31"`:  2 * 5,
		`interval: MONTH, since: "2025-01-15", until: "2025-12-01"`: 2 * 11,
		`interval: YEAR, since: "2015-02-01", until: "2024-01-01"`:  2 * 10,
		`interval: DAY, since: "0001-01-01", until: "9999-12-31"`:   maxBuckets,
		`interval: YEAR`: maxBuckets,
	} {
		if more := cost(arguments+", fill: true") - cost(arguments); more != madeObject*buckets {
			t.Errorf("%s: filled it costs %d more, want %d buckets", arguments, more, buckets)
		}
	}
}

// Days of many years are refused however few actions there are, by one field and by many.
func TestFilledBucketsEnd(t *testing.T) {
	found := &query.Answer{Items: []*query.Item{item(graph.KindActor, map[string]any{"id": "a", "description": strings.Repeat("x", 5000)}),
		ided(graph.KindActor, "b")}}
	ask := func(fields int, until string) string {
		return post(t, &fakeReader{answer: found}, "{ "+times(fields, `a%d: tension(between: "a", and: "b", interval: DAY,
			since: "2019-01-01", until: "`+until+`", fill: true) { buckets { start from { description } } } `)+"}", nil)
	}
	if f := ask(1, "9999-12-31"); !strings.Contains(f, `"code":"TOO_LARGE"`) || !strings.Contains(f, "more than 5000 buckets") {
		t.Errorf("days of eight thousand years: %.300s", f)
	}
	body := ask(40, "2025-01-01")
	if len(body) > maxAnswer+1<<20 || strings.Count(body, `"code":"TOO_LARGE"`) < 38 {
		t.Errorf("forty times the days of six years are %d bytes", len(body))
	}
}

// newWriter makes a writer for itself, which may write so many bytes.
func newWriter(bytes int64) *writer {
	s := &requestState{}
	s.budget.left.Store(bytes)
	return &writer{c: &selectionCompiler{requestState: s}}
}

// One field by itself is not written beyond the limit either.
func TestWritingEnds(t *testing.T) {
	w := newWriter(1 << 20)
	it := item(graph.KindAction, map[string]any{"note": strings.Repeat("x", 1000)})
	list := make([]*query.Item, 100_000)
	for i := range list {
		list[i] = it
	}
	w.list(list, writePlan{graph.KindAction: {{key: `"note":`, column: query.Column(graph.KindAction, "note"), include: -1}}})
	if !w.c.budget.isSpent() || len(w.buf) > 2<<20 {
		t.Errorf("%d bytes were written", len(w.buf))
	}
}

// revisedReader tells its revision, and counts how often it is measured.
type revisedReader struct {
	*fakeReader
	revision, measured int64
}

func (r *revisedReader) Revision(context.Context) (int64, error) { return r.revision, nil }
func (r *revisedReader) Measure(context.Context) (*query.Statistics, error) {
	r.measured++
	return query.Unmeasured(), nil
}

// A store that has not changed is not measured again.
func TestMeasuredOnceARevision(t *testing.T) {
	r := &revisedReader{fakeReader: nothingFound(), revision: 7}
	m := &measurements{reader: r, store: r}
	for _, c := range []struct{ revision, measured int64 }{{7, 1}, {7, 1}, {8, 2}, {8, 2}} {
		r.revision = c.revision
		if m.measure(); r.measured != c.measured {
			t.Errorf("at revision %d it was measured %d times, want %d", c.revision, r.measured, c.measured)
		}
	}
}

// measuredReader says what it holds, after a while or never.
type measuredReader struct {
	*fakeReader
	statistics chan *query.Statistics
}

func (r measuredReader) Measure(context.Context) (*query.Statistics, error) {
	s := <-r.statistics
	if s == nil {
		return nil, errors.New("not now")
	}
	return s, nil
}

// Until a store has been measured, it is taken for one of some size; afterwards for what it is.
func TestMeasurements(t *testing.T) {
	r := measuredReader{nothingFound(), make(chan *query.Statistics)}
	api := New(r)
	cost := func() int64 {
		o, errs := api.Prepare(t.Context(), Request{Query: `{ actions(filter: {title: {contains: "x"}}) { nodes { id } } }`})
		if errs != nil {
			t.Fatal(errs)
		}
		return o.Cost
	}
	before := cost()
	small := query.Unmeasured()
	small.Nodes[graph.KindAction] = 10
	r.statistics <- small
	for range 1000 {
		if cost() < 1000 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("it costs %d before and %d after", before, cost())
}
