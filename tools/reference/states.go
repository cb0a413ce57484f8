package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

type state struct {
	id, name, iso2, iso3, fips, description string
	names                                   []graph.NameIn
	evidence                                []evidence
}

// evidence backs a field of an actor, or a whole tie.
type evidence struct{ source, quote, locator, field, basis, relation string }

// plainNames stand for display names of CLDR that are abbreviations.
var plainNames = map[string]string{"UK": "United Kingdom", "US": "United States", "Bosnia": "Bosnia and Herzegovina"}

// languages of the United Nations: their tags, and as the columns of the table of country codes name them.
var languages = []struct{ tag, official, unterm string }{
	{"ar", "ar", "Arabic"}, {"en", "en", "English"}, {"es", "es", "Spanish"}, {"fr", "fr", "French"}, {"ru", "ru", "Russian"},
	{"zh", "cn", "Chinese"},
}

// kosovo has no row in the table of country codes, for ISO 3166-1 has no codes for it.
func kosovo() *state {
	return &state{
		id: "kosovo", name: "Kosovo", iso2: "XK", iso3: "XKX", fips: "kv",
		description: "User-assigned codes XK, XKX (ISO 3166-1 has none). Declared independence on 17 February 2008; its recognition is disputed.",
		evidence: []evidence{
			{source: "cldr-territory-names", locator: "XK", field: "name"},
			{source: "consilium-xkx", field: "country", quote: "XKX is a code used for practical reasons and not an official ISO country code."},
			{source: "kosovo-joins-imf", field: "description",
				quote: "After its declaration of independence on February 17, 2008, Kosovo has been recognized by 60 states"},
			{source: "kosovo-joins-imf", field: "description", quote: "Its independence is opposed by Serbia, which is backed by Russia."},
		},
	}
}

// statesOf gives the states of the table of country codes, and Kosovo, by id.
func statesOf(rows []map[string]string, names nameFinder) []*state {
	k := kosovo()
	k.names = names.of(k, nil)
	k.evidence = append(k.evidence, evidence{source: "cldr-territory-names", locator: "XK", field: "names"})
	states := []*state{k}
	for _, row := range rows {
		if row["is_independent"] != "Yes" && row["UNTERM English Short"] == "" {
			continue
		}
		s := &state{name: row["CLDR display name"], iso2: row["ISO3166-1-Alpha-2"], iso3: row["ISO3166-1-Alpha-3"],
			fips: strings.ToLower(row["FIPS"])}
		s.description = fmt.Sprintf("ISO 3166-1: %s, %s, %03s", s.iso2, s.iso3, row["ISO3166-1-numeric"])
		if full, short := plainNames[s.name]; short {
			s.name = full
		}
		s.id = slug(s.name)
		s.names = names.of(s, row)
		for _, field := range []string{"name", "country", "description", "names"} {
			s.evidence = append(s.evidence, evidence{source: "country-codes-table", locator: s.iso3, field: field})
		}
		s.evidence = append(s.evidence, evidence{source: "cldr-territory-names", locator: s.iso2, field: "names"})
		if len(names.common[s.iso3]) > 0 {
			s.evidence = append(s.evidence, evidence{source: "names-in-common-use", locator: s.iso3, field: "names"})
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
