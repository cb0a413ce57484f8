package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

const note = "# Written by tools/reference from its tables; change those, not this file.\n"

func statesFile(states []*state) []byte {
	var w bytes.Buffer
	w.WriteString(note + "# Memberships rest on the World Factbook, the rest on the table of country codes.\nactors:\n")
	for _, s := range states {
		fmt.Fprintf(&w, "  - id: %s\n    name: %s\n    kind: STATE\n    country: %s\n    description: \"ISO 3166-1: %s, %s, %s\"\n",
			s.id, quoted(s.name), s.iso3, s.iso2, s.iso3, s.number)
		w.WriteString("    aliases:\n")
		for _, a := range s.aliases {
			fmt.Fprintf(&w, "      - %s\n", quoted(a))
		}
		if len(s.bodies) > 0 {
			w.WriteString("    memberOf:" + folded(s.bodies))
		}
		w.WriteString("    evidence:\n")
		if len(s.bodies) > 0 {
			fmt.Fprintf(&w, "      - {source: world-factbook-memberships, locator: \"FIPS code %s\"}\n", s.fips[:2])
		}
		for _, field := range []string{"name", "country", "description", "aliases"} {
			fmt.Fprintf(&w, "      - {source: country-codes-table, locator: %s, field: %s}\n", s.iso3, field)
		}
		w.WriteString("\n")
	}
	return bytes.TrimSuffix(w.Bytes(), []byte("\n"))
}

func bodiesFile(bodies []*body) []byte {
	var w bytes.Buffer
	w.WriteString(note + "# A name is the table's abbreviation, for the table has no other.\nactors:\n")
	for _, b := range bodies {
		fmt.Fprintf(&w, "  - id: %s\n    name: %s\n    kind: INTERNATIONAL_BODY\n", b.id, quoted(b.name))
		if len(b.aliases) > 0 {
			list := make([]string, len(b.aliases))
			for i, a := range b.aliases {
				list[i] = quoted(a)
			}
			fmt.Fprintf(&w, "    aliases: [%s]\n", strings.Join(list, ", "))
		}
		w.WriteString("    evidence: [{source: world-factbook-memberships}]\n\n")
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

// folded is a list of ids over lines of some hundred characters.
func folded(ids []string) string {
	out, line := " [", 14
	for i, id := range ids {
		if i > 0 {
			out, line = out+",", line+1
		}
		if line+len(id) > 110 {
			out, line = out+"\n      ", 6
		} else if i > 0 {
			out += " "
		}
		out, line = out+id, line+len(id)+1
	}
	return out + "]\n"
}
