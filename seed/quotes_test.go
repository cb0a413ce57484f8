package seed

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/demarche-graph/demarche/graph"
)

const letter = "Dear reader,\n\nthe move comes in “direct response” to a spate of police\nraids — in Russia, he said.\nCafé owners left."

// quoted is a quotation in a line of a.yaml.
func quoted(line int, source, text string) Quotation {
	return Quotation{At: InFile("a.yaml", line, 9), Source: source, Text: text}
}

// A quotation stands in its source to the letter. One that does not is checked what is nearest.
func TestQuotationsStandInTheirSources(t *testing.T) {
	texts := fstest.MapFS{
		"s.txt":       {Data: []byte(letter)},
		"t.md":        {Data: []byte("Nothing but *this*.")},
		"web%2Fp.txt": {Data: []byte("A page.")},
		"s.html":      {Data: []byte("not read, since s.txt is there")},
	}
	const not = "the quotation is not in texts/s.txt: "
	for name, c := range map[string]struct{ source, quote, want string }{
		"to the letter":   {"s", "a spate of police\nraids", ""},
		"in Markdown":     {"t", "Nothing but *this*.", ""},
		"id with a slash": {"web/p", "A page.", ""},
		"white space": {"s", "a  spate of police raids", not +
			`it differs in white space only; write it as in line 3: "a spate of police\nraids"`},
		"marks": {"s", `in 'direct response' to`, not +
			`it differs in quotation marks or dashes only; write it as in line 3: "in “direct response” to"`},
		"a dash": {"s", "raids - in Russia", not +
			`it differs in quotation marks or dashes only; write it as in line 4: "raids — in Russia"`},
		"case": {"s", "The move comes", not + `it differs in letter case only; write it as in line 3: "the move comes"`},
		"two characters": {"s", "Cafe\u0301 owners", not +
			`it differs in Unicode form (such as é in one character or in two) only; write it as in line 5: "Café owners"`},
		"soft hyphen": {"s", "Café ow\u00adners", not +
			`it differs in Unicode form (such as é in one character or in two) only; write it as in line 5: "Café owners"`},
		"all at once": {"s", "The move comes in \"direct response\" to a spate of police raids - in", not +
			`it differs in white space, quotation marks, dashes, letter case or Unicode form only; write it as in line 3: "the move comes in ` +
			`“direct response” to a spate of police\nraids — in"`},
		"with an omission": {"s", "the move comes […] in Russia", not +
			"it stands there in pieces, around what it leaves out; give each piece an evidence item of its own"},
		"of another source": {"s", "Nothing but *this*.", not +
			`it stands in texts/t.md, the text of "t"; name that source, or correct the quotation`},
		"a slip further on": {"s", "the move comes in “direct reply” to", not +
			`line 3 agrees as far as "the move comes in “direct re" and goes on "sponse” to a spate of police\nraids — in …"; correct the ` +
			`quotation, or name its source`},
		"made up": {"s", "nobody ever wrote this", not + "nothing like it stands there; correct the quotation, or name its source"},
		"made up, with a gap": {"s", "the move … nobody ever wrote this", not +
			"nothing like it stands there; correct the quotation, or name its source"},
	} {
		t.Run(name, func(t *testing.T) {
			all := []Quotation{quoted(7, c.source, c.quote), quoted(8, "t", "this"), quoted(9, "unread", "x")}
			checked, problems, err := CheckQuotations(texts, "texts", all)
			if err != nil {
				t.Fatal(err)
			}
			want, found := "", 2
			if c.want != "" {
				want, found = "a.yaml:7:9: "+c.want, 1
			}
			if problems.Error() != want {
				t.Errorf("\n got %s\nwant %s", problems, want)
			}
			if checked.Quotations != 3 || checked.Compared != 2 || checked.Found != found || strings.Join(checked.Without, " ") != "unread" {
				t.Errorf("%+v", checked)
			}
		})
	}
}

