package imports

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

func aliasesOf(t *testing.T, text string) Aliases {
	t.Helper()
	as, err := parseAliases("a.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return as
}

// Imported and curated facts meet in one actor; the mapping is an alias that the import adds to it, with evidence.
func TestAliases(t *testing.T) {
	o := options("icews", "testdata/icews.tab")
	o.Aliases = aliasesOf(t, "name,id,code\nRUSSIA,russia,\nBangladesh,bangladesh,BGD\nDmitry Peskov,dmitry-peskov,\nnobody,nobody,\n")
	im, s := imported(t, "icews", o, "russia", "bangladesh", "dmitry-peskov", "nobody")
	if got := actionLines(s)[0]; got != "icews:101:2018-06-03: Russia → Ukraine: Make statement [010 2018-06-03] russia > icews:UKR" {
		t.Error(got)
	}
	russia := s.records["russia"]
	if fmt.Sprint(russia.Props) != "map[aliases:[Russia]]" {
		t.Errorf("only an alias is added to a curated actor: %v", russia.Props)
	}
	checkLines(t, "mapping", evidence(s, "russia"), []string{"source:icews|Russia|event 32890166, story 47400386|aliases|EXPLICIT"})
	for _, tie := range []string{"PART_OF:icews:Foreign_Affairs_(Bangladesh):bangladesh", "PART_OF:icews:Mikhail_Bogdanov:russia"} {
		if s.records[tie].Edge == "" {
			t.Errorf("there is no %s", tie)
		}
	}
	for _, id := range []string{"icews:RUS", "icews:BGD", "icews:Dmitry_Peskov", "nobody", "bangladesh"} {
		if s.records[id].ID != "" {
			t.Errorf("%s is written: %v", id, s.records[id])
		}
	}
	if im.Mapped != 2 || im.Actors != 7 {
		t.Errorf("%d mapped, %d of the import's own", im.Mapped, im.Actors)
	}
	_, plain := imported(t, "icews", options("icews", "testdata/icews.tab"))
	if len(actionLines(plain)) != len(actionLines(s)) {
		t.Error("aliases change how many actions there are")
	}
}

// In GDELT the code says who it is: what a text called an actor of a code does not.
func TestAliasesByCode(t *testing.T) {
	o := options("gdelt", "testdata/gdelt2.export.CSV")
	o.Aliases = aliasesOf(t, "name,id,code\nAustralia,australia,AUS\nVictoria,queen-victoria,\nSpokesman,a-spokesman,\n")
	_, s := imported(t, "gdelt", o, "australia", "queen-victoria", "a-spokesman")
	if got := actionLines(s)[0]; !strings.HasSuffix(got, " > australia") {
		t.Error(got)
	}
	if got := actionLines(s)[5]; !strings.HasSuffix(got, " a-spokesman > gdelt:BEL") {
		t.Error(got)
	}
}

func TestAliasesAtFault(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "a.csv:1:1: the first line should be name,id or name,id,code"},
		{"no header", "Russia,russia\n", "a.csv:1:1: the first line should be"},
		{"two ids", "name,id\nRussia,russia\nRUSSIA,rus\n", `a.csv:3:1: russia leads to "rus" here and to "russia" on line 2; keep one`},
		{"bad id", "name,id\nRussia,\"the russia\"\n", "a.csv:2:1: id \"the russia\" holds white space"},
		{"no name", "name,id\n,russia\n", "a.csv:2:1: neither a name nor a code"},
		{"quotes", "name,id\n\"Russia,russia\n", "a.csv:2:16: quotation marks do not match"},
		{"not UTF-8", "name,id\nT\xfcrkiye,turkey\n", "a.csv:1:1: not UTF-8"},
	} {
		_, err := parseAliases("a.csv", []byte(c.text))
		var problems seed.Problems
		if !errors.As(err, &problems) || !strings.HasPrefix(problems.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if as := aliasesOf(t, "name,id,code,count\nRussia,russia,,5\nUkraine,,,4\n"); len(as) != 1 || as[0].ID != "russia" {
		t.Errorf("lines without an id are passed over, further columns too: %v", as)
	}
}

// Whom an alias leads to must be there before anything is written.
func TestAliasesToNobody(t *testing.T) {
	o := options("icews", "testdata/icews.tab")
	o.Aliases = aliasesOf(t, "name,id\nRussia,russia\nUkraine,ukrain\n")
	im, err := Read(t.Context(), formatNamed(t, "icews"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(im.Close)
	s := &recorder{curated: map[string]graph.Kind{"russia": graph.KindActor}, records: map[string]graph.Record{}}
	err = im.CheckAliases(t.Context(), s)
	var problems seed.Problems
	if !errors.As(err, &problems) || problems[0].Rule() != graph.RuleUnknownID ||
		!strings.HasPrefix(problems.Error(), `a.csv:3:1: there is no actor "ukrain" in the store; load`) || len(s.records) > 0 {
		t.Errorf("%v, %d records", err, len(s.records))
	}
	s.curated["ukrain"] = graph.KindPlace
	if err = im.CheckAliases(t.Context(), s); !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), `"ukrain" is Place`) {
		t.Error(err)
	}
}

// The list of unmatched names is an alias file to fill in.
func TestUnmatched(t *testing.T) {
	o := options("icews", "testdata/icews.tab")
	o.Aliases = aliasesOf(t, "name,id\nRussia,russia\n")
	im, _ := imported(t, "icews", o, "russia")
	var out bytes.Buffer
	if err := im.WriteUnmatched(&out); err != nil {
		t.Fatal(err)
	}
	want := "name,id,code,count\nUkraine,,UKR,6\nDmitry Peskov,,,2\nForeign Affairs (Bangladesh),,,2\n" +
		"\"Foreign Affairs (Palestinian Territory, Occupied)\",,,2\nMikhail Bogdanov,,,2\nForeign Affairs (South Korea),,,1\n"
	if out.String() != want {
		t.Errorf("%s\nwant\n%s", out.String(), want)
	}
	file := filepath.Join(t.TempDir(), "u.csv")
	if err := os.WriteFile(file, []byte(strings.Replace(out.String(), "Ukraine,,", "Ukraine,ukraine,", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if as, err := ReadAliases(file); err != nil || len(as) != 1 || as[0].Code != "UKR" {
		t.Error(as, err)
	}
}

// A name that a spreadsheet would run goes out with an apostrophe and comes back without.
func TestFormula(t *testing.T) {
	for _, name := range []string{"=1+1", "+49", "-x", "@you", "O'Neill", "'quoted", ""} {
		out := escapeFormula(name)
		if strings.HasPrefix(name, "=") && out != "'=1+1" || unescapeFormula(out) != name {
			t.Errorf("%q: %q, %q", name, out, unescapeFormula(out))
		}
	}
}
