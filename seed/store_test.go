package seed_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/internal/store/neo4j"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
	"github.com/demarche-graph/demarche/internal/store/storetest"
	"github.com/demarche-graph/demarche/seed"
)

// stores opens an empty store of each kind; opening another Neo4j empties the one before.
var stores = map[string]func(*testing.T) store.Store{
	"SQLite": func(t *testing.T) store.Store {
		t.Helper()
		s, err := sqlite.Open(t.Context(), ":memory:")
		return closed(t, s, err)
	},
	"Neo4j": func(t *testing.T) store.Store {
		t.Helper()
		s, err := neo4j.Open(t.Context(), neo4jtest.Fresh(t), os.Getenv("NEO4J_USERNAME"), os.Getenv("NEO4J_PASSWORD"))
		return closed(t, s, err)
	},
}

func closed(t *testing.T, s store.Store, err error) store.Store {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// trap is a dataset of values that a careless format would change.
const trap = `{"node":"Dataset","id":"dataset:trap","name":"Traps","version":"1","licence":"none"}
{"node":"Source","id":"s","title":"=1+1","url":"https://example.org/?a=1;b=2"}
{"node":"Source","id":"t","title":"'quoted'","reliability":"B"}
{"node":"Place","id":"p","name":"Göyçay \\ \"quoted\"","latitude":-0.5,"longitude":1e-7}
{"node":"Actor","id":"a","name":"173","aliases":["a; b","c\\","-x","#x","null","да","外交部","2025-06-27","|","x: y","- z"],"names":{"ru":["Гёйчай; город","Г"],"az":["Göyçay"],"zh-Hant":["- 戈"]},"kind":"STATE","country":"AZE","description":"two\nlines, and a \ttab"}
{"node":"Actor","id":"b:c","name":"@b","kind":"GROUP","evidence":[{"source":"t","field":"kind","quote":"q"},{"source":"s","quote":"a\nb","language":"zh-Hant","translation":"=a; b","locator":"L1","attributedTo":"a","disputes":true,"basis":"INFERRED"},{"source":"s"}]}
{"node":"Action","id":"x","title":"true","type":"ACCUSE","cameoCode":"010","intensity":-10,"status":"OCCURRED","date":"2025","sequence":2,"credibility":6,"note":"+ more; \\n","mentions":7,"topics":["crime"],"basis":"INFERRED","evidence":[{"source":"s","quote":"~","relation":"UPDATES"},{"source":"t","field":"date"}]}
{"node":"Action","id":"y","title":"’","description":" spaced ","type":"REJECT","intensity":0.30000000000000004,"status":"DENIED","statusHistory":[{"status":"ALLEGED","since":"2025-06-27~","sources":["t","s"]},{"status":"DENIED","since":"2026","sources":["s"]}],"date":"2025-06-27~/2025-06-30","evidence":[{"source":"t"}]}
{"node":"Claim","id":"k","text":"%","stance":"DENY","credibility":4,"note":"@n","evidence":[{"source":"s"}]}
{"node":"Claim","id":"l","text":"\\n","stance":"ALLEGE","evidence":[{"source":"s"}]}
{"edge":"PART_OF","from":"b:c","to":"a","since":"2020~","until":"2021-03","ended":true,"asOf":"2025","topics":["x;y"],"within":["a"],"basis":"INFERRED","evidence":[{"source":"t"},{"source":"s"}]}
{"edge":"PERFORMED","from":"a","to":"x","evidence":[{"source":"s","quote":"~"}]}
{"edge":"TARGETS","from":"x","to":"b:c","evidence":[{"source":"t"}]}
{"edge":"RESPONDS_TO","from":"y","to":"x","mode":"OTHER","note":"+1","evidence":[{"source":"t"}]}
{"edge":"SILENT_ON","from":"a","to":"y","kind":"NO_RESPONSE","asOf":"2025-07","evidence":[{"source":"t"}]}
{"edge":"ABOUT","from":"k","to":"l","evidence":[{"source":"s"}]}
{"edge":"CONTRADICTS","from":"k","to":"l","evidence":[{"source":"s","quote":"c"}]}
{"edge":"PUBLISHED_BY","from":"s","to":"a","evidence":[{"source":"s"}]}
{"node":"Dataset","id":"dataset:more","name":"More","version":"2","licence":"none","description":"adds to: the first"}
{"node":"Actor","id":"a","aliases":["A"],"names":{"az":["Göyçay","Şəhər"]},"evidence":[{"source":"s","quote":"more"}]}
{"edge":"PERFORMED","from":"b:c","to":"x","evidence":[{"source":"s"}]}
{"node":"Actor","id":"own","name":"Own","kind":"GROUP"}
{"node":"Dataset","id":"dataset:apart","name":"Apart","version":"1","licence":"none"}
{"node":"Actor","id":"own","aliases":["O"]}
{"edge":"PERFORMED","from":"a","to":"x","basis":"INFERRED","evidence":[{"source":"t","quote":"second"}]}
`

// An export, seeded into an empty store, gives the same graph: values, evidence, their order, who states what and who
// stated it first, and the same checksums.
func TestExportIsSeededToTheSameGraph(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			if name == "Neo4j" {
				neo4jtest.NotShort(t)
			}
			dir := t.TempDir()
			var stream bytes.Buffer
			var want []string
			t.Run("export", func(t *testing.T) {
				s := open(t)
				load(t, s, seed.Options{}, trap, "azerbaijan-russia-2025")
				want = stated(t, s)
				for _, format := range seed.Formats {
					if err := seed.Export(t.Context(), s, seed.ExportOptions{Format: format, Dir: filepath.Join(dir, format)}); err != nil {
						t.Fatal(err)
					}
				}
				if err := seed.Export(t.Context(), s, seed.ExportOptions{Format: "jsonl", Out: &stream}); err != nil {
					t.Fatal(err)
				}
			})
			for _, format := range seed.Formats {
				t.Run(format, func(t *testing.T) {
					entries, err := filepath.Glob(filepath.Join(dir, format, "*"))
					if err != nil || len(entries) != 5 {
						t.Fatalf("%v, %v", entries, err)
					}
					slices.Reverse(entries) // manifests say what comes first
					s := open(t)
					load(t, s, seed.Options{}, entries...)
					same(t, format, stated(t, s), want)
				})
			}
			t.Run("stream", func(t *testing.T) {
				s := open(t)
				load(t, s, seed.Options{}, stream.String())
				same(t, "stream", stated(t, s), want)
			})
		})
	}
}

