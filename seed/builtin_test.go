package seed

import (
	"testing"
	"testing/fstest"
)

// What comes with Demarche is right, and holds what its page in docs says.
func TestBuiltin(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"founding-case":          {"Actor": 34, "Action": 18, "Claim": 11, "Source": 5, "Place": 4, "Episode": 1, "RESPONDS_TO": 11, "SILENT_ON": 5, "CONTRADICTS": 2},
		"azerbaijan-russia-2025": {"Actor": 140, "Action": 120, "Claim": 52, "Source": 104, "Place": 14, "WITHIN": 7, "MADE_IN": 13, "RESPONDS_TO": 95, "SILENT_ON": 11, "CONTRADICTS": 32},
		"reference":              {"Actor": 348, "Source": 2, "MEMBER_OF": 7979},
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
			"actions:\n  - id: kremlin-regret\n    performers: [rt]\n    respondsTo:\n      - action: police-raids\n        mode: OTHER\n        evidence:\n          - source: founding-article\n    evidence:\n      - source: founding-article\n", ""},
		"a new action": {about + "requires: [founding-case]\n", "actions:\n  - id: new\n    evidence:\n      - source: founding-article\n",
			"a.yaml:2:5: action \"new\" lacks title; give it\na.yaml:2:5: action \"new\" lacks status; give it\na.yaml:2:5: action \"new\" has neither type nor cameoCode; give one"},
		"what a required one requires": {about + "requires: [azerbaijan-russia-2025]\n", "claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [local-media]\n    evidence:\n      - source: founding-article\n", ""},
		"an id of another kind": {about + "requires: [founding-case]\n", "claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [police-raids]\n    evidence:\n      - source: founding-article\n",
			`a.yaml:5:10: "police-raids" is an action; an actor is needed here`},
		"a slip":         {about + "requires: [founding-case]\n", "claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [azerbajan]\n    evidence:\n      - source: founding-article\n", `a.yaml:5:10: unknown actor "azerbajan"; did you mean "azerbaijan"?`},
		"not required":   {about, "claims:\n  - id: c\n    text: x\n    stance: DENY\n    by: [azerbaijan]\n    evidence:\n      - source: founding-article\n", "a.yaml:5:10: unknown actor \"azerbaijan\"; add it to a file of this dataset\na.yaml:7:17: unknown source \"founding-article\"; add it to a file of this dataset"},
		"no such":        {about + "requires: [founding-cases]\n", "", `dataset.yaml:5:12: no dataset "founding-cases" comes with Demarche; did you mean founding-case?`},
		"not a list":     {about + "requires: founding-case\n", "", "dataset.yaml:5:11: requires should be a list of built-in datasets, such as [founding-case]"},
		"nothing but it": {about + "requires: [founding-case]\n", "", ""},
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
	required := Requires(fstest.MapFS{"dataset.yaml": {Data: []byte(about + "requires: [azerbaijan-russia-2025, founding-case]\n")}}, ".")
	if len(required) == 0 || required[0] != "founding-case" || required[1] != "azerbaijan-russia-2025" {
		t.Errorf("required are %v", required)
	}
}
