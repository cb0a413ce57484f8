package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/internal/store"
)

// home gives a test a data directory of its own and none of the variables that name a store.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	for _, name := range []string{"DEMARCHE_STORE", "DEMARCHE_ADDR", "NEO4J_URI"} {
		t.Setenv(name, "")
	}
	return filepath.Join(dir, "demarche", "demarche.db")
}

func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestSeedTwiceChangesNothing(t *testing.T) {
	file := home(t)
	code, out, errs := run(t, "seed")
	if code != 0 || !strings.Contains(out, "dataset:founding-case: 212 added, 0 changed, 0 retracted, 0 unchanged") || !strings.Contains(out,
		file) {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	if code, out, errs = run(t, "seed", "founding-case"); code != 0 || !strings.Contains(out,
		": 0 added, 0 changed, 0 retracted, 212 unchanged") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// dataset writes a folder with one dataset.
func dataset(t *testing.T, actors string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mine")
	for name, text := range map[string]string{
		"dataset.yaml": "id: dataset:mine\nname: Mine\nversion: \"1\"\nlicence: CC0\n",
		"actors.yaml":  "actors:\n" + actors,
	} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSeedFolder(t *testing.T) {
	home(t)
	url := "sqlite:" + filepath.Join(t.TempDir(), "named.db")
	dir := right(t)
	t.Setenv("DEMARCHE_STORE", url)
	if code, out, errs := run(t, "seed", dir); code != 0 || !strings.Contains(out, "dataset:mine: 2 added") || !strings.Contains(out, url) {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := run(t, "validate", dir, "founding-case"); code != 0 || !strings.Contains(out,
		"dataset:mine: right: 1 actor, 1 source, 0 links") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}

// One dataset at fault, and nothing of the others is written; the store is not even made.
func TestProblems(t *testing.T) {
	file := home(t)
	dir := dataset(t, "  - {id: a, nam: A, kind: GROUP, evidence: [{source: s}]}\n  - {id: b, name: B, kind: STAAT, evidence: [{source: "+
		"s}]}\n"+aSource)
	at := filepath.Join(dir, "actors.yaml")
	for command, end := range map[string]string{"seed": "\n3 problems; nothing was written\n", "validate": "\n3 problems\n"} {
		code, _, errs := run(t, command, right(t), dir)
		want := at + ":2:5: actor \"a\" lacks name; give it\n" + at + ":2:13: unknown key nam; did you mean name?\n" + at +
			":3:28: kind \"STAAT\" is none of STATE, "
		if code != 2 || !strings.HasPrefix(errs, want) || !strings.HasSuffix(errs, end) || strings.Count(errs, "\n") != 4 {
			t.Errorf("%s: %d\n%s\nwant\n%s", command, code, errs, want)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a store was made")
	}
}

func TestUsage(t *testing.T) {
	home(t)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"sevre"}, "serve"},
		{[]string{"serve", "--adr", "x"}, "unknown flag: --adr\nSee 'demarche serve --help'."},
		{[]string{"serve", "extra"}, "See 'demarche serve --help'."},
		{[]string{"validate"}, "See 'demarche validate --help'."},
		{[]string{"validate", "nowhere"}, `there is no folder or file "nowhere"; name a dataset's folder, or a built-in one: ` +
			`azerbaijan-russia-2025`},
		{[]string{"validate", "cli_test.go"}, "is a file"},
		{[]string{"serve", "--store", "postgres://u:secret@h"}, "sqlite:PATH"},
		{[]string{"serve", "--store", ""}, "--store is empty"},
		{[]string{"serve", "--store", "sqlite::memory:", "--addr", "nonsense"}, "HOST:PORT"},
		{[]string{"serve", "--store", "sqlite::memory:", "--pprof", "nonsense"}, "HOST:PORT"},
	} {
		code, out, errs := run(t, c.args...)
		if code != 2 || out != "" && !strings.HasPrefix(out, "The store is empty") || !strings.Contains(errs, c.says) || strings.Contains(errs,
			"secret") {
			t.Errorf("%v: %d %s%s", c.args, code, out, errs)
		}
	}
}

func TestHelpTeaches(t *testing.T) {
	for _, command := range []string{"serve", "seed", "validate", "token", "version"} {
		code, out, _ := run(t, command, "--help")
		if code != 0 || !strings.Contains(out, "Examples:\n") || !strings.Contains(out, "demarche "+command) {
			t.Errorf("%s: %d %s", command, code, out)
		}
	}
	if code, out, _ := run(t); code != 0 || !strings.Contains(out, "DEMARCHE_STORE") {
		t.Errorf("%d %s", code, out)
	}
}

func TestChoose(t *testing.T) {
	own := "sqlite:" + home(t)
	for _, c := range []struct {
		flag, env, neo4j, want string
		named                  bool
	}{
		{"", "", "", own, false},
		{"sqlite:f", "sqlite:e", "bolt://n", "sqlite:f", true},
		{"", "sqlite:e", "bolt://n", "sqlite:e", true},
		{"", "", "bolt://n", "bolt://n", true},
	} {
		t.Setenv("DEMARCHE_STORE", c.env)
		t.Setenv("NEO4J_URI", c.neo4j)
		cmd := seedCommand()
		if c.flag != "" {
			_ = cmd.Flags().Set("store", c.flag)
		}
		if err := fromEnvironment(cmd.Flags()); err != nil {
			t.Fatal(err)
		}
		if got, err := chooseStore(cmd); err != nil || got != (storeChoice{url: c.want, named: c.named, wait: waitFlag(defaultWait)}) {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
	}
	t.Setenv("XDG_DATA_HOME", "relative")
	t.Setenv("HOME", "/h")
	if dir, err := dataDir(); err != nil || !strings.HasPrefix(dir, "/h/") {
		t.Errorf("a relative XDG_DATA_HOME should be ignored: %s, %v", dir, err)
	}
	if got := (storeChoice{url: "neo4j://u:se@cret@h:1/x"}).String(); got != "neo4j://h:1/x" {
		t.Error(got)
	}
}

// serving runs serve until the test ends and returns what it printed first, up to the line that says how to stop.
func serving(t *testing.T, args ...string) (printed string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	code := make(chan int, 1)
	go func() {
		c := Run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), w, w)
		_ = w.Close()
		code <- c
	}()
	stop = func() int { cancel(); return <-code }
	return untilReady(t, r), stop
}

// TestProfiles: the profiler answers at an address of its own, and not at the one that serves.
func TestProfiles(t *testing.T) {
	home(t)
	printed, stop := serving(t, "--pprof", "127.0.0.1:0")
	for url, want := range map[string]int{after(t, printed, "Profiles:"): 200, after(t, printed, "Explorer:") + "debug/pprof/": 404} {
		r, err := http.Get(url) //nolint:gosec // a server of this test
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("%s: %d", url, r.StatusCode)
		}
	}
	if code := stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func untilReady(t *testing.T, r io.Reader) string {
	t.Helper()
	var printed strings.Builder
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		printed.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Ctrl-C") {
			go func() { _, _ = io.Copy(io.Discard, r) }()
			return printed.String()
		}
	}
	t.Fatalf("it never became ready: %s", printed.String())
	return ""
}

