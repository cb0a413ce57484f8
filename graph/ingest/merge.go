package ingest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Merge makes one record of the statements of several datasets. The first dataset that gives a scalar owns it; a later one may
// repeat it or fill a scalar that is missing, but a different value is ErrConflict, which names both. Lists and evidence are
// joined, in the order first seen. The basis is EXPLICIT if any dataset says so.
func Merge(statements []Statement) (graph.Record, error) {
	var m graph.Record
	owner := map[string]string{}
	for i, s := range statements {
		r := s.Record
		if i == 0 {
			m = graph.Record{Kind: r.Kind, ID: r.ID, Edge: r.Edge, From: r.From, To: r.To, Props: graph.Props{}, Basis: graph.Inferred}
		}
		if r.Kind != m.Kind {
			return m, fmt.Errorf("%w: %q is %s by %s and %s by %s; one id is one thing",
				graph.ErrConflict, r.Key(), m.Kind, statements[0].Dataset, r.Kind, s.Dataset)
		}
		if r.Basis != graph.Inferred {
			m.Basis = graph.Explicit
		}
		for _, name := range slices.Sorted(maps.Keys(r.Props)) {
			v := r.Props[name]
			if v == nil {
				continue
			}
			have, held := m.Props[name]
			list, isList := v.([]string)
			switch {
			case isList:
				members, _ := have.([]string)
				m.Props[name] = union(members, list)
			case !held:
				m.Props[name], owner[name] = v, s.Dataset
			case !reflect.DeepEqual(have, v):
				return m, fmt.Errorf("%w: %s of %q is %v by %s and %v by %s; leave it out, or make them equal",
					graph.ErrConflict, name, r.Key(), have, owner[name], v, s.Dataset)
			}
		}
		for _, e := range r.Evidence {
			e = e.Canonical()
			if !slices.Contains(m.Evidence, e) {
				m.Evidence = append(m.Evidence, e)
			}
		}
	}
	return m, nil
}

// union has the texts of a, then those of b that a lacks.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// withoutConflicts leaves out of a record the values that other datasets state differently, and counts them.
func withoutConflicts(r graph.Record, others []Statement) (graph.Record, int, error) {
	if len(others) == 0 {
		return r, 0, nil
	}
	owned, err := Merge(others)
	left := 0
	for _, name := range slices.Sorted(maps.Keys(r.Props)) {
		v, have := r.Props[name], owned.Props[name]
		if _, isList := v.([]string); isList || have == nil || reflect.DeepEqual(have, v) {
			continue
		}
		if left == 0 {
			r.Props = maps.Clone(r.Props)
		}
		left++
		delete(r.Props, name)
		if text, isText := v.(string); isText && name == "name" && r.Kind == graph.KindActor {
			aliases, _ := r.Props["aliases"].([]string)
			r.Props["aliases"] = union(aliases, []string{text})
		}
	}
	return r, left, err
}
