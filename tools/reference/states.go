package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

type state struct {
	id, name, iso2, iso3, number, fips string
	aliases                            []string
	bodies                             []string // ids of those it is a member of
}

// plainNames stand for display names of CLDR that are abbreviations.
var plainNames = map[string]string{"UK": "United Kingdom", "US": "United States", "Bosnia": "Bosnia and Herzegovina"}

// languages of the United Nations, as the columns of the table name them.
var languages = []struct{ official, unterm string }{
	{"en", "English"}, {"fr", "French"}, {"es", "Spanish"}, {"ru", "Russian"}, {"ar", "Arabic"}, {"cn", "Chinese"},
}

// statesOf gives the states of the table of country codes, by id.
func statesOf(rows []map[string]string) []*state {
	var states []*state
	for _, row := range rows {
		if row["is_independent"] != "Yes" && row["UNTERM English Short"] == "" {
			continue
		}
		s := &state{name: row["CLDR display name"], iso2: row["ISO3166-1-Alpha-2"], iso3: row["ISO3166-1-Alpha-3"],
			number: fmt.Sprintf("%03s", row["ISO3166-1-numeric"]), fips: strings.ToLower(row["FIPS"])}
		if full, short := plainNames[s.name]; short {
			s.name = full
		}
		s.id = slug(s.name)
		for _, l := range languages {
			for _, column := range []string{"official_name_" + l.official, "UNTERM " + l.unterm + " Short", "UNTERM " + l.unterm + " Formal"} {
				if n := withoutArticle(row[column]); n != "" && n != s.name && !slices.Contains(s.aliases, n) {
					s.aliases = append(s.aliases, n)
				}
			}
		}
		states = append(states, s)
	}
	slices.SortFunc(states, func(a, b *state) int { return strings.Compare(a.id, b.id) })
	return states
}

// UNTERM gives a name with its article, before or in brackets behind, and stars for who is no member of the United Nations.
var (
	stars   = regexp.MustCompile(` \*+$`)
	behind  = regexp.MustCompile(` \((the|le|la|les|l'|el|los|las)\)$`)
	infront = regexp.MustCompile(`^(the |le |la |les |l'|el |los |las )`)
)

func withoutArticle(name string) string {
	return infront.ReplaceAllString(behind.ReplaceAllString(stars.ReplaceAllString(name, ""), ""), "")
}

var others = regexp.MustCompile(`[^a-z0-9]+`)

// slug makes a readable id of a name.
func slug(name string) string {
	name = strings.NewReplacer("&", " and ", "’", "", ".", "").Replace(name)
	return strings.Trim(others.ReplaceAllString(graph.Fold(name), "-"), "-")
}
