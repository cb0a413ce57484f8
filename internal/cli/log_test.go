package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/internal/neo4jtest"
)

// What loads change can be read again, newest first, compared with what is stated now, served and exported as it was, and forgotten.
func TestLog(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { toldByTheLog(t, "sqlite:"+filepath.Join(t.TempDir(), "graph.db")) })
	t.Run("Neo4j", func(t *testing.T) { toldByTheLog(t, neo4jtest.Fresh(t)) })
}

func toldByTheLog(t *testing.T, url string) { //nolint:thelper // it is the test, on one store
	home(t)
	t.Setenv("DEMARCHE_STORE", url)
	const one, two = "  - id: a\n    name: A\n    kind: STATE\n", "  - id: b\n    name: B\n    kind: STATE\n"
	expect := func(want string, args ...string) string {
		t.Helper()
		code, out, errs := run(t, args...)
		if code != 0 || !strings.Contains(squeezed(out), want) {
			t.Errorf("%v: %d\n%s%s\nwant %s", args, code, out, errs, want)
		}
		return out
	}
	refuse := func(want string, args ...string) {
		t.Helper()
		if code, out, errs := run(t, args...); code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%v: %d %s%s\nwant %s", args, code, out, errs, want)
		}
	}
	dir := dataset(t, one+two)
	expect("2 added", "seed", dir)
	refuse("nothing had been recorded", "export", "--recorded", "0")
	expect("0 added", "seed", dir) // which is no revision
	rewrite := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "actors.yaml"), []byte("actors:\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rewrite(strings.Replace(one, "name: A", "name: AA", 1))
	expect("1 changed, 1 retracted", "seed", "--prune", dir)
	rewrite(strings.Replace(one, "name: A", "name: AAA", 1) + strings.Replace(two, "b", "c", 1))
	expect("1 added, 1 changed", "seed", dir)

	table := squeezed(expect("revision recorded who dataset change\n3 ", "log", "--kind", "actor"))
	me := regexp.QuoteMeta(strings.Join(strings.Fields(who()), " "))
	line := func(revision, what string) string {
		return revision + ` \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ ` + me + ` dataset:mine ` + what + "\n"
	}
	if want := "^revision recorded who dataset change\n" + line("3", `\+ Actor c`) + line("3", "~ Actor a: name") +
		line("2", `- Actor b \(.+\)`) + line("2", "~ Actor a: name") + line("1", `\+ Actor b`) + line("1", `\+ Actor a`) + "$"; !regexp.
		MustCompile(want).MatchString(table) {
		t.Errorf("got\n%s, want\n%s", table, want)
	}
	last := strings.Split(table, "\n")
	for _, n := range []string{"1", "2", "3", "4", "5"} { // the last ones, however spans of revisions are cut
		got := strings.Split(squeezed(expect("", "log", "--kind", "actor", "-n", n)), "\n")
		if want := last[:1+int(n[0]-'0')]; strings.Join(got[:len(got)-1], "\n") != strings.Join(want, "\n") {
			t.Errorf("-n %s: got %q, want %q", n, got, want)
		}
	}
	var c loggedChange
	text := expect("", "log", "--json", "--id", "a", "--since", "1", "--until", "2")
	if err := json.Unmarshal([]byte(text), &c); err != nil || strings.Count(text, "\n") != 1 || c.Revision != 2 || c.ID != "a" ||
		c.Kind != "Actor" || c.Change != "CHANGED" || len(c.Fields) != 1 || c.Fields[0].Old != "A" || c.Fields[0].New != "AA" || *c.Who != who() {
		t.Errorf("%v: %s", err, text)
	}
	expect("nothing was recorded", "log", "--since", time.Now().UTC().Format(time.DateOnly)) // after the end of the day
	expect("nothing was recorded", "log", "--until", "2020-01-01T00:00:00Z")
	expect("nothing was recorded", "log", "--dataset", "dataset:another")
	expect("nothing was recorded", "log", "--who", "nobody at all")
	for _, args := range [][]string{{"--since", "4"}, {"--since", "yesterday"}, {"--kind", "nothing"}, {"-n", "0"}, {"--until", "-1"}} {
		refuse(args[0], append([]string{"log"}, args...)...)
	}

	expect("~ Actor a\n name: \"AA\" → \"AAA\"\n+ Actor c\ndataset:mine: 1 added, 1 changed, 0 retracted\n"+
		"Compared: revision 2 with 3, the newest.\n", "diff", "--since", "2")
	expect("~ Actor a\n name: \"A\" → \"AAA\"\n- Actor b\n+ Actor c\ndataset:mine: 1 added, 1 changed, 1 retracted\n",
		"diff", "--since", "1")
	expect("Nothing is otherwise. Compared: revision 3 with 3, the newest.\n", "diff", "--since", "3")
	var d sinceDifference
	if err := json.Unmarshal([]byte(expect("", "diff", "--since", "2020-01-01", "--format", "json")), &d); err != nil || d.Since != 0 ||
		d.Until != 3 || d.Added != 3 || d.Changed+d.Retracted != 0 || d.Differences[0].Key != "a" { // b came and went
		t.Errorf("%v: %+v", err, d)
	}
	refuse("leave it out", "diff", "--since", "2", dir)
	refuse("--prune", "diff", "--since", "2", "--prune")
	refuse("--since", "diff")

	past := expect(`"A"`, "export", "--recorded", "1")
	if now := expect(`"AAA"`, "export", "--recorded", time.Now().UTC().Format(time.DateOnly)); now != expect("", "export") ||
		!strings.Contains(past, `"b"`) || strings.Contains(past, "AAA") {
		t.Errorf("%s\n%s", past, now)
	}
	printed, stop := serving(t, "--recorded", "2")
	store, api := after(t, printed, "Store:"), after(t, printed, "GraphQL:")
	if !strings.Contains(store, "as of revision 2, recorded ") || !strings.Contains(store, "(read-only)") {
		t.Errorf("it is served as %s", store)
	}
	got := fetched(t, api+"?query={revision+actors{nodes{name}}}", 200)
	if got != `{"data":{"revision":2,"actors":{"nodes":[{"name":"AA"}]}}}` {
		t.Errorf("served: %s", got)
	}
	says := "as of revision 2, recorded "
	if page := fetched(t, strings.TrimSuffix(api, "graphql"), 200); !strings.Contains(page, `<meta name="recorded" content="`+says) {
		t.Errorf("the page does not tell the state that is served: %s", page)
	}
	if text := fetched(t, strings.TrimSuffix(api, "graphql")+"readyz", 200); !strings.HasPrefix(text, "ready ("+says) {
		t.Errorf("readyz: %s", text)
	}
	if code := stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}

	refuse("leave --since out", "log", "--prune-before", "2", "--since", "1")
	refuse("nothing was forgotten", "log", "--prune-before", "3") // nobody says yes
	expect(`"A"`, "export", "--recorded", "1")
	expect("nothing to forget", "log", "--prune-before", "2020-01-01")
	expect("revisions 1 to 2: ", "log", "--prune-before", "3", "--yes")
	expect("nothing to forget, the log begins after revision 2", "log", "--prune-before", "3", "--yes")
	if table := squeezed(expect("3 ", "log")); strings.Contains(table, "\n2 ") {
		t.Errorf("it is not forgotten:\n%s", table)
	}
	expect("name: \"AA\" → \"AAA\"", "diff", "--since", "2")
	refuse("pruned", "diff", "--since", "1")
	refuse("pruned", "export", "--recorded", "3")
}

// squeezed is a text whose columns are a space apart.
func squeezed(text string) string { return regexp.MustCompile(` +`).ReplaceAllString(text, " ") }
