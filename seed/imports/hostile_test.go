package imports

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

func fixture(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lineOf is a line of a fixture, from 1, with some fields changed: position from 0, value.
func lineOf(t *testing.T, name string, line int, changes ...any) string {
	t.Helper()
	f := strings.Split(strings.Split(fixture(t, name), "\n")[line-1], "\t")
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(int)] = changes[i+1].(string)
	}
	return strings.Join(f, "\t") + "\n"
}

// refused reads a text and wants one problem, at a place unless that is "", that says something.
func refused(t *testing.T, what, format string, text io.Reader, at, says string) {
	t.Helper()
	o := options(format, "-")
	o.Stdin = text
	_, err := Read(t.Context(), formatNamed(t, format), o)
	var problems seed.Problems
	if !errors.As(err, &problems) || !errors.Is(err, graph.ErrInvalid) || len(problems) != 1 {
		t.Errorf("%s: %v", what, err)
		return
	}
	if p := problems[0].Error(); at != "" && !strings.HasPrefix(p, at+": ") || !strings.Contains(p, says) {
		t.Errorf("%s: %q, want %s and %q", what, p, at, says)
	}
}

func TestDamage(t *testing.T) {
	icews := lineOf(t, "icews.tab", 1)
	for _, c := range []struct{ name, format, text, at, says string }{
		{"empty", "gdelt", "", "stdin:1:1", "empty"},
		{"NUL", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 6, "A\x00B"), "stdin:1:44", "NUL byte"},
		{"broken UTF-8", "gdelt", lineOf(t, "gdelt2.export.CSV", 1) + lineOf(t, "gdelt2.export.CSV", 3, 6, "é\xe9"), "stdin:2:47",
			"byte 0xe9 is not UTF-8"},
		{"too few columns", "gdelt", lineOf(t, "gdelt2.export.CSV", 1) + "1\t2\t3\n", "stdin:2:1", "3 columns"},
		{"cut short in its last line", "gdelt", lineOf(t, "gdelt2.export.CSV", 1)[:200], "stdin:1:1", "columns"},
		{"header", "gdelt", "GLOBALEVENTID\tSQLDATE\n", "stdin:1:1", "a header"},
		{"saved by a spreadsheet", "gdelt", "GLOBALEVENTID;SQLDATE;MonthYear\n817930293;20180121;201801\n", "stdin:1:1", "spreadsheet"},
		{"zeros lost", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 26, "10", 27, "10", 28, "1"), "stdin:1:78", "leading zeros are lost"},
		{"number in scientific form", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 59, "2.02E+13"), "stdin:1:278", "DATEADDED"},
		{"id in scientific form", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 0, "8.8E+08"), "stdin:1:1", "GLOBALEVENTID"},
		{"decimal comma", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 30, "-7,0"), "stdin:1:91", "GoldsteinScale"},
		{"date", "gdelt", lineOf(t, "gdelt2.export.CSV", 1, 1, "24.10.2018"), "stdin:1:11", "SQLDATE"},
		{"no header", "icews", lineOf(t, "icews.tab", 2), "stdin:1:1", `the header has "32890166" where ICEWS coded events have "Event ID"`},
		{"header cut", "icews", "Event ID\tEvent Date\n", "stdin:1:21", `the header has nothing where`},
		{"separated by commas", "icews", "Event ID,Event Date\n", "stdin:1:1", "no tabs"},
		{"a column too many", "icews", icews + strings.TrimSpace(lineOf(t, "icews.tab", 2)) + "\tmore\n", "stdin:2:1", "21 columns"},
		{"zeros lost", "icews", icews + lineOf(t, "icews.tab", 2, 6, "20"), "stdin:2:127",
			`CAMEO Code 20 is "Make an appeal or request", which is 020`},
		{"date of a spreadsheet", "icews", icews + lineOf(t, "icews.tab", 2, 1, "01/06/2018"), "stdin:2:10", "Event Date"},
		{"number of a spreadsheet", "icews", icews + lineOf(t, "icews.tab", 2, 11, "4.74E+07"), "stdin:2:162", "Story ID"},
		{"columns", "quadruples", "a\tb\tc\n", "stdin:1:1", "3 columns"},
		{"date", "quadruples", "Russia\tConsult\tUkraine\tyesterday\n", "stdin:1:24", "not like 2018-08-29"},
		{"a day that is none", "quadruples", "Russia\tConsult\tUkraine\t2018-02-30\n", "stdin:1:24", "no day of the calendar"},
		{"time without a clock", "quadruples", "Russia\tConsult\tUkraine\t24\n", "stdin:1:24", "--time-unit"},
		{"numbers without lists", "quadruples", "1\t2\t3\t2018-08-29\n", "stdin:1:1", "--entities"},
		{"gzip cut short", "gdelt", packed(t, fixture(t, "gdelt2.export.CSV"))[:400], "stdin:2:1", "ends too early"},
		{"gzip damaged", "gdelt", "\x1f\x8bnonsense", "stdin:1:1", "damaged"},
		{"zip cut short", "gdelt", zipped(t, "a.CSV", fixture(t, "gdelt2.export.CSV"))[:400], "stdin:1:1", "damaged"},
		{"wrong within zip", "gdelt", zipped(t, "a.CSV", "1\t2\n"), "stdin/a.CSV:1:1", "2 columns"},
	} {
		refused(t, c.format+": "+c.name, c.format, strings.NewReader(c.text), c.at, c.says)
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Damage carries its rule, whatever the file says.
func TestRulesOfDamage(t *testing.T) {
	icews := lineOf(t, "icews.tab", 1)
	for _, c := range []struct {
		format, text string
		want         graph.Rule
	}{
		{"gdelt", "", graph.RuleFile},
		{"gdelt", "x has no evidence; y\n", graph.RuleSyntax},
		{"gdelt", lineOf(t, "gdelt2.export.CSV", 1, 0, "unknown key x"), graph.RuleValue},
		{"gdelt", lineOf(t, "gdelt2.export.CSV", 1, 1, "is empty; x"), graph.RuleDate},
		{"icews", icews + lineOf(t, "icews.tab", 2, 1, "x names itself; y"), graph.RuleDate},
		{"quadruples", "1\t2\t3\t2018-08-29\n", graph.RuleMissingKey},
		{"quadruples", "a\tb\tc\tis none of A\n", graph.RuleDate},
	} {
		o := options(c.format, "-")
		o.Stdin = strings.NewReader(c.text)
		_, err := Read(t.Context(), formatNamed(t, c.format), o)
		if fs := graph.FaultsOf(err); len(fs) != 1 || fs[0].Rule() != c.want {
			t.Errorf("%s %.40q: %v, want %s", c.format, c.text, err, c.want)
		}
	}
}

// Packed files say the same as plain ones, from a path and from standard input.
func TestPacked(t *testing.T) {
	plain := fixture(t, "gdelt2.export.CSV")
	_, s := imported(t, "gdelt", options("gdelt", "testdata/gdelt2.export.CSV"))
	want := actionLines(s)
	for name, text := range map[string]string{"plain": plain, "gzip": packed(t, plain), "zip": zipped(t, "a.CSV", plain),
		"CRLF": strings.ReplaceAll(plain, "\n", "\r\n")} {
		o := options("gdelt", "-")
		o.Stdin = strings.NewReader(text)
		_, s := imported(t, "gdelt", o)
		checkLines(t, name+", standard input", actionLines(s), want)
		file := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, s = imported(t, "gdelt", options("gdelt", file))
		checkLines(t, name+", file", actionLines(s), want)
	}
}

// endless gives the same text for ever, up to a number of bytes.
type endless struct {
	text string
	left int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.left)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.left -= n
	return n, nil
}