// Whatever a state is called in a language of the United Nations, search finds it first, with its language in the answer.
func TestNamesOfStatesAreFound(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			if name == "Neo4j" {
				neo4jtest.NotShort(t)
			}
			s := open(t)
			load(t, s, seed.Options{}, "reference")
			for _, c := range []struct{ text, want, name string }{
				{"Россия", "russia", "ru Россия"}, {"РОССИЯ", "russia", "ru Россия"}, {"Российская Федерация", "russia", "ru Российская Федерация"},
				{"روسيا", "russia", "ar روسيا"}, {"俄罗斯", "russia", "zh 俄罗斯"}, {"США", "united-states", "ru США"},
				{"USA", "united-states", "en USA"}, {"Estados Unidos", "united-states", "es Estados Unidos"},
				{"Великобритания", "united-kingdom", "ru Великобритания"}, {"英国", "united-kingdom", "zh 英国"},
				{"UK", "united-kingdom", "en UK"}, {"Turkey", "turkiye", "en Turkey"}, {"Turquie", "turkiye", "fr Turquie"},
				{"Türkiye", "turkiye", "en Türkiye"}, {"turkiye", "turkiye", "en Türkiye"},
				{"Corée du Sud", "south-korea", "fr Corée du Sud"}, {"coree du sud", "south-korea", "fr Corée du Sud"},
				{"Южная Корея", "south-korea", "ru Южная Корея"}, {"Северная Корея", "north-korea", "ru Северная Корея"},
				{"Ватикан", "vatican-city", "ru Ватикан"}, {"Святой Престол", "vatican-city", "ru Святой Престол"},
				{"Kosovo", "kosovo", "en Kosovo"}, {"Косово", "kosovo", "ru Косово"}, {"Белоруссия", "belarus", "ru Белоруссия"},
				{"Burma", "myanmar", "en Burma"}, {"Palestine", "palestine", "en Palestine"},
			} {
				a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindSearch{Text: c.text, List: query.List{Page: query.Page{Limit: 1}}}})
				if err != nil || len(a.Items) == 0 {
					t.Errorf("%s is not found: %v", c.text, err)
					continue
				}
				names, _ := a.Items[0].Value("names").([]string)
				if got := a.Items[0].Text("id"); got != c.want || !slices.Contains(names, c.name) {
					t.Errorf("%s finds %s, with the names %q, not %s", c.text, got, names, c.want)
				}
			}
		})
	}
}

