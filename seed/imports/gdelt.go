package imports

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// gdeltColumns are the columns that differ between versions of GDELT's events, by the number of columns. Version 1.0 has no
// second-level districts, and in older files no address.
var gdeltColumns = map[int]struct{ place, added, url int }{
	61: {51, 59, 60},
	58: {49, 56, 57},
	57: {49, 56, -1},
}

// Columns that all versions share.
const (
	gdeltID, gdeltDay          = 0, 1
	gdeltActor1, gdeltActor2   = 5, 15 // code, name, country, group, ethnic, religion 1-2, type 1-3
	gdeltCode, gdeltRoot       = 26, 28
	gdeltGoldstein             = 30
	gdeltMentions, actorFields = 31, 10
)

// gdelt is the format of the GDELT Project's event tables.
var gdelt = Format{
	Name: "gdelt", Title: "GDELT Events", Licence: "any use, with citation of and a link to the GDELT Project",
	URL: "https://www.gdeltproject.org/",
	Help: `Reads GDELT events, 2.0 (61 columns) and 1.0 (58 or 57), text, .gz or .zip; - is standard input. Give files of a
series together: repeats of an event are found within one import.`,
	Example: `  demarche import gdelt 20191024143000.export.CSV.zip --mentions 20191024143000.mentions.CSV.zip
  demarche import gdelt 20191024*.export.CSV.zip --dataset dataset:gdelt-2019-10-24`,
	Options: []Option{{Name: gdeltMentionFiles, Many: true, Data: true,
		Usage: "mentions `FILE` of GDELT 2.0, which adds sources and confidence; may be given several times"}},
	open: openGDELT,
}

const gdeltMentionFiles = "mentions"

// gdeltReader reads rows of events, and joins them with mentions.
type gdeltReader struct {
	*Import
	waiting *extsort.Sorter // rows and mentions, by event; nil when no files of mentions are given
}

// openGDELT reads GDELT events, 1.0 and 2.0: tab-separated, no header, missing values empty.
func openGDELT(im *Import, _ *input) (parser, error) {
	r := gdeltReader{Import: im}
	if len(im.opts.Given[gdeltMentionFiles]) == 0 {
		return parser{line: r.line}, nil
	}
	r.waiting = im.sorter()
	return parser{line: r.line, beside: r.mention, done: r.join}, nil
}

// line reads a row of any version.
func (im gdeltReader) line(at position, text string) error {
	if text == "" {
		return nil
	}
	fields := strings.Split(text, "\t")
	col, ok := gdeltColumns[len(fields)]
	switch {
	case len(fields) == 1 && strings.ContainsAny(text, ";,"):
		return at.damage(1, graph.RuleSyntax.Fault("no tabs").WithRemedy("GDELT separates by tabs in spite of the name .CSV, "+
			"so a spreadsheet has saved this, which also cuts codes (040 to 40) and numbers (2.02E+13): fetch the file again"))
	case strings.EqualFold(fields[0], "GLOBALEVENTID"):
		return at.damage(1, graph.RuleSyntax.Fault("a header").WithRemedy("GDELT's own files have none, "+
			"so another program has saved this and may have changed codes: fetch the file again"))
	case !ok:
		return wrongColumns(at, fields, "61 (GDELT 2.0), 58 or 57 (1.0)")
	}
	for i, f := range fields {
		fields[i] = cleanName(f)
	}
	if err := gdeltDamage(at, fields, col.added); err != nil {
		return err
	}
	im.Rows++
	url := ""
	if col.url >= 0 {
		url = fields[col.url]
	}
	return im.event(at, text, fields, fields[col.place:col.place+8], len(fields) == 61, fields[col.added], url)
}

var (
	eightDigits = regexp.MustCompile(`^[0-9]{8}$`)
	addedTime   = regexp.MustCompile(`^[0-9]{8}([0-9]{6})?$`)
	someCode    = regexp.MustCompile(`^[0-9]{1,4}$`)
)