// after finds what follows a label in what was printed.
func after(t *testing.T, printed, label string) string {
	t.Helper()
	_, rest, ok := strings.Cut(printed, label)
	if !ok {
		t.Fatalf("%q is not in %q", label, printed)
	}
	return strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0])
}

// responses asks a server how many links it holds.
func responses(t *testing.T, graphql string) int {
	t.Helper()
	r, err := http.Post(graphql, "application/json", strings.NewReader(`{"query":"{ responses { totalCount } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	var answer struct {
		Data struct{ Responses struct{ TotalCount int } }
	}
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data.Responses.TotalCount
}

func TestServeSeedsItsOwnStore(t *testing.T) {
	file := home(t)
	printed, stop := serving(t)
	if !strings.Contains(printed, "212 added") || after(t, printed, "Store:") != "sqlite:"+file {
		t.Error(printed)
	}
	if n := responses(t, after(t, printed, "GraphQL:")); n != 90 { // of both datasets, four of them the same
		t.Errorf("%d responses, want 90", n)
	}
	if r, err := http.Get(after(t, printed, "Explorer:")); err != nil || r.StatusCode != 200 {
		t.Errorf("%v %v", r, err)
	} else {
		_ = r.Body.Close()
	}
	if code := stop(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	printed, stop = serving(t)
	if strings.Contains(printed, "added") {
		t.Errorf("a store that holds something is loaded again: %s", printed)
	}
	stop()
}

// With --read-only a store is served as it is, and one that is not there is not made.
func TestServeReadOnly(t *testing.T) {
	own := home(t)
	path := filepath.Join(t.TempDir(), "kept.db")
	s, err := store.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	printed, stop := serving(t, "--read-only", "--store", "sqlite:"+path)
	if n := responses(t, after(t, printed, "GraphQL:")); n != 0 || !strings.Contains(printed, "kept.db (read-only)") {
		t.Errorf("%d responses; %s", n, printed)
	}
	stop()
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed, %v", err)
	}
	code, _, errs := run(t, "serve", "--read-only", "--addr", "127.0.0.1:0")
	if code == 0 || !strings.Contains(errs, "there is no SQLite file") {
		t.Errorf("no file: %d, %s", code, errs)
	}
	if _, err := os.Stat(filepath.Dir(own)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was made: %v", err)
	}
}

// A store that was named, by flag or by variable, stays as it is.
func TestServeNeverSeedsANamedStore(t *testing.T) {
	home(t)
	for _, by := range []string{"flag", "variable"} {
		url := "sqlite:" + filepath.Join(t.TempDir(), "named.db")
		var args []string
		if by == "flag" {
			args = []string{"--store", url}
		} else {
			t.Setenv("DEMARCHE_STORE", url)
		}
		printed, stop := serving(t, args...)
		if n := responses(t, after(t, printed, "GraphQL:")); n != 0 || !strings.Contains(printed, "The store is empty") {
			t.Errorf("by %s: %d responses; %s", by, n, printed)
		}
		stop()
		s, err := store.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		if empty, err := s.Empty(t.Context()); err != nil || !empty {
			t.Errorf("by %s: empty %v, %v", by, empty, err)
		}
		_ = s.Close()
	}
}

func TestSDL(t *testing.T) {
	home(t)
	want, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := run(t, "sdl"); code != 0 || out != string(want) {
		t.Errorf("%d %.200s%s", code, out, errs)
	}
	url := after(t, served(t), "GraphQL:")
	if status, text := fetch(t, strings.TrimSuffix(url, "graphql")+"schema.graphqls"); status != 200 || text != string(want) {
		t.Errorf("%d %.200s", status, text)
	}
	url = after(t, served(t, "--introspection=false"), "GraphQL:")
	if status, text := fetch(t, strings.TrimSuffix(url, "graphql")+"schema.graphqls"); status != 404 {
		t.Errorf("%d %.200s", status, text)
	}
	if _, text := fetch(t, url+"?query={__schema{queryType{name}}}"); !strings.Contains(text, "switched off") {
		t.Error(text)
	}
}

func TestTrustedDocuments(t *testing.T) {
	home(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "page.graphql")
	if err := os.WriteFile(file, []byte("{\n  nobody\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errs := run(t, "serve", "--store", "sqlite::memory:", "--trusted-documents", dir)
	if code != 2 || !strings.Contains(errs, file+`:2: Cannot query field "nobody"`) {
		t.Errorf("%d %s", code, errs)
	}
	if err := os.WriteFile(file, []byte("{ stats { undatedCount } }"), 0o600); err != nil {
		t.Fatal(err)
	}
	printed := served(t, "--trusted-documents", dir)
	if !strings.Contains(printed, "Documents:  1 document, and no others") {
		t.Error(printed)
	}
	url := after(t, printed, "GraphQL:")
	if _, text := fetch(t, url+"?query="+"%7B%20stats%20%7B%20undatedCount%20%7D%20%7D"); !strings.Contains(text, `{"data":{"stats"`) {
		t.Error(text)
	}
	if _, text := fetch(t, url+"?query={__typename}"); !strings.Contains(text, "NOT_TRUSTED") {
		t.Error(text)
	}
}

// served runs serve on an empty store until the test ends, and returns what it printed.
func served(t *testing.T, args ...string) string {
	t.Helper()
	printed, stop := serving(t, append([]string{"--store", "sqlite::memory:"}, args...)...)
	t.Cleanup(func() { stop() })
	return printed
}

// fetch gets a page of a server of this test.
func fetch(t *testing.T, url string) (status int, text string) {
	t.Helper()
	r, err := http.Get(url) //nolint:gosec // a server of this test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}
