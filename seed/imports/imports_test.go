package imports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// recorder is a store that keeps what is applied, and holds some curated actors.
type recorder struct {
	store.Store
	curated map[string]graph.Kind
	records map[string]graph.Record
	order   []string
	dataset graph.Record
}

// Fetch finds curated actors by id, which is all that an import asks.
func (s *recorder) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) {
	a := &query.Answer{}
	for _, id := range q.Find.(query.FindNodes).IDs {
		var it *query.Item
		if kind, there := s.curated[id]; there {
			it = &query.Item{Kind: kind}
		}
		a.Items = append(a.Items, it)
	}
	return a, nil
}

func (s *recorder) Apply(_ context.Context, b ingest.Batch) (ingest.Applied, error) {
	s.dataset = b.Dataset
	for _, r := range b.Puts {
		s.records[r.Key()] = r
		s.order = append(s.order, r.Key())
	}
	return ingest.Applied{Added: len(b.Puts)}, nil
}

func formatNamed(t *testing.T, name string) *Format {
	t.Helper()
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("there is no format %s", name)
	}
	return &Formats[i]
}

func options(format string, files ...string) Options {
	return Options{Files: files, Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:" + format, Props: graph.Props{"name": "Test"}}}
}

// imported reads and writes, and holds each record to what every store checks.
func imported(t *testing.T, format string, o Options, curated ...string) (*Import, *recorder) {
	t.Helper()
	im, err := Read(t.Context(), formatNamed(t, format), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(im.Close)
	s := &recorder{curated: map[string]graph.Kind{}, records: map[string]graph.Record{}}
	for _, id := range curated {
		s.curated[id] = graph.KindActor
	}
	wrote := 0
	if _, err := seed.Load(t.Context(), s, im, seed.Options{Wrote: func(n int) { wrote += n }}); err != nil {
		t.Fatal(err)
	}
	if wrote != im.Size() || wrote != len(s.records) {
		t.Errorf("%d records foretold, %d written, %d of them different", im.Size(), wrote, len(s.records))
	}
	there := map[string]bool{}
	for id := range s.curated {
		there[id] = true
	}
	for _, key := range s.order {
		r := s.records[key]
		if err := graph.Check(r); err != nil {
			t.Error(err)
		}
		there[key] = true
		needs := []string{r.From, r.To}
		for _, e := range r.Evidence {
			needs = append(needs, e.Source)
		}
		for _, id := range needs {
			if id != "" && !there[id] {
				t.Errorf("%s needs %s, which comes later or never", key, id)
			}
		}
		if len(r.Evidence) == 0 && r.Kind != graph.KindSource {
			t.Errorf("%s has no evidence", key)
		}
	}
	return im, s
}

// actionLines is every action with who took part: "id: title [code date] performers > targets".
func actionLines(s *recorder) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		r := s.records[id]
		if r.Kind != graph.KindAction {
			continue
		}
		var by, at []string
		for _, key := range slices.Sorted(maps.Keys(s.records)) {
			switch e := s.records[key]; {
			case e.Edge == graph.Performed && e.To == id:
				by = append(by, e.From)
			case e.Edge == graph.Targets && e.From == id:
				at = append(at, e.To)
			}
		}
		out = append(out, fmt.Sprintf("%s: %s [%s %s] %s > %s", id, r.Props["title"], r.Props["cameoCode"], r.Props["date"], strings.Join(by,
			" "), strings.Join(at, " ")))
	}
	return out
}

func checkLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// evidence is that of a record: "source|quote|locator|field|basis".
func evidence(s *recorder, key string) []string {
	var out []string
	for _, e := range s.records[key].Evidence {
		out = append(out, strings.Join([]string{e.Source, e.Quote, e.Locator, e.Field, string(e.Basis)}, "|"))
	}
	return out
}

