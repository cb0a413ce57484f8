package cookbook_test

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// searches are what people type, and what they should find first, over all built-in datasets; "-" is nothing. What has
// another name in the datasets (Deutschland, in no language of the United Nations) is not guessed.
const searches = `
Azerbaijan = azerbaijan
azerb = azerbaijan
AZERBAIJAN = azerbaijan
Azerbaiyán = azerbaijan
Азербайджан = azerbaijan
азерб = azerbaijan
阿塞拜疆 = azerbaijan
أذربيجان = azerbaijan
qətlə yetirildiyi = claim-killed-with-cruelty
Azərbaycan = sfera-2025-06-28
azerbaycan = sfera-2025-06-28
Russia = russia
Россия = russia
россий = russia
俄罗斯 = russia
俄罗 = russia
Russian Federation = russia
Baku = baku
Moscow = moscow
Kremlin = kremlin
kreml = kremlin
Sputnik = sputnik
sputnik baku = sputnik-baku-office
baku sputnik = sputnik-baku-office
maria zakh = maria-zakharova
MARIA ZAKHAROVA = maria-zakharova
zakharova maria = maria-zakharova
Margarita = margarita-simonyan
Türkiye = turkiye
turkiye = turkiye
TÜRKİYE = turkiye
Turkey = turkiye
Turquie = turkiye
Турция = turkiye
土耳其 = turkiye
France = france
Франция = france
法国 = france
Germany = germany
Alemania = germany
Deutschland = -
Côte d'Ivoire = cote-divoire
cote d’ivoire = cote-divoire
United States = united-states
США = united-states
USA = united-states
Великобритания = united-kingdom
英国 = united-kingdom
Corée du Sud = south-korea
Южная Корея = south-korea
Ватикан = vatican-city
Косово = kosovo
СОЕДИНЕННЫЕ ШТАТЫ = united-states
中国 = china
China = china
Chine = china
Китай = china
Ukraine = ukraine
CIS = cis
EAEU = eaeu
Commonwealth of Independent States = cis
UN = un
ООН = un
International Criminal Court = icct
World Health Organization = who
ШОС = sco
NATO = nato
police raids = police-raids
yekaterinburg = yekaterinburg
socar = socar
safarov = safarov-family
heart failure = claim-heart-failure
consular = russia-diplomats
extrajudicial = claim-c01
newsrooms = -
`

func TestSearches(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { firstHits(t, "sqlite::memory:") })
	t.Run("Neo4j", func(t *testing.T) { firstHits(t, neo4jtest.Fresh(t)) })
}

func firstHits(t *testing.T, url string) {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for _, name := range []string{"reference", "founding-case", "azerbaijan-russia-2025"} {
		files, _ := seed.Builtin(name)
		b, err := seed.Read(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), *b); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(searches), "\n") {
		text, want, _ := strings.Cut(line, " = ")
		a, err := s.Fetch(t.Context(), &query.Query{Find: query.FindSearch{Text: text, List: query.List{Page: query.Page{Limit: 1}}}})
		if err != nil {
			t.Fatal(err)
		}
		got := "-"
		if len(a.Items) > 0 {
			got = a.Items[0].Text("id")
		}
		if got != want {
			t.Errorf("%s finds %s first, not %s", text, got, want)
		}
	}
}
