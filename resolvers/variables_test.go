package resolvers

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// What a variable holds is understood as the same literal is: one item stands for a list at any depth.
func TestVariablesMeanWhatLiteralsMean(t *testing.T) {
	for _, c := range []struct{ variable, literal string }{
		{`{"or": {"type": "ACCUSE"}}`, `{or: {type: ACCUSE}}`},
		{`{"or": [{"type": "ACCUSE"}, {"type": ["REQUEST"]}]}`, `{or: [{type: ACCUSE}, {type: [REQUEST]}]}`},
		{`{"and": {"type": "ACCUSE", "or": {"text": "a"}}}`, `{and: {type: ACCUSE, or: {text: "a"}}}`},
		{`{"not": {"and": {"not": {"dated": true}}}}`, `{not: {and: {not: {dated: true}}}}`},
		{`{"id": 5}`, `{id: 5}`},
		{`{"id": [5, "x"]}`, `{id: [5, "x"]}`},
		{`{"title": {"in": "a"}}`, `{title: {in: "a"}}`},
		{`{"mentions": {"gt": 3, "lte": 1e3}}`, `{mentions: {gt: 3, lte: 1e3}}`},
		{`{"respondedWithin": 3.0}`, `{respondedWithin: 3}`},
		{`{"type": null, "or": null, "since": null}`, `{type: null, or: null, since: null}`},
		{`{"or": []}`, `{or: []}`},
		{`{"since": "2025-06-27"}`, `{since: "2025-06-27"}`},
	} {
		var variable any
		if err := json.Unmarshal([]byte(c.variable), &variable); err != nil {
			t.Fatal(err)
		}
		want := queryOf(t, `{ actions(filter: `+c.literal+`) { totalCount } }`)
		got := queryWith(t, `query ($f: ActionFilter) { actions(filter: $f) { totalCount } }`, map[string]any{"f": variable})
		if !same(got, want) {
			t.Errorf("%s of a variable: %s, of a literal: %s", c.variable, said(askedList(t, got).Where), said(askedList(t, want).Where))
		}
		if got := queryOf(t, `query ($f: ActionFilter = `+c.literal+`) { actions(filter: $f) { totalCount } }`); !same(got, want) {
			t.Errorf("%s as a default: %s", c.literal, said(askedList(t, got).Where))
		}
		if or, has := variable.(map[string]any)["or"]; has && or != nil {
			got = queryWith(t, `query ($f: [ActionFilter!]) { actions(filter: {or: $f}) { totalCount } }`, map[string]any{"f": or})
			if !same(got, want) {
				t.Errorf("%v within a literal: %s", or, said(askedList(t, got).Where))
			}
		}
	}
}

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// A value of another type than the variable's is refused as a whole, with the path to it, and never read as something else.
func TestVariablesOfOtherTypes(t *testing.T) {
	for _, c := range []struct{ of, value, message, path string }{
		{"ActionFilter", `{"type": "accuse"}`, `"accuse" is not a valid ActionType`, "variable f type 0"},
		{"ActionFilter", `{"type": 1}`, "1 is not a valid ActionType", "variable f type 0"},
		{"ActionFilter", `{"since": 20250627}`, "cannot use 20250627 as Day", "variable f since"},
		{"ActionFilter", `{"since": ["2025-06-27"]}`, "cannot use a list as Day", "variable f since"},
		{"ActionFilter", `{"text": 5}`, "cannot use 5 as String", "variable f text"},
		{"ActionFilter", `{"hasResponse": 1}`, "cannot use 1 as Boolean", "variable f hasResponse"},
		{"ActionFilter", `{"mentions": {"gt": "1"}}`, `cannot use "1" as Float`, "variable f mentions gt"},
		{"ActionFilter", `{"mentions": {"gt": 1e999}}`, "cannot use 1e999 as Float", "variable f mentions gt"},
		{"ActionFilter", `{"respondedWithin": 3.5}`, "cannot use 3.5 as Int", "variable f respondedWithin"},
		{"ActionFilter", `{"respondedWithin": 2147483648}`, "cannot use 2147483648 as Int", "variable f respondedWithin"},
		{"ActionFilter", `{"id": 2.5}`, "cannot use 2.5 as ID", "variable f id 0"},
		{"ActionFilter", `{"id": ["x", null]}`, "cannot be null", "variable f id 1"},
		{"ActionFilter", `{"or": [null]}`, "cannot be null", "variable f or 0"},
		{"ActionFilter", `{"or": ["x"]}`, `must be a ActionFilter, not "x"`, "variable f or 0"},
		{"ActionFilter", `{"wrong": 1}`, "unknown field", "variable f wrong"},
		{"ActionFilter!", `null`, "cannot be null", "variable f"},
	} {
		f := failureOf(t, nothingFound(), `query ($f: `+c.of+`) { actions(filter: $f) { totalCount } }`,
			map[string]any{"f": json.RawMessage(c.value)})
		path := make([]string, len(f.Path))
		for i, at := range f.Path {
			path[i] = strings.TrimSuffix(strings.Trim(mustJSON(t, at), `"`), ".0")
		}
		got, want := strings.Join(path, " "), "variable $f of type "+c.of+": "+c.message
		if f.Extensions.Code != "INVALID" || f.Message != want || got != c.path {
			t.Errorf("%s: %s %q at %q, want %q at %q", c.value, f.Extensions.Code, f.Message, got, want, c.path)
		}
	}
	f := failureOf(t, nothingFound(), `query ($f: [ID!]!) { nodes(ids: $f) { id } }`, nil)
	if f.Extensions.Code != "INVALID" || f.Message != "variable $f of type [ID!]! is not given" {
		t.Errorf("a variable that is missing: %+v", f)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// A literal of a scalar of ours passes gqlparser whatever it is.
func TestDaysAreTexts(t *testing.T) {
	for _, document := range []string{
		`{ actions(filter: {since: 20250627}) { totalCount } }`,
		`{ actions(filter: {until: true}) { totalCount } }`,
		`{ actions(filter: {support: {knownBy: 2025}}) { totalCount } }`,
		`{ unanswered(asOf: 2025) { totalCount } }`,
		`{ actor(id: "x") { ties(asOf: ["2025-06-27"]) { totalCount } } }`,
		`{ tension(between: "a", and: "b", interval: DAY, since: 2025) { undatedCount } }`,
	} {
		if f := failureOf(t, nothingFound(), document, nil); f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, "quotation marks") {
			t.Errorf("%s: %+v", document, f)
		}
	}
}

// What a request was given stays as it was, since its answer is kept under it.
func TestVariablesAreNotChanged(t *testing.T) {
	r := Request{Query: `query ($f: ActionFilter) { actions(filter: $f) { totalCount } }`,
		Variables: map[string]any{"f": map[string]any{"type": "ACCUSE", "and": map[string]any{"id": "x"}}}}
	before := r.Key()
	if _, errs := New(nothingFound()).Prepare(t.Context(), r); errs != nil {
		t.Fatal(errs)
	}
	if r.Key() != before {
		t.Errorf("the variables became %v", r.Variables)
	}
}
