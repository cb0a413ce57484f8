package cookbook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
	"github.com/demarche-graph/demarche/seed"
)

// figures are what the crisis of 2025 comes to. A change of a meaning, or of the data, changes some of them: it should be clear
// why before they are written anew.
var figures = []struct{ what, question, answer string }{
	{"what Azerbaijan answered to Russia, acts that nobody is named for among it",
		`responses(filter: {by: ["azerbaijan"], to: ["russia"]}) { totalCount }`, `{"totalCount":36}`},
	{"how it retaliated",
		`responses(filter: {by: ["azerbaijan"], to: ["russia"], mode: [RETALIATE]}) { totalCount }`, `{"totalCount":7}`},
	{"the ledger of the two",
		`exchange(between: "azerbaijan", and: "russia") { sides { actionCount responseCount } entries(first: 1) { totalCount } }`,
		`{"sides":[{"actionCount":43,"responseCount":36},{"actionCount":47,"responseCount":34}],"entries":{"totalCount":92}}`},
	{"what Russia says, through whoever speaks for it",
		`claims(filter: {by: ["russia"]}) { totalCount }`, `{"totalCount":21}`},
	{"and Azerbaijan", `claims(filter: {by: ["azerbaijan"]}) { totalCount }`, `{"totalCount":20}`},
	{"who speaks for Russia", `actor(id: "russia") { spokespeople { nodes { id } } own: spokespeople(includeParts: false) { totalCount } }`,
		`{"spokespeople":{"nodes":[{"id":"dmitry-peskov"},{"id":"maria-zakharova"},{"id":"svetlana-petrenko"}]},"own":{"totalCount":0}}`},
	{"the silences that ended, by what",
		`unanswered(asOf: "2026-06-01", filter: {ended: true}) { nodes { action { id } since statedAsOf endedBy { response { id } } } }`,
		`{"nodes":[{"action":{"id":"aliyev-says-plane-shot-down"},"since":"2024-12-29","statedAsOf":"2025-07-19",` +
			`"endedBy":{"response":{"id":"putin-pledges-compensation"}}},{"action":{"id":"embassy-appeals"},"since":"2025-06-30~",` +
			`"statedAsOf":"2025-06-30","endedBy":{"response":{"id":"consular-access-granted"}}},{"action":{"id":"sputnik-baku-sealed"},` +
			`"since":"2025-06-30","statedAsOf":null,"endedBy":{"response":{"id":"interior-ministry-explains-raid"}}}]}`},
	{"what still waits", `unanswered(asOf: "2026-06-01") { totalCount }`, `{"totalCount":24}`},
	{"how fast Azerbaijan answers Russia: more than half is never answered, so that there is no median",
		`responseTimes(filter: {by: ["azerbaijan"], to: ["russia"]}, asOf: "2026-06-01") { n events censored medianDays medianDaysLow ` +
			`undatedActCount undatedAnswerCount uncertainCount }`,
		`{"n":46,"events":10,"censored":36,"medianDays":null,"medianDaysLow":null,"undatedActCount":0,"undatedAnswerCount":0,` +
			`"uncertainCount":5}`},
	{"and Russia Azerbaijan",
		`responseTimes(filter: {by: ["russia"], to: ["azerbaijan"]}, asOf: "2026-06-01") { n events censored medianDays medianDaysLow ` +
			`medianDaysHigh }`,
		`{"n":43,"events":15,"censored":28,"medianDays":null,"medianDaysLow":284,"medianDaysHigh":null}`},
	{"what Azerbaijan answered of what Russia did in the two months of the crisis, day by day",
		`responseTimes(filter: {by: ["azerbaijan"], to: ["russia"], since: "2025-06-27", until: "2025-07-31"}, asOf: "2025-07-31") ` +
			`{ asOf n events curve { days atRisk events censored waiting standardError waitingLow waitingHigh } }`,
		`{"asOf":"2025-07-31","n":23,"events":5,"curve":[` +
			step(1, 23, 4, 0, "0.826087", "0.079034", "0.60061", "0.930904") + "," +
			step(3, 19, 1, 0, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(7, 18, 0, 1, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(24, 17, 0, 1, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(29, 16, 0, 2, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(30, 14, 0, 4, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(31, 10, 0, 7, "0.782609", "0.086006", "0.554212", "0.903207") + "," +
			step(33, 3, 0, 3, "0.782609", "0.086006", "0.554212", "0.903207") + `]}`},
	{"with RETALIATE alone it answered too few for a curve",
		`responseTimes(filter: {by: ["azerbaijan"], to: ["russia"], mode: [RETALIATE]}, asOf: "2026-06-01") { n events curve { days } }`,
		`{"n":46,"events":2,"curve":null}`},
	{"who says what of the deaths in custody", `narratives(action: "deaths-in-custody") { sides { side { id } claims { id } } }`,
		`{"sides":[{"side":{"id":"azerbaijan"},"claims":[{"id":"claim-explanation-contradicted"},{"id":"claim-killed-with-cruelty"},` +
			`{"id":"claim-murder-and-torture"},{"id":"claim-two-nationals-killed"}]},` +
			`{"side":{"id":"russia"},"claims":[{"id":"claim-heart-failure"}]},` +
			`{"side":{"id":"ukraine"},"claims":[{"id":"claim-russia-brutalises"}]},{"side":null,"claims":[{"id":"claim-blunt-object"},` +
			`{"id":"claim-both-russian-passports"},{"id":"claim-one-citizen-each"},{"id":"claim-one-russian-one-dual"},` +
			`{"id":"claim-tortured-without-trial"}]}]}`},
	{"what only third parties answered",
		`actions(filter: {hasResponse: true, not: {answeredBy: ["azerbaijan", "russia"]}}) { nodes { id } }`,
		`{"nodes":[{"id":"fsb-agents-alleged"},{"id":"socar-depot-struck-second"}]}`},
	{"how the deaths went from reported to confirmed",
		`action(id: "deaths-in-custody") { status statusHistory { status since sources { id } } }`,
		`{"status":"OCCURRED","statusHistory":[{"status":"REPORTED","since":"2025-06-29","sources":[{"id":"kyiv-independent-2025-06-29"}]},` +
			`{"status":"OCCURRED","since":"2025-06-30","sources":[{"id":"moscow-times-2025-06-30"}]}]}`},
	{"what is known through one spokeswoman alone", `actions(filter: {attributedTo: ["maria-zakharova"]}) { totalCount }`,
		`{"totalCount":8}`},
	{"and of that what waits for an answer",
		`unanswered(filter: {attributedTo: ["maria-zakharova"]}) { nodes { action { id } owedBy { id } } }`,
		`{"nodes":[{"action":{"id":"embassy-appeals"},"owedBy":{"id":"azerbaijan-foreign-ministry"}},{"action":{"id":"embassy-appeals"},` +
			`"owedBy":{"id":"azerbaijan-internal-affairs-ministry"}},{"action":{"id":"embassy-appeals"},` +
			`"owedBy":{"id":"azerbaijan-state-security-service"}},{"action":{"id":"russia-health-request"},"owedBy":{"id":"azerbaijan"}},` +
			`{"action":{"id":"russia-consular-request"},"owedBy":{"id":"azerbaijan"}}]}`},
}

// step is a step of a curve of response times.
func step(days, atRisk, events, censored int, waiting, standardError, low, high string) string {
	return fmt.Sprintf(`{"days":%d,"atRisk":%d,"events":%d,"censored":%d,"waiting":%s,"standardError":%s,"waitingLow":%s,"waitingHigh":%s}`,
		days, atRisk, events, censored, waiting, standardError, low, high)
}

// TestFigures holds both stores to the figures.
func TestFigures(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { checkFigures(t, "sqlite::memory:") })
	t.Run("Neo4j", func(t *testing.T) { checkFigures(t, neo4jtest.Fresh(t)) })
}

func checkFigures(t *testing.T, url string) {
	t.Helper()
	h := serveCrisis(t, url)
	for _, f := range figures {
		t.Run(f.what, func(t *testing.T) {
			if got, want := compact(t, ask(t, h, cookbook.Example{Query: "{ answer: " + f.question + " }"})),
				`{"data":{"answer":`+f.answer+`}}`; got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

// The answer that README.md shows is the one that its query gets from what `serve` loads into its own store.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		_, rest, found := strings.Cut(string(text), "```"+language+"\n")
		shown, _, closed := strings.Cut(rest, "```")
		if !found || !closed {
			t.Fatalf("README.md has no block of %s", language)
		}
		return shown
	}
	got := compact(t, ask(t, serveCrisis(t, "sqlite::memory:"), cookbook.Example{Query: block("graphql")}))
	begins := compact(t, []byte(strings.TrimRight(block("json"), ",\n")+"]}}}"))
	if begins = strings.TrimSuffix(begins, "]}}}"); !strings.HasPrefix(got, begins) {
		t.Errorf("the answer begins\n%.600s\nand README.md shows\n%s", got, begins)
	}
}

// compact is JSON without white space.
func compact(t *testing.T, text []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// serveCrisis answers questions about the founding case and the wider crisis.
func serveCrisis(t *testing.T, url string) http.Handler {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, name := range []string{"founding-case", "azerbaijan-russia-2025"} {
		files, _ := seed.Builtin(name)
		batch, err := seed.Read(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), *batch); err != nil {
			t.Fatal(err)
		}
	}
	return graphqlhttp.New(graphqlhttp.Config{API: resolvers.New(s)})
}
