package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// asDataset makes the world a dataset to load, in the order in which the seeder writes.
type asDataset struct {
	w    *world
	size int
	of   graph.Record
}

func (w *world) dataset() *asDataset {
	d := &asDataset{w: w}
	for b := range w.batches(perBatch) {
		d.of = b.Dataset
	}
	_ = d.Each(func(graph.Record) error { d.size++; return nil })
	d.of.Props = maps.Clone(d.of.Props)
	d.of.Props["checksum"] = fmt.Sprint(len(w.actions))
	return d
}

func (d *asDataset) Record() graph.Record { return d.of }
func (d *asDataset) Size() int            { return d.size }
func (d *asDataset) Each(yield func(graph.Record) error) error {
	seen := map[string]bool{}
	for b := range d.w.batches(perBatch) {
		for _, r := range b.Puts {
			if seen[r.Key()] {
				continue // a dataset states a thing once
			}
			seen[r.Key()] = true
			if err := yield(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// row is a node or a relationship as the database holds it.
type row struct {
	labels, from, to, fromLabel, toLabel string
	props                                map[string]any
}

// measureLoads compares Demarche's seeder with the same rows, attribution and all, written by hand-made UNWIND statements
// through the driver: MERGE, as one who may meet what is there, and CREATE, as one who knows that nothing is.
func measureLoads(ctx context.Context, c config, w *world) error {
	dir, err := os.MkdirTemp("", "demarche-bench-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s := &stores{port: c.port, home: filepath.Join(dir, "neo4j")}
	if err := s.startNeo4j(ctx); err != nil {
		return err
	}
	defer s.stop()
	bolt := fmt.Sprintf("bolt://127.0.0.1:%d", c.port)
	d := w.dataset()
	rates := map[string][]float64{}
	round := 0
	note := func(what string, took time.Duration) {
		rate := float64(d.size) / took.Seconds()
		if round > 0 {
			rates[what] = append(rates[what], rate)
		}
		say("round %d: %-24s %7.0f records a second", round, what, rate)
	}
	for ; round <= c.rounds; round++ { // the first warms: a Neo4j that has just started plans and compiles
		took, err := timeLoad(ctx, bolt, d)
		if err != nil {
			return err
		}
		note(emptyNeo4j, took)
		if took, err = timeLoad(ctx, bolt, changed{d}); err != nil {
			return err
		}
		note(changedNeo4j, took)
		if took, err = timeLoad(ctx, fmt.Sprintf("sqlite:%s/%d.db", dir, round), d); err != nil {
			return err
		}
		note(emptySQLite, took)
		if err := byHand(ctx, bolt, note); err != nil {
			return err
		}
	}
	for _, pair := range [][2]string{
		{emptyNeo4j, byHandWith + "CREATE"}, {emptyNeo4j, byHandWith + "MERGE"}, {changedNeo4j, byHandWith + "MERGE"},
		{emptySQLite, byHandWith + "MERGE"},
	} {
		var ratios []float64
		for i, rate := range rates[pair[0]] {
			ratios = append(ratios, rate/rates[pair[1]][i])
		}
		slices.Sort(ratios)
		say("%s to %s: %.2f (%.2f to %.2f)", pair[0], pair[1], ratios[len(ratios)/2], ratios[0], ratios[len(ratios)-1])
	}
	return nil
}

const emptyNeo4j, changedNeo4j, emptySQLite, byHandWith = "empty Neo4j", "Neo4j, changed records", "empty SQLite", "by hand, "

// changed is the same world with one value of each node another.
type changed struct{ *asDataset }

func (d changed) Each(yield func(graph.Record) error) error {
	return d.asDataset.Each(func(r graph.Record) error {
		r.Evidence = append(slices.Clone(r.Evidence), graph.Evidence{Source: sourceID(0), Locator: "again"})
		return yield(r)
	})
}

func (d changed) Record() graph.Record {
	r := d.asDataset.Record()
	r.Props = maps.Clone(r.Props)
	r.Props["checksum"] = "changed"
	return r
}

func timeLoad(ctx context.Context, url string, d seed.Loadable) (time.Duration, error) {
	s, err := store.Open(ctx, url)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Close() }()
	began := time.Now()
	_, err = seed.Load(ctx, s, d, seed.Options{})
	return time.Since(began), err
}

// byHand reads the nodes, the edges between them and the attribution that Demarche wrote, empties the database, and writes them again
// with statements made by hand, twice. The log and what facts rest on are left out: nobody would keep them by hand.
func byHand(ctx context.Context, bolt string, note func(string, time.Duration)) error {
	driver, err := neo4j.NewDriverWithContext(bolt, neo4j.NoAuth())
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(ctx) }()
	nodes, edges, err := allRows(ctx, driver)
	if err != nil {
		return err
	}
	for _, verb := range []string{"MERGE", "CREATE"} {
		if err := wipe(ctx, driver); err != nil {
			return err
		}
		began := time.Now()
		for _, list := range []struct {
			text func(row) string
			rows []row
		}{
			{func(r row) string {
				if verb == "CREATE" {
					return fmt.Sprintf("UNWIND $rows AS row CREATE (n:%s) SET n = row.props", r.labels)
				}
				first, _, _ := strings.Cut(r.labels, ":")
				return fmt.Sprintf("UNWIND $rows AS row MERGE (n:%s {id: row.props.id}) SET n = row.props, n:%s", first, r.labels)
			}, nodes},
			{func(r row) string {
				how := "CREATE (a)-[r:" + r.labels + "]->(b)"
				if verb == "MERGE" {
					how = "MERGE (a)-[r:" + r.labels + "]->(b)"
					if strings.Contains(r.labels, "LEDGER") || strings.Contains(r.labels, "AWAITS") { // a pair may have several, by key
						how = "MERGE (a)-[r:" + r.labels + " {key: row.props.key}]->(b)"
					}
				}
				return fmt.Sprintf("UNWIND $rows AS row MATCH (a:%s {id: row.from}) MATCH (b:%s {id: row.to}) %s SET r = row.props",
					r.fromLabel, r.toLabel, how)
			}, edges},
		} {
			if err := writeRows(ctx, driver, list.rows, list.text); err != nil {
				return err
			}
		}
		note(byHandWith+verb, time.Since(began))
	}
	return wipe(ctx, driver)
}

const handChunk = 10_000 // rows a transaction: the best of 1,000 to 50,000

func writeRows(ctx context.Context, driver neo4j.DriverWithContext, rows []row, text func(row) string) error {
	groups := map[string][]any{}
	for _, r := range rows {
		groups[text(r)] = append(groups[text(r)], map[string]any{"from": r.from, "to": r.to, "props": r.props})
	}
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	for _, text := range slices.Sorted(maps.Keys(groups)) {
		for chunk := range slices.Chunk(groups[text], handChunk) {
			result, err := session.Run(ctx, text, map[string]any{"rows": chunk})
			if err == nil {
				_, err = result.Consume(ctx)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func allRows(ctx context.Context, driver neo4j.DriverWithContext) (nodes, edges []row, err error) {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	read := func(text string, take func(v []any)) {
		var result neo4j.ResultWithContext
		if err == nil {
			result, err = session.Run(ctx, text, map[string]any{"kinds": kinds})
		}
		for err == nil && result.Next(ctx) {
			take(result.Record().Values)
		}
		if err == nil {
			err = result.Err()
		}
	}
	text := func(v any) string { s, _ := v.(string); return s }
	read("MATCH (n) WHERE n.id IS NOT NULL AND any(l IN labels(n) WHERE l IN $kinds) RETURN labels(n), properties(n)", func(v []any) {
		var labels []string
		for _, l := range v[0].([]any) {
			labels = append(labels, text(l))
		}
		slices.SortFunc(labels, func(a, b string) int { // the kind, whose id is unique, first
			return slices.Index(kinds, b) - slices.Index(kinds, a)
		})
		nodes = append(nodes, row{labels: strings.Join(labels, ":"), props: v[1].(map[string]any)})
	})
	read(
		"MATCH (a)-[r]->(b) WHERE any(l IN labels(a) WHERE l IN $kinds) AND any(l IN labels(b) WHERE l IN $kinds) "+
			"RETURN type(r), a.id, b.id, "+
			"[l IN labels(a) WHERE l IN $kinds][0], [l IN labels(b) WHERE l IN $kinds][0], properties(r)",
		func(v []any) {
			edges = append(
				edges,
				row{labels: text(v[0]), from: text(v[1]), to: text(v[2]), fromLabel: text(v[3]), toLabel: text(v[4]), props: v[5].(map[string]any)},
			)
		},
	)
	return nodes, edges, err
}

var kinds = func() (out []string) {
	for _, k := range graph.NodeKinds {
		out = append(out, string(k))
	}
	return out
}()

func wipe(ctx context.Context, driver neo4j.DriverWithContext) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, "MATCH (n) WHERE NOT n:Demarche CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}