// A CAMEO root and its "not specified below" code are one: to the checksum, to a load over the other, and in an export, where
// a spreadsheet cannot take 14 for 014.
func TestRootCodesAreOne(t *testing.T) {
	const dataset = `{"node":"Dataset","id":"dataset:roots","name":"Roots","version":"1","licence":"none"}
{"node":"Source","id":"s","published":"2025"}
{"node":"Actor","id":"a","name":"A","kind":"GROUP","evidence":[{"source":"s"}]}
{"node":"Action","id":"x","title":"X","status":"OCCURRED","performers":["a"],"evidence":[{"source":"s"}],"cameoCode":"14"}
`
	whole := strings.Replace(dataset, `"14"`, `"140"`, 1)
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			if name == "Neo4j" {
				neo4jtest.NotShort(t)
			}
			s := open(t)
			load(t, s, seed.Options{}, dataset)
			was := stated(t, s)
			if a := load(t, s, seed.Options{}, whole); a.Added+a.Changed > 0 {
				t.Errorf("it changed the store: %+v", a)
			}
			same(t, "the whole code", stated(t, s), was)
			dir := t.TempDir()
			if err := seed.Export(t.Context(), s, seed.ExportOptions{Format: "csv", Dir: dir}); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(dir, "roots", "actions.csv"))
			if err != nil || !strings.Contains(string(text), ",140,") {
				t.Errorf("%s %v", text, err)
			}
			if a := load(t, s, seed.Options{}, filepath.Join(dir, "roots")); a.Added+a.Changed > 0 {
				t.Errorf("it changed the store: %+v", a)
			}
			same(t, "the export", stated(t, s), was)
		})
	}
}

// A part of what a store holds is exported when it can be seeded again by itself.
func TestExportOfSome(t *testing.T) {
	s := stores["SQLite"](t)
	load(t, s, seed.Options{}, trap, "azerbaijan-russia-2025")
	export := func(ids ...string) (string, error) {
		var out bytes.Buffer
		err := seed.Export(t.Context(), s, seed.ExportOptions{Format: "jsonl", Datasets: ids, Out: &out})
		return out.String(), err
	}
	crisis, err := export("dataset:azerbaijan-russia-2025")
	if err != nil {
		t.Fatal(err)
	}
	again := stores["SQLite"](t)
	load(t, again, seed.Options{}, crisis)
	if !slices.ContainsFunc(stated(t, again), func(line string) bool { return strings.HasPrefix(line, "dataset:founding-case ") }) {
		t.Error("what it requires was not loaded with it")
	}
	if _, err := export("dataset:more"); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(),
		"dataset:more names what dataset:trap states; export both") {
		t.Error(err)
	}
	if _, err := export("dataset:mor"); !errors.Is(err, graph.ErrNotFound) || !strings.Contains(err.Error(), "did you mean dataset:more?") {
		t.Error(err)
	}
}

// A large dataset goes in parts. One that is cut short goes on where it was, and comes to the same as one that is not.
func TestLoadInParts(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			want := loaded(t, open)
			t.Run("in parts", func(t *testing.T) {
				s := open(t)
				c := &cut{Store: s}
				for rounds := 0; ; rounds++ {
					c.left = rounds + 1
					err := tryLoad(t, c, seed.Options{AtOnce: 2}, trap)
					if err == nil {
						break
					}
					if !errors.Is(err, errCut) || rounds > 50 {
						t.Fatalf("round %d: %v", rounds, err)
					}
					if position(t, s) == nil && rounds < 3 {
						t.Errorf("round %d: no position is recorded", rounds)
					}
				}
				if p := position(t, s); p != nil {
					t.Errorf("a whole dataset has the position %v", p)
				}
				same(t, "in parts", stated(t, s), want)
				if a := load(t, s, seed.Options{AtOnce: 3}, trap); a.Added+a.Changed+a.Retracted != 0 {
					t.Errorf("again: %+v", a)
				}
			})
		})
	}
}

