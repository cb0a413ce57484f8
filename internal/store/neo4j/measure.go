package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

var _ query.Measuring = (*Store)(nil)

// Measure implements query.Measuring. The server keeps the counts of nodes and edges, and each node's degrees; it reads the
// keys of the attribution from an index. These statements do not count among Statements, because no question asks for them.
func (s *Store) Measure(ctx context.Context) (*query.Statistics, error) {
	out := &query.Statistics{Edges: map[graph.EdgeKind]query.EdgeCount{}}
	for _, measure := range []func(context.Context, *query.Statistics) error{
		s.measureNodes, s.measureEdges, s.measureKeys, s.measureWords, s.measureActs,
	} {
		if err := measure(ctx, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// measureNodes takes what the server keeps, and the types of actions from an index.
func (s *Store) measureNodes(ctx context.Context, out *query.Statistics) error {
	p := newCypherBuilder().findStats()
	records, err := s.read(ctx, p.text, nil)
	if err != nil || len(records) != 1 {
		return err
	}
	a, err := p.read(records[0])
	if err != nil {
		return err
	}
	out.Nodes, out.Types = a.Stats.Nodes, a.Stats.Types
	return nil
}

// measureEdges reads the degrees of each node, kind by kind: the server keeps them with the node.
func (s *Store) measureEdges(ctx context.Context, out *query.Statistics) error {
	for _, k := range graph.NodeKinds {
		var degrees []string
		var put []func(query.Spread)
		add := func(pattern string, set func(c *query.EdgeCount, of query.Spread), label graph.EdgeKind) {
			degrees = append(degrees, fmt.Sprintf("COUNT { "+pattern+" }", label))
			put = append(put, func(of query.Spread) {
				c := out.Edges[label]
				set(&c, of)
				out.Edges[label] = c
			})
		}
		for _, t := range graph.EdgeTypes {
			if slices.Contains(t.From, k) {
				add("(n)-[:%s]->()", func(c *query.EdgeCount, of query.Spread) { c.Out = of }, t.Label)
			}
			if slices.Contains(t.To, k) {
				add("(n)<-[:%s]-()", func(c *query.EdgeCount, of query.Spread) { c.In = of.With(c.In) }, t.Label)
			}
		}
		if len(degrees) == 0 {
			continue
		}
		each := "[" + strings.Join(degrees, ", ") + "]"
		records, err := s.read(ctx, fmt.Sprintf("MATCH (n:%s) WITH %s AS of "+
			"WITH of + [reduce(all = 0, d IN of | all + d)] AS of UNWIND range(0, size(of) - 1) AS i "+
			"WITH i, of[i] AS degree WHERE degree > 0 RETURN i, degree, count(*) AS n", k, each), nil)
		if err != nil {
			return err
		}
		owners := make([]map[int]int, len(degrees)+1)
		for i := range owners {
			owners[i] = map[int]int{}
		}
		for _, r := range records {
			owners[intOf(r.Values[0])][intOf(r.Values[1])] = intOf(r.Values[2])
		}
		for i, p := range put {
			p(query.SpreadOf(owners[i]))
		}
		out.Degree = max(out.Degree, query.SpreadOf(owners[len(degrees)]).Of(1))
	}
	return nil
}

func (s *Store) measureKeys(ctx context.Context, out *query.Statistics) error {
	for label, into := range map[string]*query.KeyCounts{attributionLabel: &out.Ledger, replyLabel: &out.Replies, awaitsLabel: &out.Owed} {
		records, err := s.read(ctx, fmt.Sprintf("MATCH ()-[l:%s]->() WHERE l.key IS NOT NULL RETURN l.key AS key, count(*) AS n", label), nil)
		if err != nil {
			return err
		}
		keys := make(map[string]int, len(records))
		for _, r := range records {
			keys[textOf(r.Values[0])] = intOf(r.Values[1])
		}
		*into = query.CountKeys(keys)
	}
	return nil
}

// measureWords takes texts of nodes at random.
func (s *Store) measureWords(ctx context.Context, out *query.Statistics) error {
	all := 0
	for _, n := range out.Nodes {
		all += n
	}
	share := float64(query.SampledTexts) / float64(max(all, 1))
	records, err := s.read(ctx, fmt.Sprintf("MATCH (n:%s) WHERE rand() < $share RETURN coalesce(n.searchText, '')", anyNode),
		map[string]any{"share": share})
	if err != nil {
		return err
	}
	texts := make([]string, len(records))
	for i, r := range records {
		texts[i] = textOf(r.Values[0])
	}
	out.Words = query.CountWords(texts)
	return nil
}

// measureActs takes actions at random.
func (s *Store) measureActs(ctx context.Context, out *query.Statistics) error {
	share := float64(query.SampledActs) / float64(max(out.Nodes[graph.KindAction], 1))
	records, err := s.read(ctx, "MATCH (a:Action) WHERE rand() < $share OPTIONAL MATCH (u:"+supportLabel+" {id: a.support}) "+
		"RETURN a.earliest, a.basis, a.support, u.knownBy, a.datasets, u.of", map[string]any{"share": share})
	if err != nil {
		return err
	}
	for _, r := range records {
		v := r.Values
		out.Acts = append(out.Acts, query.Act{
			Earliest: graph.Day(textOf(value(v[0]))), Basis: textOf(v[1]), Support: textOf(v[2]), KnownBy: graph.Day(textOf(value(v[3]))),
			Datasets: stringList(v[4]), Sources: stringList(v[5]),
		})
	}
	query.SortActs(out.Acts)
	return nil
}
