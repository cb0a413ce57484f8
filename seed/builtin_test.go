package seed

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// What comes with Demarche is right, and holds what its page in docs says.
func TestBuiltin(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"founding-case": {"Actor": 34, "Action": 18, "Claim": 11, "Source": 5, "Place": 4, "Episode": 1, "RESPONDS_TO": 11,
			"SILENT_ON": 5, "CONTRADICTS": 2},
		"azerbaijan-russia-2025": {"Actor": 151, "Action": 123, "Claim": 52, "Source": 123, "Place": 14, "WITHIN": 7, "MADE_IN": 17,
			"RESPONDS_TO": 83, "SILENT_ON": 12, "CONTRADICTS": 29},
		"reference": {"Actor": 343, "Source": 88, "MEMBER_OF": 7932},
	} {
		t.Run(name, func(t *testing.T) {
			files, ok := Builtin(name)
			if !ok {
				t.Fatal("it is not there")
			}
			b, err := Read(files, ".")
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, r := range b.Puts {
				got[string(r.Kind)+string(r.Edge)]++
			}
			for kind, n := range want {
				if got[kind] != n {
					t.Errorf("%d of %s, not %d", got[kind], kind, n)
				}
			}
		})
	}
}

// A dataset may add to what one that it requires tells; what is unknown to both is a fault.
func TestRequires(t *testing.T) {
	const about = "id: dataset:t\nname: T\nversion: \"1\"\nlicence: none\n"
	for name, c := range map[string]struct{ manifest, file, want string }{
		"more about an action": {about + "requires: [founding-case]\n",
			"actions:\n  - id: kremlin-regret\n    performers: [rt]\n    respondsTo:\n      - action: police-raids\n        mode: OTHER\n        " +
				"evidence:\n          - source: founding-article\n    evidence:\n      - source: founding-article\n", ""},
		"a new action": {about + "requires: [founding-case]\n", "actions:\n  - id: new\n    evidence:\n      - source: founding-article\n",
			"a.yaml:2:5: action \"new\" lacks title; give it\na.yaml:2:5: action \"new\" lacks status; give it\na.yaml:2:5: action \"new\" has " +
				"neither type nor cameoCode; give one"},
		"what a required one requires": {about + "requires: [azerbaijan-russia-2025]\n",
			"claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [local-media]\n    evidence:\n      - source: founding-article\n", ""},
		"an id of another kind": {about + "requires: [founding-case]\n",
			"claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [police-raids]\n    evidence:\n      - source: founding-article\n",
			`a.yaml:5:10: "police-raids" is an action; an actor is needed here`},
		"a slip": {about + "requires: [founding-case]\n",
			"claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [azerbajan]\n    evidence:\n      - source: founding-article\n",
			`a.yaml:5:10: unknown actor "azerbajan"; did you mean "azerbaijan"?`},
		"not required": {about, "claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [azerbaijan]\n    evidence:\n      - source: " +
			"founding-article\n", "a.yaml:5:10: unknown actor \"azerbaijan\"; add it to a file of this dataset\na.yaml:7:17: unknown source " +
			"\"founding-article\"; add it to a file of this dataset"},
		"no such": {about + "requires: [founding-cases]\n", "# nothing\n",
			`dataset.yaml:5:12: no dataset "founding-cases" comes with Demarche; did you mean founding-case?`},
		"not a list": {about + "requires: founding-case\n", "# nothing\n",
			"dataset.yaml:5:11: requires should be a list of built-in datasets and of folders, such as [founding-case, ../my-other-dataset]"},
		"nothing but it": {about + "requires: [founding-case]\n", "# nothing\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(fstest.MapFS{"dataset.yaml": {Data: []byte(c.manifest)}, "a.yaml": {Data: []byte(c.file)}}, ".")
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Datasets come after those that they require, each once, built in or in a folder beside.
func TestOpensInOrder(t *testing.T) {
	dir := t.TempDir()
	write := func(folder, requires, text string) string {
		folder = filepath.Join(dir, folder)
		if err := errors.Join(os.MkdirAll(folder, 0o755),
			os.WriteFile(filepath.Join(folder, "dataset.yaml"),
				[]byte("id: dataset:"+filepath.Base(folder)+"\nname: T\nversion: \"1\"\nlicence: none\n"+requires), 0o600),
			os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	const tail = ", evidence: [{source: founding-article}]}\n"
	write("a", "requires: [founding-case, azerbaijan-russia-2025]\n",
		"actions:\n  - {id: x, title: X, type: ACCUSE, status: OCCURRED, date: 2025-06-01"+tail)
	b := write("b", "requires: [../a]\n", "actions:\n  - {id: y, title: Y, type: REJECT, status: OCCURRED, date: 2025-06-02, respondsTo: "+
		"{action: x, mode: DENY}"+tail)
	open := func(names ...string) string {
		datasets, err := Open(names, nil)
		var got []string
		for _, d := range datasets {
			got = append(got, strings.TrimPrefix(d.Record().ID, "dataset:"))
			d.Close()
		}
		if err != nil {
			got = append(got, strings.ReplaceAll(err.Error(), dir, ""))
		}
		return strings.Join(got, " ")
	}
	if got := open("reference", b, "founding-case"); got != "reference founding-case azerbaijan-russia-2025 a b" {
		t.Error(got)
	}
	// What a required dataset tells takes part in the checks.
	write("b", "requires: [../a, ../c]\n", "actors:\n  - {id: police-raids, name: P, kind: GROUP}\nactions:\n"+
		"  - {id: y, title: Y, type: REJECT, status: OCCURRED, date: 2025-05-02, respondsTo: {action: x, mode: DENY}"+tail)
	want := `founding-case azerbaijan-russia-2025 a /b/a.yaml:2:5: "police-raids" is an action in a dataset that this one requires; one id ` +
		`is one thing` + "\n" +
		`/b/a.yaml:4:85: the response "y" (2025-05-02) is earlier than "x" (2025-06-01), to which it responds; correct a date, or exchange ` +
		`the two` + "\n" +
		`/b/dataset.yaml:5:18: there is no dataset in "../c", seen from this folder`
	if got := open(b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
