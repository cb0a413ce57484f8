package graph

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func said(dataset string, basis Basis, props Props, evidence ...Evidence) Statement {
	return Statement{dataset, Record{Kind: KindActor, ID: "x", Basis: basis, Props: props, Evidence: evidence}}
}

func TestMerge(t *testing.T) {
	e1, e2 := Evidence{Source: "s", Basis: Explicit}, Evidence{Source: "t", Basis: Explicit}
	m, err := Merge([]Statement{
		said("a", Inferred, Props{"name": "X", "aliases": []string{"one", "two"}}, e1),
		said("b", Explicit, Props{"name": "X", "country": "AZE", "aliases": []string{"two", "three"}}, e1, e2),
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Props["name"] != "X" || m.Props["country"] != "AZE" {
		t.Errorf("another dataset fills what the owner leaves open: %v", m.Props)
	}
	if got := m.Props["aliases"].([]string); !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("lists are joined: %v", got)
	}
	if !slices.Equal(m.Evidence, []Evidence{e1, e2}) {
		t.Errorf("evidence is joined: %v", m.Evidence)
	}
	if m.Basis != Explicit {
		t.Error("a fact is EXPLICIT while any dataset states it so")
	}
}

func TestMergeConflicts(t *testing.T) {
	for name, second := range map[string]Statement{
		"a scalar": said("b", Explicit, Props{"name": "Y"}),
		"a kind":   {"b", Record{Kind: KindAction, ID: "x"}},
	} {
		_, err := Merge([]Statement{said("a", Explicit, Props{"name": "X"}), second})
		if !errors.Is(err, ErrConflict) || !strings.Contains(err.Error(), " a") || !strings.Contains(err.Error(), " b") {
			t.Errorf("%s: want a conflict that names both, got %v", name, err)
		}
	}
}

func TestDeriveFollowsTheCodeUnlessACuratorOverrides(t *testing.T) {
	for name, c := range map[string]struct {
		props     Props
		class, of any
		intensity any
	}{
		"code":     {Props{"cameoCode": "173"}, "MATERIAL_CONFLICT", "COERCE", -5.0},
		"unrated":  {Props{"cameoCode": "1213"}, "VERBAL_CONFLICT", "REJECT", nil},
		"override": {Props{"cameoCode": "173", "type": "ASSAULT", "intensity": -9.0}, "MATERIAL_CONFLICT", "ASSAULT", -9.0},
		"type":     {Props{"type": "REJECT"}, "VERBAL_CONFLICT", "REJECT", nil},
		"befell":   {Props{"type": "OCCURRENCE"}, nil, "OCCURRENCE", nil},
	} {
		r := Record{Kind: KindAction, ID: "x", Props: c.props}
		if err := Derive(&r); err != nil {
			t.Fatal(err)
		}
		if r.Props["quadClass"] != c.class || r.Props["type"] != c.of || r.Props["intensity"] != c.intensity {
			t.Errorf("%s: %v", name, r.Props)
		}
	}
	if err := Derive(&Record{Kind: KindAction, ID: "x", Props: Props{}}); !errors.Is(err, ErrInvalid) {
		t.Errorf("neither code nor type: %v", err)
	}
}

func TestDeriveFindsTextsAndQuotations(t *testing.T) {
	r := Record{Kind: KindActor, ID: "x", Props: Props{"name": "Bakı", "aliases": []string{"Баку"}}, Evidence: []Evidence{{Quote: "in Baku’s words"}}}
	if err := Derive(&r); err != nil {
		t.Fatal(err)
	}
	if r.Props["sortName"] != "baki" {
		t.Errorf("sortName %v", r.Props["sortName"])
	}
	for _, w := range []string{"baki", "баку", "words"} {
		if !strings.Contains(r.Props["searchText"].(string), w) {
			t.Errorf("%q is not in %v", w, r.Props["searchText"])
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for name, r := range map[string]Record{
		"no id":             {Kind: KindActor},
		"space in id":       {Kind: KindActor, ID: "a b"},
		"ledger's mark":     {Kind: KindActor, ID: "a>b"},
		"beyond the plane":  {Kind: KindActor, ID: "a\U0001F600"},
		"not UTF-8":         {Kind: KindActor, ID: "a\xff"},
		"unknown kind":      {Kind: "Thing", ID: "a"},
		"unknown property":  {Kind: KindActor, ID: "a", Props: Props{"colour": "red"}},
		"derived":           {Kind: KindActor, ID: "a", Props: Props{"sortName": "a"}},
		"vocabulary":        {Kind: KindActor, ID: "a", Props: Props{"kind": "CITY"}},
		"type of value":     {Kind: KindActor, ID: "a", Props: Props{"name": 3.0}},
		"list for a scalar": {Kind: KindActor, ID: "a", Props: Props{"name": []string{"x"}}},
		"NUL":               {Kind: KindActor, ID: "a", Props: Props{"name": "a\x00"}},
		"date":              {Kind: KindAction, ID: "a", Props: Props{"date": "27.06.2025"}},
		"open date":         {Kind: KindAction, ID: "a", Props: Props{"date": "2025-06-27/.."}},
		"intensity":         {Kind: KindAction, ID: "a", Props: Props{"intensity": 11.0}},
		"credibility":       {Kind: KindClaim, ID: "a", Props: Props{"credibility": int64(7)}},
		"basis":             {Kind: KindActor, ID: "a", Basis: "MAYBE"},
		"edge kind":         {Edge: "LIKES", From: "a", To: "b"},
		"loop":              {Edge: PartOf, From: "a", To: "a"},
		"no mode":           {Edge: RespondsTo, From: "a", To: "b"},
		"no silence kind":   {Edge: SilentOn, From: "a", To: "b"},
	} {
		if err := Check(r); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Check(Record{Edge: RespondsTo, From: "a", To: "b", Props: Props{"mode": "DENY"}}); err != nil {
		t.Error(err)
	}
}

func TestEscalation(t *testing.T) {
	up, down := 3.0, -3.0
	for _, c := range []struct {
		mode    string
		trigger *float64
		want    Escalation
	}{
		{"RETALIATE", nil, Escalates}, {"EXPLAIN", &down, Neutral}, {"REGRET", &down, DeEscalates},
		{"RECIPROCATE", &down, Escalates}, {"RECIPROCATE", &up, DeEscalates}, {"RECIPROCATE", nil, Neutral},
	} {
		if got := EscalationOf(c.mode, c.trigger); got != c.want {
			t.Errorf("%s: %s, want %s", c.mode, got, c.want)
		}
	}
}