// That no source has a text is a slip of the command, for then nothing was compared. A dataset that quotes nothing is right.
func TestNoTextsAtAll(t *testing.T) {
	_, _, err := CheckQuotations(fstest.MapFS{"founding.txt": {}}, "texts", []Quotation{{Source: "web/page", Text: "x"}})
	if err == nil || !strings.Contains(err.Error(), `"texts" has no text of any source that is quoted; name the file of a source's text `+
		`after its id, such as "web%2Fpage.txt"`) {
		t.Error(err)
	}
	if _, problems, err := CheckQuotations(fstest.MapFS{}, "texts", nil); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

// A text that cannot be read is a problem of its own, once, not one of each quotation.
func TestTextsThatCannotBeRead(t *testing.T) {
	quotations := []Quotation{quoted(1, "s", "x"), quoted(2, "s", "y")}
	for name, c := range map[string]struct {
		text []byte
		want string
	}{
		"not UTF-8": {[]byte("caf\xe9"), "texts/s.txt:1:1: not UTF-8; save it as UTF-8 text"},
		"too large": {make([]byte, maxSourceText+1), "texts/s.txt:1:1: larger than 8 MB; keep the part that is quoted"},
	} {
		checked, problems, err := CheckQuotations(fstest.MapFS{"s.txt": {Data: c.text}}, "texts", quotations)
		if err != nil || problems.Error() != c.want || checked.Compared != 0 {
			t.Errorf("%s: %v %v %+v", name, problems, err, checked)
		}
	}
}

// quotationsIn reads what a dataset quotes, beside its faults.
func quotationsIn(fsys fs.FS) (list []Quotation) {
	o := opener{asked: map[string]bool{}, checks: Checks{Quoted: func(q Quotation) { list = append(list, q) }}}
	p := location{files: fsys, dir: "."}
	o.asked[p.key()] = true
	o.open(p)
	closeAll(o.datasets)
	return list
}

// What reading shows are the quotations themselves, where they begin, in every format.
func TestQuotationsAreShownWithTheirPlace(t *testing.T) {
	list := quotationsIn(folder(sound + "    statsu: X\n")) // beside a fault too
	if len(list) != 1 || list[0] != (Quotation{At: InFile("a.yaml", 18, 35), Source: "s", Text: "q", LocatorAt: InFile("a.yaml", 1, 1),
		Dataset: "dataset:t"}) {
		t.Errorf("%v", list)
	}
	for file, text := range map[string]string{
		"actors.csv":   "id,name,kind,source,quote\na,A,STATE,s,q\n",
		"actors.jsonl": `{"node": "Actor", "id": "a", "name": "A", "kind": "STATE", "evidence": [{"source": "s", "quote": "q"}]}`,
	} {
		list := quotationsIn(fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, file: {Data: []byte(text)}})
		if len(list) != 1 || list[0].At.File != file || list[0].Source != "s" || list[0].Text != "q" || list[0].At.Line == 0 ||
			list[0].At.Column < 2 {
			t.Errorf("%s: %+v", file, list)
		}
	}
}

// What a required dataset of Demarche's own quotes is compared only when it is named too, before or after.
func TestQuotationsOfRequiredDatasets(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, manifest), []byte(head+"requires: [founding-case]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		names []string
		some  bool
	}{{[]string{dir}, false}, {[]string{dir, "founding-case"}, true}, {[]string{"founding-case", dir}, true}} {
		n := 0
		datasets, err := OpenChecked(c.names, nil, Checks{Quoted: func(Quotation) { n++ }})
		closeAll(datasets)
		if err != nil || n > 0 != c.some {
			t.Errorf("%v: %d quotations, %v", c.names, n, err)
		}
	}
}

// A locator of lines names lines of the text, one of which has the quotation. Other locators are not looked at.
func TestLocators(t *testing.T) {
	texts := fstest.MapFS{"s.txt": {Data: []byte(letter)}}
	const outside = "points outside texts/s.txt, which has lines 1 to 5; name the line that has the words"
	const elsewhere = "names a line of texts/s.txt that does not have the quotation; write L3, where it stands"
	for _, c := range []struct{ locator, quote, want string }{
		{"L3", "the move", ""},
		{"L3-L4", "a spate of police\nraids", ""},
		{"L4", "a spate of police\nraids", ""},
		{"l3–4", "the move", ""},
		{"lines 2-3", "the move", ""},
		{"L1, L3", "the move", ""},
		{"p. 3", "the move", ""},
		{"L5", "", ""},
		{"L1", "nobody ever wrote this", ""}, // the quotation itself is at fault
		{"L5", "the move", elsewhere},
		{"line 1", "the move", elsewhere},
		{"L1, L2", "the move", elsewhere},
		{"L6", "the move", outside},
		{"L0", "", outside},
		{"L3-L6", "the move", outside},
		{"L4-L3", "the move", outside},
		{"L999999999", "", outside},
	} {
		q := Quotation{At: InFile("a.yaml", 7, 9), Source: "s", Text: c.quote, Locator: c.locator, LocatorAt: InFile("a.yaml", 7, 40)}
		_, problems, err := CheckQuotations(texts, "texts", []Quotation{q})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range problems {
			if p.Rule() == graph.RuleLocator {
				got = p.Error()
			}
		}
		if want := fmt.Sprintf("a.yaml:7:40: warning: locator %q %s", c.locator, c.want); c.want == "" && got != "" || c.want != "" &&
			got != want {
			t.Errorf("%s %q: got %q, want %q", c.locator, c.quote, got, c.want)
		}
	}
}

// Whatever text and quotation look like, something is said, and no place lies outside of the text.
func FuzzNearText(f *testing.F) {
	f.Add(letter, "The  move")
	f.Add("a\u0301 ﬁ", "Á fi")
	f.Fuzz(func(t *testing.T, text, quote string) {
		text, quote = strings.ToValidUTF8(text, "?"), strings.ToValidUTF8(quote, "?")
		d, _ := (&nearText{text: text}).difference(quote)
		if d.problem == "" || d.remedy == "" {
			t.Error("nothing is said")
		}
	})
}
