package plan

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

var (
	byRussia   = query.Attributed{Keys: []string{"russia>"}}
	atRussia   = query.Attributed{Keys: []string{">russia"}}
	sanctions  = query.In{Prop: "type", Values: []string{"SANCTION"}}
	directly   = query.Attributed{Keys: []string{"azerbaijan>"}, Direct: true}
	inBaku     = query.InPlaces{"baku"}
	ofTheRaids = query.Matches{Text: "raids"}
	inTheRift  = query.Related{Relation: graph.RelationOf(graph.KindAction, "episodes"), Where: query.IDIn{"rift"}}
)

func not(p query.Pred) query.Pred { return query.Not{Pred: p} }

func num(x float64) *float64 { return &x }

func atLeast(x float64) query.Pred { return query.Between{Prop: "mentions", Min: &x} }

func containing(texts ...string) query.Pred { return query.Like{Prop: "sortName", Values: texts} }

// A condition in its plainest form means the same.
func TestNormalize(t *testing.T) {
	for name, c := range map[string]struct{ given, want query.Pred }{
		"no condition":              {nil, nil},
		"an and of none is true":    {query.And{}, nil},
		"an or of none is false":    {query.Or{}, query.Or{}},
		"an and of one is that one": {query.And{sanctions}, sanctions},
		"an or of one is that one":  {query.Or{query.And{query.Or{sanctions}}}, sanctions},
		"nested ands are one": {
			query.And{query.And{sanctions, inBaku}, query.And{ofTheRaids}}, query.And{sanctions, ofTheRaids, inBaku},
		},
		"nested ors are one":                  {query.Or{query.Or{sanctions, inBaku}, ofTheRaids}, query.Or{sanctions, ofTheRaids, inBaku}},
		"not not is nothing":                  {not(not(sanctions)), sanctions},
		"not of true is false":                {not(query.And{}), query.Or{}},
		"not of false is true":                {not(query.Or{}), nil},
		"an or with what is true is true":     {query.Or{sanctions, query.And{}}, nil},
		"any of some keys is one condition":   {query.Or{byRussia, query.And{atRussia}}, query.Attributed{Keys: []string{">russia", "russia>"}}},
		"keys are told once":                  {query.Or{byRussia, byRussia}, byRussia},
		"keys with ties and without stay two": {query.Or{byRussia, directly}, query.Or{byRussia, directly}},
		"the order does not matter":           {query.And{inBaku, ofTheRaids, sanctions}, query.And{sanctions, ofTheRaids, inBaku}},
		"what is told twice is told once": {query.Or{query.And{inBaku, ofTheRaids}, query.And{ofTheRaids, inBaku}},
			query.And{ofTheRaids, inBaku}},
		"not and is or not": {not(query.And{sanctions, inBaku}), query.Or{not(sanctions), not(inBaku)}},
		"not or is and not": {not(query.Or{inBaku, sanctions}), query.And{not(sanctions), not(inBaku)}},
		"not not not is not": {not(query.And{not(query.Or{sanctions, not(inBaku)}), query.And{}}),
			query.Or{sanctions, not(inBaku)}},
		"alternatives are one list":  {query.Or{query.IDIn{"b"}, query.IDIn{"a", "b"}}, query.IDIn{"a", "b"}},
		"what both name is one list": {query.And{query.IDIn{"b", "c"}, query.IDIn{"a", "b"}}, query.IDIn{"b"}},
		"nothing is named by both":   {query.And{sanctions, query.IDIn{"c"}, query.IDIn{"a", "b"}}, query.Or{}},
		"alternatives of a text":     {query.Or{containing("b"), sanctions, containing("a")}, query.Or{sanctions, containing("a", "b")}},
		"a text that contains both":  {query.And{containing("b"), containing("a")}, query.And{containing("a"), containing("b")}},
		"neither text":               {query.And{not(containing("b")), not(containing("a"))}, not(containing("a", "b"))},
		"bounds are one": {query.And{atLeast(1), query.Between{Prop: "mentions", Min: num(3), Max: num(7)}, atLeast(2)},
			query.Between{Prop: "mentions", Min: num(3), Max: num(7)}},
		"days are one": {query.And{query.Overlaps{Since: "2025-01-01"}, query.Overlaps{Until: "2025-02-01"}, query.Overlaps{}},
			query.Overlaps{Since: "2025-01-01", Until: "2025-02-01"}},
		"what no value can meet is false": {query.Or{sanctions, query.In{Prop: "type"}}, sanctions},
		"what is false decides an and":    {query.And{sanctions, query.Or{}}, query.Or{}},
		"a relation to what cannot be":    {query.Related{Relation: inTheRift.Relation, Where: query.Or{}}, query.Or{}},
		"a relation to one or another": {query.Or{inTheRift, query.Related{Relation: inTheRift.Relation, Where: query.IDIn{"arc"}}},
			query.Related{Relation: inTheRift.Relation, Where: query.IDIn{"arc", "rift"}}},
		"what a relation has to meet, too": {
			query.Related{Relation: inTheRift.Relation, Where: query.And{query.Or{query.IDIn{"rift"}}}}, inTheRift,
		},
	} {
		if got := Normalize(c.given); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, want %#v", name, got, c.want)
		}
	}
}

