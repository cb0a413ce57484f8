package seed

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/demarche-graph/demarche/graph"
)

const sourcesCSV = "id,title\ns,A page\n"

// What spreadsheet people do, and what is said of it.
func TestCSV(t *testing.T) {
	const actors = "id,name,kind,aliases\n"
	for name, c := range map[string]struct{ file, text, want string }{
		"sound": {"actors.csv", actors + "a,A,STATE,x; y\\;z\n", ""},
		"names": {"actors.csv", "id,name,kind,names\na,A,STATE,ru Россия; fr Russie; ru  РФ\n", ""},
		"names without a language": {"actors.csv", "id,name,kind,names\na,A,STATE,ru Россия; Russie\n",
			"actors.csv:2:11: names has no language in \"Russie\"; write it like \"ru Россия\""},
		"names in no language": {"actors.csv", "id,name,kind,names\na,A,STATE,in Russian Россия; RUS Россия\n",
			"actors.csv:2:11: language \"RUS\" is not spelt as BCP 47 spells it; write ru"},
		"semicolons, BOM, CRLF": {"actors.csv", "\ufeffid;name;kind\r\na;\"A; B\";STATE\r\n", ""},
		"tabs":                  {"actors.csv", "id\tname\tkind\na\tA, B\tSTATE\n", ""},
		"edges in a cell":       {"actors.csv", "id,name,kind,memberOf,source\na,A,STATE,b,s\nb,B,INTERNATIONAL_BODY,,\n", ""},
		"evidence in rows":      {"actors.csv", "id,name,kind,source,quote,disputes\na,A,STATE,s,x,\na,,,s,y,TRUE\n", ""},
		"all of evidence": {"actors.csv", "id,name,kind,source,quote,evidenceLanguage,translation,attributedTo,relation\n" +
			"a,A,STATE,s,да,ru,yes,a,UPDATES\n", ""},
		"evidence of two relations": {"actors.csv", "id,name,kind,source,relation,disputes\na,A,STATE,s,UPDATES,true\n",
			"actors.csv:2:21: disputes and relation say different things; keep relation"},
		"status history": {"actions.csv", "id,title,type,status,statusHistory,source\n" +
			"x,X,PROTEST,OCCURRED,ALLEGED 2025-06 s; OCCURRED 2025-07-01 s,s\n", ""},
		"status history cut short": {"actions.csv", "id,title,type,status,statusHistory,source\n" +
			"x,X,PROTEST,OCCURRED,ALLEGED 2025-06 s; OCCURRED,s\n",
			"actions.csv:2:22: a change of status lacks since; give it\nactions.csv:2:22: a change of status lacks sources; give it"},
		"unknown file":   {"actor.csv", actors, "actor.csv:1:1: a CSV file is named by what it holds; did you mean actors?"},
		"unknown column": {"actors.csv", "id,naem,kind\n", "actors.csv:1:4: unknown key naem; did you mean name?"},
		"column twice":   {"actors.csv", "id,name,name\n", "actors.csv:1:9: the column name stands twice; join the two"},
		"no id column": {"actors.csv", "name,kind\nA,STATE\n",
			"actors.csv:1:1: the column id is missing; the first row names the columns"},
		"cell without a column": {"actors.csv", actors + "a,A,STATE,,more\n",
			"actors.csv:2:12: a cell in a column without a name; name the column, or empty the cell"},
		"formula": {"actors.csv", actors + "a,=A1,STATE,\n",
			"actors.csv:2:1: actor \"a\" lacks name; give it\nactors.csv:2:3: name begins with =, as a formula does; put its value there, or " +
				"write '= when the text is meant"},
		"text like a formula": {"actors.csv", actors + "a,'=A1,STATE,\n", ""},
		"word":                {"actors.csv", actors + "a,A,STAT,\n", "actors.csv:2:5: kind \"STAT\" is none of"},
		"twice": {"actors.csv", actors + "a,A,STATE,\nb,B,STATE,\na,A,STATE,\n",
			"actors.csv:4:1: \"a\" stands also at actors.csv:2; give it once"},
		"open quotation mark": {"actors.csv", actors + "a,\"A,STATE,\n",
			"actors.csv:2:3: not CSV: a quotation mark that is never closed; close it, or see whether the file was cut off"},
		"not UTF-8": {"actors.csv", actors + "a,\xff,STATE,\n",
			"actors.csv:2:1: actor \"a\" lacks name; give it\nactors.csv:2:3: name is not UTF-8; save the file as \"CSV UTF-8\""},
		"NUL": {"actors.csv", actors + "a,\x00,STATE,\n", "actors.csv:2:3: name holds a NUL character; leave it out"},
		"long row": {"actors.csv", actors + "a,\"" + strings.Repeat("x\n", 600_000),
			"actors.csv:1:1: a row is longer than 1 MB; look for a quotation mark that is never closed"},
		"number": {"places.csv", "id,name,latitude\np,P,forty\n",
			"places.csv:2:5: latitude \"forty\" should be a number, without quotation marks"},
		"edge": {"part_of.csv", "from,to,source\na,b,s\n",
			"part_of.csv:2:1: unknown actor \"a\"; add it to a file of this dataset\npart_of.csv:2:3: unknown actor \"b\"; add it to a file of " +
				"this dataset"},
		"half an edge": {"part-of.csv", "from,to,source\na,,s\n",
			"part-of.csv:2:1: PART_OF lacks to; name the one that it leads to\npart-of.csv:2:1: unknown actor \"a\"; add it to a file of this " +
				"dataset"},
	} {
		t.Run(name, func(t *testing.T) {
			checkRead(t, fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "sources.csv": {Data: []byte(sourcesCSV)},
				c.file: {Data: []byte(c.text)}}, c.want)
		})
	}
}

