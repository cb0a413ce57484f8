package plan

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// A condition that is in its plainest form stays as it is, however it was made: conditions alternate and Not stands on single
// ones. storetest holds that it means the same.
func TestNormalForm(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := drawCondition(r, 5)
		got := Normalize(p)
		if again := Normalize(got); !reflect.DeepEqual(got, again) {
			t.Fatalf("%#v\nis first %#v\nthen %#v", p, got, again)
		}
		plain(r, got, nil)
	})
}

// plain fails when a condition has a part that could be plainer.
func plain(t *rapid.T, p, around query.Pred) {
	var parts []query.Pred
	switch p := p.(type) {
	case query.And:
		parts = p
	case query.Or:
		parts = p
	case query.Not:
		switch p.Pred.(type) {
		case query.And, query.Or, query.Not:
			t.Fatalf("not of %#v", p.Pred)
		}
		return
	case query.Related:
		plain(t, p.Where, nil)
		return
	default:
		return
	}
	if reflect.TypeOf(p) == reflect.TypeOf(around) || len(parts) == 1 || len(parts) == 0 && around != nil {
		t.Fatalf("%#v within %#v", p, around)
	}
	for i, x := range parts {
		if i > 0 && compare(parts[i-1], x) >= 0 {
			t.Fatalf("%#v is not in order", p)
		}
		plain(t, x, p)
	}
}

// The order in which conditions are given does not matter.
func TestOrderOfConditions(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := []query.Pred{drawCondition(r, 3), drawCondition(r, 2), drawCondition(r, 3)}
		other := rapid.Permutation(list).Draw(r, "order")
		if a, b := Normalize(query.And(list)), Normalize(query.And(other)); !reflect.DeepEqual(a, b) {
			t.Errorf("and: %#v\n%#v", a, b)
		}
		if a, b := Normalize(query.Or(list)), Normalize(query.Or(other)); !reflect.DeepEqual(a, b) {
			t.Errorf("or: %#v\n%#v", a, b)
		}
	})
}

func drawCondition(r *rapid.T, depth int) query.Pred {
	if depth > 0 {
		switch rapid.SampledFrom([]string{"and", "or", "not", "not", "leaf", "related"}).Draw(r, "form") {
		case "related":
			return query.Related{Relation: graph.RelationOf(graph.KindAction, "parts"), Where: drawCondition(r, depth-1)}
		case "and":
			return query.And{drawCondition(r, depth-1), drawCondition(r, depth-1)}
		case "or":
			return query.Or{drawCondition(r, depth-1), drawCondition(r, depth-1), drawCondition(r, depth-2)}
		case "not":
			return not(drawCondition(r, depth-1))
		}
	}
	return rapid.SampledFrom([]query.Pred{nil, query.And{}, query.Or{}, sanctions, inBaku, ofTheRaids, byRussia, atRussia, directly, inTheRift,
		atLeast(2), atLeast(3), query.Between{Prop: "mentions", Max: num(9)}, query.Overlaps{}, query.Overlaps{Until: "2025-02-01"},
		query.IDIn{"a", "b"}, query.IDIn{"b", "c"}, containing("a"), containing("b", "a"), query.HasValue{Prop: "note"},
		query.In{Prop: "status", Values: []string{"DENIED"}}}).Draw(r, "leaf")
}

// Texts that look for the same words are one condition, and one question to the full-text index.
func TestWords(t *testing.T) {
	for _, text := range []string{"raid office", "Office RAID", "raid raid office", "r raid off office offic", " raid, office! "} {
		if got := Normalize(query.Matches{Text: text}); !reflect.DeepEqual(got, query.Matches{Text: "office raid"}) {
			t.Errorf("%q is %#v", text, got)
		}
		s := SearchOf(query.FindSearch{Text: text})
		if !reflect.DeepEqual(s.Tokens, []string{"office", "raid"}) || s.Text != strings.Join(graph.Tokens(text), " ") {
			t.Errorf("%q is %+v", text, s)
		}
	}
	if got := Normalize(query.Matches{Text: "…"}); !never(got) {
		t.Errorf("a text without a word is %#v", got)
	}
}
