package ingest

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// SourceFacts is what the support of a fact needs of a source.
type SourceFacts struct {
	ID                  string
	Published, Accessed string // EDTF
	Reliability         string
	Publishers          []string // PUBLISHED_BY
	DerivedFrom         []string // DERIVED_FROM
}

// Support is what the evidence of all facts that rest on the same sources comes to. Unknown values are "".
type Support struct {
	Key              string   // graph.SupportKey of Of
	Of               []string // the sources, distinct and sorted
	Missing          bool     // the store does not have all of these sources
	Sources, Origins int
	Reliability      string
	KnownBy          graph.Day
	KnownBasis       graph.KnownBasis
	SoleCountry      string
}

// SupportSnapshot is the data from which support is computed: the sources concerned and all that these were made from; their
// publishers, and all actors that OWNED_BY and PART_OF ties join to them, directly or through others.
type SupportSnapshot struct {
	Sources   map[string]SourceFacts
	Countries map[string]string   // by actor
	Owners    map[string][]string // by actor: whom it is owned by or part of, at any time
	joined    map[string]string   // leads from each actor to another of its group, from one of them to itself
}

// AddOwner adds a tie by which an actor is owned by another, or part of it.
func (w *SupportSnapshot) AddOwner(actor, owner string) {
	if slices.Contains(w.Owners[actor], owner) {
		return
	}
	if w.Owners == nil {
		w.Owners, w.joined = map[string][]string{}, map[string]string{}
	}
	w.Owners[actor] = append(w.Owners[actor], owner)
	w.joined[w.group(actor)] = w.group(owner)
}

// group returns the actor that stands for all actors that ties of ownership join, this one among them.
func (w *SupportSnapshot) group(actor string) string {
	to, known := w.joined[actor]
	if !known || to == actor {
		return actor
	}
	w.joined[actor] = w.group(to)
	return w.joined[actor]
}

// origins returns what a source is from: the groups of its publishers, or the source itself if it has none. A source that was
// made from others is from where these are. Two sources are of one origin when they have one of these in common.
func (w *SupportSnapshot) origins(source string) []string {
	var out []string
	reached := []string{source}
	for i := 0; i < len(reached); i++ {
		s := w.Sources[reached[i]]
		for _, from := range s.DerivedFrom {
			if !slices.Contains(reached, from) {
				reached = append(reached, from)
			}
		}
		switch {
		case len(s.DerivedFrom) > 0:
		case len(s.Publishers) == 0:
			out = append(out, reached[i])
		default:
			for _, p := range s.Publishers {
				out = append(out, w.group(p))
			}
		}
	}
	if out == nil { // sources that were made from each other, in a circle
		out = reached
	}
	return out
}

// countOrigins counts the groups into which sources fall by their origins.
func (w *SupportSnapshot) countOrigins(sources []string) int {
	var groups [][]string // the origins of each group so far
	for _, s := range sources {
		mine := w.origins(s)
		groups = slices.DeleteFunc(groups, func(g []string) bool {
			common := slices.ContainsFunc(g, func(o string) bool { return slices.Contains(mine, o) })
			if common {
				mine = append(mine, g...)
			}
			return common
		})
		groups = append(groups, mine)
	}
	return len(groups)
}

// countries adds the country of an actor, or, where it has none, those of its owners and of what it is part of.
func (w *SupportSnapshot) countries(into *set, actor string, seen *set) {
	if (*seen)[actor] {
		return
	}
	seen.add(actor)
	if c := w.Countries[actor]; c != "" {
		into.add(c)
		return
	}
	for _, o := range w.Owners[actor] {
		w.countries(into, o, seen)
	}
}

// knownBy returns the day by which a source was surely public: the last day of its published date, else of the date on which
// it was accessed.
func (s SourceFacts) knownBy() (graph.Day, graph.KnownBasis) {
	for _, known := range []struct {
		text  string
		basis graph.KnownBasis
	}{{s.Published, graph.KnownPublished}, {s.Accessed, graph.KnownAccessed}} {
		if d, err := graph.ParseDate(known.text); known.text != "" && err == nil && d.Latest != "" {
			return d.Latest, known.basis
		}
	}
	return "", ""
}

// Support returns the support of what rests on these sources, which are distinct and sorted.
func (w *SupportSnapshot) Support(sources []string) Support {
	out := Support{Key: graph.SupportKey(sources), Of: sources, Sources: len(sources), Origins: w.countOrigins(sources)}
	sole := true
	for _, id := range sources {
		s, known := w.Sources[id]
		out.Missing = out.Missing || !known
		if s.Reliability != "" && (out.Reliability == "" || s.Reliability < out.Reliability) { // A is the best
			out.Reliability = s.Reliability
		}
		day, basis := s.knownBy()
		if day != "" && (out.KnownBy == "" || day < out.KnownBy || day == out.KnownBy && basis == graph.KnownPublished) {
			out.KnownBy, out.KnownBasis = day, basis
		}
		var countries, seen set
		for _, p := range s.Publishers {
			w.countries(&countries, p, &seen)
		}
		if len(countries) != 1 || out.SoleCountry != "" && !countries[out.SoleCountry] {
			sole = false
		} else {
			out.SoleCountry = countries.sorted()[0]
		}
	}
	if !sole {
		out.SoleCountry = ""
	}
	return out
}
