package lens

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// sources is what a store told of its sources.
type sources struct {
	*ingest.Sourcing
	keys    []string             // of Sets, sorted
	knownBy map[string]graph.Day // of each source
	mu      sync.Mutex           // Support is for one at a time
}

func newSources(all *ingest.Sourcing) *sources {
	s := &sources{Sourcing: all, keys: sortedKeys(all.Sets), knownBy: make(map[string]graph.Day, len(all.Sources))}
	for id, x := range all.Sources {
		s.knownBy[id] = x.KnownBy()
	}
	return s
}

// stands tells whether a fact that rests on these sources stands: on one that is left, known by a day if given.
func (s *sources) stands(of []string, left query.Members, day graph.Day) bool {
	some, known := false, false
	for _, id := range of {
		if left.Has(id) {
			some = true
			known = known || s.knownBy[id] != "" && s.knownBy[id] <= day
		}
	}
	return some && (day == "" || known)
}

// members are the keys of the sets that meet a condition.
func (s *sources) members(meets func(of []string) bool) query.Members {
	return membersOf(s.keys, func(key string) bool { return meets(s.Sets[key]) })
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// membersOf are those of some sorted keys that meet a condition; they, or the others, are listed, whichever are fewer.
func membersOf(keys []string, meets func(key string) bool) query.Members {
	var in, out []string
	for _, key := range keys {
		if meets(key) {
			in = append(in, key)
		} else {
			out = append(out, key)
		}
	}
	if len(out) < len(in) {
		return query.Members{Except: true, Texts: out}
	}
	return query.Members{Texts: in}
}

// shared is a set that many questions send.
func shared(m query.Members) query.Members {
	text, err := json.Marshal(m.Texts)
	if err == nil && m.Texts != nil {
		m.JSON = string(text)
	}
	return m
}

// reduced implements query.Reduced. It keeps the supports that it has computed.
type reduced struct {
	*sources
	left     query.Members
	supports map[string]ingest.Support // by the key of the set that is left
}

// of is the support of the sources of a set that are left.
func (r *reduced) of(set []string) ingest.Support {
	set = slices.DeleteFunc(slices.Clone(set), func(id string) bool { return !r.left.Has(id) })
	key := graph.SupportKey(set)
	r.mu.Lock()
	defer r.mu.Unlock()
	s, known := r.supports[key]
	if !known {
		s = r.sources.Support(set)
		r.supports[key] = s
	}
	return s
}

// Support implements query.Reduced.
func (r *reduced) Support(key string) *query.Item { return itemOf(r.of(r.Sets[key])) }

// Keys implements query.Reduced.
func (r *reduced) Keys(where query.Pred) (query.Members, error) {
	var failed error
	where = plan.Normalize(where)
	found := r.members(func(of []string) bool {
		ok, err := meets(itemOf(r.of(of)), where)
		if err != nil {
			failed = err
		}
		return ok
	})
	return found, failed
}

// itemOf is a support as an answer has it.
func itemOf(s ingest.Support) *query.Item {
	it := &query.Item{Kind: graph.KindSupport, Values: make([]any, len(query.Columns(graph.KindSupport)))}
	set := func(name string, v any) {
		if v != "" {
			it.Values[query.Column(graph.KindSupport, name)] = v
		}
	}
	set("id", s.Key)
	set("sources", int64(s.Sources))
	set("origins", int64(s.Origins))
	set("reliability", s.Reliability)
	set("knownBy", string(s.KnownBy))
	set("knownBasis", string(s.KnownBasis))
	set("soleCountry", s.SoleCountry)
	return it
}

// meets tells whether a support meets a condition, as a store would. An unknown value meets none.
func meets(it *query.Item, p query.Pred) (bool, error) {
	switch p := p.(type) {
	case nil:
		return true, nil
	case query.And:
		for _, x := range p {
			if ok, err := meets(it, x); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	case query.Or:
		for _, x := range p {
			if ok, err := meets(it, x); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case query.Not:
		ok, err := meets(it, p.Pred)
		return !ok, err
	case query.IDIn:
		return slices.Contains(p, it.Text("id")), nil
	case query.In:
		v := it.Text(p.Prop)
		return v != "" && slices.Contains(p.Values, v), nil
	case query.HasValue:
		return it.Value(p.Prop) != nil, nil
	case query.Overlaps:
		day := graph.Day(it.Text("knownBy"))
		return day != "" && (p.Since == "" || day >= p.Since) && (p.Until == "" || day <= p.Until), nil
	case query.Between:
		n, known := it.Value(p.Prop).(int64)
		return known && (p.Min == nil || float64(n) >= *p.Min) && (p.Max == nil || float64(n) <= *p.Max), nil
	case query.Like, query.HeldOn, query.Matches, query.Related, query.Attributed, query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	return false, fmt.Errorf("%w: support has nothing to which %T applies", graph.ErrInvalid, p)
}
