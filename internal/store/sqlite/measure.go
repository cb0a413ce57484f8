package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"math/rand/v2"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Measure implements query.Measuring. Its statements read one snapshot, each an index from end to end. They do not count among
// Statements, because no question asks for them. It ends when the store is closed.
func (s *Store) Measure(ctx context.Context) (*query.Statistics, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)() //nolint:contextcheck // whichever ends first
	out := &query.Statistics{
		Nodes: map[graph.Kind]int{}, Types: map[graph.ActionType]int{}, Edges: map[graph.EdgeKind]query.EdgeCount{},
		Shared: true, // see include.go
	}
	err := s.read(ctx, func(r *reader) error {
		for _, measure := range []func(context.Context, querier, *query.Statistics) error{
			measureNodes, measureEdges, measureKeys, measureWords, measureActs,
		} {
			if err := measure(ctx, r, out); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func measureNodes(ctx context.Context, on querier, out *query.Statistics) error {
	for _, k := range graph.NodeKinds {
		if err := each(ctx, on, func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&n)
			out.Nodes[k] = n
			return err
		}, "SELECT count(*) FROM "+table(k)); err != nil {
			return err
		}
	}
	return each(ctx, on, func(rows *sql.Rows) error {
		var name graph.ActionType
		var n int
		err := rows.Scan(&name, &n)
		out.Types[name] = n
		return err
	}, "SELECT coalesce(type, ''), count(*) FROM "+table(graph.KindAction)+" GROUP BY type")
}

// measureEdges reads the edges in the order of one end, then of the other. SQLite groups by an index without a sort.
func measureEdges(ctx context.Context, on querier, out *query.Statistics) error {
	for _, end := range []string{"src", "dst"} {
		owners := map[graph.EdgeKind]map[int]int{}
		var node int64
		degree := 0
		if err := each(ctx, on, func(rows *sql.Rows) error {
			var at int64
			var label graph.EdgeKind
			var n int
			if err := rows.Scan(&at, &label, &n); err != nil {
				return err
			}
			if at != node {
				node, degree = at, 0
			}
			degree += n
			out.Degree = max(out.Degree, degree)
			if owners[label] == nil {
				owners[label] = map[int]int{}
			}
			owners[label][n]++
			return nil
		}, "SELECT "+end+", label, count(*) FROM edge GROUP BY "+end+", label"); err != nil {
			return err
		}
		for label, of := range owners {
			c := out.Edges[label]
			if end == "src" {
				c.Out = query.SpreadOf(of)
			} else {
				c.In = query.SpreadOf(of)
			}
			out.Edges[label] = c
		}
	}
	return nil
}

func measureKeys(ctx context.Context, on querier, out *query.Statistics) error {
	for name, into := range map[string]*query.KeyCounts{"ledger": &out.Ledger, "replies": &out.Replies, "owed": &out.Owed} {
		keys := map[string]int{}
		if err := each(ctx, on, func(rows *sql.Rows) error {
			var key string
			var n int
			err := rows.Scan(&key, &n)
			keys[key] = n
			return err
		}, "SELECT key, count(*) FROM "+name+" GROUP BY key"); err != nil {
			return err
		}
		*into = query.CountKeys(keys)
	}
	return nil
}

// measureWords takes texts of nodes at random.
func measureWords(ctx context.Context, on querier, out *query.Statistics) error {
	var last int64
	if err := each(ctx, on, func(rows *sql.Rows) error { return rows.Scan(&last) }, "SELECT coalesce(max(pk), 0) FROM node"); err != nil {
		return err
	}
	chosen := make([]int64, query.SampledTexts)
	for i := range chosen {
		chosen[i] = 1 + rand.Int64N(last+1)
	}
	var texts []string
	for _, k := range graph.NodeKinds {
		if err := each(ctx, on, func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			texts = append(texts, text)
			return err
		}, "SELECT coalesce(n.searchText, '') FROM json_each(?) j CROSS JOIN "+table(k)+" n WHERE n.pk = j.value", jsonOf(chosen)); err != nil {
			return err
		}
	}
	out.Words = query.CountWords(texts)
	return nil
}

// measureActs takes actions at random.
func measureActs(ctx context.Context, on querier, out *query.Statistics) error {
	every := max(1, out.Nodes[graph.KindAction]/query.SampledActs)
	defer func() { query.SortActs(out.Acts) }()
	return each(ctx, on, func(rows *sql.Rows) error {
		var a query.Act
		var datasets, sources string
		if err := rows.Scan(&a.Earliest, &a.Basis, &a.Support, &a.KnownBy, &datasets, &sources); err != nil {
			return err
		}
		out.Acts = append(out.Acts, a)
		last := &out.Acts[len(out.Acts)-1]
		return cmp.Or(json.Unmarshal([]byte(datasets), &last.Datasets), json.Unmarshal([]byte(sources), &last.Sources))
	}, `SELECT coalesce(a.earliest, ''), coalesce(a.basis, ''), coalesce(a.support, ''), coalesce(u.knownBy, ''), coalesce(a.datasets, '[]'),
		coalesce(u."of", '[]')
		FROM "action" a INDEXED BY action_date LEFT JOIN "support" u ON u.id = a.support WHERE abs(random()) % ? = 0`, every)
}
