package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/seed/imports"
)

const (
	icewsFile = "../../seed/imports/testdata/icews.tab"
	gdeltFile = "../../seed/imports/testdata/gdelt2.export.CSV"
)

func TestImport(t *testing.T) {
	home(t)
	dir := t.TempDir()
	url := "sqlite:" + filepath.Join(dir, "named.db")
	rejects, unmatched := filepath.Join(dir, "r.jsonl"), filepath.Join(dir, "u.csv")
	args := []string{"import", "icews", icewsFile, "--store", url, "--rejects", rejects, "--unmatched", unmatched}
	code, out, errs := run(t, args...)
	for _, says := range []string{
		"15 rows: 12 used, 3 not\n", "  not used: 1, CAMEO Code is not in the table\n",
		"9 actions: 1 row with the date, dyad and code of another; 2 events reported from both sides\n",
		"dataset:icews: 68 added, 0 changed, 0 retracted, 0 unchanged; 15 rows in ", "Store: " + url,
	} {
		if code != 0 || !strings.Contains(out, says) {
			t.Errorf("%d, no %q in\n%s%s", code, says, out, errs)
		}
	}
	if !strings.Contains(errs, "written, records: 68 in ") {
		t.Errorf("no progress: %s", errs)
	}
	if text, err := os.ReadFile(rejects); err != nil || strings.Count(string(text), "\n") != 3 {
		t.Errorf("%s, %v", text, err)
	}
	if text, err := os.ReadFile(unmatched); err != nil || !strings.HasPrefix(string(text), "name,id,code,count\nRussia,,RUS,") {
		t.Errorf("%s, %v", text, err)
	}
	if code, out, _ = run(t, args...); code != 0 || !strings.Contains(out, ": 0 added, 0 changed, 0 retracted, 68 unchanged;") {
		t.Errorf("again: %d %s", code, out)
	}
	if code, out, errs = run(t, append(args, "--quiet")...); code != 0 || out+errs != "" {
		t.Errorf("quiet: %d %s%s", code, out, errs)
	}
}