// A question's own lists are never written to.
func TestNormalizeKeepsWhatItIsGiven(t *testing.T) {
	keys := []string{"russia>", "azerbaijan>", "russia>"}
	Normalize(query.And{query.Or{query.Attributed{Keys: keys}, atRussia}})
	if !slices.Equal(keys, []string{"russia>", "azerbaijan>", "russia>"}) {
		t.Errorf("the keys became %v", keys)
	}
}

// A list starts at what its filter demands, however deep it is nested, and filters by the rest.
func TestStart(t *testing.T) {
	for name, c := range map[string]struct {
		kind  graph.Kind
		where query.Pred
		start Start
		rest  query.Pred
	}{
		"no filter":            {graph.KindAction, nil, WholeKind{}, nil},
		"a value":              {graph.KindAction, sanctions, WholeKind{}, sanctions},
		"attribution":          {graph.KindAction, byRussia, ByAttribution{Keys: byRussia.Keys}, nil},
		"attribution, in and":  {graph.KindAction, query.And{sanctions, query.And{byRussia}}, ByAttribution{Keys: byRussia.Keys}, sanctions},
		"attribution, in or":   {graph.KindAction, query.And{query.Or{byRussia}, sanctions}, ByAttribution{Keys: byRussia.Keys}, sanctions},
		"attribution, not not": {graph.KindAction, query.And{not(not(byRussia)), sanctions}, ByAttribution{Keys: byRussia.Keys}, sanctions},
		"either, in an or": {
			graph.KindResponse, query.Or{byRussia, atRussia}, ByAttribution{Keys: []string{">russia", "russia>"}}, nil,
		},
		"attribution, not":           {graph.KindAction, not(byRussia), WholeKind{}, not(byRussia)},
		"attribution before a place": {graph.KindAction, query.And{inBaku, byRussia}, ByAttribution{Keys: byRussia.Keys}, inBaku},
		"attribution of claims":      {graph.KindClaim, byRussia, ByAttribution{[]string{"russia>"}, false}, nil},
		"a text":                     {graph.KindAction, query.And{query.And{ofTheRaids}, sanctions}, ByText{[]string{"raids"}}, sanctions},
		"a text without a word":      {graph.KindAction, query.Matches{Text: "…"}, WholeKind{}, query.Or{}},
		"an episode": {
			graph.KindAction, query.And{query.And{inTheRift}, sanctions}, ByRelated{inTheRift.Relation, query.IDIn{"rift"}}, sanctions,
		},
		"a place":               {graph.KindAction, query.And{query.And{inBaku}, sanctions}, ByPlace{inBaku}, sanctions},
		"a place, of responses": {graph.KindResponse, inBaku, WholeKind{}, inBaku},
	} {
		l := ListOf(c.kind, query.List{Where: c.where})
		if !reflect.DeepEqual(l.Start, c.start) || !reflect.DeepEqual(l.Where, c.rest) {
			t.Errorf("%s: starts at %#v and filters by %#v, want %#v and %#v", name, l.Start, l.Where, c.start, c.rest)
		}
	}
}