// Of two loads of different versions at once, one is refused; the other is whole.
func TestTwoVersionsAtOnce(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			want := loaded(t, open)
			t.Run("at once", func(t *testing.T) {
				s := open(t)
				other := strings.Replace(trap, `"licence":"none"}`, `"licence":"none","description":"other"}`, 1)
				other = strings.Replace(other, `"title":"true"`, `"title":"false"`, 1)
				c := &cut{Store: s, left: 3}
				if err := tryLoad(t, c, seed.Options{AtOnce: 2}, other); !errors.Is(err, errCut) {
					t.Fatal(err)
				}
				begun := false
				err := tryLoad(t, s, seed.Options{AtOnce: 2, Wrote: func(int) {
					if !begun {
						begun = true
						load(t, s, seed.Options{AtOnce: 5}, other)
					}
				}}, trap)
				if !errors.Is(err, graph.ErrConflict) || !strings.Contains(err.Error(), "another load of dataset:trap") {
					t.Errorf("the first: %v", err)
				}
				load(t, s, seed.Options{AtOnce: 5}, trap)
				same(t, "after", stated(t, s), want)
			})
		})
	}
}

// loaded is what the traps come to when nothing goes wrong.
func loaded(t *testing.T, open func(*testing.T) store.Store) (want []string) {
	t.Helper()
	t.Run("loaded", func(t *testing.T) {
		s := open(t)
		load(t, s, seed.Options{}, trap)
		want = stated(t, s)
	})
	return want
}

// cut is a store that fails after some batches, as one that is killed.
type cut struct {
	store.Store
	left int
}

var errCut = errors.New("cut")

func (c *cut) Apply(ctx context.Context, b ingest.Batch) (ingest.Applied, error) {
	if c.left--; c.left < 0 {
		return ingest.Applied{}, errCut
	}
	return c.Store.Apply(ctx, b)
}

func position(t *testing.T, s store.Store) any {
	t.Helper()
	a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"dataset:trap"}}})
	if err != nil || a.Items[0] == nil {
		t.Fatal(err)
	}
	return a.Items[0].Value("position")
}

// load loads datasets by name, or a stream of JSON Lines.
func load(t *testing.T, s store.Store, o seed.Options, names ...string) ingest.Applied {
	t.Helper()
	var total ingest.Applied
	for _, name := range names {
		a, err := loadOne(t, s, o, name)
		if err != nil {
			t.Fatal(err)
		}
		total.Added += a.Added
		total.Changed += a.Changed
		total.Retracted += a.Retracted
	}
	return total
}

func tryLoad(t *testing.T, s store.Store, o seed.Options, name string) error {
	t.Helper()
	_, err := loadOne(t, s, o, name)
	return err
}

func loadOne(t *testing.T, s store.Store, o seed.Options, name string) (total ingest.Applied, err error) {
	t.Helper()
	var in io.Reader
	if strings.HasPrefix(name, "{") {
		name, in = "-", strings.NewReader(name)
	}
	datasets, err := seed.Open([]string{name}, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range datasets {
		defer d.Close()
		a, err := seed.Load(t.Context(), s, d, o)
		if err != nil {
			return total, err
		}
		total.Added += a.Added
		total.Changed += a.Changed
		total.Retracted += a.Retracted
	}
	return total, nil
}

// stated is all that the datasets of a store say, a line each, with who said it before; when they were loaded left out.
func stated(t *testing.T, s store.Store) []string {
	t.Helper()
	var out, datasets []string
	line := func(of string, r graph.Record, after []string) {
		graph.Canonical(&r)
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(of, " ", string(text), after))
	}
	for _, r := range storetest.Records(t, s) {
		if r.Kind == graph.KindDataset {
			datasets = append(datasets, r.ID)
			delete(r.Props, "loadedAt")
		}
		line("merged", r, nil)
	}
	for _, d := range datasets {
		if err := s.Stated(t.Context(), d, func(r graph.Record, after []string) error {
			line(d, r, after)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: has %s", what, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: lacks %s", what, line)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d lines, want %d", what, len(got), len(want))
	}
}
