package ingest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func said(dataset string, basis graph.Basis, props graph.Props, evidence ...graph.Evidence) Statement {
	return Statement{Dataset: dataset, Record: graph.Record{Kind: graph.KindActor, ID: "x", Basis: basis, Props: props, Evidence: evidence}}
}

func TestMerge(t *testing.T) {
	e1, e2 := graph.Evidence{Source: "s", Basis: graph.Explicit}, graph.Evidence{Source: "t", Basis: graph.Explicit}
	m, err := Merge([]Statement{
		said("a", graph.Inferred, graph.Props{"name": "X", "aliases": []string{"one", "two"}}, e1),
		said("b", graph.Explicit, graph.Props{"name": "X", "country": "AZE", "aliases": []string{"two", "three"}}, e1, e2),
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
	if !slices.Equal(m.Evidence, []graph.Evidence{e1, e2}) {
		t.Errorf("evidence is joined: %v", m.Evidence)
	}
	if m.Basis != graph.Explicit {
		t.Error("a fact is EXPLICIT while any dataset states it so")
	}
}

func TestMergeConflicts(t *testing.T) {
	for name, second := range map[string]Statement{
		"a scalar": said("b", graph.Explicit, graph.Props{"name": "Y"}),
		"a kind":   {Dataset: "b", Record: graph.Record{Kind: graph.KindAction, ID: "x"}},
	} {
		_, err := Merge([]Statement{said("a", graph.Explicit, graph.Props{"name": "X"}), second})
		if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), " a") || !strings.Contains(err.Error(), " b") {
			t.Errorf("%s: want a conflict that names both, got %v", name, err)
		}
	}
}

// One dataset owns a status history whole; what another states of the status is one of its entries.
func TestStatusHistoryOfSeveralDatasets(t *testing.T) {
	said := func(dataset string, props graph.Props) Statement {
		props["type"] = "OCCURRENCE"
		return Statement{Dataset: dataset, Record: graph.Record{Kind: graph.KindAction, ID: "x", Props: props}}
	}
	history := func(statuses ...graph.ActionStatus) []graph.StatusChange {
		var list []graph.StatusChange
		for _, s := range statuses {
			list = append(list, graph.StatusChange{Status: s, Since: "2025", Sources: []string{"s"}})
		}
		return list
	}
	for name, c := range map[string]struct {
		statements []Statement
		want       any // the status, nil for a conflict
	}{
		"an earlier status by another": {[]Statement{said("a", graph.Props{"status": "ALLEGED"}),
			said("b", graph.Props{"statusHistory": history("ALLEGED", "OCCURRED")})}, "OCCURRED"},
		"whichever came first": {[]Statement{said("a", graph.Props{"statusHistory": history("ALLEGED", "OCCURRED")}),
			said("b", graph.Props{"status": "ALLEGED"})}, "OCCURRED"},
		"a status that no entry has": {[]Statement{said("a", graph.Props{"status": "DENIED"}),
			said("b", graph.Props{"statusHistory": history("ALLEGED", "OCCURRED")})}, nil},
		"no status beside it": {[]Statement{said("a", graph.Props{}), said("b", graph.Props{"statusHistory": history("REPORTED")})}, "REPORTED"},
		"no history":          {[]Statement{said("a", graph.Props{"status": "DENIED"}), said("b", graph.Props{})}, "DENIED"},
		"the same history by two": {[]Statement{said("a", graph.Props{"statusHistory": history("ALLEGED")}),
			said("b", graph.Props{"statusHistory": history("ALLEGED")})}, "ALLEGED"},
		"two histories": {[]Statement{said("a", graph.Props{"statusHistory": history("ALLEGED")}),
			said("b", graph.Props{"statusHistory": history("ALLEGED", "OCCURRED")})}, nil},
	} {
		m, err := Merge(c.statements)
		if err == nil {
			err = Derive(&m)
		}
		if c.want == nil && !errors.Is(err, graph.ErrConflict) || c.want != nil && (err != nil || m.Props["status"] != c.want) {
			t.Errorf("%s: %v, %v, want %v", name, m.Props["status"], err, c.want)
		}
	}
}

func TestDeriveFollowsTheCodeUnlessACuratorOverrides(t *testing.T) {
	for name, c := range map[string]struct {
		props             graph.Props
		class, gdelts, of any
		intensity         any
	}{
		"code":    {graph.Props{"cameoCode": "173"}, "MATERIAL_CONFLICT", "MATERIAL_CONFLICT", "COERCE", -5.0},
		"unrated": {graph.Props{"cameoCode": "1213"}, "VERBAL_CONFLICT", "VERBAL_CONFLICT", "REJECT", nil},
		"override": {graph.Props{"cameoCode": "173", "type": "ASSAULT", "intensity": -9.0},
			"MATERIAL_CONFLICT", "MATERIAL_CONFLICT", "ASSAULT", -9.0},
		"class": {graph.Props{"cameoCode": "010", "quadClass": "VERBAL_CONFLICT"},
			"VERBAL_CONFLICT", "VERBAL_COOPERATION", "STATEMENT", 0.0},
		"case":    {graph.Props{"cameoCode": "090"}, "VERBAL_CONFLICT", "MATERIAL_COOPERATION", "ACCUSE", -2.0},
		"comment": {graph.Props{"cameoCode": "012"}, "NEUTRAL", "VERBAL_COOPERATION", "STATEMENT", -0.4},
		"appeal":  {graph.Props{"cameoCode": "020", "type": "REQUEST"}, "NEUTRAL", "VERBAL_COOPERATION", "REQUEST", 3.0},
		"retyped": {graph.Props{"cameoCode": "020", "type": "ACCUSE"}, "VERBAL_CONFLICT", "VERBAL_COOPERATION", "ACCUSE", 3.0},
		"type":    {graph.Props{"type": "REJECT"}, "VERBAL_CONFLICT", nil, "REJECT", nil},
		"befell":  {graph.Props{"type": "OCCURRENCE"}, "NEUTRAL", nil, "OCCURRENCE", nil},
	} {
		r := graph.Record{Kind: graph.KindAction, ID: "x", Props: c.props}
		if err := Derive(&r); err != nil {
			t.Fatal(err)
		}
		if r.Props["quadClass"] != c.class || r.Props["cameoQuadClass"] != c.gdelts ||
			r.Props["type"] != c.of || r.Props["intensity"] != c.intensity {
			t.Errorf("%s: %v", name, r.Props)
		}
	}
	if err := Derive(&graph.Record{Kind: graph.KindAction, ID: "x", Props: graph.Props{}}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("neither code nor type: %v", err)
	}
}

func TestDeriveFindsTextsAndQuotations(t *testing.T) {
	r := graph.Record{
		Kind:     graph.KindActor,
		ID:       "x",
		Props:    graph.Props{"name": "Bakı", "aliases": []string{"Баку"}},
		Evidence: []graph.Evidence{{Quote: "in Baku’s words", Translation: "Translated"}},
	}
	if err := Derive(&r); err != nil {
		t.Fatal(err)
	}
	if r.Props["sortName"] != "baki" {
		t.Errorf("sortName %v", r.Props["sortName"])
	}
	for _, w := range []string{"baki", "баку", "words", "translated"} {
		if !strings.Contains(r.Props["searchText"].(string), w) {
			t.Errorf("%q is not in %v", w, r.Props["searchText"])
		}
	}
}
