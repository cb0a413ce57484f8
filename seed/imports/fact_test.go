package imports

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// Who is in government in one row and not in another was not always there: the tie has the days that show it.
func TestTieOfSomeDays(t *testing.T) {
	row := func(id, date, sectors string) string {
		return lineOf(t, "icews.tab", 12, 0, id, 1, date, 2, "Jane Doe", 3, sectors)
	}
	text := lineOf(t, "icews.tab", 1) + row("1", "2018-06-01", "Government,Executive") + row("2", "2018-06-09", "Executive,Government") +
		row("3", "2018-07-01", "Parties") + row("4", "2018-07-02", "Legislative / Parliamentary,Government")
	o := options("icews", "-")
	o.Stdin = strings.NewReader(text)
	_, s := imported(t, "icews", o)
	got := actors(s)
	if got[0] != "icews:Jane_Doe: Jane Doe PERSON RUS, PART_OF icews:RUS EXPLICIT 2018-06-01/2018-06-09" {
		t.Error(got[0])
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct{ name, sectors, kind string }{
		{"Foreign Affairs (Bangladesh)", "Executive,Foreign Ministry,Government", "MINISTRY"},
		{"Department of State", "Government,Executive,Foreign Ministry", "MINISTRY"},
		{"Sergey Viktorovich Lavrov", "Government,Cabinet,Executive,Foreign Ministry", "PERSON"},
		{"United Nations", "International Government Organization,Global", "INTERNATIONAL_BODY"},
		{"Security Service of Ukraine", "Government,Police", "AGENCY"},
		{"Korean Central News Agency", "Executive,Government,State Media,Information / Communication / Transparency Ministry", "MEDIA_OUTLET"},
		{"Party Member (Russia)", "Parties", "GROUP"},
		{"Citizen (Russia)", "General Population / Civilian / Social,Social", "GROUP"},
		{"Head of Government (Turkey)", "Government,Executive Office,Executive", "GOVERNMENT_OFFICE"},
	} {
		base, _, _ := splitCountry(c.name)
		if kind, _ := kindOfSectors(c.name, base, strings.Split(c.sectors, ",")); kind != c.kind {
			t.Errorf("%s with sectors: %s, want %s", c.name, kind, c.kind)
		}
	}
	for _, c := range []struct {
		name, kind string
		ofState    bool
	}{
		{"Foreign Affairs (Bangladesh)", "MINISTRY", true}, {"Police (India)", "AGENCY", true}, {"High Commission (India)", "MISSION", true},
		{"Member of Legislative (Govt) (India)", "GROUP", false}, {"Attorney General (Kenya)", "PERSON", true}, {"Lawyer/Attorney (Kenya)",
			"GROUP", false},
		{"State Media (China)", "MEDIA_OUTLET", true}, {"Media (China)", "MEDIA_OUTLET", false}, {"Government Affiliated Bank (China)",
			"AGENCY", true},
		{"Bank (China)", "COMPANY", false}, {"Angela Merkel", "PERSON", false}, {"Kim Jong-Un", "PERSON", false}, {"Hezbollah", "GROUP", false},
		{"Social Democratic Party", "GROUP", false}, {"Citizen (Holy See (Vatican City State))", "GROUP", false},
	} {
		base, _, _ := splitCountry(c.name)
		if kind, ofState := kindOfName(c.name, base); kind != c.kind || ofState != c.ofState {
			t.Errorf("%s by name: %s %v, want %s %v", c.name, kind, ofState, c.kind, c.ofState)
		}
	}
}

func TestParted(t *testing.T) {
	for name, want := range map[string]string{
		"Member of Legislative (Govt) (India)":              "Member of Legislative (Govt)|IND",
		"Citizen (Holy See (Vatican City State))":           "Citizen|VAT",
		"Foreign Affairs (Palestinian Territory, Occupied)": "Foreign Affairs|PSE",
		"Militant (Taliban)":                                "Militant (Taliban)|",
		"(India)":                                           "(India)|",
		"India":                                             "India|",
	} {
		if base, c, _ := splitCountry(name); base+"|"+c.ISO != want {
			t.Errorf("%s: %s|%s, want %s", name, base, c.ISO, want)
		}
	}
}

// Countries are found by the code that each column of GDELT uses.
func TestCountries(t *testing.T) {
	for _, c := range []struct {
		of   map[string]country
		code string
		iso  string
	}{
		{countries().byFIPS, "AJ", "AZE"}, {countries().byFIPS, "RS", "RUS"}, {countries().byFIPS, "GM", "DEU"}, {countries().byFIPS, "GZ",
			"PSE"},
		{countries().byCAMEO, "ROM", "ROU"}, {countries().byCAMEO, "TMP", "TLS"}, {countries().byCAMEO, "AZE", "AZE"},
	} {
		if got := c.of[c.code].ISO; got != c.iso {
			t.Errorf("%s: %s, want %s", c.code, got, c.iso)
		}
	}
	for name, iso := range map[string]string{"cote d'ivoire": "CIV", "Russian Federation": "RUS", "Congo": "COG",
		"Democratic Republic of Congo": "COD", "Africa": ""} {
		if c, _ := countryNamed(name); c.ISO != iso {
			t.Errorf("%s: %s, want %s", name, c.ISO, iso)
		}
	}
}

// An id is legible, and another for another name.
func TestIDs(t *testing.T) {
	f := formatNamed(t, "icews")
	for name, want := range map[string]string{
		"Dmitry Peskov": "icews:Dmitry_Peskov", "Recep Tayyip Erdoğan": "icews:Recep_Tayyip_Erdoğan",
		"Dmitry_Peskov": "icews:Dmitry_Peskov~", "a>b": "icews:ab~", "𝕏": "icews:~", "12": "icews:12~", "place:x": "icews:place:x~",
		strings.Repeat("é", 300): "icews:" + strings.Repeat("é", 200) + "~",
	} {
		got := f.id(name)
		if strings.HasSuffix(want, "~") {
			want += shortHash(name)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// What imports write are terms of the vocabularies.
func TestTermsAreOfTheirVocabularies(t *testing.T) {
	for vocabulary, terms := range map[string][]string{
		"ActorKind": {kindState, kindOffice, kindMinistry, kindAgency, kindMission, kindPerson, kindMediaOutlet, kindInternational,
			kindCompany, kindGroup},
		"SourceKind": {sourceArticle, sourceDataset}, "ActionStatus": {statusReported},
	} {
		for _, term := range terms {
			if !graph.InVocabulary(vocabulary, term) {
				t.Errorf("%s is none of %s", term, vocabulary)
			}
		}
	}
}
