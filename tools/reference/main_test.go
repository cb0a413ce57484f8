package main

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The committed dataset is what its tables give.
func TestCommitted(t *testing.T) {
	files, left, err := build("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile("../../seed/data/reference/" + name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale (%v); run 'go run ./tools/reference'", name, err)
		}
	}
	if len(left) == 0 {
		t.Error("nothing is left out")
	}
}

// Every row of the table of memberships gives a tie or is left out.
func TestEveryRowIsAccountedFor(t *testing.T) {
	rows, err := readTable("memberships.csv")
	codes, err2 := readTable("country-codes.csv")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	_, ties, left := join(statesOf(codes, nameFinder{}), rows)
	if len(ties)+len(left) != len(rows) {
		t.Errorf("%d rows used and %d left out, of %d", len(ties), len(left), len(rows))
	}
}

func TestStates(t *testing.T) {
	states := statesOf([]map[string]string{
		{
			"is_independent":       "Yes",
			"CLDR display name":    "UK",
			"ISO3166-1-Alpha-2":    "GB",
			"ISO3166-1-Alpha-3":    "GBR",
			"ISO3166-1-numeric":    "826",
			"FIPS":                 "UK",
			"official_name_fr":     "Royaume-Uni",
			"official_name_ar":     "المملكة المتحدة (_)",
			"UNTERM French Short":  "Royaume-Uni (le)",
			"UNTERM French Formal": "le Royaume-Uni",
			"UNTERM Spanish Short": "Reino Unido (el)",
		},
		{"is_independent": "In contention", "CLDR display name": "Palestine", "ISO3166-1-Alpha-2": "PS", "ISO3166-1-Alpha-3": "PSE",
			"ISO3166-1-numeric": "275", "UNTERM English Short": "State of Palestine (the) *", "UNTERM French Short": "État de Palestine (l') *"},
		{"is_independent": "Part of FI", "CLDR display name": "Åland Islands", "ISO3166-1-Alpha-3": "ALA"},
		{
			"is_independent":    "Yes",
			"CLDR display name": "Côte d’Ivoire",
			"ISO3166-1-Alpha-2": "CI",
			"ISO3166-1-Alpha-3": "CIV",
			"ISO3166-1-numeric": "4",
			"official_name_en":  "Ivory Coast",
		},
	}, newNameFinder([]map[string]string{
		{"iso2": "GB", "language": "en", "form": "name", "name": "United Kingdom"},
		{"iso2": "GB", "language": "en", "form": "short", "name": "UK"}, {"iso2": "GB", "language": "fr", "form": "name", "name": "Royaume-Uni"},
		{"iso2": "GB", "language": "ru", "form": "name", "name": "Великобритания"},
		{"iso2": "PS", "language": "en", "form": "name", "name": "Palestinian Territories"},
		{"iso2": "PS", "language": "en", "form": "short", "name": "Palestine"},
		{"iso2": "XK", "language": "en", "form": "name", "name": "Kosovo"},
	}, []map[string]string{{"iso3": "GBR", "language": "en", "name": "Britain"}, {"iso3": "GBR", "language": "en", "name": "UK"}}, nil))
	var got []string
	for _, s := range states {
		line := s.id + " (" + s.description + ")"
		for _, n := range s.names {
			line += ", " + n.String()
		}
		got = append(got, line)
	}
	want := []string{
		"cote-divoire (ISO 3166-1: CI, CIV, 004), en Ivory Coast",
		"kosovo (User-assigned codes XK, XKX (ISO 3166-1 has none). Declared independence on 17 February 2008; its recognition is disputed.), " +
			"en Kosovo",
		"palestine (ISO 3166-1: PS, PSE, 275), en Palestine, en Palestinian Territories, en State of Palestine, fr État de Palestine",
		"united-kingdom (ISO 3166-1: GB, GBR, 826), en United Kingdom, en UK, en Britain, es Reino Unido, fr Royaume-Uni, ru Великобритания",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestMemberships(t *testing.T) {
	states := []*state{
		{id: "a", iso3: "AAA", fips: "aa"},
		{id: "serbia", iso3: "SRB", fips: "rikv"},
		{id: "c", iso3: "CCC", fips: "cc"},
		{id: "russia", iso3: "RUS", fips: "rs"},
	}
	row := func(line string) map[string]string {
		f := strings.Split(line, ",")
		return map[string]string{"fips": f[0], "iso3": f[1], "organisation": f[2], "status": f[3]}
	}
	var rows []map[string]string
	why := map[string]string{}
	for line, reason := range map[string]string{
		"aa,AAA,EAEU,": "", "ri,,EAEU,": "", "cc,CCC,EEU,": "", "rs,RUS,EAEU,observer": "no membership: observer",
		"ee,,EAEU,": "neither an ISO code nor a state's FIPS code", "aq,ATA,EAEU,": "no state of this dataset",
		"aa,AAA,UNISFA,":        "a mission, programme or agreement",
		"aa,AAA,ITUC,NGOs":      "its members are associations or central banks, not states",
		"aa,AAA,UNSC,temporary": "a seat for a term that the table does not give",
		"aa,AAA,AIIB,":          "the table has a few members of the body alone",
		"aa,AAA,CE,":            "the table has fewer than three members of the body",
		"aa,AAA,EAEC,":          "the body dissolved at the end of 2014",
		"aa,AAA,ECB,":           "its members are associations or central banks, not states",
		"cc,CCC,G-5,":           "two bodies have this abbreviation",
	} {
		rows = append(rows, row(line))
		if reason != "" {
			why[line] = reason
		}
	}
	rows = append(rows, row("aa,AAA,EAEU,"))
	why["aa,AAA,EAEU,"] = "repeats another row"
	bodies, ties, left := join(states, rows)
	if len(bodies) != 1 || bodies[0].name != "Eurasian Economic Union" || !slices.Equal(bodies[0].aliases, []string{"EAEU", "EEU"}) {
		t.Errorf("%+v", bodies)
	}
	var got []string
	for _, x := range ties {
		got = append(got, x.state.id+" "+x.body.id+" "+x.asOf+" "+x.evidence[0].locator)
	}
	slices.Sort(got)
	want := []string{"a eaeu 2026-01-22 FIPS code aa", "c eaeu 2026-01-22 FIPS code cc", "serbia eaeu 2026-01-22 FIPS code ri"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if len(left) != len(why) {
		t.Errorf("%d left out, not %d", len(left), len(why))
	}
	for _, l := range left {
		if why[l.row] != l.why {
			t.Errorf("%s: %q, not %q", l.row, l.why, why[l.row])
		}
	}
}

func TestCorrections(t *testing.T) {
	states := []*state{{id: "a", iso3: "AAA"}, {id: "b", iso3: "BBB"}}
	bodies := []*body{{id: "one"}, {id: "two"}}
	row := func(line string) map[string]string {
		f := strings.Split(line, ",")
		return map[string]string{"state": f[0], "body": f[1], "does": f[2], "since": f[3], "until": f[4], "asOf": f[5], "source": f[6],
			"field": f[7], "basis": f[8], "relation": f[9], "quote": f[10]}
	}
	for _, c := range []struct {
		name string
		rows []string
		want string
	}{
		{"nothing", nil, "a one as of 2026-01-22 (1)"},
		{"a day since when", []string{"AAA,one,member,1995,,,s,since,,,q"}, "a one since 1995 as of 2026-01-22 (2)"},
		{"a later row is more precise", []string{"AAA,one,member,1995,,,s,since,,,q", "AAA,one,member,1995-03,,,s,since,,,q"},
			"a one since 1995-03 as of 2026-01-22 (3)"},
		{"a later row is another", []string{"AAA,one,member,1995,,,s,since,,,q", "AAA,one,member,1996,,,s,since,,,q"},
			"corrections.csv:3: 1995 and 1996"},
		{"one that left", []string{"AAA,one,left,,2027-01-01,2027-01-02,s,until,,,q"}, "a one until 2027-01-01 ended as of 2027-01-02 (2)"},
		{"one that left before its end", []string{"BBB,two,left,,2027-01,2026-03-20,s,,,,q"},
			"b in two: known as of 2026-03-20, it cannot have ended in 2027-01"},
		{"one that will leave", []string{"AAA,one,leaves,,2027,,s,until,,,q"}, "a one until 2027 as of 2026-01-22 (2)"},
		{"one that is none", []string{"AAA,one,never,,,,s,,,,q"}, ""},
		{"one that is missing", []string{"BBB,two,member,2001,,,s,,,,q"}, "a one as of 2026-01-22 (1); b two since 2001 as of 2001 (1)"},
		{"one that is concluded", []string{"BBB,two,member,,,2001,s,,INFERRED,,q"}, "a one as of 2026-01-22 (1); b two as of 2001 INFERRED (1)"},
		{"one that is disputed", []string{"AAA,one,disputed,,,,s,until,,DISPUTES,q"}, "a one as of 2026-01-22 (2)"},
		{"nothing to dispute", []string{"AAA,two,disputed,,,,s,until,,DISPUTES,q"}, "corrections.csv:2: there is no tie to dispute"},
		{"only a date is backed", []string{"BBB,two,member,2001,,,s,since,,,q"}, "b in two: nothing backs it as a whole"},
		{"no day", []string{"BBB,two,member,,,,s,,,,q"}, "b in two: it is not said as of when that is known"},
		{"no such state", []string{"CCC,two,member,,,,s,,,,q"},
			"corrections.csv:2: it needs a state, a body, a source, and a quotation or where it stands"},
		{"no source", []string{"AAA,two,member,,,,,,,,q"},
			"corrections.csv:2: it needs a state, a body, a source, and a quotation or where it stands"},
		{"no such verb", []string{"AAA,two,joins,,,,s,,,,q"}, `corrections.csv:2: it does "joins"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows []map[string]string
			for _, line := range c.rows {
				rows = append(rows, row(line))
			}
			ties, err := correct(states, bodies, []*tie{{state: states[0], body: bodies[0], asOf: factbookDay, evidence: []evidence{{source: "f"}}}},
				rows)
			var got []string
			for _, x := range ties {
				line := x.state.id + " " + x.body.id
				for _, p := range [][2]string{{" since ", x.since}, {" until ", x.until}} {
					if p[1] != "" {
						line += p[0] + p[1]
					}
				}
				if x.ended {
					line += " ended"
				}
				line += " as of " + x.asOf
				if x.basis != "" {
					line += " " + x.basis
				}
				got = append(got, line+" ("+strconv.Itoa(len(x.evidence))+")")
			}
			if err != nil {
				got = []string{err.Error()}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, "; "), c.want)
			}
		})
	}
}
