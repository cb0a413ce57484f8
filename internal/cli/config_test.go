package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// fileOf writes a file of settings.
func fileOf(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "demarche.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// flagsOf are flags of every type, those of serve among them.
func flagsOf(t *testing.T) *pflag.FlagSet {
	t.Helper()
	f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	(&serveSettings{}).flags(f)
	f.StringSlice("hosts", []string{"localhost"}, "")
	f.Bool("introspection", true, "")
	f.Int("queue", 64, "")
	f.String("store", "", "")
	return f
}

// A flag wins over a variable, a variable over the file, and the file over the default.
func TestPrecedence(t *testing.T) {
	file := fileOf(t, "addr: 127.0.0.1:1\nlog-level: warn\npprof: 127.0.0.1:2 # a comment\n")
	t.Setenv("DEMARCHE_ADDR", "127.0.0.1:3")
	t.Setenv("DEMARCHE_PPROF", "127.0.0.1:4")
	f := flagsOf(t)
	if err := f.Parse([]string{"--addr", "127.0.0.1:5"}); err != nil {
		t.Fatal(err)
	}
	if err := fromEnvironment(f); err != nil {
		t.Fatal(err)
	}
	if err := fromFile(file, f, f); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]string{
		"addr": {"127.0.0.1:5", "--addr"}, "pprof": {"127.0.0.1:4", "DEMARCHE_PPROF"}, "log-level": {"warn", file + ":2"},
		"log-format": {"text", "default"},
	} {
		if got := f.Lookup(name); got.Value.String() != want[0] || sourceOf(got) != want[1] {
			t.Errorf("%s is %s from %s, not %v", name, got.Value, sourceOf(got), want)
		}
	}
}

// Durations, lists and booleans can be written as YAML has them; null and the like cannot.
func TestTypesOfSettings(t *testing.T) {
	f := flagsOf(t)
	file := fileOf(t, "timeout: 1m30s\nhosts: [a.example, b.example]\nintrospection: false\nqueue: 7\nstore: sqlite:x.db\n")
	if err := fromFile(file, f, f); err != nil {
		t.Fatal(err)
	}
	timeout, _ := f.GetDuration("timeout")
	hosts, _ := f.GetStringSlice("hosts")
	introspection, _ := f.GetBool("introspection")
	queue, _ := f.GetInt("queue")
	if timeout != 90*time.Second || strings.Join(hosts, " ") != "a.example b.example" || introspection || queue != 7 {
		t.Errorf("%s %v %v %d", timeout, hosts, introspection, queue)
	}
	f = flagsOf(t)
	if err := fromFile(fileOf(t, "hosts: one.example\n"), f, f); err != nil {
		t.Fatal(err)
	}
	if hosts, _ := f.GetStringSlice("hosts"); strings.Join(hosts, " ") != "one.example" {
		t.Errorf("%v", hosts)
	}
	if err := fromFile(fileOf(t, "# nothing\n"), f, f); err != nil {
		t.Errorf("a file without settings: %v", err)
	}
}

func TestFaultsOfTheFile(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"addr: x\nadr: y\n", `:2: unknown setting "adr"; did you mean addr?`},
		{"quite-another: 1\n", `:1: unknown setting "quite-another"; 'demarche serve --help' lists all`},
		{"config: other.yaml\n", `:1: unknown setting "config"`},
		{"print-config: true\n", `:1: unknown setting "print-config"`},
		{"addr: a\naddr: b\n", "already"},
		{"timeout: soon\n", `:1: invalid argument "soon" for "--timeout" flag`},
		{"addr: [a, b]\n", ":1: addr is one value, not a list"},
		{"hosts: [[a]]\n", ":1: hosts is a list of plain values"},
		{"addr: {host: a}\n", ":1: addr is one value, or a list of values"},
		{"addr:\n", ":1: addr has no value"},
		{"- addr\n", ":1: write settings"},
		{"addr: 'x\n", "line 2"},
	} {
		f := flagsOf(t)
		if err := fromFile(fileOf(t, c.text), f, f); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %s", c.text, err, c.says)
		}
	}
	f := flagsOf(t)
	if err := fromFile(fileOf(t, "adr: 1\ntimeout: soon\n"), f, f); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("not all faults are told at once: %v", err)
	}
	if err := fromFile("nowhere.yaml", f, f); err == nil || !strings.Contains(err.Error(), "nowhere.yaml") {
		t.Error(err)
	}
}

