package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// forms are the keys under which CLDR has the names of a territory, in the order in which they are kept: the name, a shorter
// one, another one. (A further form, chagos, has no state.)
var forms = []struct{ form, suffix string }{{"name", ""}, {"short", "-alt-short"}, {"variant", "-alt-variant"}}

// cldrTable reads names from the files of the package cldr-localenames-full, unpacked in dir, as the rows of cldr-names.csv:
// those of the territories with these codes, in the languages of the United Nations.
func cldrTable(dir string, codes []string) ([][]string, error) {
	rows := [][]string{{"iso2", "language", "form", "name"}}
	names := map[string]map[string]string{} // by language
	for _, l := range languages {
		text, err := os.ReadFile(filepath.Join(dir, "main", l.tag, "territories.json"))
		if err != nil {
			return nil, err
		}
		var file struct {
			Main map[string]struct {
				LocaleDisplayNames struct{ Territories map[string]string }
			}
		}
		if err := json.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", l.tag, err)
		}
		names[l.tag] = file.Main[l.tag].LocaleDisplayNames.Territories
	}
	for _, code := range codes {
		for _, l := range languages {
			for _, f := range forms {
				if n := names[l.tag][code+f.suffix]; n != "" {
					rows = append(rows, []string{code, l.tag, f.form, n})
				}
			}
		}
	}
	return rows, nil
}

// nameFinder gives the names of states from the tables of names.
type nameFinder struct {
	cldr   map[string][]map[string]string // rows by ISO 3166-1 alpha-2
	common map[string][]map[string]string // rows by ISO 3166-1 alpha-3
	bodies map[string][]map[string]string // rows by id
}

func newNameFinder(cldr, common, bodies []map[string]string) nameFinder {
	by := func(rows []map[string]string, column string) map[string][]map[string]string {
		out := map[string][]map[string]string{}
		for _, row := range rows {
			out[row[column]] = append(out[row[column]], row)
		}
		return out
	}
	return nameFinder{by(cldr, "iso2"), by(common, "iso3"), by(bodies, "id")}
}

// territories are the bodies that CLDR has among its territories, by id.
var territories = map[string]string{"eu": "EU", "un": "UN"}

// ofBody gives the names of a body, CLDR's first, and where they come from.
func (f nameFinder) ofBody(b *body) {
	if code := territories[b.id]; code != "" {
		for _, form := range forms {
			for _, r := range f.cldr[code] {
				if r["form"] == form.form {
					b.names = append(b.names, graph.NameIn{Language: r["language"], Text: r["name"]})
				}
			}
		}
		b.evidence = append(b.evidence, evidence{source: "cldr-territory-names", locator: code, field: "names"})
	}
	for _, r := range f.bodies[b.id] {
		b.names = append(b.names, graph.NameIn{Language: r["language"], Text: r["name"]})
	}
	if len(f.bodies[b.id]) > 0 {
		b.evidence = append(b.evidence, evidence{source: "names-in-common-use", locator: b.id, field: "names"})
	}
}

// of gives the names of a state, each once in a language: CLDR's, then the official ones of the row of the table of country
// codes, then those in common use. Where the state bears CLDR's short English name, the short names come first.
func (f nameFinder) of(s *state, row map[string]string) []graph.NameIn {
	var names []graph.NameIn
	add := func(language, text string) {
		if n := (graph.NameIn{Language: language, Text: text}); text != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	order := []string{"name", "short", "variant"}
	if slices.ContainsFunc(f.cldr[s.iso2], func(r map[string]string) bool {
		return r["language"] == "en" && r["form"] == "short" && r["name"] == s.name
	}) {
		order = []string{"short", "name", "variant"}
	}
	for _, l := range languages {
		for _, form := range order {
			for _, r := range f.cldr[s.iso2] {
				if r["language"] == l.tag && r["form"] == form {
					add(l.tag, r["name"])
				}
			}
		}
		for _, column := range []string{"official_name_" + l.official, "UNTERM " + l.unterm + " Short", "UNTERM " + l.unterm + " Formal"} {
			if !strings.Contains(row[column], "_") { // a gap to fill in: هولندا (مملكة _)
				add(l.tag, withoutArticle(row[column]))
			}
		}
		for _, r := range f.common[s.iso3] {
			if r["language"] == l.tag {
				add(l.tag, r["name"])
			}
		}
	}
	slices.SortStableFunc(names, func(a, b graph.NameIn) int { return strings.Compare(a.Language, b.Language) })
	return names
}