func TestLineOf100MB(t *testing.T) {
	refused(t, "long line", "gdelt", &endless{text: "x", left: 100 << 20}, "stdin:1:1048577", "longer than 1 MB")
}

// What unpacks to far more than it is ends before it fills a disk.
func TestZipBomb(t *testing.T) {
	was := freeInflation
	freeInflation = 8 << 20
	t.Cleanup(func() { freeInflation = was })
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, &endless{text: fixture(t, "gdelt1.tsv")[:strings.Index(fixture(t, "gdelt1.tsv"), "\n")+1],
		left: 9 << 20}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	refused(t, "gzip bomb", "gdelt", strings.NewReader(text), "", "zip bomb")
	refused(t, "bomb within zip", "gdelt", strings.NewReader(zipped(t, "a.CSV", strings.Repeat("\n", 9<<20))), "", "zip bomb")
}

// Every damaged file is told of in one run, and nothing can be written.
func TestSeveralDamaged(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"a", "b"} {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], []byte("1\t2\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files = append(files, "testdata/gdelt2.export.CSV", filepath.Join(dir, "nowhere"), dir)
	_, err := Read(t.Context(), formatNamed(t, "gdelt"), options("gdelt", files...))
	var problems seed.Problems
	if !errors.As(err, &problems) || len(problems) != 4 || problems[1].At.File != files[1] || !strings.Contains(problems[2].Problem(),
		"cannot be read") {
		t.Error(err)
	}
}

