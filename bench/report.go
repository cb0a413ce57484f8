package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// results is what one run leaves behind.
type results struct {
	Version string     `json:"version"` // of Demarche, by git
	Date    string     `json:"date"`
	Machine string     `json:"machine"`
	Actions int        `json:"actions"`
	Rounds  int        `json:"rounds"`
	Cells   []measured `json:"cells"`
}

// contenderNames are the columns of tables.
var contenderNames = []string{peer, demarcheNeo4j, demarcheSQLite, raw}

// report writes DATE-VERSION.json, .md and .svg, and shows the tables.
func report(c config, cells []measured) error {
	r := newResults(c, c.actions, cells)
	tables := r.markdown()
	fmt.Print(tables)
	if c.quick {
		return nil
	}
	return r.write(c, "", r, map[string]string{".md": tables, ".svg": r.chart()})
}

func newResults(c config, actions int, cells []measured) results {
	r := results{Version: "unknown", Date: time.Now().UTC().Format(time.DateOnly), Actions: actions, Rounds: c.rounds, Cells: cells,
		Machine: fmt.Sprintf("%d cores", runtime.NumCPU())}
	if out, err := exec.Command("git", "describe", "--always", "--dirty").Output(); err == nil {
		r.Version = strings.TrimSpace(string(out))
	}
	return r
}

// write keeps what was measured as JSON, and files beside it, under the results' date and version.
func (r results) write(c config, suffix string, measured any, files map[string]string) error {
	text, err := json.MarshalIndent(measured, "", " ")
	if err != nil {
		return err
	}
	files[".json"] = string(text) + "\n"
	for ending, content := range files {
		if err := r.keep(c, suffix+ending, content); err != nil {
			return err
		}
	}
	return nil
}

func (r results) keep(c config, ending, content string) error {
	if err := os.MkdirAll(c.results, 0o755); err != nil { //nolint:gosec // to be read by all
		return err
	}
	path := filepath.Join(c.results, r.Date+"-"+r.Version+ending)
	say("writing %s", path)
	return os.WriteFile(path, []byte(content), 0o644) //nolint:gosec // to be read by all
}

// of returns the measurements of one contender, one for each round.
func (r results) of(question, contender string, connections int, what func(measured) float64) []float64 {
	var list []float64
	for _, m := range r.Cells {
		if m.Question == question && m.Contender == contender && m.Connections == connections {
			list = append(list, what(m))
		}
	}
	return list
}

func rate(m measured) float64 { return m.Rate }

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// ratios are a's measurements by b's, round by round, so that what slows the machine down for a while slows down both.
func (r results) ratios(question string, connections int, what func(measured) float64, a, b string) []float64 {
	x, y := r.of(question, a, connections, what), r.of(question, b, connections, what)
	var list []float64
	for i := range min(len(x), len(y)) {
		list = append(list, x[i]/y[i])
	}
	return list
}

func distinctOf[T comparable](cells []measured, of func(measured) T) (list []T) {
	for _, m := range cells {
		if v := of(m); !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

func (r results) questions() []string {
	return distinctOf(r.Cells, func(m measured) string { return m.Question })
}

func (r results) markdown() string {
	var b strings.Builder
	others := make([]float64, len(r.Cells))
	for i, m := range r.Cells {
		others[i] = m.Others
	}
	fmt.Fprintf(&b, "Demarche %s, %s, %s; %d actions, %d rounds. Others used %.0f %% of the machine meanwhile (median; %.0f to %.0f).\n",
		r.Version, r.Date, r.Machine, r.Actions, r.Rounds, median(others)*100, slices.Min(others)*100, slices.Max(others)*100)
	for _, n := range distinctOf(r.Cells, func(m measured) int { return m.Connections }) {
		fmt.Fprintf(&b, "\n### %d connections\n\nAnswers a second (median), and p50/p99 in milliseconds:\n\n", n)
		heading(&b, contenderNames)
		for _, q := range r.questions() {
			fmt.Fprintf(&b, "| %s |", q)
			for _, c := range contenderNames {
				if len(r.of(q, c, n, rate)) == 0 { // raw Cypher keeps no answers
					b.WriteString(" - |")
					continue
				}
				fmt.Fprintf(
					&b,
					" %.0f, %s/%s |",
					median(r.of(q, c, n, rate)),
					short(
						median(r.of(q, c, n, func(m measured) float64 { return m.P50 })),
					),
					short(median(r.of(q, c, n, func(m measured) float64 { return m.P99 }))),
				)
			}
			b.WriteByte('\n')
		}
		b.WriteString("\nRatios of the rates: median (least to most over the rounds):\n\n")
		heading(&b, []string{"Neo4j to the peer", "SQLite to the peer", "Neo4j to raw Cypher"})
		for _, q := range r.questions() {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", q, span(r.ratios(q, n, rate, demarcheNeo4j, peer)),
				span(r.ratios(q, n, rate, demarcheSQLite, peer)), span(r.ratios(q, n, rate, demarcheNeo4j, raw)))
		}
		b.WriteString(
			"\nCPU milliseconds an answer, of the server + of Neo4j (of raw Cypher, the driver within the generator), " +
				"and the server's peak memory:\n\n",
		)
		heading(&b, contenderNames)
		for _, q := range r.questions() {
			fmt.Fprintf(&b, "| %s |", q)
			for _, c := range contenderNames {
				if len(r.of(q, c, n, rate)) == 0 {
					b.WriteString(" - |")
					continue
				}
				server := func(m measured) float64 {
					if c == raw {
						return 1000 * m.GeneratorCPU / (m.Rate * m.Seconds)
					}
					return 1000 * m.ServerCPU / (m.Rate * m.Seconds)
				}
				fmt.Fprintf(&b, " %s + %s, %.0f MiB |", short(median(r.of(q, c, n, server))),
					short(median(r.of(q, c, n, func(m measured) float64 { return 1000 * m.Neo4jCPU / (m.Rate * m.Seconds) }))),
					median(r.of(q, c, n, func(m measured) float64 { return m.PeakMiB })))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func heading(b *strings.Builder, names []string) {
	fmt.Fprintf(b, "| | %s |\n|-%s|\n", strings.Join(names, " | "), strings.Repeat("|-", len(names)))
}

func span(list []float64) string {
	if len(list) == 0 {
		return "-"
	}
	return fmt.Sprintf("%s (%s to %s)", short(median(list)), short(slices.Min(list)), short(slices.Max(list)))
}

// short writes a number with two or three digits that count.
func short(f float64) string {
	if f < 1 {
		return fmt.Sprintf("%.2f", f)
	}
	if f < 10 {
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.0f", f)
}