// JSON Lines in a dataset's folder.
func TestJSONLines(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"sound": {`{"node":"Actor","id":"a","name":"A","kind":"STATE","country":null,"aliases":["x"]}` + "\n\n" +
			`{"edge":"PUBLISHED_BY","from":"s","to":"a","evidence":[{"source":"s"}]}`, ""},
		"names": {`{"node":"Actor","id":"a","name":"A","kind":"STATE","names":{"ru":["Россия"]}}`, ""},
		"names as a list": {`{"node":"Actor","id":"a","name":"A","kind":"STATE","names":["ru Россия"]}`,
			"r.jsonl:1:60: names should be lists by language, such as {ru: [Россия], fr: [Russie]}"},
		"names twice": {`{"node":"Actor","id":"a","name":"A","kind":"STATE","names":{"ru":["Россия","Россия"]}}`,
			`r.jsonl:1:76: names in ru holds "Россия" twice; give it once`},
		"no JSON": {"{\"node\":\"Actor\",\n", "r.jsonl:1:17: not JSON: unexpected EOF; each line should be one object"},
		"no object": {"[]", `r.jsonl:1:1: a line should be an object, such as {"node": "Actor", "id": …} or {"edge": "PART_OF", "from": ` +
			`…, "to": …}`},
		"neither": {`{"id":"a"}`, `r.jsonl:1:1: neither "node" nor "edge" says what this is; begin with {"node": "Actor" or {"edge": ` +
			`"PART_OF"`},
		"unknown kind":   {`{"node":"Acter","id":"a"}`, `r.jsonl:1:9: there is no node kind "Acter"; did you mean Actor?`},
		"unknown label":  {`{"edge":"PARTOF","from":"a","to":"b"}`, `r.jsonl:1:9: there is no edge kind "PARTOF"; did you mean PART_OF?`},
		"the dataset":    {`{"node":"Dataset","id":"dataset:x"}`, "r.jsonl:1:1: dataset.yaml describes the dataset itself; take this line out"},
		"column counted": {`{"node":"Actor","id":"a","name":"Ağdam","kind":"STAT"}`, `r.jsonl:1:48: kind "STAT" is none of`},
		"twice":          {`{"node":"Actor","id":"a","name":"A","name":"B","kind":"STATE"}`, "r.jsonl:1:37: name stands twice; join the two"},
		"not UTF-8":      {"{\"node\":\"\xff\"}", "r.jsonl:1:1: not UTF-8; save it as UTF-8 text"},
		"more": {`{"node":"Actor","id":"a","name":"A","kind":"STATE"} {}`,
			"r.jsonl:1:44: not JSON: more follows the first value; each line should be one object"},
		"too deep":    {strings.Repeat("[", 100000), "r.jsonl:1:10: it nests more than 8 levels deep; records need five"},
		"too long":    {`{"node":"` + strings.Repeat("x", 2<<20) + `"}`, "r.jsonl:1:1: the line is longer than 1 MB; write one record a line"},
		"no evidence": {`{"edge":"PUBLISHED_BY","from":"s","to":"s"}`, "r.jsonl:1:1: \"s\" names itself"},
	} {
		t.Run(name, func(t *testing.T) {
			checkRead(t, fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "sources.csv": {Data: []byte(sourcesCSV)},
				"r.jsonl": {Data: []byte(c.text)}}, c.want)
		})
	}
}

func checkRead(t *testing.T, files fstest.MapFS, want string) {
	t.Helper()
	got := ""
	if _, err := Read(files, "."); err != nil {
		got = err.Error()
	}
	if got != want && (want == "" || !strings.HasPrefix(got, want)) {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func FuzzFormats(f *testing.F) {
	f.Add("actors.csv", "id,name,kind,source\na,A,STATE,s\na,,,s\n")
	f.Add("part_of.csv", "from;to;since;source\na;b;2020;s\n")
	f.Add("r.jsonl", `{"node":"Actor","id":"a","name":"A","kind":"STATE","memberOf":["s"]}`)
	f.Add("r.jsonl", `{"edge":"RESPONDS_TO","from":"a","to":"b","mode":"OTHER","evidence":[{"source":"s","disputes":true}]}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		if name != "actors.csv" && name != "part_of.csv" {
			name = "r.jsonl"
		}
		b, err := Read(fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "sources.csv": {Data: []byte(sourcesCSV)},
			name: {Data: []byte(text)}}, ".")
		if err != nil {
			checkProblems(t, err)
			return
		}
		for _, r := range b.Puts {
			if err := graph.Check(r); err != nil {
				t.Errorf("%s passes and is wrong: %v", r.Key(), err)
			}
		}
	})
}
