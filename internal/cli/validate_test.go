package cli

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/seed"
)

// faulty is a folder with two problems: an unknown key at 2:36, and a term at 3:28.
func faulty(t *testing.T) string {
	t.Helper()
	return dataset(t, "  - {id: a, name: A, kind: PERSON, nam: A, evidence: [{source: s}]}\n  - {id: ü, name: B, kind: STAAT, evidence: "+
		"[{source: s}]}\n"+aSource)
}

// aSource is the source of the datasets of these tests.
const aSource = "sources: [{id: s, published: 2025}]\n"

// right is a dataset in which nothing is wrong.
func right(t *testing.T) string {
	t.Helper()
	return dataset(t, "  - {id: a, name: A, kind: PERSON, evidence: [{source: s}]}\n"+aSource)
}

// warned is a dataset with one warning on the last day of 2025: a source published later, at 3:30.
func warned(t *testing.T) string {
	t.Helper()
	return dataset(t, "  - {id: a, name: A, kind: PERSON, evidence: [{source: s}]}\nsources: [{id: s, published: 2026-03-01}]\n")
}

// A warning is told with its level in each format, and lets the dataset pass; --strict takes it for an error. What it says
// depends on --today.
func TestValidateWarns(t *testing.T) {
	dir := warned(t)
	const day = "2025-12-31"
	at := filepath.Join(dir, "actors.yaml") + ":3:30: "
	const message = "published 2026-03-01 is after today, 2025-12-31, and nothing is published in the future; correct the date\n"
	code, out, errs := run(t, "validate", "--today", day, dir)
	if code != 0 || out != "dataset:mine: 1 warning: 1 actor, 1 source, 0 links\n" || errs != at+"warning: "+message+"1 warning\n" {
		t.Errorf("%d %s%s", code, out, errs)
	}
	code, out, errs = run(t, "validate", "--strict", "--today", day, dir)
	if code != 2 || out != "" || errs != at+message+"1 problem\n" {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs = run(t, "validate", "--strict", "--today", "2026-03-01", dir); code != 0 || errs != "" || !strings.Contains(out,
		"right") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs = run(t, "validate", "--today", "31.12.2025", dir); code != 2 || out != "" || !strings.Contains(errs,
		"write 2025-12-31") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	for _, strict := range []bool{false, true} {
		level, exit, args := "warning", 0, []string{"validate", "--today", day, dir}
		if strict {
			level, exit, args = "error", 2, append(args, "--strict")
		}
		var asJSON struct {
			Problems []locatedProblem
			Datasets []validDataset
		}
		code, out, _ := run(t, append(args, "--format", "json")...)
		if err := json.Unmarshal([]byte(out), &asJSON); err != nil || code != exit || len(asJSON.Problems) != 1 ||
			asJSON.Problems[0].Level != level || asJSON.Problems[0].Rule != "future" || len(asJSON.Datasets) != 1-exit/2 {
			t.Errorf("%d %v %s", code, err, out)
		}
		var log sarifLog
		code, out, _ = run(t, append(args, "--format", "sarif")...)
		if err := json.Unmarshal([]byte(out), &log); err != nil || code != exit || len(log.Runs[0].Results) != 1 ||
			log.Runs[0].Results[0].Level != level {
			t.Errorf("%d %v %s", code, err, out)
		}
		for _, r := range log.Runs[0].Tool.Driver.Rules {
			if want := map[bool]string{true: "warning", false: "error"}[r.ID == "future"]; (r.ID == "future" || r.ID == "twice") &&
				r.Default.Level != want {
				t.Errorf("%+v", r)
			}
		}
	}
}

// Seeding shows the first warnings, counts the rest, and goes on; --quiet leaves them out.
func TestSeedWarnsAndGoesOn(t *testing.T) {
	home(t)
	var actors strings.Builder
	for i := range maxWarnings + 2 {
		fmt.Fprintf(&actors, "  - {id: a%d, name: A%d, kind: PERSON}\n", i, i)
	}
	dir := dataset(t, actors.String())
	code, out, errs := run(t, "seed", dir)
	if code != 0 || !strings.Contains(out, "22 added") || strings.Count(errs, ": warning: ") != maxWarnings ||
		!strings.HasSuffix(errs, "and 2 warnings more; 'demarche validate' shows all\n") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := run(t, "diff", dir); code != 0 || !strings.Contains(out, "22 unchanged") || !strings.Contains(errs, "warning: ") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := run(t, "seed", "--quiet", dir); code != 0 || out+errs != "" {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, _, errs := run(t, "seed", "--today", "2025-12-31", warned(t)); code != 0 || !strings.Contains(errs,
		"is after today, 2025-12-31") {
		t.Errorf("%d %s", code, errs)
	}
}

// --format json gives programs what text gives people, on standard output, problems and what is right in one object.
func TestValidateAsJSON(t *testing.T) {
	dir := faulty(t)
	code, out, errs := run(t, "validate", "--format", "json", dir, right(t))
	var got struct {
		Problems []locatedProblem
		Datasets []validDataset
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file := filepath.Join(dir, "actors.yaml")
	if code != 2 || errs != "demarche: 2 problems\n" || len(got.Problems) != 2 {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	if p := got.Problems[0]; p != (locatedProblem{file, 2, 36, "unknown-key", "error", "unknown key nam; did you mean name?"}) {
		t.Errorf("%+v", p)
	}
	if p := got.Problems[1]; p.Line != 3 || p.Column != 28 || p.Rule != "term" || !strings.HasPrefix(p.Message,
		`kind "STAAT" is none of STATE, `) {
		t.Errorf("%+v; columns count characters, not bytes", p)
	}
	if len(got.Datasets) != 1 || got.Datasets[0].Dataset != "dataset:mine" || !strings.Contains(got.Datasets[0].Contents,
		"1 actor") {
		t.Errorf("%+v", got.Datasets)
	}
	if code, out, errs := run(t, "validate", "--format", "json", right(t)); code != 0 || !strings.Contains(out, `"problems": []`) ||
		errs != "" {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// --format sarif gives what GitHub's code scanning asks of SARIF 2.1.0: a driver with a name, rules that results point to,
// and places relative to the repository's root, where CI runs.
func TestValidateAsSARIF(t *testing.T) {
	dir := faulty(t)
	t.Chdir(filepath.Dir(dir))
	if err := os.Rename("mine", "a b"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"a b", "./a b", filepath.Join(filepath.Dir(dir), "a b")} {
		code, out, errs := run(t, "validate", "--format", "sarif", path)
		var got sarifLog
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != 2 || errs != "demarche: 2 problems\n" {
			t.Fatalf("%d %v %s%s", code, err, out, errs)
		}
		if got.Version != "2.1.0" || got.Schema == "" || len(got.Runs) != 1 {
			t.Fatalf("%+v", got)
		}
		r := got.Runs[0]
		if d := r.Tool.Driver; d.Name != "demarche" || d.Version == "" || !strings.HasPrefix(d.InformationURI, "https://") {
			t.Errorf("%+v", d)
		}
		if r.ColumnKind != "unicodeCodePoints" || len(r.Results) != 2 {
			t.Fatalf("%+v", r)
		}
		for i, want := range []struct {
			rule         string
			line, column int
		}{{"unknown-key", 2, 36}, {"term", 3, 28}} {
			p := r.Results[i]
			if p.RuleID != want.rule || r.Tool.Driver.Rules[p.RuleIndex].ID != want.rule || p.Level != "error" || p.Message.Text == "" ||
				len(p.Locations) != 1 {
				t.Errorf("%+v", p)
				continue
			}
			at := p.Locations[0].PhysicalLocation
			if at.ArtifactLocation.URI != "a%20b/actors.yaml" || at.Region != (sarifRegion{want.line, want.column}) {
				t.Errorf("%s: %+v", path, at)
			}
		}
	}
}

// No problems are an empty list of results, so that an upload closes what was open.
func TestSARIFOfWhatIsRight(t *testing.T) {
	code, out, errs := run(t, "validate", "--format", "sarif", right(t))
	if code != 0 || !strings.Contains(out, `"results": []`) || errs != "" {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := run(t, "validate", "--format", "xml", "founding-case"); code != 2 || out != "" || !strings.Contains(errs,
		"text, json, sarif are possible") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// What lies outside of the working directory has no relative name that a repository knows.
func TestFileURI(t *testing.T) {
	t.Chdir(t.TempDir())
	outside := filepath.Join(t.TempDir(), "a#b.yaml")
	u, err := url.Parse(fileURI(outside))
	if err != nil || u.Scheme != "file" || u.Fragment != "" || !strings.HasSuffix(u.Path, "/a#b.yaml") {
		t.Errorf("%v %v", u, err)
	}
	if got := fileURI(filepath.Join("x", "..", "d:e", "ä.yaml")); got != "./d:e/%C3%A4.yaml" {
		t.Error(got)
	}
}

// The commands of a curator teach by example.
func TestHelpOfCuratorsCommands(t *testing.T) {
	for _, command := range []string{"init", "schema", "validate"} {
		code, out, _ := run(t, command, "--help")
		if code != 0 || !strings.Contains(out, "Examples:\n") || !strings.Contains(out, "demarche "+command) {
			t.Errorf("%s: %d %s", command, code, out)
		}
	}
}

// quoting is a dataset with two quotations from a page and one from a book, and a folder with the page's text.
func quoting(t *testing.T, page string) (dir, texts string) {
	t.Helper()
	dir = dataset(t,
		`  - {id: a, name: A, kind: GROUP, evidence: [{source: page, quote: "so it is"}, {source: page, quote: "it is"}, {source: book, quote: "by"}]}
sources: [{id: page, accessed: 2025}, {id: book, published: 1648}]
`)
	texts = filepath.Join(filepath.Dir(dir), "texts")
	if err := os.Mkdir(texts, 0o700); err != nil {
		t.Fatal(err)
	}
	if page != "" {
		if err := os.WriteFile(filepath.Join(texts, "page.txt"), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, texts
}

// --sources finds quotations that their source does not hold, at the quotation itself, in every format.
func TestValidateQuotations(t *testing.T) {
	dir, texts := quoting(t, "And so it is.\n")
	code, out, errs := run(t, "validate", "--sources", texts, dir)
	if want := "quotations: 2 of 2 stand in the texts of 1 source; 1 not compared; without a text: 1 source, book\n"; code != 0 ||
		errs != "" || !strings.HasSuffix(out, want) {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if err := os.WriteFile(filepath.Join(texts, "page.txt"), []byte("And so  it is."), 0o600); err != nil {
		t.Fatal(err)
	}
	message := "the quotation is not in " + filepath.ToSlash(texts) +
		`/page.txt: it differs in white space only; write it as in line 1: "so  it is"`
	code, out, errs = run(t, "validate", "--sources", texts, dir)
	if want := filepath.Join(dir, "actors.yaml") + ":2:68: " + message + "\n1 problem\n"; code != 2 || errs != want ||
		!strings.HasPrefix(out, "quotations: 1 of 2 stand") { // and it does not say that the dataset is right
		t.Errorf("%d %s%s\nwant %s", code, out, errs, want)
	}
	code, out, _ = run(t, "validate", "--format", "json", "--sources", texts, dir)
	var got struct {
		Problems   []locatedProblem
		Quotations seed.QuotationCounts
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 2 || len(got.Problems) != 1 {
		t.Fatalf("%d %v %s", code, err, out)
	}
	if p := got.Problems[0]; p.Rule != "quotation" || p.Message != message || p.Line != 2 || p.Column != 68 {
		t.Errorf("%+v", p)
	}
	if q := got.Quotations; q.Quotations != 3 || q.Compared != 2 || q.Found != 1 || q.Sources != 1 || len(q.Without) != 1 {
		t.Errorf("%+v", q)
	}
}

// A folder that holds no text at all would find nothing wrong with anything.
func TestValidateQuotationsNeedsTexts(t *testing.T) {
	dir, texts := quoting(t, "")
	for where, want := range map[string]string{
		texts: "has no text of any source that is quoted; name the file of a source's text after its id, such as " +
			"\"book.txt\"",
		filepath.Join(texts, "nowhere"): "is no folder that can be read",
	} {
		if code, out, errs := run(t, "validate", "--sources", where, dir); code != 2 || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%d %s%s", code, out, errs)
		}
	}
}