// A curator's round: what is unmatched is filled in and given back; --prune takes away the actor that stood in.
func TestImportAliases(t *testing.T) {
	home(t)
	dir := t.TempDir()
	url, aliases := "sqlite:"+filepath.Join(dir, "named.db"), filepath.Join(dir, "a.csv")
	if code, out, errs := run(t, "seed", "--store", url); code != 0 {
		t.Fatal(out, errs)
	}
	if code, out, errs := run(t, "import", "icews", icewsFile, "--store", url); code != 0 {
		t.Fatal(out, errs)
	}
	if err := os.WriteFile(aliases, []byte("name,id\nRussia,russia\nNobody,nobody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", "icews", icewsFile, "--store", url, "--aliases", aliases, "--prune"}
	if code, _, errs := run(t, args...); code != 2 || !strings.Contains(errs, aliases+`:3:1: there is no actor "nobody" in the store`) {
		t.Errorf("%d %s", code, errs)
	}
	if err := os.WriteFile(aliases, []byte("name,id\nRussia,russia\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := run(t, args...)
	if code != 0 || !strings.Contains(out, "10 actors, 1 of them found by aliases") || strings.Contains(out, " 0 retracted") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// The mapping that comes with the reference dataset is known by name.
func TestImportAliasesOfReference(t *testing.T) {
	home(t)
	url := "sqlite:" + filepath.Join(t.TempDir(), "named.db")
	args := []string{"import", "icews", icewsFile, "--store", url, "--aliases", "reference"}
	if code, _, errs := run(t, args...); code != 2 || !strings.Contains(errs,
		`reference/aliases.csv:2:1: there is no actor "afghanistan" in the store`) {
		t.Errorf("%d %s", code, errs)
	}
	if code, out, errs := run(t, "seed", "reference", "--store", url); code != 0 {
		t.Fatal(out, errs)
	}
	if code, out, errs := run(t, args...); code != 0 || !strings.Contains(out, "7 actors, 2 of them found by aliases") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

func TestImportDryRun(t *testing.T) {
	file := home(t)
	code, out, errs := run(t, "import", "gdelt", gdeltFile, "--dry-run")
	if code != 0 || !strings.Contains(out, "12 rows: 9 used, 3 not") || !strings.HasSuffix(out, "Nothing was written: --dry-run.\n") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a store was made")
	}
}

// A fault in one file, and nothing of the others is written; the store is not even made.
func TestImportRefused(t *testing.T) {
	file := home(t)
	damaged := filepath.Join(t.TempDir(), "damaged.CSV")
	if err := os.WriteFile(damaged, []byte("GLOBALEVENTID;SQLDATE\n1;2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"gdelt", gdeltFile, damaged}, damaged + ":1:1: no tabs; GDELT separates by tabs"},
		{[]string{"gdelt", "nowhere"}, "nowhere:1:1: cannot be read"},
		{[]string{"gdelt"}, "See 'demarche import gdelt --help'."},
		{[]string{"gdlet", gdeltFile}, "did you mean gdelt?"},
		{[]string{"gdelt", gdeltFile, "--dataset", "mine"}, "begin with dataset:"},
		{[]string{"gdelt", gdeltFile, "--dataset", "dataset:a b"}, "holds white space"},
		{[]string{"icews", icewsFile, "--aliases", "nowhere.csv"}, "nowhere.csv:1:1: cannot be read"},
		{[]string{"icews", icewsFile, "--rejects", "/nowhere/r"}, "--rejects /nowhere/r cannot be written"},
		{[]string{"quadruples", icewsFile, "--time-unit", "hours"}, "go together"},
		{[]string{"quadruples", icewsFile, "--time-unit", "weeks", "--origin", "2018-01-01"}, `"weeks" is none of hours, days`},
		{[]string{"quadruples", icewsFile, "--time-unit", "days", "--origin", "2018"}, "--origin"},
	} {
		code, out, errs := run(t, append([]string{"import"}, c.args...)...)
		if code != 2 || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%v: %d %s%s", c.args, code, out, errs)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a store was made")
	}
}

func TestImportHelpTeaches(t *testing.T) {
	all := [][]string{{"import"}}
	for _, f := range imports.Formats {
		all = append(all, []string{"import", f.Name})
	}
	for _, args := range all {
		code, out, _ := run(t, append(args, "--help")...)
		if code != 0 || !strings.Contains(out, "Examples:\n") || !strings.Contains(out, "demarche "+strings.Join(args, " ")) {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
}

// A format is one row: its command, help, flags and place in the list of formats come from there.
func TestFormatIsOneRow(t *testing.T) {
	was := imports.Formats
	var names []string
	for _, f := range was {
		names = append(names, f.Name)
	}
	t.Cleanup(func() { imports.Formats = was })
	imports.Formats = append(slices.Clone(was), imports.Format{Name: "made-up", Title: "Made-up events", Help: "Reads what is made up.",
		Example: "  demarche import made-up x.txt --flavour sour\n  demarche import made-up y.txt",
		Options: []imports.Option{{Name: "flavour", Usage: "the `TASTE`"}, {Name: "more", Many: true, Usage: "more"}}})
	for args, want := range map[string][]string{
		"import --help":         {"Import Made-up events", "  demarche import made-up x.txt --flavour sour\n"},
		"--help":                {"Bring in event data: " + strings.Join(append(names, "made-up"), ", ")},
		"import made-up --help": {"Reads what is made up.", "made-up y.txt", "--flavour TASTE", "--more stringArray", "--aliases FILE"},
	} {
		code, out, errs := run(t, strings.Fields(args)...)
		for _, says := range want {
			if code != 0 || !strings.Contains(out, says) {
				t.Errorf("%s: %d, no %q in\n%s%s", args, code, says, out, errs)
			}
		}
	}
}
