package resolvers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// listOf is the list that the store is asked for.
func askedList(t *testing.T, q *query.Query) query.List {
	t.Helper()
	switch find := q.Find.(type) {
	case query.FindList:
		return find.List
	case query.FindUnanswered:
		return find.List
	case query.FindSearch:
		return find.List
	case query.FindExchange:
		return find.List
	}
	t.Fatalf("%T is no list", q.Find)
	return query.List{}
}

// cursorAt is a cursor of actions by date, as a client has got it.
func cursorAt(id string) string {
	return encodeCursor(query.Cursor{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-27", ""}, ID: id})
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		name, arguments, want string // limit, direction, id of the cursor
	}{
		{"without arguments it is the first twenty", `first: null`, "20 forward"},
		{"so many from the start", `first: 3`, "3 forward"},
		{"so many from the end", `last: 3`, "3 backward"},
		{"none at all", `first: 0`, "0 forward"},
		{"the most that is possible", `first: 500`, "500 forward"},
		{"so many after a cursor", `first: 3, after: "A"`, "3 forward a"},
		{"so many before a cursor", `last: 3, before: "A"`, "3 backward a"},
		{"twenty after a cursor", `after: "A"`, "20 forward a"},
		{"twenty before a cursor", `before: "A"`, "20 backward a"},
		{"a cursor that is null or empty is none", `first: 3, after: "", before: null`, "3 forward"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for at, document := range map[string]string{
				"of a root field":    `{ actions(%s) { nodes { id } } }`,
				"of a nested field":  `{ episodes { nodes { actions(%s) { nodes { id } } } } }`,
				"under edges {node}": `{ episodes { edges { node { actions(%s) { nodes { id } } } } } }`,
			} {
				q := queryOf(t, fmt.Sprintf(document, withCursor(c.arguments)))
				l := query.List{}
				if len(q.Includes) > 0 {
					l = q.Includes[0].List
				} else {
					l = askedList(t, q)
				}
				got := fmt.Sprint(l.Page.Limit, " ", map[bool]string{false: "forward", true: "backward"}[l.Page.Backward])
				if l.Page.Cursor != nil {
					got += " " + l.Page.Cursor.ID
				}
				if got != c.want {
					t.Errorf("%s: got %s, want %s", at, got, c.want)
				}
			}
		})
	}
}

func TestPagesThatCannotBe(t *testing.T) {
	for _, c := range []struct{ name, arguments, code string }{
		{"first and last", `first: 1, last: 1`, "INVALID"},
		{"first with before", `first: 1, before: "A"`, "INVALID"},
		{"last with after", `last: 1, after: "A"`, "INVALID"},
		{"a negative first", `first: -1`, "INVALID"},
		{"a negative last", `last: -1`, "INVALID"},
		{"more than a page", `first: 501`, "TOO_LARGE"},
		{"more than a page from the end", `last: 501`, "TOO_LARGE"},
		{"more than 32 bits", `first: 4294967297`, "TOO_LARGE"},
		{"more than 64 bits", `first: 99999999999999999999`, "INVALID"},
		{"no number", `first: "3"`, "INVALID"},
		{"no whole number", `first: 1.5`, "INVALID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for at, document := range map[string]string{
				"of a root field":   `{ actions(%s) { nodes { id } } }`,
				"of a nested field": `{ episodes { nodes { actions(%s) { nodes { id } } } } }`,
				"of a search":       `{ search(text: "x", %s) { nodes { score } } }`,
			} {
				if f := failureOf(t, nothingFound(), fmt.Sprintf(document, withCursor(c.arguments)), nil); f.Extensions.Code != c.code {
					t.Errorf("%s: %+v", at, f)
				}
			}
		})
	}
}