// actors is each actor with its kind, country and ties, ties that hold for some days only with these.
func actors(s *recorder) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		r := s.records[id]
		if r.Kind != graph.KindActor {
			continue
		}
		line := fmt.Sprintf("%s: %v %v %v", id, r.Props["name"], r.Props["kind"], r.Props["country"])
		for _, key := range slices.Sorted(maps.Keys(s.records)) {
			if e := s.records[key]; e.From == id && (e.Edge == graph.PartOf || e.Edge == graph.SpeaksFor) {
				line += fmt.Sprintf(", %s %s %s", e.Edge, e.To, e.Basis)
				if e.Props["since"] != nil {
					line += fmt.Sprintf(" %v/%v", e.Props["since"], e.Props["until"])
				}
			}
		}
		out = append(out, line)
	}
	return out
}

func TestICEWS(t *testing.T) {
	var rejected bytes.Buffer
	o := options("icews", "testdata/icews.tab")
	o.Rejects = json.NewEncoder(&rejected)
	im, s := imported(t, "icews", o)
	checkLines(t, "actions", actionLines(s), []string{
		// a statement again, in another story, is the same action; its mirror image is another
		"icews:101:2018-06-03: Russia → Ukraine: Make statement [010 2018-06-03] icews:RUS > icews:UKR",
		"icews:103:2018-06-03: Ukraine → Russia: Make statement [010 2018-06-03] icews:UKR > icews:RUS",
		// consultations of one day in two stories are two
		"icews:104:2018-06-04: Russia → Ukraine: Consult [040 2018-06-04] icews:RUS > icews:UKR",
		"icews:105:2018-06-04: Ukraine → Russia: Consult [040 2018-06-04] icews:UKR > icews:RUS",
		// a visit and its host's side are one, and a visit
		"icews:106:2018-06-05: Foreign Affairs (Bangladesh) and Russia: Make a visit [042 2018-06-05] icews:Foreign_Affairs_(Bangladesh) " +
			"icews:RUS > icews:Foreign_Affairs_(Bangladesh) icews:RUS",
		// two events under one number
		"icews:108:2018-06-05: Dmitry Peskov: Deny responsibility [016 2018-06-05] icews:Dmitry_Peskov > ",
		"icews:108:2018-06-05~" + shortHash("2018-06-05\x00130\x00icews:Dmitry_Peskov\x00icews:UKR0") +
			": Dmitry Peskov → Ukraine: Threaten [130 2018-06-05] icews:Dmitry_Peskov > icews:UKR",
		"icews:32890166:2018-06-01: Foreign Affairs (South Korea) → Russia: Make an appeal or request [020 2018-06-01] " +
			"icews:Foreign_Affairs_(South_Korea) > icews:RUS",
		// told from both sides in one story
		"icews:32890188:2018-06-01: Foreign Affairs (Palestinian Territory, Occupied) and Mikhail Bogdanov: Consult [040 2018-06-01] " +
			"icews:Foreign_Affairs_(Palestinian_Territory,_Occupied) icews:Mikhail_Bogdanov > " +
			"icews:Foreign_Affairs_(Palestinian_Territory,_Occupied) icews:Mikhail_Bogdanov",
	})
	checkLines(t, "evidence of the repeated statement", evidence(s, "icews:101:2018-06-03"), []string{
		"source:icews|Make statement|2 rows, event 101, story 501 to event 102, story 502||EXPLICIT",
		"icews:story:501||sentence 1||EXPLICIT", "icews:story:502||sentence 4||EXPLICIT",
	})
	checkLines(t, "evidence of a performer", evidence(s, "PERFORMED:icews:Dmitry_Peskov:icews:108:2018-06-05"), []string{
		"source:icews|Dmitry Peskov|event 108||EXPLICIT",
	})
	if d := s.records["icews:101:2018-06-03"].Props["description"]; d != "Coded by a machine in 2 rows." {
		t.Error(d)
	}
	checkLines(t, "actors", actors(s), []string{
		"icews:BGD: Bangladesh STATE BGD",
		"icews:Dmitry_Peskov: Dmitry Peskov PERSON RUS, PART_OF icews:RUS EXPLICIT",
		"icews:Foreign_Affairs_(Bangladesh): Foreign Affairs (Bangladesh) MINISTRY BGD, PART_OF icews:BGD EXPLICIT",
		"icews:Foreign_Affairs_(Palestinian_Territory,_Occupied): Foreign Affairs (Palestinian Territory, Occupied) MINISTRY PSE, PART_OF " +
			"icews:PSE EXPLICIT",
		"icews:Foreign_Affairs_(South_Korea): Foreign Affairs (South Korea) MINISTRY KOR, PART_OF icews:KOR EXPLICIT",
		"icews:KOR: South Korea STATE KOR",
		"icews:Mikhail_Bogdanov: Mikhail Bogdanov PERSON RUS, PART_OF icews:RUS EXPLICIT",
		"icews:PSE: Palestine STATE PSE",
		"icews:RUS: Russia STATE RUS",
		"icews:UKR: Ukraine STATE UKR",
	})
	checkLines(t, "kind concluded from a name", evidence(s, "icews:Dmitry_Peskov"), []string{
		"source:icews||event 108|kind|INFERRED", "source:icews||event 108||EXPLICIT",
	})
	if got := fmt.Sprint(im.Rows, im.Used(), im.Repeated, im.Mirrored, im.Actions, im.Actors, im.Sources,
		im.Places); got != "15 12 1 2 9 10 8 4" {
		t.Error(got)
	}
	checkLines(t, "rejects", strings.Split(strings.TrimSpace(rejected.String()), "\n"), rejects(t, "testdata/icews.tab",
		14, "CAMEO Code is not in the table", 15, "Event Date is no day of the calendar", 16, "neither Source Name nor Target Name"))
	if n := s.dataset.Props["nodeCount"].(int64) + s.dataset.Props["edgeCount"].(int64); int(n) != im.Size() ||
		s.dataset.Props["checksum"] == "" {
		t.Errorf("%+v", s.dataset)
	}
}

