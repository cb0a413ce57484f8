package seed

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/demarche-graph/demarche/graph"
)

func TestFoundingCaseReads(t *testing.T) {
	files, ok := Builtin("founding-case")
	if !ok {
		t.Fatal("the founding case is not built in")
	}
	b, err := Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, r := range b.Puts {
		counts[string(r.Kind)+string(r.Edge)]++
		if r.Edge != "" && len(r.Evidence) == 0 {
			t.Errorf("%s has no evidence", r.Key())
		}
	}
	for what, n := range map[string]int{"Actor": 34, "Action": 18, "Claim": 11, "Source": 5, "Place": 4, "Episode": 1,
		"RESPONDS_TO": 11, "SILENT_ON": 5, "CONTRADICTS": 2, "SUPPORTS": 1, "PUBLISHED_BY": 4, "ADDRESSED_TO": 4} {
		if counts[what] != n {
			t.Errorf("%s: %d, want %d", what, counts[what], n)
		}
	}
}

const head = "id: dataset:t\nname: T\nversion: \"1\"\nlicence: CC0\n"

const sound = `sources:
  - id: s
    title: A page
actors:
  - id: a-police
    name: Police
    kind: AGENCY
    partOf: [{actor: a, evidence: [{source: s}]}]
  - id: a
    name: A
    kind: STATE
actions:
  - id: x
    title: X
    cameoCode: "173"
    status: OCCURRED
    performers: [a-police]
    evidence: [{source: s, quote: "q"}]
`

func folder(text string) fs.FS {
	return fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "a.yaml": {Data: []byte(text)}}
}

func TestSoundReads(t *testing.T) {
	b, err := Read(folder(sound), ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Puts) != 6 {
		t.Errorf("%d records, want 6", len(b.Puts))
	}
}