func FuzzFormats(f *testing.F) {
	for i, files := range [][]string{{"icews.tab"}, {"gdelt2.export.CSV", "gdelt1.tsv"}, {"quadruples.tsv", "numbered.txt"}} {
		for _, name := range files {
			text, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint8(i), text)
		}
	}
	f.Fuzz(func(t *testing.T, format uint8, text []byte) {
		f := &Formats[int(format)%len(Formats)]
		o := options(f.Name, "-")
		o.Stdin = bytes.NewReader(text)
		if format > 128 {
			o.Given = map[string][]string{"time-unit": {"hours"}, "origin": {"2018-01-01"}}
		}
		im, err := Read(t.Context(), f, o)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		im.Close()
		o.Stdin = bytes.NewReader(text)
		imported(t, f.Name, o) // checks every record
	})
}

func FuzzMentions(f *testing.F) {
	text, err := os.ReadFile("testdata/gdelt2.mentions.CSV")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		o := options("gdelt", "testdata/gdelt2.export.CSV")
		o.Stdin, o.Given = bytes.NewReader(text), map[string][]string{"mentions": {"-"}}
		im, err := Read(t.Context(), formatNamed(t, "gdelt"), o)
		if err != nil {
			if !errors.Is(err, graph.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		im.Close()
		o.Stdin = bytes.NewReader(text)
		imported(t, "gdelt", o)
	})
}

func FuzzLists(f *testing.F) {
	f.Add([]byte("3\nPolice_(Singapore)\t0\nRussia\t1\n"))
	f.Add([]byte("0\tRussia\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		in := &input{stdin: bytes.NewReader(text), sum: discard{}}
		list, err := in.list("-")
		if err != nil && !errors.Is(err, graph.ErrInvalid) {
			t.Fatal(err)
		}
		for number := range list {
			if !wholeNumber.MatchString(number) {
				t.Fatalf("%q is no number", number)
			}
		}
	})
}

func FuzzAliases(f *testing.F) {
	f.Add([]byte("name,id,code\nAzerbaijan,azerbaijan,AZE\n\"a \"\"b\"\"\",x,\n"))
	f.Add([]byte("\ufeffid,name\nrussia,'=Russia\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		aliases, err := parseAliases("f", text)
		if err != nil && !errors.Is(err, graph.ErrInvalid) {
			t.Fatal(err)
		}
		for _, a := range aliases {
			if graph.CheckID(a.ID) != nil || a.Name == "" && a.Code == "" {
				t.Fatalf("%+v", a)
			}
		}
	})
}

// Names of event data with characters that cannot be seen are taken without these: no record is refused when it is loaded.
func TestInvisibleCharactersAreTakenOut(t *testing.T) {
	o := options("gdelt", "-")
	o.Stdin = strings.NewReader(lineOf(t, "gdelt2.export.CSV", 1, 5, "ZZZ", 6, "FEN\u202eWICK\u2028", 16, "", 52, "Town\u0007, \u200eX"))
	im, err := Read(t.Context(), formatNamed(t, "gdelt"), o)
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	if err := im.Each(func(r graph.Record) error {
		if name, _ := r.Props["name"].(string); strings.Contains(name, "FENWICK") || strings.Contains(name, "Town, X") {
			names++
		}
		return graph.Check(r)
	}); err != nil || names == 0 {
		t.Error(names, err)
	}
}

// Names that differ only by what cannot be seen are one, and no id holds such a character: what was imported can be exported and
// read again.
func TestNamesThatLookTheSameAreOne(t *testing.T) {
	o := options("quadruples", "-")
	o.Stdin = strings.NewReader("Aland\u200b\tMake statement\tB\u202eland\t2018-01-01\nAland\tMake statement\tBland\t2018-01-02\n")
	im, err := Read(t.Context(), formatNamed(t, "quadruples"), o)
	if err != nil {
		t.Fatal(err)
	}
	var actors []string
	if err := im.Each(func(r graph.Record) error {
		if strings.ContainsFunc(r.Key(), graph.Invisible) {
			t.Errorf("%q", r.Key())
		}
		if r.Kind == graph.KindActor {
			actors = append(actors, r.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(actors)
	if want := []string{"quadruples:Aland", "quadruples:Bland"}; !slices.Equal(actors, want) {
		t.Errorf("%q, want %q", actors, want)
	}
}
