package imports

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// fact is what one row says about an actor, a source or a place.
type fact struct {
	Node     graph.Kind `json:"o"`
	Name     string     `json:"n,omitempty"` // of an actor or a place; title of a source
	Kind     string     `json:"k,omitempty"` // of an actor or a source
	Guessed  bool       `json:"g,omitempty"` // the kind is inferred from the name alone
	Country  string     `json:"c,omitempty"` // ISO 3166-1 alpha-3
	Locator  string     `json:"l,omitempty"`
	Implied  bool       `json:"i,omitempty"` // not named in the row: the state of a ministry, the country of a place
	Tie      *tie       `json:"t,omitempty"`
	Curated  bool       `json:"u,omitempty"` // an alias means this actor: Name becomes one of its aliases
	Code     string     `json:"e,omitempty"` // an actor's code in the data
	URL      string     `json:"r,omitempty"`
	Accessed graph.Day  `json:"a,omitempty"`
	At       *point     `json:"p,omitempty"`
}

// tie is an edge from the fact's node: PART_OF or SPEAKS_FOR from an actor, WITHIN from a place.
type tie struct {
	Edge    graph.EdgeKind `json:"e"`
	To      string         `json:"t"`
	Guessed bool           `json:"g,omitempty"` // from the name alone
	Day     graph.Day      `json:"d,omitempty"` // of the row
	Quote   string         `json:"q,omitempty"`
}

type point struct {
	Lat float64 `json:"a"`
	Lon float64 `json:"o"`
}

func (im *Import) addFact(id string, f fact) error { return im.entities.Add(id, jsonOf(f)) }

// entity collects the facts about one id.
type entity struct {
	id        string
	first     fact
	rows      int // facts that are not Implied
	names     map[string]int
	kinds     map[string]int
	countries map[string]int
	ties      map[string]*span // by edge and end
	guessed   bool             // every kind was
	accessed  graph.Day        // the earliest
}

// span counts the rows that show a tie, from the first day to the last.
type span struct {
	tie
	locator     string
	rows        int
	first, last graph.Day
}

// eachEntity yields the entities by id.
func (im *Import) eachEntity(yield func(*entity) error) error {
	var t *entity
	err := im.entities.Each(func(id string, value []byte) error {
		var f fact
		if err := json.Unmarshal(value, &f); err != nil {
			return err
		}
		if t != nil && t.id != id {
			if err := yield(t); err != nil {
				return err
			}
			t = nil
		}
		if t == nil {
			t = &entity{
				id: id, first: f, guessed: true,
				names: map[string]int{}, kinds: map[string]int{}, countries: map[string]int{}, ties: map[string]*span{},
			}
		}
		t.add(f)
		return nil
	})
	if err != nil || t == nil {
		return err
	}
	return yield(t)
}

func (t *entity) add(f fact) {
	if !f.Implied {
		t.rows++
	}
	countValue(t.names, f.Name)
	countValue(t.kinds, f.Kind)
	countValue(t.countries, f.Country)
	t.guessed = t.guessed && f.Guessed
	if t.first.At == nil {
		t.first.At = f.At
	}
	if f.Accessed != "" && (t.accessed == "" || f.Accessed < t.accessed) {
		t.accessed = f.Accessed
	}
	if f.Tie == nil {
		return
	}
	k := string(f.Tie.Edge) + ":" + f.Tie.To
	s := t.ties[k]
	if s == nil {
		s = &span{tie: *f.Tie, locator: f.Locator, first: f.Tie.Day, last: f.Tie.Day}
		t.ties[k] = s
	}
	s.rows++
	s.Guessed = s.Guessed && f.Tie.Guessed
	s.first, s.last = min(s.first, f.Tie.Day), max(s.last, f.Tie.Day)
}

func countValue(seen map[string]int, value string) {
	if value != "" {
		seen[value]++
	}
}

// mostFrequent returns the value with the highest count, the first in order among equals.
func mostFrequent(seen map[string]int) string {
	best := ""
	for _, v := range slices.Sorted(maps.Keys(seen)) {
		if best == "" || seen[v] > seen[best] {
			best = v
		}
	}
	return best
}

// record makes the node.
func (t *entity) record(codings string) graph.Record {
	p := graph.Props{}
	put := func(name, value string) {
		if value != "" {
			p[name] = value
		}
	}
	r := graph.Record{Kind: t.first.Node, ID: t.id, Props: p, Basis: graph.Explicit}
	seen := graph.Evidence{Source: codings, Locator: t.first.Locator, Basis: graph.Explicit}
	switch {
	case t.first.Curated:
		// The alias itself, as a statement of this dataset about the curated actor. The quotation has the name, the
		// locator the first row with it.
		names := slices.Sorted(maps.Keys(t.names))
		p["aliases"] = names
		for _, n := range names {
			e := seen
			e.Quote, e.Field = n, "aliases"
			r.Evidence = append(r.Evidence, e)
		}
	case t.first.Node == graph.KindSource:
		put("title", mostFrequent(t.names))
		put("kind", mostFrequent(t.kinds))
		put("url", t.first.URL)
		put("accessed", string(t.accessed))
	case t.first.Node == graph.KindPlace:
		put("name", mostFrequent(t.names))
		put("country", mostFrequent(t.countries))
		if t.first.At != nil {
			p["latitude"], p["longitude"] = t.first.At.Lat, t.first.At.Lon
		}
		r.Evidence = []graph.Evidence{seen}
	default:
		put("name", mostFrequent(t.names))
		put("kind", mostFrequent(t.kinds))
		put("country", mostFrequent(t.countries))
		if t.guessed {
			r.Evidence = append(r.Evidence, graph.Evidence{Source: codings, Locator: t.first.Locator, Field: "kind", Basis: graph.Inferred})
		}
		r.Evidence = append(r.Evidence, seen)
	}
	return r
}

// edges makes the ties. A tie that only some rows of the actor show gets the first and the last day that do, since who is in
// government in one row and not in another was not always there.
func (t *entity) edges(codings string) []graph.Record {
	var out []graph.Record
	for _, k := range slices.Sorted(maps.Keys(t.ties)) {
		s := t.ties[k]
		if s.To == t.id {
			continue
		}
		r := graph.Record{Edge: s.Edge, From: t.id, To: s.To, Basis: graph.Explicit,
			Evidence: []graph.Evidence{{Source: codings, Quote: s.Quote, Locator: s.locator, Basis: graph.Explicit}}}
		if s.Guessed {
			r.Basis, r.Evidence[0].Basis = graph.Inferred, graph.Inferred
		}
		if s.rows < t.rows && s.first != "" {
			r.Props = graph.Props{"since": string(s.first), "until": string(s.last)}
		}
		out = append(out, r)
	}
	return out
}
