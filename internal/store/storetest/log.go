package storetest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// testLog holds a store to ingest.Log. Each case has a store of its own, since what it asks is of the whole log.
func testLog(t *testing.T, open func(t *testing.T) suite) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(*testing.T, suite)
	}{
		{"Story", testLogStory}, {"Conditions", testConditions}, {"Random", testRandomLog}, {"Long", testLongLog}, {"Prune", testPrune},
		{"Replay", testReplay},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// log is the store's.
func (s suite) log(t *testing.T) ingest.Log {
	t.Helper()
	l, ok := s.Store.(ingest.Log)
	if !ok {
		t.Fatal("the store keeps no log")
	}
	return l
}

func (s suite) head(t *testing.T) int64 {
	t.Helper()
	n, err := s.log(t).Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// walk reads all changes that a query asks for, a page after the other.
func walk(t *testing.T, q ingest.LogQuery, read func(ingest.LogQuery) ([]ingest.Change, bool, error)) (all []ingest.Change) {
	t.Helper()
	for {
		page, more, err := read(q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page...)
		if len(page) > q.First || more && len(page) < q.First {
			t.Fatalf("a page of %d has %d, and more is %v", q.First, len(page), more)
		}
		if !more {
			return all
		}
		q.After = page[len(page)-1].Position
	}
}

func (s suite) changes(t *testing.T, q ingest.LogQuery) []ingest.Change {
	t.Helper()
	return walk(t, q, func(q ingest.LogQuery) ([]ingest.Change, bool, error) { return s.log(t).Changes(t.Context(), q) })
}

func (s suite) history(t *testing.T, key string, edges bool, q ingest.LogQuery) []ingest.Change {
	t.Helper()
	return walk(t, q, func(q ingest.LogQuery) ([]ingest.Change, bool, error) {
		return s.log(t).History(t.Context(), key, edges, q)
	})
}

// changeText is a change in a line: revision, place, who, dataset, record, the values that differ, and why.
func changeText(c ingest.Change) string {
	line := fmt.Sprintf("%d.%d %s %s %s", c.Revision, c.Place, c.Who, c.Dataset, c.Record().Key())
	switch {
	case c.Old == nil:
		line += " new"
	case c.New == nil:
		line += " gone"
	}
	for _, f := range c.Fields() {
		if f.Name != "loadedAt" {
			line += fmt.Sprintf(" %s:%v>%v", f.Name, f.Old, f.New)
		}
	}
	if c.Reason != "" {
		line += " (" + c.Reason + ")"
	}
	return line
}

func changeTexts(list []ingest.Change) string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = changeText(c)
	}
	return strings.Join(lines, "\n")
}

