package cli

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write the tables of docs/operations.md anew; read what changed before you keep it")

// The tables of docs/operations.md have every setting and every metric that there is, and no other.
func TestOperationsPage(t *testing.T) {
	const page = "docs/operations.md"
	text := fileAt(t, page)
	fresh := section(t, section(t, text, "settings", settingsTable()), "metrics", metricsTable(t))
	switch {
	case fresh == text:
	case *update:
		if err := os.WriteFile(root+page, []byte(fresh), 0o644); err != nil { //nolint:gosec // a page of the repository
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is stale: go test ./internal/cli -run OperationsPage -update, and read what changed", page)
	}
}

// section replaces what stands between the marks of a section.
func section(t *testing.T, text, name, table string) string {
	t.Helper()
	marks := regexp.MustCompile(`(?s)(<!-- ` + name + `: [^\n]+ -->\n).*(<!-- end of ` + name + ` -->)`)
	if !marks.MatchString(text) {
		t.Fatalf("the page has no section %s", name)
	}
	return marks.ReplaceAllStringFunc(text, func(s string) string {
		m := marks.FindStringSubmatch(s)
		return m[1] + "\n" + table + "\n" + m[2]
	})
}

// said is the default of a flag without one of its own, as its text says it.
var said = regexp.MustCompile(` \(default ([^)]+)\)$`)

// settingsTable is a row for each flag of serve that can be set in every way.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("| setting | default | what it is |\n|---|---|---|\n")
	serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if slices.Contains(notInFile, f.Name) {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := strings.TrimSpace("--" + f.Name + " " + value)
		what, shown := usage, "none"
		if m := said.FindStringSubmatch(usage); m != nil {
			what, shown = strings.TrimSuffix(usage, m[0]), m[1]
		}
		switch list, isList := f.Value.(pflag.SliceValue); {
		case isList && len(list.GetSlice()) > 0:
			shown = "`" + strings.Join(list.GetSlice(), ",") + "`"
		case f.Name == "store":
			shown, what = "see below", "the store's URL: sqlite:PATH, neo4j://HOST …"
		case f.DefValue != "" && !isList:
			shown = "`" + f.DefValue + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(name, "|", `\|`), shown, strings.ReplaceAll(what, "|", `\|`))
	})
	return b.String()
}

// help is the line with which Prometheus is told what a metric is.
var help = regexp.MustCompile(`(?m)^# HELP (demarche_\w+) (.+)\n# TYPE demarche_\w+ (\w+)$`)

// metricsTable is a row for each metric of a server that has answered, and has met a limit.
func metricsTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| metric | type | what it is |\n|---|---|---|\n")
	for _, m := range help.FindAllStringSubmatch(scraped(t), -1) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m[1], m[3], strings.TrimSuffix(m[2], "."))
	}
	return b.String()
}

func scraped(t *testing.T) string {
	t.Helper()
	home(t)
	t.Setenv("DEMARCHE_WEBHOOK_SECRET_DESK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	printed, stop := serving(t, "--metrics", "127.0.0.1:0", "--store", "sqlite::memory:", "--log-level", "error",
		"--webhook", "desk=http://127.0.0.1:9/")
	defer stop()
	graphql := after(t, printed, "GraphQL:")
	responses(t, graphql)
	r, err := http.Post(graphql, "application/json", strings.NewReader(strings.Repeat(" ", 1<<20+1))) //nolint:gosec // a server of this test
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	// A counter by label is there from its first event on: of a request after its answer, of a webhook when its receiver was asked.
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		text := fetched(t, after(t, printed, "Metrics:"), http.StatusOK)
		if strings.Contains(text, "demarche_limits_total{") && strings.Contains(text, "demarche_webhook_deliveries_total{") ||
			time.Now().After(deadline) {
			return text
		}
	}
}

// Each alert asks for metrics that there are.
func TestAlertsAskForMetricsThatExist(t *testing.T) {
	text := scraped(t)
	rules := at[[]any](t, parse(t, "deploy/alerts.yaml")[0], "groups", 0, "rules")
	for _, rule := range rules {
		name, expr := at[string](t, rule, "alert"), at[string](t, rule, "expr")
		metrics := regexp.MustCompile(`\bdemarche_\w+`).FindAllString(expr, -1)
		if len(metrics) == 0 && !strings.HasPrefix(expr, "up{") {
			t.Errorf("%s asks for nothing of ours", name)
		}
		for _, m := range metrics {
			if !regexp.MustCompile(`(?m)^` + m + `[{ ]`).MatchString(text) {
				t.Errorf("%s asks for %s, which is not among the metrics", name, m)
			}
		}
	}
	if len(rules) < 5 {
		t.Errorf("only %d rules were found", len(rules))
	}
}