// What --print-config prints is a file for --config that means the same, and holds no password.
func TestPrintConfig(t *testing.T) {
	home(t)
	t.Setenv("DEMARCHE_SLOW", "250ms")
	file := fileOf(t, "log-format: json\nmetrics: 127.0.0.1:9090\n")
	code, printed, errs := run(t, "serve", "--print-config", "--config", file, "--store", "neo4j://reader:secret@db.example:7687", "--timeout",
		"45s")
	if code != 0 || strings.Contains(printed, ":secret") {
		t.Fatalf("%d %s%s", code, printed, errs)
	}
	for _, line := range []string{
		"addr: 127.0.0.1:8080 # default", "log-format: json # " + file + ":1", "metrics: 127.0.0.1:9090 # " + file + ":2",
		"slow: 250ms # DEMARCHE_SLOW", "store: neo4j://db.example:7687 # --store", "timeout: 45s # --timeout", `# pprof: "" # default`,
	} {
		if !strings.Contains(printed, line+"\n") {
			t.Errorf("%s is not in\n%s", line, printed)
		}
	}
	t.Setenv("DEMARCHE_SLOW", "")
	code, again, errs := run(t, "serve", "--print-config", "--config", fileOf(t, printed))
	if code != 0 || settings(again) != settings(printed) {
		t.Errorf("%d %s\nread again, it means\n%s\nnot\n%s", code, errs, again, printed)
	}
}

// settings are the settings of what is printed, without where they come from.
func settings(printed string) string {
	var out strings.Builder
	for line := range strings.Lines(printed) {
		before, _, _ := strings.Cut(strings.TrimPrefix(line, "# "), " # ")
		out.WriteString(before + "\n")
	}
	return out.String()
}

// Every type of flag is printed so that it can be read again.
func TestPrintedTypes(t *testing.T) {
	f := flagsOf(t)
	if err := f.Parse([]string{"--hosts", "a.example,https://u:secret@b.example", "--introspection=false", "--log-level", "yes"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := printConfig(&out, f, storeChoice{url: "sqlite:/own.db"}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"hosts: [a.example, 'https://b.example'] # --hosts", "introspection: false # --introspection",
		"queue: 64 # default", "# store: sqlite:/own.db # default"} {
		if !strings.Contains(out.String(), line+"\n") {
			t.Errorf("%s is not in\n%s", line, &out)
		}
	}
	read := flagsOf(t)
	if err := fromFile(fileOf(t, out.String()), read, read); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if got := read.Lookup("log-level").Value.String(); got != "yes" { // and no boolean
		t.Errorf("log-level is %q", got)
	}
}

// Whatever a file says, it is refused or read, and what was read can be printed and read again.
func FuzzFileOfSettings(f *testing.F) {
	for _, text := range []string{
		"addr: x\n", "hosts: [a, 'b,c', \"d\\n\"]\n", "timeout: 1m\nslow: 0\n", "store: a://b:c@d\n", "pprof: |\n  x\n",
		"addr: &b c\npprof: *b\n", "addr: ''\n", "addr: \"a\\u2028b # c: d\"\nhosts: [\"\\u0085\", '#', '- a', '']\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		read := flagsOf(t)
		if err := fromFile(fileOf(t, text), read, read); err != nil {
			return
		}
		var out bytes.Buffer
		if err := printConfig(&out, read, storeChoice{url: "sqlite:x"}); err != nil {
			t.Fatal(err)
		}
		again := flagsOf(t)
		if err := fromFile(fileOf(t, out.String()), again, again); err != nil {
			t.Fatalf("%v\n%s", err, &out)
		}
		read.VisitAll(func(flag *pflag.Flag) {
			got, want := again.Lookup(flag.Name).Value.String(), flag.Value.String()
			if got != want && !strings.Contains(want, "://") { // whose password is left out
				t.Errorf("%s is %q, not %q:\n%s", flag.Name, got, want, &out)
			}
		})
	})
}

// Other commands take from the file what they share with serve, and are not troubled by the rest.
func TestConfigOfOtherCommands(t *testing.T) {
	home(t)
	at := filepath.Join(t.TempDir(), "named.db")
	code, out, errs := run(t, "seed", "--config", fileOf(t, "store: sqlite:"+at+"\naddr: 127.0.0.1:1\n"))
	if code != 0 || !strings.Contains(out, at) {
		t.Errorf("%d %s%s", code, out, errs)
	}
	code, _, errs = run(t, "seed", "--config", fileOf(t, "quiet: true\n"))
	if code != 2 || !strings.Contains(errs, `unknown setting "quiet"`) {
		t.Errorf("%d %s", code, errs)
	}
}
