package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

const note = "# Written by tools/reference from its tables; change those, not this file.\n"

func statesFile(states []*state) []byte {
	var w bytes.Buffer
	w.WriteString(note + "actors:\n")
	for _, s := range states {
		fmt.Fprintf(&w, "  - id: %s\n    name: %s\n    kind: STATE\n    country: %s\n    description: %s\n",
			s.id, quoted(s.name), s.iso3, quoted(s.description))
		writeNames(&w, s.names)
		writeEvidence(&w, s.evidence)
	}
	return bytes.TrimSuffix(w.Bytes(), []byte("\n"))
}

// writeNames writes names in the order of their languages, which is that of languages.
func writeNames(w *bytes.Buffer, names []graph.NameIn) {
	if len(names) > 0 {
		w.WriteString("    names:\n")
	}
	for _, l := range languages {
		var list []string
		for _, n := range names {
			if n.Language == l.tag {
				list = append(list, quoted(n.Text))
			}
		}
		if len(list) > 0 {
			fmt.Fprintf(w, "      %s: [%s]\n", l.tag, strings.Join(list, ", "))
		}
	}
}

// writeEvidence ends a record.
func writeEvidence(w *bytes.Buffer, list []evidence) {
	w.WriteString("    evidence:\n")
	for _, e := range list {
		w.WriteString("      - {source: " + e.source)
		for _, pair := range [][2]string{{"locator", e.locator}, {"field", e.field}} {
			if pair[1] != "" {
				w.WriteString(", " + pair[0] + ": " + pair[1])
			}
		}
		if e.quote != "" {
			w.WriteString(",\n         quote: " + quoted(e.quote))
		}
		w.WriteString("}\n")
	}
	w.WriteString("\n")
}

func bodiesFile(bodies []*body) []byte {
	var w bytes.Buffer
	w.WriteString(note + "# A name is the abbreviation that the table of memberships has.\nactors:\n")
	for _, b := range bodies {
		fmt.Fprintf(&w, "  - id: %s\n    name: %s\n    kind: INTERNATIONAL_BODY\n", b.id, quoted(b.name))
		if len(b.aliases) > 0 {
			list := make([]string, len(b.aliases))
			for i, a := range b.aliases {
				list[i] = quoted(a)
			}
			fmt.Fprintf(&w, "    aliases: [%s]\n", strings.Join(list, ", "))
		}
		writeNames(&w, b.names)
		writeEvidence(&w, b.evidence)
	}
	return bytes.TrimSuffix(w.Bytes(), []byte("\n"))
}

// aliasesFile is the mapping for imports: each name of a state in event data, with its code.
func aliasesFile(states []*state, countries []map[string]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"name", "id", "code"})
	byCode := map[string]map[string]string{}
	for _, row := range countries {
		byCode[row["iso3"]] = row
	}
	for _, s := range states {
		row := byCode[s.iso3]
		codes := []string{s.iso3}
		for c := range strings.SplitSeq(row["cameo"], "|") {
			if c != "" && c != s.iso3 {
				codes = append(codes, c)
			}
		}
		names := []string{row["name"]}
		for n := range strings.SplitSeq(row["other_names"], "|") {
			if n = withoutArticle(n); n != "" && n != row["name"] {
				names = append(names, n)
			}
		}
		for i := range max(len(names), len(codes)) {
			// The first name stands beside each code, and the ISO code beside each name.
			_ = w.Write([]string{at(names, i), s.id, at(codes, i)})
		}
	}
	w.Flush()
	return out.Bytes()
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return list[0]
}

// quoted is a text as YAML takes it between quotation marks.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// membershipsFile has the ties, a row for each, and a row more for each further piece of evidence.
func membershipsFile(ties []*tie) []byte {
	rows := [][]string{{"from", "to", "since", "until", "ended", "asOf", "basis", "source", "quote", "locator", "field", "evidenceBasis",
		"relation"}}
	for _, t := range ties {
		ended := ""
		if t.ended {
			ended = "true"
		}
		of := []string{t.since, t.until, ended, t.asOf, t.basis}
		for _, e := range t.evidence {
			row := append([]string{t.state.id, t.body.id}, of...)
			rows = append(rows, append(row, e.source, e.quote, e.locator, e.field, e.basis, e.relation))
			of = make([]string, len(of))
		}
	}
	return csvText(rows)
}

func csvText(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.WriteAll(rows) // into memory
	return out.Bytes()
}