// rejects are the lines of a reject file: number of a line, reason, and so on.
func rejects(t *testing.T, file string, list ...any) []string {
	t.Helper()
	in := &input{sum: discard{}}
	var out []string
	for i := 0; i < len(list); i += 2 {
		if err := in.lines(file, func(at position, text string) error {
			if at.Line == list[i].(int) {
				line, err := json.Marshal(Reject{file, at.Line, list[i+1].(string), text})
				out = append(out, string(line))
				return err
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestGDELT2(t *testing.T) {
	o := options("gdelt", "testdata/gdelt2.export.CSV")
	im, s := imported(t, "gdelt", o)
	checkLines(t, "actions", actionLines(s), []string{
		"gdelt:881990832: unnamed → Australia: Give ultimatum [139 2018-10-24]  > gdelt:AUS",
		"gdelt:881990833: unnamed → THE EU: Consult [040 2018-10-24]  > gdelt:IGOEUREEC",
		"gdelt:881991062: Afghanistan and Russia: Engage in negotiation [046 2019-10-24] gdelt:AFG gdelt:RUS > gdelt:AFG gdelt:RUS",
		"gdelt:881991242: Canada: Provide economic aid [071 2019-10-24] gdelt:CAN > ",
		"gdelt:881991745: government → spokesman: Make statement [010 2019-10-24] gdelt:GOV > gdelt:MED/SPOKESMAN",
		"gdelt:881992145: spokesman → Belgium: Make statement [010 2019-10-24] gdelt:MED/SPOKESMAN > gdelt:BEL",
	})
	checkLines(t, "actors", actors(s), []string{
		"gdelt:AFG: Afghanistan STATE AFG",
		"gdelt:AUS: Australia STATE AUS",
		"gdelt:BEL: Belgium STATE BEL",
		"gdelt:CAN: Canada STATE CAN",
		"gdelt:GOV: government GOVERNMENT_OFFICE <nil>",
		"gdelt:IGOEUREEC: THE EU INTERNATIONAL_BODY <nil>",
		"gdelt:MED/SPOKESMAN: spokesman PERSON <nil>",
		"gdelt:RUS: Russia STATE RUS",
	})
	const address = "https://www.nation.co.ke/news/africa/Mozambique-announce-election-results-next-week/1066-5323504-858ctrz/"
	checkLines(t, "evidence of an action coded twice", evidence(s, "gdelt:881991745"), []string{
		"source:gdelt|010|2 rows, event 881991745 to event 881991746||EXPLICIT",
		"gdelt:article:" + shortHash(address) + "||event 881991745||EXPLICIT",
	})
	checkLines(t, "the name as the row has it", evidence(s, "TARGETS:gdelt:881990832:gdelt:AUS"),
		[]string{"source:gdelt|VICTORIA|event 881990832||EXPLICIT"})
	if p := s.records["gdelt:881991242"].Props; p["description"] != "Coded by a machine in 2 rows." || p["mentions"] != int64(12) {
		t.Error(p)
	}
	if p := s.records["gdelt:place:4--319029"]; p.Props["name"] != "Maputo, Maputo, Mozambique" || p.Props["country"] != "MOZ" ||
		s.records["WITHIN:gdelt:place:4--319029:gdelt:place:MOZ"].Edge == "" {
		t.Errorf("FIPS MZ is Mozambique: %+v", p)
	}
	if a := s.records["gdelt:article:"+shortHash("https://allafrica.com/stories/201910240614.html")]; a.Props["accessed"] != "2019-10-24" ||
		a.Props["kind"] != "ARTICLE" {
		t.Errorf("%+v", a)
	}
	if got := fmt.Sprint(im.Rows, im.Used(), im.Repeated, im.Mirrored, im.Rejected); got !=
		"12 9 2 1 map[EventCode is not in CAMEO's table:1 SQLDATE is no day of the calendar:1 neither Actor1 nor Actor2:1]" {
		t.Error(got)
	}
}

// Mentions add sources and confidence; they may make two rows one event, for the story that both share.
func TestMentions(t *testing.T) {
	o := options("gdelt", "testdata/gdelt2.export.CSV")
	o.Given = map[string][]string{"mentions": {"testdata/gdelt2.mentions.CSV"}}
	im, s := imported(t, "gdelt", o)
	checkLines(t, "evidence", evidence(s, "gdelt:881991062"), []string{
		"source:gdelt|046|2 rows, event 881991062 to event 881992358||EXPLICIT",
		"gdelt:article:" + shortHash("https://allafrica.com/stories/201910240614.html") +
			"||event 881991062, sentence 3, confidence 60 %||EXPLICIT",
		"gdelt:article:" + shortHash("https://example.org/second") + "||event 881991062, sentence 1, confidence 20 %||EXPLICIT",
	})
	if len(actionLines(s)) != 6 || fmt.Sprint(im.Noted) != "map[mentions of events that the files do not have:1]" {
		t.Error(actionLines(s), im.Noted)
	}
}

func TestGDELT1(t *testing.T) {
	im, s := imported(t, "gdelt", options("gdelt", "testdata/gdelt1.tsv"))
	checkLines(t, "actions", actionLines(s), []string{
		"gdelt:1552829: business, civilians → business: Express intent to cooperate [030 1982-01-02] gdelt:BUSCVL > gdelt:BUS",
		"gdelt:1552839: Canada → Poland: Threaten with sanctions, boycott, embargo [1312 1982-01-02] gdelt:CAN > gdelt:POL",
		"gdelt:564111644: United States: Make statement [010 2006-07-31] gdelt:USA > ",
		"gdelt:564111654: government: Accede to demands for change in institutions, regime [0834 2015-07-29] gdelt:GOV > ",
	})
	if im.Used() != 4 || im.Sources != 2 {
		t.Errorf("%+v", im.Counts)
	}
}

func TestQuadruples(t *testing.T) {
	im, s := imported(t, "quadruples", options("quadruples", "testdata/quadruples.tsv"))
	day := func(d, key string) string { return "quadruples:" + d + ":" + key }
	got := actionLines(s)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(a[strings.Index(a, ": "):], b[strings.Index(b, ": "):]) })
	var want []string
	for i, line := range []string{
		"Police (Singapore) → Men (Singapore): Arrest, detain, or charge with legal action [173 2018-08-29] quadruples:Police_(Singapore) > " +
			"quadruples:Men_(Singapore)",
		"Recep Tayyip Erdoğan → Holy See: Make statement [010 2018-08-30] quadruples:Recep_Tayyip_Erdoğan > quadruples:VAT",
		"Russia and Ukraine: Consult [040 2018-08-29] quadruples:RUS quadruples:UKR > quadruples:RUS quadruples:UKR",
	} {
		id, _, _ := strings.Cut(got[i], ": ")
		want = append(want, day(id[len("quadruples:"):len("quadruples:2018-08-29")], id[len("quadruples:2018-08-29:"):])+": "+line)
	}
	checkLines(t, "actions", got, want)
	checkLines(t, "actors", actors(s), []string{
		"quadruples:Men_(Singapore): Men (Singapore) GROUP SGP",
		"quadruples:Police_(Singapore): Police (Singapore) AGENCY SGP, PART_OF quadruples:SGP INFERRED",
		"quadruples:RUS: Russia STATE RUS",
		"quadruples:Recep_Tayyip_Erdoğan: Recep Tayyip Erdoğan PERSON <nil>",
		"quadruples:SGP: Singapore STATE SGP",
		"quadruples:UKR: Ukraine STATE UKR",
		"quadruples:VAT: Holy See STATE VAT",
	})
	if got := fmt.Sprint(im.Rows, im.Repeated, im.Mirrored, im.Rejected); got != "6 1 1 map[relation is none of ICEWS's wordings of CAMEO:1]" {
		t.Error(got)
	}
}

func TestNumberedQuadruples(t *testing.T) {
	o := options("quadruples", "testdata/numbered.txt")
	o.Given = map[string][]string{"entities": {"testdata/entity2id.txt"}, "relations": {"testdata/relation2id.txt"},
		"time-unit": {"hours"}, "origin": {"2018-01-01"}}
	im, s := imported(t, "quadruples", o)
	var got []string
	for _, line := range actionLines(s) {
		got = append(got, line[strings.Index(line, ": ")+2:])
	}
	checkLines(t, "actions", got, []string{
		"Police (Singapore) → Men (Singapore): Arrest, detain, or charge with legal action [173 2018-01-02] quadruples:Police_(Singapore) > " +
			"quadruples:Men_(Singapore)",
		"Russia → Police (Singapore): Make statement [010 2018-01-03] quadruples:RUS > quadruples:Police_(Singapore)",
	})
	if fmt.Sprint(im.Rejected) != "map[a number that the lists of entities and relations do not have:1]" {
		t.Error(im.Rejected)
	}
}

// docs/imports.md tells of every format and of all that one can be told.
func TestFormatsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/imports.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats {
		words := []string{"demarche import " + f.Name + " "}
		for _, o := range f.Options {
			words = append(words, "--"+o.Name)
		}
		for _, w := range words {
			if !strings.Contains(string(text), w) {
				t.Errorf("docs/imports.md does not tell of %s", w)
			}
		}
		if f.Help == "" || !strings.Contains(f.Example, "demarche import "+f.Name+" ") {
			t.Errorf("%s has no help, or no example", f.Name)
		}
	}
}