// Mistakes as curators make them, each planted in the sound file, and all that is said of them.
func TestMistakesAreNamedAndLocated(t *testing.T) {
	const status = "    status: OCCURRED\n"
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown key": {"    status", "    statsu: X\n    status", `a.yaml:16:5: unknown key statsu; did you mean status?`},
		"misspelt key": {"    title: X", "    titel: X",
			"a.yaml:13:5: action \"x\" lacks title; give it\na.yaml:14:5: unknown key titel; did you mean title?"},
		"unknown list": {"actions:", "acts:", `a.yaml:12:1: unknown key acts; did you mean actors?`},
		"no such word": {"    title: X", "    title: X\n    wordcount: 3",
			`a.yaml:15:5: unknown key wordcount; possible are addressees, affected, announcers, basis, cameoCode, credibility, date, description, ` +
				`episodes, evidence, id, intensity, mentions, note, partOf, performers, places, quadClass, respondsTo, sequence, silences, ` +
				`status, statusHistory, targets, title, topics, type`},
		"unknown actor":  {"[a-police]", "[a-polise]", `a.yaml:17:18: unknown actor "a-polise"; did you mean "a-police"?`},
		"nobody like it": {"[a-police]", "[zzzzzzzzzzz]", `a.yaml:17:18: unknown actor "zzzzzzzzzzz"; add it to a file of this dataset`},
		"unknown source": {"source: s, quote", "source: t-page, quote",
			`a.yaml:18:25: unknown source "t-page"; add it to a file of this dataset`},
		"wrong kind of end": {"[a-police]", "[s]", `a.yaml:17:18: "s" is a source; an actor is needed here`},
		"end of another kind": {"{actor: a,", "{action: a,",
			"a.yaml:8:14: actor is missing; say which\na.yaml:8:15: unknown key action; did you mean actor?"},
		"vocabulary": {"OCCURRED", "HAPPENED", `a.yaml:16:13: status "HAPPENED" is none of OCCURRED, REPORTED, ALLEGED, DENIED, ` +
			`ANNOUNCED`},
		"basis":                 {status, status + "    basis: MAYBE\n", `a.yaml:17:12: basis "MAYBE" is neither EXPLICIT nor INFERRED`},
		"unquoted code":         {`"173"`, `173`, `a.yaml:15:16: cameoCode is a number, it should be a text; put it in quotation marks: "173"`},
		"no such code":          {`"173"`, `"999"`, `a.yaml:15:16: cameoCode "999" is not in the CAMEO table; codes are texts such as "173"`},
		"neither type nor code": {"    cameoCode: \"173\"\n", "", `a.yaml:13:5: action "x" has neither type nor cameoCode; give one`},
		"no evidence": {"    evidence: [{source: s, quote: \"q\"}]\n", "",
			"a.yaml:13:5: action \"x\" has no evidence; name at least one source"},
		"evidence of a field": {`quote: "q"`, `field: title`,
			`a.yaml:18:15: "x" has evidence of single values only, none for the fact as a whole; name a source for the fact as a whole, in an ` +
				`item without field`},
		"no such field": {`quote: "q"`, `quote: q}, {source: s, field: dat`,
			`a.yaml:18:58: field "dat" is no property of what this backs; did you mean date?`},
		"relation of evidence": {`quote: "q"`, `quote: "q", relation: DENIES`,
			`a.yaml:18:50: relation "DENIES" is none of SUPPORTS, UPDATES, DISPUTES`},
		"two relations": {`quote: "q"`, `quote: "q", relation: UPDATES, disputes: true`,
			`a.yaml:18:69: disputes and relation say different things; keep relation`},
		"language": {`quote: "q"`, `quote: "q", language: Russian`, `a.yaml:18:50: language "Russian" is no tag of BCP 47; write ` +
			`such as en, ru or zh-Hant`},
		"language's letters": {`quote: "q"`, `quote: "q", language: pt_br`, `a.yaml:18:50: language "pt_br" is not spelt as BCP 47 ` +
			`spells it; write pt-BR`},
		"translation of nothing": {`quote: "q"`, `translation: "q"`, `a.yaml:18:41: a translation has no quotation that it translates; give ` +
			`the quotation in its own language too`},
		"attributed to nobody known": {`quote: "q"`, `attributedTo: a-polise`,
			`a.yaml:18:42: unknown actor "a-polise"; did you mean "a-police"?`},
		"attributed to a source": {`quote: "q"`, `attributedTo: s`, `a.yaml:18:42: "s" is a source; an actor is needed here`},
		"place in a day":         {status, status + "    sequence: 0\n", `a.yaml:17:15: sequence is 0; it should be from 1 to 9999`},
		"history that ends otherwise": {status, status + "    statusHistory:\n      - {status: ALLEGED, since: 2025, sources: [s]}\n" +
			"      - {status: REPORTED, since: 2026, sources: [s]}\n", `a.yaml:19:9: status is OCCURRED, but the last of statusHistory is ` +
			`REPORTED; make them equal: the history ends with the status of now`},
		"history that goes back": {status, status + "    statusHistory:\n      - {status: ALLEGED, since: 2025-06, sources: [s]}\n" +
			"      - {status: OCCURRED, since: 2025-05-31, sources: [s]}\n",
			`a.yaml:19:9: statusHistory goes back in time, from 2025-06 to 2025-05-31; put the earliest first, or correct a date`},
		"history that repeats": {status, status + "    statusHistory:\n      - {status: OCCURRED, since: 2025, sources: [s]}\n" +
			"      - {status: OCCURRED, since: 2025, sources: [s]}\n",
			`a.yaml:19:9: statusHistory holds OCCURRED twice in a row; keep the first`},
		"history without a source": {status, status + "    statusHistory: [{status: OCCURRED, since: 2025}]\n",
			`a.yaml:17:21: a change of status lacks sources; give it`},
		"history from nowhere": {status, status + "    statusHistory: [{status: OCCURRED, since: 2025, sources: [a]}]\n",
			`a.yaml:17:63: "a" is an actor; a source is needed here`},
		"history since ever": {status, status + "    statusHistory: [{status: OCCURRED, since: ../2025, sources: [s]}]\n",
			`a.yaml:17:21: since "../2025" has no beginning; write the day, month or year of the news`},
		"history of words": {status, status + "    statusHistory: [OCCURRED]\n",
			`a.yaml:17:21: should be a map of keys and values, such as "id: …"`},
		"history of another word": {status, status + "    statusHistory: [{status: HAPPENED, since: 2025, sources: [s]}]\n",
			`a.yaml:17:21: status "HAPPENED" is none of OCCURRED, REPORTED, ALLEGED, DENIED, ANNOUNCED`},
		"evidence as a map": {`[{source: s, quote: "q"}]`, `{source: s}`,
			`a.yaml:18:15: evidence should be a list, each item beginning with "- source:"`},
		"evidence of nobody": {`[{source: s, quote: "q"}]`, `[{quote: "q"}]`, `a.yaml:18:16: an evidence item lacks its source; name it`},
		"edge without evidence": {"{actor: a, evidence: [{source: s}]}", "a",
			`a.yaml:8:14: PART_OF:a-police:a has no evidence, and "a-police" has none for the fact as a whole; name at least one source`},
		"id twice": {"  - id: a\n", "  - id: a-police\n",
			"a.yaml:8:22: unknown actor \"a\"; add it to a file of this dataset\na.yaml:9:5: \"a-police\" stands also at a.yaml:5; give it once"},
		"edge twice": {"[a-police]", "[a-police, a-police]",
			`a.yaml:17:28: "PERFORMED:a-police:x" stands also at a.yaml:17; give it once`},
		"no id": {"  - id: a\n    name: A", "  - name: A",
			"a.yaml:8:22: unknown actor \"a\"; add it to a file of this dataset\na.yaml:9:5: an actor has no id; give a short readable one, such " +
				"as azerbaijan-police"},
		"id with a space": {"id: x", "id: x y", `a.yaml:13:9: id "x y" holds white space, a control character or '>'; write it like ` +
			`"russia-foreign-ministry"`},
		"id of a dataset": {"id: x", "id: dataset:t", `a.yaml:13:5: "dataset:t" stands also at dataset.yaml:1; give it once`},
		"bad date":        {status, status + "    date: 27.06.2025\n", `a.yaml:17:11: date "27.06.2025" is not EDTF; write 2025-06-27`},
		"no such day": {status, status + "    date: 2025-02-30\n",
			`a.yaml:17:11: date "2025-02-30": there is no day 30; 2025-02 has the days 01 to 28`},
		"range": {status, status + "    intensity: -11\n", `a.yaml:17:16: intensity is -11; it should be from -10 to 10`},
		"not a number": {status, status + "    intensity: .nan\n",
			`a.yaml:17:16: intensity ".nan" should be a number, without quotation marks`},
		"number as text": {status, status + "    intensity: \"5\"\n",
			`a.yaml:17:16: intensity "5" should be a number, without quotation marks`},
		"text where a list": {status, status + "    topics: crime\n", `a.yaml:17:13: topics should be a list, such as [crime]`},
		"list where a text": {"title: X", "title: [X]", `a.yaml:14:12: title should be one text`},
		"item twice":        {status, status + "    topics: [crime, crime]\n", `a.yaml:17:21: topics holds "crime" twice; give it once`},
		"true as text": {"title: X", "title: true",
			`a.yaml:14:12: title is true or false, it should be a text; put it in quotation marks: "true"`},
		"country": {"    kind: STATE", "    kind: STATE\n    country: Azerbaijan",
			`a.yaml:12:14: country "Azerbaijan" is no ISO 3166-1 alpha-3 code; write three capitals, such as AZE`},
		"url": {"    title: A page", "    title: A page\n    url: javascript:alert(1)",
			`a.yaml:4:10: url "javascript:alert(1)" is no web address; write it with https://`},
		"key twice":   {"    title: X", "    title: X\n    title: Y", `a.yaml:15:5: title stands twice; join the two`},
		"empty value": {"    title: X", "    title:", `a.yaml:14:11: title has no value; leave the key out when it is unknown`},
		"blank value": {"    title: X", `    title: " "`, `a.yaml:14:12: title is empty; leave the key out when it is unknown`},
		"NUL escaped": {"    title: X", `    title: "a\0"`, `a.yaml:14:12: title holds a NUL character; leave it out`},
		"alias": {"    title: X", "    title: &t X\n    description: *t",
			`a.yaml:15:18: YAML aliases, as *t, are not taken; write the value out`},
		"alias in a list": {"[a-police]", "[&p a-police, *p]", `a.yaml:17:31: YAML aliases, as *p, are not taken; write the value out`},
		"merge": {"    title: X", "    title: X\n    <<: {id: y}",
			`a.yaml:15:5: should be a plain key; YAML merges and keys of parts are not taken`},
		"itself": {"actor: a,", "actor: a-police,", `a.yaml:8:22: "a-police" names itself; name another, or leave it out`},
		"no mode": {"    performers", "    respondsTo: [y]\n    performers",
			"a.yaml:17:18: RESPONDS_TO lacks its mode; give one of RETALIATE, CONDEMN, OBJECT, REFUSE, THREATEN, DENY, DEFEND, CONFIRM, APPEAL, " +
				"EXPLAIN, RAISE_ALARM, OTHER, COMPLY, CONCILIATE, REGRET, RECIPROCATE\na.yaml:17:18: unknown action \"y\""},
		"bad mode": {"    performers", "    respondsTo: [{action: x2, mode: RETALIATES}]\n    performers",
			"a.yaml:17:27: unknown action \"x2\"; did you mean \"x\"?\na.yaml:17:37: mode \"RETALIATES\" is none of RETALIATE,"},
		"not a record": {"  - id: s\n    title: A page", "  - s",
			"a.yaml:2:5: should be a map of keys and values, such as \"id: …\"\na.yaml:7:45: unknown source"},
		"not a list": {"sources:\n  - id: s\n    title: A page", "sources: none",
			"a.yaml:1:10: sources should be a list of records, each beginning with \"- id:\"\na.yaml:6:45: unknown source"},
		"no yaml": {"title: X", `title: "X`, `a.yaml:14:5: not YAML: did not find expected key; look for a quotation mark, ` +
			`bracket or indentation that is off`},
		"second document": {"actions:", "---\nactions:", `a.yaml:12:1: a second document; give it a file of its own`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(sound, c.old) {
				t.Fatalf("%q is not in the sound file", c.old)
			}
			text := strings.Replace(sound, c.old, c.new, 1)
			_, err := Read(folder(text), ".")
			var ps Problems
			if !errors.Is(err, graph.ErrInvalid) || !errors.As(err, &ps) {
				t.Fatalf("want problems, got %v", err)
			}
			if got := err.Error(); !strings.HasPrefix(got, c.want) || strings.Count(got, "\n") > strings.Count(c.want, "\n")+1 {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestManifest(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing": {"", `dataset.yaml:1:1: empty; say id, name, version and licence`},
		"number": {strings.Replace(head, `"1"`, "1.0", 1),
			`dataset.yaml:3:10: version is a number, it should be a text; put it in quotation marks: "1.0"`},
		"without": {strings.Replace(head, "name: T\n", "", 1), `dataset.yaml:1:1: the dataset lacks name; give it`},
		"other id": {strings.Replace(head, "dataset:t", "t", 1),
			`dataset.yaml:1:5: id "t" should begin with "dataset:", such as dataset:founding-case`},
		"American": {strings.Replace(head, "licence", "license", 1),
			"dataset.yaml:1:1: the dataset lacks licence; give it\ndataset.yaml:4:1: unknown key license; did you mean licence?"},
		"not a manifest": {"- a", `dataset.yaml:1:1: should be a map of keys and values, such as "id: …"`},
	} {
		_, err := Read(fstest.MapFS{"dataset.yaml": {Data: []byte(c.text)}}, ".")
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got\n%v\nwant\n%s", name, err, c.want)
		}
	}
	_, err := Read(fstest.MapFS{"d/a.yaml": {Data: []byte(sound)}, "d/b.yml": {}}, "d")
	want := "d/b.yml:1:1: files that end in .yml are not read; name it b.yaml\n" +
		"d/dataset.yaml:1:1: missing; a dataset is a folder with a dataset.yaml that says id, name, version and licence"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// All faults of all files come in one run, in order. An id that may stand in a file which cannot be read
// is not called unknown.
func TestAllProblemsInOneRun(t *testing.T) {
	files := fstest.MapFS{
		"dataset.yaml": {Data: []byte(head)},
		"a.yaml":       {Data: []byte(strings.NewReplacer("titl", "titel", "OCCURRED", "HAPPENED").Replace(sound))},
		"b.yaml":       {Data: []byte("episodes:\n  - id: e\n  - title: E\n")},
		"c.yaml":       {Data: []byte("sources: [")},
		"d.yaml":       {Data: []byte("actors:\n  - {id: d, name: D, kind: STATE, partOf: [nobody]}\n")},
		".#d.yaml":     {Data: []byte("an editor's")},
	}
	_, err := Read(files, ".")
	var ps Problems
	if !errors.As(err, &ps) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range ps {
		got = append(got, p.At.String())
	}
	want := "a.yaml:3:5 a.yaml:13:5 a.yaml:14:5 a.yaml:16:13 b.yaml:2:5 b.yaml:3:5 c.yaml:1:1 d.yaml:2:44"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, err)
	}
}

