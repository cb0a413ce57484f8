package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// A plain log: what each batch of a random sequence changes, by a loop over what is stated.
type plainLog struct {
	stated  map[[2]string]graph.Record // by dataset and key
	changes []ingest.Change            // without places; the records of datasets are left out
	random  *rand.Rand
}

var plainDatasets = []string{"north", "south", `ørsted:"east"`}

// next makes a batch that a store accepts, and notes what it changes if it is revision n.
func (p *plainLog) next(n int64) ingest.Batch {
	pick := func(list ...string) string { return list[p.random.IntN(len(list))] }
	b := batch(pick(plainDatasets...))
	b.Who, b.Reason = pick("ann", "ben", ""), pick("wrong", "a duplicate")
	exists := func(id string) bool {
		for k := range p.stated {
			if k[1] == id {
				return true
			}
		}
		return slices.ContainsFunc(b.Puts, func(r graph.Record) bool { return r.ID == id })
	}
	var put []string
	for range p.random.IntN(5) {
		r := actor(pick("a", "a:b", "b", "é"), "STATE", "aliases", []string{pick("x", "y", "z")})
		if p.random.IntN(2) == 0 {
			r = action(pick("x:c", "c", "act"), "ACCUSE", "", "topics", []string{pick("legal", "cyber")})
		}
		if p.random.IntN(2) == 0 {
			r = edge(pick("a", "a:b", "b", "é") + " PERFORMED " + pick("x:c", "c", "act"))
			r.Evidence = []graph.Evidence{{Source: "s", Locator: pick("L1", "L2")}}
			if !exists(r.From) || !exists(r.To) || !exists("s") {
				r = node(graph.KindSource, "s", "title", "S")
			}
		}
		if !slices.Contains(put, r.Key()) {
			b.Puts, put = append(b.Puts, r), append(put, r.Key())
		}
	}
	keys := slices.SortedFunc(maps.Keys(p.stated), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys { // what nobody's edges and evidence hang on
		r := p.stated[k]
		if k[0] == b.Dataset.ID && p.random.IntN(4) == 0 && !slices.Contains(put, k[1]) && r.Kind != graph.KindSource &&
			(r.Edge != "" || !p.held(k[1]) && !slices.ContainsFunc(b.Puts, func(e graph.Record) bool { return e.From == k[1] || e.To == k[1] })) {
			b.Retracts = append(b.Retracts, r.Ref())
		}
	}
	for _, r := range b.Puts {
		graph.Canonical(&r)
		k := [2]string{b.Dataset.ID, r.Key()}
		was, is := p.stated[k]
		if is && text(was) == text(r) {
			continue
		}
		c := ingest.Change{Position: ingest.Position{Revision: n}, Who: b.Who, Dataset: b.Dataset.ID, New: &r}
		if is {
			c.Old = &was
		}
		p.stated[k], p.changes = r, append(p.changes, c)
	}
	for _, ref := range b.Retracts {
		k := [2]string{b.Dataset.ID, ref.Key()}
		was := p.stated[k]
		delete(p.stated, k)
		p.changes = append(p.changes, ingest.Change{
			Position: ingest.Position{Revision: n}, Who: b.Who, Dataset: b.Dataset.ID, Old: &was, Reason: b.Reason})
	}
	return b
}

// held reports whether an edge is stated at a node.
func (p *plainLog) held(id string) bool {
	for _, r := range p.stated {
		if r.From == id || r.To == id {
			return true
		}
	}
	return false
}

// plainText writes changes so that those of one revision may have come in any order.
func plainText(list []ingest.Change) string {
	var lines []string
	for _, c := range list {
		if c.Record().Kind == graph.KindDataset {
			continue
		}
		line := fmt.Sprintf("%03d %s %s %s %s:", c.Revision, c.Who, c.Dataset, c.Record().Key(), c.Reason)
		for _, r := range []*graph.Record{c.Old, c.New} {
			if r != nil {
				line += " " + text(*r)
			}
			line += ";"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// testRandomLog compares the log of a random sequence of batches with what plain loops say, whole and narrowed.
func testRandomLog(t *testing.T, s suite) {
	t.Helper()
	p := &plainLog{stated: map[[2]string]graph.Record{}, random: rand.New(rand.NewPCG(17, 1))}
	for range 60 {
		n := s.head(t)
		changed := len(p.changes)
		b := p.next(n + 1)
		a := s.apply(t, b)
		if raised := s.head(t) - n; a.Revision != n+raised || raised > 1 || len(p.changes) > changed && raised == 0 {
			t.Fatalf("%d changes raise revision %d by %d, and it says %d", len(p.changes)-changed, n, raised, a.Revision)
		}
	}
	if len(p.changes) < 50 {
		t.Fatalf("only %d changes", len(p.changes))
	}
	all := s.changes(t, ingest.LogQuery{First: 7})
	equal(t, "the log", plainText(all), plainText(p.changes))
	equal(t, "the log, the newest first", plainText(reversed(s.newest(t, ingest.LogQuery{First: 7}))), plainText(p.changes))
	last := map[string]*graph.Record{}
	for i, c := range all {
		if want := (ingest.Position{Revision: c.Revision, Place: 1}); i == 0 || all[i-1].Revision < c.Revision {
			equal(t, "the place of a first change", fmt.Sprint(c.Position), fmt.Sprint(want))
		} else if c.Place != all[i-1].Place+1 {
			t.Errorf("%v comes after %v", c.Position, all[i-1].Position)
		}
		k := c.Dataset + " " + c.Record().Key()
		if (last[k] == nil) != (c.Old == nil) || c.Old != nil && text(*c.Old) != text(*last[k]) {
			t.Errorf("%v: from %v, which was %v", c.Position, c.Old, last[k])
		}
		last[k] = c.New
	}
	narrowed := func(take func(ingest.Change) bool) (out []ingest.Change) {
		for _, c := range p.changes {
			if take(c) {
				out = append(out, c)
			}
		}
		return out
	}
	at := func(c ingest.Change, id string) bool {
		r := c.Record()
		return r.Key() == id || r.From == id || r.To == id
	}
	for _, id := range []string{"a", "a:b", "b", "é", "x:c", "c", "act", "s", "PERFORMED:a:b:c", "PERFORMED:a:x:c", "PERFORMED:b:act",
		"PERFORMED:a:b"} {
		equal(t, "changes of "+id, plainText(s.changes(t, ingest.LogQuery{First: 5, Filter: ingest.ChangeFilter{IDs: []string{id}}})),
			plainText(narrowed(func(c ingest.Change) bool { return at(c, id) })))
		equal(t, "the newest changes of "+id, plainText(reversed(s.newest(t, ingest.LogQuery{First: 3, Until: 40,
			Filter: ingest.ChangeFilter{IDs: []string{id}}}))),
			plainText(narrowed(func(c ingest.Change) bool { return at(c, id) && c.Revision <= 40 })))
		equal(t, "the history of "+id, plainText(s.history(t, id, false, ingest.LogQuery{First: 5})),
			plainText(narrowed(func(c ingest.Change) bool { return c.Record().Key() == id })))
		equal(t, "the history of "+id+" with edges", plainText(s.history(t, id, true, ingest.LogQuery{First: 5, Until: 40})),
			plainText(narrowed(func(c ingest.Change) bool { return at(c, id) && c.Revision <= 40 })))
	}
	for _, d := range plainDatasets {
		q := ingest.LogQuery{First: 5, After: ingest.Position{Revision: 9, Place: 99}, Filter: ingest.ChangeFilter{
			Datasets: []string{"dataset:" + d, "none"}, Edges: []graph.EdgeKind{graph.Performed}, Who: []string{"ann", ""}}}
		equal(t, "edges of "+d, plainText(s.changes(t, q)), plainText(narrowed(func(c ingest.Change) bool {
			return c.Dataset == "dataset:"+d && c.Record().Edge != "" && c.Who != "ben" && c.Revision > 9
		})))
	}
}

// testLongLog: a revision of many changes is read page by page, and what is sought is found far in.
func testLongLog(t *testing.T, s suite) {
	t.Helper()
	const n = 5000
	var records []graph.Record
	for i := range n {
		records = append(records, actor(fmt.Sprintf("actor-%04d", i), "GROUP"))
	}
	s.apply(t, batch("crowd", records))
	for i, c := range s.changes(t, ingest.LogQuery{First: 999}) {
		if want := fmt.Sprintf("actor-%04d", i); i < n && (c.Record().ID != want || c.Place != i+1) {
			t.Fatalf("%d: %v", i, changeText(c))
		}
	}
	for i, c := range s.newest(t, ingest.LogQuery{First: 999}) { // the dataset's own record is the last
		if want := fmt.Sprintf("actor-%04d", n-i); i > 0 && (c.Record().ID != want || c.Place != n-i+1) {
			t.Fatalf("%d from the end: %v", i, changeText(c))
		}
	}
	for after, want := range map[int]string{0: "actor-4321", n: ""} {
		found := s.changes(t, ingest.LogQuery{First: 2, After: ingest.Position{Revision: 1, Place: after},
			Filter: ingest.ChangeFilter{IDs: []string{"actor-4321"}}})
		if len(found) > 1 || (len(found) == 1) != (want != "") || len(found) == 1 && found[0].New.ID != want {
			t.Errorf("after %d: %v", after, changeTexts(found))
		}
	}
}