// testLogStory: what is stated, stated anew and taken back is told, by whom, from what to what.
func testLogStory(t *testing.T, s suite) {
	t.Helper()
	by := func(who string, b ingest.Batch) ingest.Applied {
		t.Helper()
		b.Who = who
		return s.apply(t, b)
	}
	before := time.Now().Add(-time.Second)
	revisions := []int64{
		by("ann", batch("port", []graph.Record{actor("malta", "STATE"), action("port-closed", "COERCE", "2025-01-01"),
			edge("malta PERFORMED port-closed")})).Revision,
		by("ann", batch("port", []graph.Record{actor("malta", "STATE")})).Revision, // no change
		by("ben", batch("port-too", []graph.Record{actor("malta", "STATE", "aliases", []string{"MT"})})).Revision,
		by("ben", batch("port", []graph.Record{actor("malta", "STATE", "name", "Malta")})).Revision,
		by("", retract("port", edgeRef("malta PERFORMED port-closed"), graph.Ref{ID: "port-closed"})).Revision,
	}
	after := time.Now().Add(time.Second)
	equal(t, "revisions", fmt.Sprint(revisions), "[1 1 2 3 4]")
	const all = `1.1 ann dataset:port malta new kind:<nil>>STATE basis:<nil>>EXPLICIT
1.2 ann dataset:port port-closed new type:<nil>>COERCE quadClass:<nil>>MATERIAL_CONFLICT date:<nil>>2025-01-01 basis:<nil>>EXPLICIT
1.3 ann dataset:port PERFORMED:malta:port-closed new basis:<nil>>EXPLICIT
1.4 ann dataset:port dataset:port new name:<nil>>port version:<nil>>1 nodeCount:<nil>>2 edgeCount:<nil>>1 basis:<nil>>EXPLICIT
2.1 ben dataset:port-too malta new aliases:<nil>>[MT] kind:<nil>>STATE basis:<nil>>EXPLICIT
2.2 ben dataset:port-too dataset:port-too new name:<nil>>port-too version:<nil>>1 nodeCount:<nil>>1 edgeCount:<nil>>0 basis:<nil>>EXPLICIT
3.1 ben dataset:port malta name:<nil>>Malta
3.2 ben dataset:port dataset:port nodeCount:2>1 edgeCount:1>0
4.1  dataset:port PERFORMED:malta:port-closed gone basis:EXPLICIT><nil> (a test)
4.2  dataset:port port-closed gone type:COERCE><nil> quadClass:MATERIAL_CONFLICT><nil> date:2025-01-01><nil> basis:EXPLICIT><nil> (a test)
4.3  dataset:port dataset:port nodeCount:1>0`
	lines := strings.Split(all, "\n")
	some := func(at ...int) string {
		var out []string
		for _, i := range at {
			out = append(out, lines[i])
		}
		return strings.Join(out, "\n")
	}
	for _, c := range []struct {
		name string
		q    ingest.LogQuery
		want string
	}{
		{"everything, the oldest first", ingest.LogQuery{}, all},
		{"since a revision, exclusive", ingest.LogQuery{After: ingest.EndOf(2)}, some(6, 7, 8, 9, 10)},
		{"from the first change of a revision", ingest.LogQuery{After: ingest.Position{Revision: 3}}, some(6, 7, 8, 9, 10)},
		{"since the last of a revision", ingest.LogQuery{After: ingest.Position{Revision: 3, Place: 2}}, some(8, 9, 10)},
		{"until a revision", ingest.LogQuery{Until: 2, After: ingest.Position{Revision: 1, Place: 3}}, some(3, 4, 5)},
		{"of a record and the edges at it", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"port-closed"}}}, some(1, 2, 8, 9)},
		{"of an edge", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"PERFORMED:malta:port-closed"}}}, some(2, 8)},
		{"of a kind of node or of edge", ingest.LogQuery{Filter: ingest.ChangeFilter{Kinds: []graph.Kind{graph.KindActor},
			Edges: []graph.EdgeKind{graph.Performed}}}, some(0, 2, 4, 6, 8)},
		{"of a dataset by someone", ingest.LogQuery{Filter: ingest.ChangeFilter{Datasets: []string{"dataset:port"}, Who: []string{"ben"}}},
			some(6, 7)},
		{"of what nothing changed", ingest.LogQuery{Filter: ingest.ChangeFilter{IDs: []string{"malt"}}}, ""},
		{"after the newest", ingest.LogQuery{After: ingest.Position{Revision: 99}}, ""},
	} {
		for _, first := range []int{1, 2, 100} {
			c.q.First = first
			t.Run(fmt.Sprintf("%s, %d at a time", c.name, first), func(t *testing.T) { equal(t, c.name, changeTexts(s.changes(t, c.q)), c.want) })
		}
	}
	for _, c := range []struct {
		name, key string
		edges     bool
		want      string
	}{
		{"the history of a record", "malta", false, some(0, 4, 6)},
		{"with the edges at it, one that is gone too", "malta", true, some(0, 2, 4, 6, 8)},
		{"of a record that is gone", "port-closed", true, some(1, 2, 8, 9)},
		{"of an edge", "PERFORMED:malta:port-closed", false, some(2, 8)},
		{"of what never was", "nothing", true, ""},
	} {
		for _, first := range []int{1, 100} {
			t.Run(fmt.Sprintf("%s, %d at a time", c.name, first), func(t *testing.T) {
				equal(t, c.name, changeTexts(s.history(t, c.key, c.edges, ingest.LogQuery{First: first})), c.want)
			})
		}
	}
	t.Run("the newest revision, and that of a time", func(t *testing.T) {
		var got []int64
		for _, at := range []time.Time{before, after, s.changes(t, ingest.LogQuery{First: 100})[5].RecordedAt} {
			n, err := s.log(t).RevisionAt(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n)
		}
		equal(t, "revisions", fmt.Sprint(s.head(t), got), "4 [0 4 2]")
	})
	t.Run("a page of no changes is refused", func(t *testing.T) {
		if _, _, err := s.log(t).Changes(t.Context(), ingest.LogQuery{}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}

// testConditions: a batch for another state of the store is refused, a dry run too, and says which it is.
func testConditions(t *testing.T, s suite) {
	t.Helper()
	b := batch("harbour", []graph.Record{actor("cyprus", "STATE")})
	at := func(n int64, dry bool) error {
		b.IfRevision, b.DryRun = &n, dry
		_, err := s.Apply(t.Context(), b)
		return err
	}
	for _, c := range []struct {
		name string
		n    int64
		dry  bool
		ok   bool
	}{
		{"a dry run for a later one", 1, true, false}, {"a dry run", 0, true, true},
		{"a later one", 1, false, false}, {"the store's", 0, false, true}, {"the one of before", 0, false, false},
		{"the store's, to change nothing", 1, false, true},
	} {
		var conflict *ingest.RevisionConflict
		switch err := at(c.n, c.dry); {
		case c.ok && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case !c.ok && (!errors.Is(err, graph.ErrConflict) || !errors.As(err, &conflict) || conflict.Store != s.head(t)):
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := s.head(t); n != 1 {
		t.Errorf("the store is at revision %d", n)
	}
	for name, refs := range map[string][]graph.Ref{"what it states": {{ID: "cyprus"}}, "its own record": {{ID: "dataset:harbour"}}} {
		b := batch("harbour", []graph.Record{actor("cyprus", "STATE")})
		b.Retracts = refs
		if _, err := s.Apply(t.Context(), b); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("a batch takes back %s: %v", name, err)
		}
	}
	if a := s.apply(t, retract("harbour", graph.Ref{ID: "cyprus"}, graph.Ref{ID: "cyprus"})); a.Retracted != 1 {
		t.Errorf("what is named twice was taken back %d times", a.Retracted)
	}
}

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
	for after, want := range map[int]string{0: "actor-4321", n: ""} {
		found := s.changes(t, ingest.LogQuery{First: 2, After: ingest.Position{Revision: 1, Place: after},
			Filter: ingest.ChangeFilter{IDs: []string{"actor-4321"}}})
		if len(found) > 1 || (len(found) == 1) != (want != "") || len(found) == 1 && found[0].New.ID != want {
			t.Errorf("after %d: %v", after, changeTexts(found))
		}
	}
}

// testPrune: what was replaced or taken back up to a revision is forgotten, and what is stated stays.
func testPrune(t *testing.T, s suite) {
	t.Helper()
	for _, alias := range []string{"one", "two", "three"} {
		s.apply(t, batch("names", []graph.Record{actor("chad", "STATE", "aliases", []string{alias}), actor("chad-envoy", "PERSON")}))
	}
	s.apply(t, retract("names", graph.Ref{ID: "chad-envoy"}))
	s.apply(t, batch("names", []graph.Record{actor("chad", "STATE", "aliases", []string{"four"})}))
	before := s.whole(t)
	for _, until := range []int64{0, 6} {
		if err := s.log(t).Prune(t.Context(), until); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("pruned until %d: %v", until, err)
		}
	}
	for range 2 { // to prune again changes nothing
		if err := s.log(t).Prune(t.Context(), 4); err != nil {
			t.Fatal(err)
		}
		equal(t, "store", s.whole(t), before)
		if n, err := s.log(t).Forgotten(t.Context()); err != nil || n != 4 {
			t.Errorf("%d, %v", n, err)
		}
		_, _, err := s.log(t).Changes(t.Context(), ingest.LogQuery{First: 10, After: ingest.Position{Revision: 4, Place: 1}})
		if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), "since revision 4") {
			t.Error(err)
		}
		left := s.changes(t, ingest.LogQuery{First: 10, After: ingest.EndOf(4)})
		equal(t, "what is left", changeText(left[0]), "5.1  dataset:names chad aliases:[three]>[four]")
		equal(t, "the history that is left", changeTexts(s.history(t, "chad", true, ingest.LogQuery{First: 10})), changeText(left[0]))
		equal(t, "the history of what is forgotten", changeTexts(s.history(t, "chad-envoy", true, ingest.LogQuery{First: 10})), "")
	}
	s.apply(t, batch("names", []graph.Record{actor("chad-envoy", "PERSON")}))
	equal(t, "a later change", changeText(s.changes(t, ingest.LogQuery{First: 10, After: ingest.EndOf(5)})[0]),
		"6.1  dataset:names chad-envoy new kind:<nil>>PERSON basis:<nil>>EXPLICIT")
}
