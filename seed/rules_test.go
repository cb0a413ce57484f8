package seed

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Each kind of problem has an id that stays: the rule's. No rule is there for nothing.
func TestRules(t *testing.T) {
	const action = "    status: OCCURRED\n"
	met := map[string]bool{}
	for _, c := range []struct{ old, new, want string }{
		{"    title: X", "    wordcount: 1\n    title: X", "unknown-key"},
		{"[a-police]", "[nobody-at-all]", "unknown-id"},
		{"[a-police]", "[s]", "wrong-kind"},
		{"[a-police]", "[a-police, a-police]", "twice"},
		{"    title: X", "    title: X\n    title: Y", "twice"},
		{action, action + "    topics: [x, x]\n", "twice"},
		{"{actor: a,", "{actor: a, id: a,", "twice"},
		{"{actor: a, evidence: [{source: s}]}", "a", "no-evidence"},
		{"    title: X\n", "", "missing-key"},
		{"    cameoCode: \"173\"\n", "", "missing-key"},
		{"  - id: x\n    title: X", "  - title: X", "missing-key"},
		{"actor: a, ", "", "missing-key"},
		{"{source: s, quote", "{quote", "missing-key"},
		{"    performers: [a-police]\n", "    performers: [a-police]\n    silences: [a]\n", "missing-key"},
		{"title: X", "title:", "empty"},
		{"title: X", `title: ""`, "empty"},
		{"title: X", "title: *x", "syntax"},
		{"title: X", `title: "X`, "syntax"},
		{"    kind: STATE", "    kind: STATE\n    partOf: [{actor: a-police, evidence: [{source: s}]}]", "circle"},
		{"{actor: a,", "{actor: a, since: 2020, until: 2019,", "order-of-time"},
		{"{actor: a,", "{actor: a-police,", "itself"},
		{"OCCURRED", "HAPPENED", "term"},
		{`"173"`, `"999"`, "term"},
		{action, action + "    basis: PERHAPS\n", "term"},
		{action, action + "    date: 27.06.2025\n", "date"},
		{action, action + "    date: 2025-02-30\n", "date"},
		{action, action + "    date: 2025/..\n", "date"},
		{"id: x", "id: x y", "id"},
		{`"173"`, "173", "value"},
		{action, action + "    intensity: 11\n", "value"},
		{"sources:", "\x00sources:", "file"},
	} {
		if !strings.Contains(sound, c.old) {
			t.Fatalf("%q is not in the sound file", c.old)
		}
		_, err := Read(folder(strings.Replace(sound, c.old, c.new, 1)), ".")
		var ps Problems
		if !errors.As(err, &ps) {
			t.Fatalf("%q: %v", c.new, err)
		}
		found := map[string]string{}
		for _, p := range ps {
			found[p.Rule().ID] = p.Message
		}
		if found[c.want] == "" {
			t.Errorf("%q: %v, want %s", c.new, found, c.want)
		}
		met[c.want] = true
	}
	for _, c := range []struct{ file, text, want string }{
		{"a.yml", "", "file"},
		{"things.csv", "id\n", "file"},
		{"a.jsonl", "{", "syntax"},
		{"actors.csv", "id,name\n\"a", "syntax"},
		{"a.jsonl", `{"id": "x"}`, "missing-key"},
		{"a.jsonl", `{"edge": "PART_OF", "from": "x"}`, "missing-key"},
		{"actors.csv", "name\nx\n", "missing-key"},
		{"a.jsonl", `{"node": "Agent", "id": "x"}`, "term"},
		{"a.jsonl", `{"edge": "PARTOF", "from": "x", "to": "y"}`, "term"},
		{"dataset.yaml", head + "requires: [founding-caze]\n", "unknown-id"},
		{"dataset.yaml", head + "requires: [../nowhere]\n", "unknown-id"},
		{"a.yaml", "actors:\n" + strings.Repeat("  - x\n", maxProblems+1), "more"},
	} {
		files := fstest.MapFS{"dataset.yaml": {Data: []byte(head)}}
		files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		_, err := Read(files, ".")
		var ps Problems
		if !errors.As(err, &ps) || ps[0].Rule().ID != c.want && ps[len(ps)-1].Rule().ID != c.want {
			t.Errorf("%s %.40q: %.200v, want %s", c.file, c.text, err, c.want)
		}
		met[c.want] = true
	}
	_, ps, err := CheckQuotations(fstest.MapFS{"s.txt": {Data: []byte("a text")}}, "texts", []Quotation{{Source: "s", Text: "another"}})
	if err != nil || len(ps) != 1 || ps[0].Rule().ID != "quotation" {
		t.Errorf("%v %v", ps, err)
	}
	met["quotation"] = true
	for _, r := range Rules() {
		if !met[r.ID] {
			t.Errorf("nothing here is %s; these are: %v", r.ID, slices.Sorted(maps.Keys(met)))
		}
		if r.Says == "" || !strings.HasSuffix(r.Help, ".") {
			t.Errorf("%+v says too little", r)
		}
	}
}
