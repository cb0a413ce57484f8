package seed

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/demarche-graph/demarche/graph"
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
			found[p.Rule().String()] = p.Message()
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
		if !errors.As(err, &ps) || ps[0].Rule().String() != c.want && ps[len(ps)-1].Rule().String() != c.want {
			t.Errorf("%s %.40q: %.200v, want %s", c.file, c.text, err, c.want)
		}
		met[c.want] = true
	}
	_, ps, err := CheckQuotations(fstest.MapFS{"s.txt": {Data: []byte("a text")}}, "texts", []Quotation{{Source: "s", Text: "another"}})
	if err != nil || len(ps) != 1 || ps[0].Rule().String() != "quotation" {
		t.Errorf("%v %v", ps, err)
	}
	met["quotation"] = true
	met["locator"], met["not-compared"], met["more-warnings"], met["cut-code"] = true, true, true, true // in tests of their own
	for _, c := range planted {
		met[c.want[strings.LastIndex(c.want, " ")+1:]] = true
	}
	for _, r := range graph.Rules() {
		if !met[r.String()] {
			t.Errorf("nothing here is %s; these are: %v", r, slices.Sorted(maps.Keys(met)))
		}
		i := slices.IndexFunc(RuleDocs, func(d RuleDoc) bool { return d.Rule == r })
		if i < 0 || RuleDocs[i].Says == "" || !strings.HasSuffix(RuleDocs[i].Help, ".") {
			t.Errorf("%s is not explained", r)
		}
	}
	if len(RuleDocs) != len(graph.Rules()) {
		t.Error("a rule is explained twice")
	}
}

// A rule is given where the fault is found. Values that read like the message of another rule change nothing.
func TestRulesOfHostileValues(t *testing.T) {
	const (
		source = "sources: [{id: s}]\n"
		actor  = "actors:\n  - {id: a, name: A, kind: STATE, "
	)
	for name, c := range map[string]struct{ text, want string }{
		"country":           {actor + "country: x has no evidence; y}\n", "value"},
		"country, of a key": {actor + "country: 'unknown key x'}\n", "value"},
		"url":               {"sources: [{id: s, url: is none of A}]\n", "value"},
		"kind":              {"actors: [{id: a, name: A, kind: 'x stands twice; y'}]\n", "term"},
		"id":                {"actors: [{id: 'x has no value; y', name: A, kind: STATE}]\n", "id"},
		"key":               {actor + "lacks its source; : x}\n", "unknown-key"},
		"date": {source + "episodes: [{id: e, title: E}]\nactions: [{id: x, title: T, type: ACCUSE, status: OCCURRED, date: 'x " +
			"names itself; y', evidence: [{source: s}]}]\n", "date"},
		"code": {source + "actions: [{id: x, title: T, cameoCode: 'x is not EDTF', status: OCCURRED, evidence: [{source: s}]}]\n",
			"term"},
		"field":     {source + actor + "evidence: [{source: s, field: is needed here}]}\n", "term"},
		"basis":     {actor + "basis: 'and 3 more problems; x'}\n", "term"},
		"sentinel":  {actor + "country: 'invalid: invalid: '}\n", "value"},
		"reference": {actor + "memberOf: {actor: 'not-YAML:-is-empty;', evidence: [{source: s}]}}\n" + source, "unknown-id"},
		"lacks":     {"actors: [{id: 'has-no-evidence;', kind: STATE}]\n", "missing-key"},
		"evidence":  {"claims: [{id: 'lacks:-is-empty;', text: T, stance: DENY}]\n", "no-evidence"},
		"itself": {source + "actors: [{id: 'is-empty;', name: A, kind: STATE, partOf: {actor: 'is-empty;', evidence: [{source: " +
			"s}]}}]\n", "itself"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(folder(c.text), ".")
			var ps Problems
			if !errors.As(err, &ps) || len(ps) != 1 || ps[0].Rule().String() != c.want {
				t.Errorf("%v, want one of %s", err, c.want)
			}
		})
	}
	hostile := []Quotation{quoted(1, "s", "x has no evidence; y")}
	_, ps, err := CheckQuotations(fstest.MapFS{"s.txt": {Data: []byte("a text")}}, `unknown key "x"; y`, hostile)
	if err != nil || len(ps) != 1 || ps[0].Rule() != graph.RuleQuotation {
		t.Errorf("%v %v", ps, err)
	}
}

// A fault stands in a file, or at a path into an input that is none, and errors.As finds it either way.
func TestPlacesOfProblems(t *testing.T) {
	f := graph.RuleDate.Fault("date %q is not EDTF", "x").WithRemedy("write 2025")
	err := fmt.Errorf("a load: %w", Problems{{InFile("a.yaml", 3, 7), f}, {InInput("records[3].props.date"), f}})
	want := "a load: a.yaml:3:7: date \"x\" is not EDTF; write 2025\nrecords[3].props.date: date \"x\" is not EDTF; write 2025"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	var found graph.Fault
	if !errors.As(err, &found) || found != f || !errors.Is(err, graph.ErrInvalid) || len(graph.FaultsOf(err)) != 2 {
		t.Errorf("%+v in %v", found, err)
	}
}
