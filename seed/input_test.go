package seed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/store/sqlite"
)

// asInput makes of YAML what a client sends as JSON, and finds the path of each value by its LINE:COLUMN.
func asInput(n *yaml.Node, at string, paths map[string]string) any {
	if _, has := paths[fmt.Sprintf("%d:%d", n.Line, n.Column)]; !has {
		paths[fmt.Sprintf("%d:%d", n.Line, n.Column)] = at
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return asInput(n.Content[0], at, paths)
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			m[key.Value] = asInput(n.Content[i+1], at+"."+key.Value, paths)
			if p := fmt.Sprintf("%d:%d", key.Line, key.Column); i > 0 {
				paths[p] = at + "." + key.Value
			}
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for i, c := range n.Content {
			list = append(list, asInput(c, fmt.Sprintf("%s[%d]", at, i), paths))
		}
		return list
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

// inputOf reads a file of records as an input of a dataset.
func inputOf(t *testing.T, text, dataset string, requires ...string) (input map[string]any, paths map[string]string) {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	paths = map[string]string{}
	input, _ = asInput(&n, "input", paths).(map[string]any)
	if input == nil {
		input = map[string]any{} // an empty file
	}
	required := []any{}
	for _, r := range requires {
		required = append(required, r)
	}
	input["dataset"] = map[string]any{"id": dataset, "name": "T", "licence": "CC0-1.0", "requires": required}
	return input, paths
}

// holding opens a store with a dataset of these files.
func holding(t *testing.T, dataset string, texts ...string) Logging {
	t.Helper()
	s, err := sqlite.Open(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	files := fstest.MapFS{"dataset.yaml": {Data: []byte(strings.ReplaceAll(head, "dataset:t", dataset))}}
	for i, text := range texts {
		files[fmt.Sprintf("%d.yaml", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	b, err := Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), *b); err != nil {
		t.Fatal(err)
	}
	return s
}

// foundIn lists what the checks of an input find, each as PATH LEVEL RULE.
func foundIn(t *testing.T, s Logging, input map[string]any) (found []string) {
	t.Helper()
	done, err := Apply(t.Context(), s, input, Edit{DryRun: true, Today: today})
	var errs Problems
	if err != nil && !errors.As(err, &errs) {
		t.Fatal(err)
	}
	for _, x := range append(done.Warnings, errs...).Sorted() {
		found = append(found, fmt.Sprintf("%s %s %s", x.At, x.Level(), x.Rule()))
	}
	return found
}

// pathOf turns LINE:COLUMN LEVEL RULE into PATH LEVEL RULE. What stands at a key stands at its value.
func pathOf(t *testing.T, want string, paths map[string]string) string {
	t.Helper()
	at, rest, _ := strings.Cut(want, " ")
	p, known := paths[at]
	if !known {
		t.Fatalf("nothing stands at %s", at)
	}
	return p + " " + rest
}

// onlyInFiles are planted faults that no input can have: in an input there is no syntax and no file, a key stands once,
// and an empty list is none.
func onlyInFiles(text, want string) bool {
	var n yaml.Node
	if strings.Contains(want, " file") || strings.Contains(want, " cut-file") || strings.Contains(text, ": []\n") {
		return true
	}
	if yaml.Unmarshal([]byte(text), &n) != nil || len(n.Content) == 0 || n.Content[0].Kind != yaml.MappingNode {
		return true
	}
	return strings.Contains(want, " syntax") || deeper(&n, maxNesting) != nil
}

// The checks of files hold for inputs: each planted fault is found at its path, and nothing else; whether what it is about is held
// by the store in another dataset or in the same.
func TestPlantedFaultsInInputs(t *testing.T) {
	other, same := holding(t, "dataset:base", base), holding(t, "dataset:t", base)
	tried := 0
	for _, c := range planted {
		if onlyInFiles(c.text, c.want) {
			continue
		}
		tried++
		t.Run(c.name, func(t *testing.T) {
			input, paths := inputOf(t, c.text, "dataset:t", "base")
			want := []string{pathOf(t, c.want, paths)}
			if got := foundIn(t, other, input); !slices.Equal(got, want) {
				t.Errorf("beside another dataset: %s\n got %q\nwant %q", c.text, got, want)
			}
			input, _ = inputOf(t, c.text, "dataset:t")
			if got := foundIn(t, same, input); !slices.Equal(got, want) {
				t.Errorf("in the same dataset: %s\n got %q\nwant %q", c.text, got, want)
			}
			if sound, _ := inputOf(t, c.sound, "dataset:t"); foundIn(t, other, sound) != nil {
				t.Errorf("%s\n has %q", c.sound, foundIn(t, other, sound))
			}
		})
	}
	if tried < 50 {
		t.Errorf("only %d of %d were tried", tried, len(planted))
	}
}

// What an input makes false in the rest of the store is found at the input.
func TestAdditionsInInputs(t *testing.T) {
	s := holding(t, "dataset:base", base, requiredToo)
	for _, c := range [][2]string{
		{"actions:\n  - {id: answer, date: 2025-06-26}\n", "input.actions[0].date error order-of-time"},
		{"claims:\n  - {id: behalf, by: [{actor: a-voice, " + src + "}]}\n", "input.claims[0].by[0] warning on-behalf-without-tie"},
		{"actors:\n  - {id: c-agency, country: AZE}\n", "input.actors[0].country warning part-of-another-country"},
		{"actions:\n  - {id: item, targets: [outlet]}\n", "input.actions[0].targets[0] error no-evidence"},
		{"actions:\n  - {id: answer, date: 2025-06-28}\n", ""},
		{"places:\n  - {id: village, name: V, within: [tow], evidence: [{source: s}]}\n", "input.places[0].within[0] error unknown-id"},
	} {
		text, want := c[0], c[1]
		input, _ := inputOf(t, text, "dataset:t")
		if got := strings.Join(foundIn(t, s, input), "; "); got != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// fileInput is what the files of a dataset hold, as one input.
func fileInput(t *testing.T, name string) map[string]any {
	t.Helper()
	files, _ := Builtin(name)
	all := map[string]any{}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if path.Ext(e.Name()) != ".yaml" {
			continue
		}
		text, err := fs.ReadFile(files, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		var n yaml.Node
		if err := yaml.Unmarshal(text, &n); err != nil {
			t.Fatal(err)
		}
		read := asInput(&n, "input", map[string]string{}).(map[string]any)
		if e.Name() == manifest {
			all["dataset"] = read
			continue
		}
		for key, list := range read {
			have, _ := all[key].([]any)
			all[key] = append(have, list.([]any)...)
		}
	}
	return all
}

// statedIn is what a dataset states, in order.
func statedIn(t *testing.T, s Store, dataset string) (out []string) {
	t.Helper()
	if err := s.Stated(t.Context(), dataset, func(r graph.Record, _ []string) error {
		graph.Canonical(&r)
		text, err := json.Marshal(r)
		out = append(out, string(text))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// The founding case and the wider crisis come to the same statements by files and as inputs, record by record too; and what is
// given again changes nothing.
func TestInputsStateWhatFilesState(t *testing.T) {
	byFiles, byInputs := holding(t, "dataset:base", base), holding(t, "dataset:base", base)
	for _, name := range []string{"founding-case", "azerbaijan-russia-2025"} {
		datasets, err := Open([]string{name}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range datasets {
			if _, err := Load(t.Context(), byFiles, d, Options{}); err != nil {
				t.Fatal(err)
			}
		}
		closeAll(datasets)
		id, whole := "dataset:"+name, fileInput(t, name)
		for range 2 {
			done, err := Apply(t.Context(), byInputs, whole, Edit{Today: "2026-11-27"})
			if err != nil || len(done.Warnings) > 0 {
				t.Fatalf("%v %v", err, done.Warnings)
			}
		}
		if got, want := statedIn(t, byInputs, id), statedIn(t, byFiles, id); !slices.Equal(got, want) {
			t.Errorf("%s has %d statements, want %d", name, len(got), len(want))
		}
		for _, key := range []string{"actors", "actions"} {
			for _, record := range whole[key].([]any)[:10] {
				one := map[string]any{"dataset": map[string]any{"id": id}, key: []any{record}}
				done, err := Apply(t.Context(), byInputs, one, Edit{Today: "2026-11-27"})
				if err != nil || done.Added+done.Changed+done.Retracted > 0 || done.Unchanged == 0 {
					t.Errorf("%v again: %+v, %v", record, done, err)
				}
			}
		}
	}
	counts := func(s Store) string {
		ids := []string{"dataset:founding-case", "dataset:azerbaijan-russia-2025"}
		a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: ids}})
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, it := range a.Items {
			for _, name := range []string{"name", "version", "licence", "description", "nodeCount", "edgeCount"} {
				out += fmt.Sprint(it.Value(name), "; ")
			}
		}
		return out
	}
	if got, want := counts(byInputs), counts(byFiles); got != want {
		t.Errorf("the datasets are\n%s\nwant\n%s", got, want)
	}
}

// What is too large to be compared is checked by itself, with what it names.
func TestInputsBesideWhatIsLarge(t *testing.T) {
	s := holding(t, "dataset:base", base)
	was := maxCompared
	maxCompared = 10
	t.Cleanup(func() { maxCompared = was })
	for text, want := range map[string]string{
		act + src + "}\n":                        "input.dataset warning not-compared",
		act + "evidence: [{source: nowhere}]}\n": "input.actions[0].evidence[0].source error unknown-id; input.dataset warning not-compared",
		"actions:\n  - {id: arrests, performers: [{actor: bland, " + src + "}]}\n": "input.dataset warning not-compared",
		"actions:\n  - {id: aland, performers: [{actor: bland, " + src + "}]}\n": "input.actions[0] error wrong-kind; " +
			"input.dataset warning not-compared",
	} {
		input, _ := inputOf(t, text, "dataset:t")
		if got := strings.Join(foundIn(t, s, input), "; "); got != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// Faults of the form of an input, which files cannot have.
func TestFaultsOfInputs(t *testing.T) {
	s := holding(t, "dataset:base", base)
	const is = `"dataset": {"id": "dataset:t", "name": "T", "licence": "L"}`
	for _, c := range [][]string{
		{`{}`, "input error missing-key"},
		{`{"dataset": {"id": "dataset:t", "name": "T"}}`, "input.dataset error missing-key"},
		{`{"dataset": {"id": "dataset:base"}, "people": []}`, "input.people error unknown-key"},
		{`{"dataset": {"id": "base"}}`, "input.dataset error missing-key", "input.dataset error missing-key", "input.dataset.id error id"},
		{`{"dataset": {"id": "dataset:base", "requires": ["reference"]}}`, "input.dataset.requires[0] error unknown-id"},
		{`{"dataset": {"id": "dataset:base"}, "actors": 5}`, "input.actors error value"},
		{`{"dataset": {"id": "dataset:base"}, "actors": [{"id": "aland", "names": [{"text": "A"}]}]}`,
			"input.actors[0] warning actor-without-evidence", "input.actors[0] error missing-key", "input.actors[0] error missing-key",
			"input.actors[0].names[0] error missing-key"},
		{`{` + is + `, "actors": [{"id": "aland", "names": [{"text": "Ä", "language": "x!"}]}]}`,
			"input.actors[0].names[0].language error value", "input.actors[0].names[0].text error value"},
		{`{` + is + `, "actors": [{"id": "aland"}, {"id": "aland"}]}`, "input.actors[1] error twice"},
	} {
		text, want := c[0], strings.Join(c[1:], "; ")
		var input map[string]any
		if err := json.Unmarshal([]byte(text), &input); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(foundIn(t, s, input), "; "); got != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// Paths are in the order of the input, lists by number.
func TestPathsInOrder(t *testing.T) {
	want := []string{"input", "input.actions[2]", "input.actions[9].date", "input.actions[10].date", "input.actors[1]"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, comparePaths)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
