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
