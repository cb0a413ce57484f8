package resolvers

import (
	"encoding/base64"
	"reflect"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// withCursor puts a cursor of actions by date in place of "A".
func withCursor(arguments string) string {
	return strings.ReplaceAll(arguments, `"A"`, `"`+cursorAt("a")+`"`)
}

func TestCursorsAreReadAsWritten(t *testing.T) {
	for _, c := range []query.Cursor{
		{Order: query.ByID, ID: "a"},
		{Order: query.ByID, Desc: true, ID: "ə:é"},
		{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-30", ""}, ID: "a"},
		{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-30", "3"}, ID: "a"},
		{Order: query.ByDate, Keys: []string{"", "", ""}, ID: "undated"},
		{Order: query.ByName, Keys: []string{"maria zakharova"}, ID: "a"},
		{Order: query.ByNumber, Number: "intensity", Keys: []string{"-7.5"}, ID: "a"},
		{Order: query.ByRank, Keys: []string{"4", "000012"}, ID: "a"},
	} {
		got, err := decodeCursor("after", encodeCursor(c), query.Order{By: c.Order, Number: c.Number, Desc: c.Desc}, "")
		if err != nil || !reflect.DeepEqual(*got, c) {
			t.Errorf("%+v comes back as %+v, %v", c, got, err)
		}
	}
}

func TestCursorsThatAreRefused(t *testing.T) {
	encoded := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	byDate := query.Cursor{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-27", ""}, ID: "a"}
	descending, byIntensity := byDate, query.Cursor{Order: query.ByNumber, Number: "intensity", Keys: []string{"1"}, ID: "a"}
	descending.Desc = true
	for _, c := range []struct{ name, text, says string }{
		{"a text that is no cursor", "xyz", "no cursor of ours"},
		{"an id in place of a cursor", "sputnik-baku-sealed", "no cursor of ours"},
		{"one that is cut short", encodeCursor(byDate)[:12], "no cursor of ours"},
		{"one with padding", encodeCursor(byDate) + "==", "no cursor of ours"},
		{"JSON that is no cursor", encoded(`[1]`), "no cursor of ours"},
		{"one without an id", encoded(`{"o":1,"k":["",""]}`), "no cursor of ours"},
		{"one that lacks a key", encoded(`{"o":1,"k":["2025-06-27"],"i":"a"}`), "no cursor of ours"},
		{"one with a key too many", encoded(`{"o":1,"k":["","","",""],"i":"a"}`), "no cursor of ours"},
		{"one by date from before the sequence", encoded(`{"o":1,"k":["2025-06-27","2025-06-27"],"i":"a"}`), "no cursor of ours"},
		{"one of another order", encodeCursor(query.Cursor{Order: query.ByID, ID: "a"}), "of another order"},
		{"one of an order that does not exist", encoded(`{"o":99,"i":"a"}`), "no cursor of ours"},
		{"one of the other direction", encodeCursor(descending), "of another order"},
		{"one of another number", encodeCursor(byIntensity), "of another order"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, argument := range []string{"after", "before"} {
				f := failureOf(t, nothingFound(), `{ actions(`+argument+`: "`+c.text+`") { totalCount } }`, nil)
				if f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, c.says) || !strings.Contains(f.Message, argument) {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// The cursor of an edge is the position after which the next page begins, in whatever order the list is.
func TestCursorsOfEdges(t *testing.T) {
	raid := item(graph.KindAction, map[string]any{"id": "raid", "earliest": "2025-06-27", "latest": "2025-06-28", "sortName": "police raid"})
	raid.Sort = -7.5
	for _, c := range []struct {
		orderBy string
		want    query.Cursor
	}{
		{`{}`, query.Cursor{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-28", ""}, ID: "raid"}},
		{`{direction: DESC}`, query.Cursor{Order: query.ByDate, Desc: true, Keys: []string{"2025-06-27", "2025-06-28", ""}, ID: "raid"}},
		{`{field: ID}`, query.Cursor{Order: query.ByID, ID: "raid"}},
		{`{field: TITLE}`, query.Cursor{Order: query.ByName, Keys: []string{"police raid"}, ID: "raid"}},
		{`{field: INTENSITY}`, query.Cursor{Order: query.ByNumber, Number: "intensity", Keys: []string{"-7.5"}, ID: "raid"}},
	} {
		got := data(t, `{ actions(orderBy: `+c.orderBy+`) { edges { cursor } } }`, raid)
		if want := `{"actions":{"edges":[{"cursor":"` + encodeCursor(c.want) + `"}]}}`; got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.orderBy, got, want)
		}
	}
}

func TestCursorsOfASearchGoByRank(t *testing.T) {
	baku := item(graph.KindPlace, map[string]any{"id": "baku", "name": "Bakı", "sortName": "baki"})
	baku.Sort = 4.0
	got := data(t, `{ search(text: "baku") { pageInfo { endCursor } } }`, baku)
	want := encodeCursor(query.Cursor{Order: query.ByRank, Keys: []string{"4", "000004"}, ID: "baku"})
	if got != `{"search":{"pageInfo":{"endCursor":"`+want+`"}}}` {
		t.Error(got)
	}
}

func TestPageInfo(t *testing.T) {
	a, b := ided(graph.KindSource, "a"), ided(graph.KindSource, "b")
	at := func(id string) string { return encodeCursor(query.Cursor{Order: query.ByID, ID: id}) }
	for _, c := range []struct {
		name, arguments string
		found           query.Answer
		next, previous  bool
		start, end      string
	}{
		{"all there is", `first: 2`, query.Answer{Items: []*query.Item{a, b}}, false, false, at("a"), at("b")},
		{"more follows", `first: 2`, query.Answer{Items: []*query.Item{a, b}, More: true}, true, false, at("a"), at("b")},
		{"after a cursor, what it stands for comes before", `first: 2, after: "` + at("x") + `"`, query.Answer{Items: []*query.Item{a}}, false,
			true, at("a"), at("a")},
		{"from the end, more comes before", `last: 1`, query.Answer{Items: []*query.Item{b}, More: true}, false, true, at("b"), at("b")},
		{"before a cursor, what it stands for follows", `last: 1, before: "` + at("x") + `"`, query.Answer{Items: []*query.Item{b}}, true,
			false, at("b"), at("b")},
		{"nothing", `first: 2`, query.Answer{}, false, false, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := answerTo(t, `{ sources(`+c.arguments+`) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, &c.found)
			flag := map[bool]string{true: "true", false: "false"}
			quoted := func(s string) string {
				if s == "" {
					return "null"
				}
				return `"` + s + `"`
			}
			want := `{"sources":{"pageInfo":{"hasNextPage":` + flag[c.next] + `,"hasPreviousPage":` + flag[c.previous] +
				`,"startCursor":` + quoted(c.start) + `,"endCursor":` + quoted(c.end) + `}}}`
			if got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}