func TestEvidenceOfEdges(t *testing.T) {
	b, err := Read(folder(strings.Replace(sound, `quote: "q"}`, `quote: "q"}, {source: s, field: title}`, 1)), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range b.Puts {
		if r.Edge == graph.Performed && (len(r.Evidence) != 1 || r.Evidence[0].Quote != "q") {
			t.Errorf("the edge rests on %v, want what backs no field", r.Evidence)
		}
	}
}

// The checksum is of what a dataset states: folder, file names, comments and order of records do not matter, values do.
func TestChecksum(t *testing.T) {
	sum := func(dir, name, text string) any {
		files := fstest.MapFS{path.Join(dir, "dataset.yaml"): {Data: []byte(head)}, path.Join(dir, name): {Data: []byte(text)}}
		b, err := Read(files, dir)
		if err != nil {
			t.Fatal(err)
		}
		return b.Dataset.Props["checksum"]
	}
	same := sum(".", "a.yaml", sound)
	begin := strings.Index(sound, "  - id: a-police")
	other, end := strings.Index(sound, "  - id: a\n"), strings.Index(sound, "actions:")
	for what, got := range map[string]any{
		"the folder": sum("x", "a.yaml", sound), "the file": sum(".", "b.yaml", sound), "a comment": sum(".", "a.yaml", sound+"# x\n"),
		"the order": sum(".", "a.yaml", sound[:begin]+sound[other:end]+sound[begin:other]+sound[end:]),
	} {
		if got != same {
			t.Errorf("%s changes the checksum", what)
		}
	}
	if sum(".", "a.yaml", strings.Replace(sound, "title: X", "title: Y", 1)) == same {
		t.Error("a value does not change the checksum")
	}
}

func TestHugeAndDeep(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 9000), strings.Repeat("[", 20000), "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
		strings.Repeat("#", maxYAML+1)} {
		if _, err := Read(folder(text), "."); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestNotText(t *testing.T) {
	for _, text := range []string{"\xff\xfe", "a: \x00"} {
		if _, err := Read(folder(text), "."); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sound)
	f.Add("a: &a [*a]")
	f.Add("sources:\n  - {id: \"\\0\", title: 3, url: x, published: [], kind: ~}\n")
	f.Add("actions:\n  - {id: a, respondsTo: {action: a, mode: X}, silences: [[]], evidence: [{source: {}}]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Read(folder(text), ".")
		if err == nil {
			for _, r := range b.Puts {
				if err := graph.Check(r); err != nil {
					t.Errorf("%s passes and is wrong: %v", r.Key(), err)
				}
			}
			return
		}
		checkProblems(t, err)
	})
}

// checkProblems holds an error of reading to be problems, each with a rule, a place and words.
func checkProblems(t *testing.T, err error) {
	t.Helper()
	var ps Problems
	if !errors.As(err, &ps) || len(ps) == 0 || !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("an error that is no problem: %v", err)
	}
	for _, p := range ps {
		if p.Rule().String() == "" || p.Problem() == "" || p.At.File == "" || p.At.Line < 1 || p.At.Column < 1 {
			t.Errorf("%+v lacks its rule, its words or its place", p)
		}
	}
}