// gdeltDamage reports values that GDELT's own files never have.
func gdeltDamage(at position, f []string, added int) error {
	const again = "a spreadsheet does that: fetch the file again"
	bad := func(i int, rule graph.Rule, format string, args ...any) error {
		return at.damage(columnOf(f, i), rule.Fault(format, args...).WithRemedy(again))
	}
	switch code, root := f[gdeltCode], f[gdeltRoot]; {
	case !digits.MatchString(f[gdeltID]):
		return bad(gdeltID, graph.RuleValue, "GLOBALEVENTID %.40q is no whole number", f[gdeltID])
	case !eightDigits.MatchString(f[gdeltDay]):
		return bad(gdeltDay, graph.RuleDate, "SQLDATE %.40q is not eight digits, like 20191024", f[gdeltDay])
	case someCode.MatchString(code) && (len(root) != 2 || !strings.HasPrefix(code, root)):
		return at.damage(columnOf(f, gdeltCode), graph.RuleValue.Fault("EventCode %s does not begin with EventRootCode %.40q", code, root).
			WithRemedy("leading zeros are lost (040 to 40): "+again))
	case f[gdeltGoldstein] != "" && !isNumber(f[gdeltGoldstein]):
		return bad(gdeltGoldstein, graph.RuleValue, "GoldsteinScale %.40q is no number", f[gdeltGoldstein])
	case !addedTime.MatchString(f[added]):
		return bad(added, graph.RuleDate, "DATEADDED %.40q is not 8 or 14 digits", f[added])
	}
	return nil
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func dayOf(compact string) (graph.Day, error) {
	return graph.ParseDay(compact[:4] + "-" + compact[4:6] + "-" + compact[6:8])
}

// event reads a row whose columns are known.
func (im gdeltReader) event(at position, text string, f, place []string, secondLevel bool, added, url string) error {
	day, err := dayOf(f[gdeltDay])
	switch {
	case err != nil:
		return im.reject(at, text, "SQLDATE is no day of the calendar")
	case f[gdeltActor1]+f[gdeltActor1+1] == "" && f[gdeltActor2]+f[gdeltActor2+1] == "":
		return im.reject(at, text, "neither Actor1 nor Actor2")
	}
	code := f[gdeltCode]
	if _, ok := graph.CAMEO(code); !ok {
		return im.reject(at, text, "EventCode is not in CAMEO's table")
	}
	r := row{Event: f[gdeltID], Locator: "event " + f[gdeltID], Day: day, Code: code, Wording: code}
	r.Mentions, _ = strconv.Atoi(f[gdeltMentions])
	if r.By, err = im.gdeltParty(f[gdeltActor1:gdeltActor1+actorFields], day, r.Locator); err != nil {
		return err
	}
	if r.At, err = im.gdeltParty(f[gdeltActor2:gdeltActor2+actorFields], day, r.Locator); err != nil {
		return err
	}
	if url != "" {
		seen, _ := dayOf(added)
		s, err := im.gdeltStory(url, seen)
		if err != nil {
			return err
		}
		s.Locator = r.Locator
		r.Stories = []story{s}
	}
	if place[1] != "" {
		lat, lon, feature := place[4], place[5], place[6] // the columns before are type, name, FIPS country and first-level district
		if secondLevel {
			lat, lon, feature = place[5], place[6], place[7]
		}
		if feature == "0" { // no feature
			feature = ""
		} else if feature != "" {
			feature = place[0] + "-" + feature // numbers are unique within a type
		}
		c := countries().byFIPS[place[2]]
		if r.Place, r.Where, err = im.place(place[1], feature, c, lat, lon, r.Locator, place[0] == "1"); err != nil {
			return err
		}
	}
	if im.waiting != nil {
		return im.waiting.Add(r.Event+"\x00r", jsonOf(r))
	}
	return im.addRow(r)
}

// gdeltStory makes the source for an address. Some rows have a name instead, such as BBC Monitoring.
func (im *Import) gdeltStory(address string, seen graph.Day) (story, error) {
	s := story{ID: im.format.idWithin("article", shortHash(address))}
	f := fact{Node: graph.KindSource, Kind: sourceArticle, Accessed: seen}
	if strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
		f.URL = address
	} else {
		f.Name = address
	}
	return s, im.addFact(s.ID, f)
}

// mention reads a line of a mentions file of GDELT 2.0: another document about an event, and the confidence of its coding.
func (im gdeltReader) mention(at position, text string) error {
	f := strings.Split(text, "\t")
	switch {
	case text == "":
		return nil
	case len(f) != 16 && len(f) != 15: // Extras is empty, and some programs drop it
		return wrongColumns(at, f, "16, as in GDELT's mentions")
	case !digits.MatchString(f[0]) || !addedTime.MatchString(f[2]):
		return at.damage(1, graph.RuleSyntax.
			Fault("this is no line of GDELT's mentions, or a spreadsheet has changed its numbers: fetch the file again"))
	}
	for i := range f {
		f[i] = cleanName(f[i])
	}
	if f[5] == "" {
		im.note("mentions without an address")
		return nil
	}
	seen, _ := dayOf(f[2])
	s := story{ID: im.format.idWithin("article", shortHash(f[5])), Locator: "event " + f[0]}
	if f[6] != "" {
		s.Locator += ", sentence " + f[6]
	}
	if f[11] != "" {
		s.Locator += ", confidence " + f[11] + " %"
	}
	return im.waiting.Add(f[0]+"\x00s", jsonOf(mentioned{s, f[5], seen}))
}

// mentioned is a mention in gdeltReader.waiting.
type mentioned struct {
	Story   story     `json:"s"`
	Address string    `json:"a"`
	Seen    graph.Day `json:"d"`
}

// join adds mentions to the rows of their events. It counts mentions of events that are in no file.
func (im gdeltReader) join() error {
	var event string
	var waiting []row
	done := func() error {
		for _, r := range waiting {
			if err := im.addRow(r); err != nil {
				return err
			}
		}
		waiting = waiting[:0]
		return nil
	}
	err := im.waiting.Each(func(key string, value []byte) error {
		id, what, _ := strings.Cut(key, "\x00")
		if id != event {
			if err := done(); err != nil {
				return err
			}
			event = id
		}
		if what == "r" {
			var r row
			if err := json.Unmarshal(value, &r); err != nil {
				return err
			}
			waiting = append(waiting, r)
			return nil
		}
		if len(waiting) == 0 {
			im.note("mentions of events that the files do not have")
			return nil
		}
		var m mentioned
		if err := json.Unmarshal(value, &m); err != nil {
			return err
		}
		if _, err := im.gdeltStory(m.Address, m.Seen); err != nil {
			return err
		}
		for i := range waiting {
			same := func(s story) bool { return s.ID == m.Story.ID }
			if at := slices.IndexFunc(waiting[i].Stories, same); at >= 0 {
				waiting[i].Stories[at] = m.Story
			} else {
				waiting[i].Stories = append(waiting[i].Stories, m.Story)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return done()
}
