package main

import (
	"bytes"
	"os"
	"slices"
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
	// Every row of the table gives a membership or is left out.
	rows, _ := readTable("memberships.csv")
	if got := len(left) + bytes.Count(members(files["states.yaml"]), []byte(",")); got != len(rows) {
		t.Errorf("%d rows used or left out, of %d", got, len(rows))
	}
}

// members gives the lists of memberships, with a comma behind each body.
func members(file []byte) []byte {
	var out []byte
	for _, part := range bytes.Split(file, []byte("memberOf: ["))[1:] {
		list, _, _ := bytes.Cut(part, []byte("]"))
		out = append(append(out, list...), ',')
	}
	return out
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
			"UNTERM French Short":  "Royaume-Uni (le)",
			"UNTERM French Formal": "le Royaume-Uni",
			"UNTERM Spanish Short": "Reino Unido (el)",
		},
		{"is_independent": "In contention", "CLDR display name": "Palestine", "ISO3166-1-Alpha-3": "PSE", "ISO3166-1-numeric": "275",
			"UNTERM English Short": "State of Palestine (the) *", "UNTERM French Short": "État de Palestine (l') *"},
		{"is_independent": "Part of FI", "CLDR display name": "Åland Islands", "ISO3166-1-Alpha-3": "ALA"},
		{
			"is_independent":    "Yes",
			"CLDR display name": "Côte d’Ivoire",
			"ISO3166-1-Alpha-3": "CIV",
			"ISO3166-1-numeric": "4",
			"official_name_en":  "Ivory Coast",
		},
	})
	var got []string
	for _, s := range states {
		got = append(got, s.id+" "+s.number+" "+s.name+": "+strings.Join(s.aliases, ", "))
	}
	want := []string{"cote-divoire 004 Côte d’Ivoire: Ivory Coast", "palestine 275 Palestine: State of Palestine, État de Palestine",
		"united-kingdom 826 United Kingdom: Royaume-Uni, Reino Unido"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
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
		"kv,,EAEU,": "neither an ISO code nor a state's FIPS code", "aq,ATA,EAEU,": "no state of this dataset",
		"aa,AAA,UNISFA,":   "a mission, programme or agreement",
		"aa,AAA,ITUC,NGOs": "its members are associations, not states", "aa,AAA,UNSC,temporary": "a seat for a term that the table does not give",
		"rs,RUS,CE,": "ended: expelled in 2022", "aa,AAA,CE,": "the table has fewer than three members of the body",
		"aa,AAA,EAEC,": "the body dissolved at the end of 2014",
		"cc,CCC,G-5,":  "two bodies have this abbreviation",
	} {
		rows = append(rows, row(line))
		if reason != "" {
			why[line] = reason
		}
	}
	rows = append(rows, row("aa,AAA,EAEU,"))
	why["aa,AAA,EAEU,"] = "repeats another row"
	bodies, left := join(states, rows)
	if len(bodies) != 1 || bodies[0].name != "Eurasian Economic Union" || !slices.Equal(bodies[0].aliases, []string{"EAEU", "EEU"}) ||
		len(bodies[0].members) != 3 {
		t.Errorf("%+v", bodies)
	}
	if !slices.Equal(states[1].bodies, []string{"eaeu"}) || states[3].bodies != nil {
		t.Errorf("Serbia in %v, Russia in %v", states[1].bodies, states[3].bodies)
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
