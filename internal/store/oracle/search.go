package oracle

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// match is a node that a search found: the better its rank, the shorter its name, the earlier its id, the sooner it comes.
type match struct {
	thing
	rank, length int
	id           string
}

func (m match) compare(o match) int {
	return cmp.Or(o.rank-m.rank, m.length-o.length, cmp.Compare(m.id, o.id))
}

func (s *Store) search(f query.FindSearch, includes []*query.Include, a *query.Answer) {
	var found []match
	for _, k := range graph.NodeKinds {
		if len(f.Kinds) > 0 && !slices.Contains(f.Kinds, k) {
			continue
		}
		for _, x := range s.all(k) {
			if s.meets(x, query.Matches{Text: f.Text}) {
				name, _ := x.record.Props["sortName"].(string)
				found = append(found, match{x, rank(x.record, graph.Tokens(f.Text)), utf8.RuneCountInString(name), s.id(x)})
			}
		}
	}
	slices.SortFunc(found, match.compare)
	if f.Total {
		a.Total = len(found)
	}
	if c := f.Page.Cursor; c != nil {
		rank, _ := strconv.Atoi(c.Keys[0])
		length, _ := strconv.Atoi(c.Keys[1])
		at := match{rank: rank, length: length, id: c.ID}
		found = slices.DeleteFunc(found, func(m match) bool {
			d := m.compare(at)
			return d == 0 || (d < 0) != f.Page.Backward
		})
	}
	if over := len(found) - f.Page.Limit; over > 0 {
		if a.More = true; f.Page.Backward {
			found = found[over:]
		} else {
			found = found[:f.Page.Limit]
		}
	}
	for _, m := range found {
		it := s.item(m.thing, includes)
		it.Sort = float64(m.rank)
		a.Items = append(a.Items, it)
	}
}

// rank is 4 for a name or alias, in whatever language, itself, 3 where one begins so, 2 where the words are in them, else 1.
func rank(r graph.Record, tokens []string) int {
	sortName, _ := r.Props["sortName"].(string)
	others, _ := r.Props["aliases"].([]string)
	inLanguages, _ := r.Props["names"].([]string)
	for _, n := range inLanguages {
		others = append(slices.Clip(others), graph.ParseNameIn(n).Text)
	}
	names, text := []string{sortName}, strings.Join(tokens, " ")
	for _, other := range others {
		names = append(names, strings.Join(graph.Tokens(other), " "))
	}
	switch {
	case slices.Contains(names, text):
		return 4
	case slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, text) }):
		return 3
	}
	for _, t := range tokens {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.Contains(" "+n, " "+t) }) {
			return 1
		}
	}
	return 2
}

func (s *Store) stats() *query.Stats {
	out := &query.Stats{Nodes: map[graph.Kind]int{}, Edges: map[graph.EdgeKind]int{}, Types: map[graph.ActionType]int{},
		Modes: map[string]int{}}
	for _, r := range s.edges {
		if out.Edges[r.Edge]++; r.Edge == graph.RespondsTo {
			out.Modes[r.Props["mode"].(string)]++
		}
	}
	for _, k := range graph.NodeKinds {
		if n := len(s.all(k)); n > 0 {
			out.Nodes[k] = n
		}
	}
	for _, x := range s.all(graph.KindAction) {
		out.Types[graph.ActionType(x.record.Props["type"].(string))]++
		earliest, latest := s.days(x)
		if earliest == "" {
			out.UndatedActions++
			continue
		}
		if out.Earliest == "" || graph.Day(earliest) < out.Earliest {
			out.Earliest = graph.Day(earliest)
		}
		out.Latest = max(out.Latest, graph.Day(latest))
	}
	return out
}