// A page reads the dated items and those without a date in the order of the list, and begins where its cursor stands.
func TestRanges(t *testing.T) {
	dated := &query.Cursor{Order: query.ByDate, Keys: []string{"2025-06-27", "2025-06-27", ""}, ID: "raids"}
	undated := &query.Cursor{Order: query.ByDate, Keys: []string{"", "", ""}, ID: "rumour"}
	for name, c := range map[string]struct {
		page query.Page
		want []Range
	}{
		"from the start":                   {query.Page{}, []Range{{true, false}, {false, false}}},
		"from the end":                     {query.Page{Backward: true}, []Range{{false, false}, {true, false}}},
		"after a dated item":               {query.Page{Cursor: dated}, []Range{{true, true}, {false, false}}},
		"before a dated item":              {query.Page{Cursor: dated, Backward: true}, []Range{{true, true}}},
		"after an item without a date":     {query.Page{Cursor: undated}, []Range{{false, true}}},
		"before an item without a date is": {query.Page{Cursor: undated, Backward: true}, []Range{{false, true}, {true, false}}},
	} {
		l := ListOf(graph.KindAction, query.List{Order: query.Order{By: query.ByDate}, Page: c.page})
		if got := l.Ranges(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	byName := ListOf(graph.KindActor, query.List{Order: query.Order{By: query.ByName}})
	if got := byName.Ranges(); !slices.Equal(got, []Range{{true, false}}) {
		t.Errorf("every actor has a name, so there is one range: %v", got)
	}
}

// The position of a cursor has the type of each key, and nil for what is unknown.
func TestPosition(t *testing.T) {
	byIntensity := query.Order{By: query.ByNumber, Number: "intensity"}
	for name, c := range map[string]struct {
		order  query.Order
		cursor query.Cursor
		want   []any
	}{
		"by date": {
			query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"2025-06-27", "2025-06-30", "3"}, ID: "raids"},
			[]any{graph.Day("2025-06-27"), graph.Day("2025-06-30"), int64(3), "raids"},
		},
		"without a date": {query.Order{By: query.ByDate}, query.Cursor{Keys: []string{"", "", ""}, ID: "rumour"},
			[]any{nil, nil, int64(graph.LastInDay), "rumour"}},
		"by a number":       {byIntensity, query.Cursor{Keys: []string{"-7.5"}, ID: "raids"}, []any{-7.5, "raids"}},
		"of an unknown one": {byIntensity, query.Cursor{Keys: []string{""}, ID: "raids"}, []any{nil, "raids"}},
		"by name": {
			query.Order{By: query.ByName}, query.Cursor{Keys: []string{"police raids"}, ID: "raids"}, []any{"police raids", "raids"},
		},
		"by id, without keys": {query.Order{}, query.Cursor{ID: "raids"}, []any{"raids"}},
	} {
		l := ListOf(graph.KindAction, query.List{Order: c.order, Page: query.Page{Cursor: &c.cursor}})
		if got := l.Position(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Each value of an edge fact is read where it stands.
func TestColumnOf(t *testing.T) {
	for _, c := range []struct {
		kind graph.Kind
		name string
		want Column
	}{
		{graph.KindAction, "title", Column{Prop: "title"}},
		{graph.KindResponse, "mode", Column{Prop: "mode"}},
		{graph.KindResponse, "from", Column{End: From, Prop: "id"}},
		{graph.KindResponse, "toEarliest", Column{End: To, Prop: "earliest"}},
		{graph.KindResponse, "fromQuadClass", Column{End: From, Prop: "quadClass"}},
		{graph.KindTie, "topics", Column{Prop: "topics"}},
		{graph.KindTie, "kind", Column{IsLabel: true}},
		{graph.KindSilence, "kind", Column{Prop: "kind"}},
		{graph.KindParticipation, "role", Column{IsLabel: true}},
		{graph.KindParticipation, "actor", Column{End: ActorEnd, Prop: "id"}},
	} {
		if got := ColumnOf(c.kind, c.name); got != c.want {
			t.Errorf("%s.%s: %+v, want %+v", c.kind, c.name, got, c.want)
		}
	}
}

// What a question names has to exist: first what its filters name, then what it starts from.
func TestRequired(t *testing.T) {
	named := query.RequiredNode{Kind: graph.KindEpisode, ID: "rift"}
	p, err := Of(&query.Query{RequiredNodes: []query.RequiredNode{named}, Find: query.FindExchange{Between: "russia", And: "azerbaijan"}})
	want := []query.RequiredNode{named, {Kind: graph.KindActor, ID: "azerbaijan"}, {Kind: graph.KindActor, ID: "russia"}}
	if err != nil || !slices.Equal(p.Required, want) {
		t.Errorf("%v, %v; want %v", p.Required, err, want)
	}
}

// A question that cannot be is refused before anything is sent, wherever the fault stands in it.
func TestOfRefuses(t *testing.T) {
	actions := func(where query.Pred) query.Find {
		return query.FindList{Kind: graph.KindAction, List: query.List{Where: where}}
	}
	claims, evidence := graph.RelationOf(graph.KindAction, "claims"), graph.RelationOf(graph.KindAction, "evidence")
	ofWhatIsClaimed := query.Related{Relation: graph.RelationOf(graph.KindClaim, "about"), Where: sanctions}
	pageOfLessThanNone := query.List{Page: query.Page{Limit: -1}}
	for name, q := range map[string]query.Query{
		"no start":                    {},
		"a list of ties":              {Find: query.FindList{Kind: graph.KindTie}},
		"a list by rank":              {Find: query.FindList{Kind: graph.KindAction, List: query.List{Order: query.Order{By: query.ByRank}}}},
		"a value that actions lack":   {Find: actions(query.Or{sanctions, not(query.In{Prop: "colour"})})},
		"a number that is a text":     {Find: actions(query.Between{Prop: "title"})},
		"no day":                      {Find: actions(query.Overlaps{Since: "27.06.2025"})},
		"a value of several kinds":    {Find: query.FindList{Kind: graph.KindClaim, List: query.List{Where: ofWhatIsClaimed}}},
		"a fault in what comes along": {Find: actions(nil), Includes: []*query.Include{{Relation: claims, List: pageOfLessThanNone}}},
		"evidence that is narrowed":   {Find: actions(nil), Includes: []*query.Include{{Relation: evidence, List: query.List{Where: sanctions}}}},
		"a search with a damaged cursor": {Find: query.FindSearch{Text: "raids", List: query.List{Page: query.Page{
			Cursor: &query.Cursor{Order: query.ByRank, Keys: []string{"NaN", "5"}, ID: "raids"}}}}},
		"a chain of no links":            {Find: query.FindChain{Action: "raids", MaxNodes: 1}},
		"counts until what is not a day": {Find: query.FindCounts{Until: "soon"}},
		"a drawing of actions by nothing": {Find: query.FindSubgraph{
			Around: []string{"raids"}, MaxNodes: 9, Where: query.HasValue{Prop: "colour"}}},
	} {
		if _, err := Of(&q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
