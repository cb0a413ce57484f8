package oracle

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// supporting are the sources that a thing rests on: those of evidence that does not dispute it and backs no single field.
func supporting(x thing) []string {
	var out []string
	for _, e := range x.evidence {
		if e.Relation != graph.EvidenceDisputes && e.Field == "" && !slices.Contains(out, e.Source) {
			out = append(out, e.Source)
		}
	}
	slices.Sort(out)
	return out
}

// support adds up the evidence of a fact.
func (s *Store) support(x thing) map[string]any {
	of := supporting(x)
	v := map[string]any{"id": graph.SupportKey(of), "sources": int64(len(of)), "origins": int64(s.independent(of))}
	countries := map[string]bool{}
	for _, id := range of {
		props := s.nodes[id].Props
		if r, _ := props["reliability"].(string); r != "" && (v["reliability"] == nil || r < v["reliability"].(string)) {
			v["reliability"] = r
		}
		_, day := bounds(props["published"])
		basis := "PUBLISHED"
		if day == "" {
			_, day = bounds(props["accessed"])
			basis = "ACCESSED"
		}
		switch was, _ := v["knownBy"].(string); {
		case day == "":
		case was == "" || day < was || day == was && basis == "PUBLISHED":
			v["knownBy"], v["knownBasis"] = day, basis
		}
		some := false
		for _, publisher := range s.ends(id, graph.PublishedBy) {
			for _, c := range s.countriesOf(publisher, nil) {
				countries[c], some = true, true
			}
		}
		if !some {
			countries["unknown"] = true
		}
	}
	if len(countries) == 1 && !countries["unknown"] {
		for c := range countries {
			v["soleCountry"] = c
		}
	}
	return v
}

// countriesOf is the country of an actor, or those of what owns it or has it as a part.
func (s *Store) countriesOf(actor string, below []string) []string {
	if c, _ := s.nodes[actor].Props["country"].(string); c != "" {
		return []string{c}
	}
	var out []string
	for _, tie := range s.along(graph.OwnedBy, graph.PartOf) {
		if tie.From == actor && !slices.Contains(below, tie.To) {
			out = append(out, s.countriesOf(tie.To, append(below, actor))...)
		}
	}
	return out
}

// independent counts the sources of which no two are joined: those of one origin are one.
func (s *Store) independent(sources []string) int {
	number := make([]int, len(sources))
	for i := range number {
		number[i] = i
	}
	for range sources { // each round joins what the round before left apart
		for i, a := range sources {
			for j, b := range sources {
				from := s.from(b)
				if slices.ContainsFunc(s.from(a), func(o string) bool { return slices.Contains(from, o) }) {
					least := min(number[i], number[j])
					number[i], number[j] = least, least
				}
			}
		}
	}
	slices.Sort(number)
	return len(slices.Compact(number))
}

// from are the actors and sources that a source comes from: all who are joined to a publisher of it, or of what it was made from; of
// what nobody published itself.
func (s *Store) from(source string) []string {
	originals := []string{source}
	var out []string
	for i := 0; i < len(originals); i++ {
		made := false
		for _, e := range s.along(graph.DerivedFrom) {
			if e.From == originals[i] {
				made = true
				if !slices.Contains(originals, e.To) {
					originals = append(originals, e.To)
				}
			}
		}
		if made {
			continue
		}
		publishers := s.ends(originals[i], graph.PublishedBy)
		if len(publishers) == 0 {
			out = append(out, originals[i])
		}
		out = append(out, s.joined(publishers)...)
	}
	if len(out) == 0 { // all were made from each other
		return originals
	}
	return out
}

// joined are actors and all that OWNED_BY and PART_OF join to them, whichever way and whenever.
func (s *Store) joined(actors []string) []string {
	out := slices.Clone(actors)
	for i := 0; i < len(out); i++ {
		for _, other := range s.ends(out[i], graph.OwnedBy, graph.PartOf) {
			if !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}