// Variables of nested fields do not pass through gqlgen: they come as JSON has them.
func TestPagesOfVariables(t *testing.T) {
	const document = `query($n: Int) { episodes { nodes { actions(first: $n) { nodes { id } } } } }`
	if l := queryWith(t, document, map[string]any{"n": 7}).Includes[0].List; l.Page.Limit != 7 {
		t.Errorf("a page of %d", l.Page.Limit)
	}
	if l := queryWith(t, document, nil).Includes[0].List; l.Page.Limit != query.DefaultPage {
		t.Errorf("a page of %d, of a variable that is not given", l.Page.Limit)
	}
	for name, n := range map[string]any{"a negative one": -1, "one that is no whole number": 1.5, "a text": "7", "a huge one": 1e30} {
		if f := failureOf(t, nothingFound(), document, map[string]any{"n": n}); f.Extensions.Code != "INVALID" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		field, arguments string
		want             query.Order
	}{
		{"actions", ``, query.Order{By: query.ByDate}},
		{"responses", ``, query.Order{By: query.ByDate}},
		{"unanswered", ``, query.Order{By: query.ByDate}},
		{"actors", ``, query.Order{By: query.ByName}},
		{"claims", ``, query.Order{By: query.ByID}},
		{"sources", ``, query.Order{By: query.ByID}},
		{"datasets", ``, query.Order{By: query.ByID}},
		{"actions", `(orderBy: {direction: DESC})`, query.Order{By: query.ByDate, Desc: true}},
		{"actions", `(orderBy: {field: ID})`, query.Order{By: query.ByID}},
		{"actions", `(orderBy: {field: TITLE, direction: DESC})`, query.Order{By: query.ByName, Desc: true}},
		{"actions", `(orderBy: {field: INTENSITY})`, query.Order{By: query.ByNumber, Number: "intensity"}},
		{"actors", `(orderBy: {field: ACTIONS, direction: DESC})`, query.Order{By: query.ByNumber, Number: "actions", Desc: true}},
		{"actors", `(orderBy: {field: NAME})`, query.Order{By: query.ByName}},
		{"responses", `(orderBy: {field: DELAY})`, query.Order{By: query.ByNumber, Number: query.DelayDays}},
		{"claims", `(orderBy: {field: CREDIBILITY})`, query.Order{By: query.ByNumber, Number: "credibility"}},
	} {
		t.Run(c.field+c.arguments, func(t *testing.T) {
			q := queryOf(t, `{ `+c.field+c.arguments+` { totalCount } }`)
			if got := askedList(t, q).Order; got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// Each field that the schema lets a list be sorted by is an order that the kind has.
func TestEveryOrderOfTheSchema(t *testing.T) {
	for _, kind := range []graph.Kind{graph.KindActor, graph.KindAction, graph.KindResponse, graph.KindClaim} {
		for _, v := range schema.Types[string(kind)+"OrderField"].EnumValues {
			o, err := orderOf(kind, map[string]any{"field": v.Name})
			if err == nil {
				err = query.List{Order: o}.Check(kind)
			}
			if err != nil {
				t.Errorf("%s by %s: %v", kind, v.Name, err)
			}
		}
	}
	if _, err := orderOf(graph.KindActor, map[string]any{"field": "INTENSITY"}); err == nil {
		t.Error("an actor has no intensity to be sorted by")
	}
}

func TestTies(t *testing.T) {
	for _, c := range []struct{ arguments, want string }{
		{`(first: 5)`, "all"},
		{`(kind: [LEADS, PART_OF])`, "kind LEADS|PART_OF"},
		{`(kind: LEADS, asOf: "2025-07-02")`, "(kind LEADS and held on 2025-07-02)"},
		{`(kind: [])`, "kind "},
		{`(dataset: "dataset:d", support: {origins: {gte: 2}})`, "(datasets dataset:d and some Tie.support [origins 2..])"},
	} {
		q := queryOf(t, `{ actor(id: "x") { ties`+c.arguments+` { totalCount } } }`)
		if wanted := strings.Contains(c.arguments, "dataset"); wanted != (required(q.RequiredNodes) == "dataset dataset:d") {
			t.Errorf("%s: requires %v", c.arguments, q.RequiredNodes)
		}
		if got := said(q.Includes[0].Where); got != c.want {
			t.Errorf("%s: got %s, want %s", c.arguments, got, c.want)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ name, filter, want, code string }{
		{"from a day", `{since: "2025-06-27"}`, "date 2025-06-27..", ""},
		{"until a day", `{until: "2025-06-27"}`, "date ..2025-06-27", ""},
		{"one day", `{since: "2025-06-27", until: "2025-06-27"}`, "date 2025-06-27..2025-06-27", ""},
		{"an unknown day is none", `{since: null, until: null}`, "all", ""},
		{"an empty text is no day", `{since: ""}`, "", "INVALID"},
		{"until before since", `{since: "2025-06-28", until: "2025-06-27"}`, "", "INVALID"},
		{"a day of another calendar's writing", `{since: "27.06.2025"}`, "", "INVALID"},
		{"a day that is not", `{until: "2025-02-30"}`, "", "INVALID"},
		{"a month is no day", `{since: "2025-06"}`, "", "INVALID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for at, document := range map[string]string{
				"of a root field":   `{ actions(filter: %s) { totalCount } }`,
				"of a nested field": `{ episodes { nodes { actions(filter: %s) { totalCount } } } }`,
			} {
				document = fmt.Sprintf(document, c.filter)
				if c.code != "" {
					if f := failureOf(t, nothingFound(), document, nil); f.Extensions.Code != c.code {
						t.Errorf("%s: %+v", at, f)
					}
					continue
				}
				q := queryOf(t, document)
				where := query.Pred(nil)
				if len(q.Includes) > 0 {
					where = q.Includes[0].Where
				} else {
					where = askedList(t, q).Where
				}
				if got := said(where); got != c.want {
					t.Errorf("%s: got %s, want %s", at, got, c.want)
				}
			}
		})
	}
}

// An empty text is refused wherever a day may stand, and the error names the argument.
func TestEmptyDays(t *testing.T) {
	documents := map[string][]string{
		"since": {`tension(between: "a", and: "b", since: $d) { undatedCount }`, `matrix(actors: ["a"], since: $d) { rows { cells { count } } }`,
			`exchange(between: "a", and: "b", since: $d) { entries { totalCount } }`, `actions(filter: {since: $d}) { totalCount }`,
			`responses(filter: {since: $d}) { totalCount }`, `unanswered(filter: {since: $d}) { totalCount }`,
			`responseTimes(filter: {by: ["a"], since: $d}) { n }`, `sources(filter: {since: $d}) { totalCount }`},
		"asOf": {`unanswered(asOf: $d) { totalCount }`, `actor(id: "a") { ties(asOf: $d) { totalCount } }`,
			`actor(id: "a") { actsFor(asOf: $d) { id } }`,
			`responseTimes(filter: {by: ["a"]}, asOf: $d) { n }`},
		"knownBy": {`claims(filter: {support: {knownBy: $d}}) { totalCount }`},
		"knownOn": {`actions @lens(knownOn: $d) { totalCount }`},
	}
	for _, document := range documents["since"] {
		documents["until"] = append(documents["until"], strings.Replace(document, "since", "until", 1))
	}
	asked := 0
	for name, list := range documents {
		for _, document := range list {
			asked++
			for _, f := range []failure{
				failureOf(t, nothingFound(), `{ `+strings.Replace(document, "$d", `""`, 1)+` }`, nil),
				failureOf(t, nothingFound(), `query ($d: Day) { `+document+` }`, map[string]any{"d": ""}),
			} {
				if f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, name) {
					t.Errorf("%s: %+v", document, f)
				}
			}
		}
	}
	var inSchema int
	for _, of := range schema.Directives {
		for _, argument := range of.Arguments {
			if argument.Type.Name() == "Day" {
				inSchema++
			}
		}
	}
	for _, of := range schema.Types {
		for _, field := range of.Fields {
			if of.Kind == ast.InputObject && field.Type.Name() == "Day" {
				inSchema++
			}
			for _, argument := range field.Arguments {
				if argument.Type.Name() == "Day" {
					inSchema++
				}
			}
		}
	}
	if asked != inSchema {
		t.Errorf("%d arguments were tried, the schema has %d that are days", asked, inSchema)
	}
}
