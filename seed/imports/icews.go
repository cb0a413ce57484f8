package imports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

var icewsHeader = strings.Split("Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,"+
	"Target Name,Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude", ",")

// icews is the format of the ICEWS Coded Event Data.
var icews = Format{
	Name: "icews", Title: "ICEWS Coded Event Data", Licence: "CC0-1.0", URL: "https://doi.org/10.7910/DVN/28075", Dated: true,
	Help: "Reads ICEWS coded events as published (tab-separated, 20 columns, header), text, .gz or .zip; - is standard input.",
	Example: `  demarche import icews events.2018.tab --rejects unusable.jsonl
  demarche import icews events.*.zip --store neo4j://127.0.0.1:7687`,
	open: openICEWS,
}

// openICEWS reads ICEWS coded events: tab-separated with a header, missing values NA.
func openICEWS(im *Import, _ *input) (parser, error) {
	return parser{line: func(at position, text string) error {
		fields := strings.Split(text, "\t")
		if at.Line == 1 {
			return icewsHead(at, text, fields)
		}
		if text == "" {
			return nil
		}
		if len(fields) != len(icewsHeader) {
			return wrongColumns(at, fields, "20, as in its header")
		}
		im.Rows++
		for i, f := range fields {
			if fields[i] = cleanName(unquoted(f)); fields[i] == "NA" {
				fields[i] = ""
			}
		}
		return im.icews(at, text, fields)
	}}, nil
}

func icewsHead(at position, text string, fields []string) error {
	if len(fields) == 1 && strings.ContainsAny(text, ";,") {
		return at.damage(1, graph.RuleSyntax.Fault("no tabs in the header").WithRemedy("ICEWS separates by tabs, "+
			"so a spreadsheet may have saved this, which also cuts codes (040 to 40): fetch the .tab file again"))
	}
	for i, want := range icewsHeader {
		if i >= len(fields) || cleanName(unquoted(fields[i])) != want {
			got := "nothing"
			if i < len(fields) {
				got = strconv.Quote(printable(fields[i]))
			}
			return at.damage(columnOf(fields, i), graph.RuleSyntax.Fault("the header has %.60s where ICEWS coded events have %q", got, want).
				WithRemedy("give a file with all 20 columns"))
		}
	}
	if len(fields) > len(icewsHeader) {
		return wrongColumns(at, fields, "20")
	}
	return nil
}

func (im *Import) icews(at position, text string, f []string) error {
	event, date, code, wording, storyID := f[0], f[1], f[6], f[5], f[11]
	damage := func(column int, fault graph.Fault) error {
		return at.damage(columnOf(strings.Split(text, "\t"), column), fault)
	}
	for _, i := range []int{0, 11} {
		if f[i] != "" && !digits.MatchString(f[i]) {
			return damage(i, graph.RuleValue.Fault("%s %.40q is no whole number", icewsHeader[i], f[i]).
				WithRemedy("a spreadsheet does that to long ones: fetch the file again"))
		}
	}
	if !isoDay.MatchString(date) {
		return damage(1, graph.RuleDate.Fault("Event Date %.40q is not like 2018-06-01", date).
			WithRemedy("a spreadsheet may have changed it: fetch the file again"))
	}
	if c, ok := graph.CAMEO("0" + code); ok && graph.Fold(c.ICEWSWording) == graph.Fold(wording) {
		return damage(6, graph.RuleValue.
			Fault("CAMEO Code %s is %q, which is 0%s: leading zeros are lost, as in a spreadsheet", code, wording, code).
			WithRemedy("fetch the file again"))
	}
	day, err := graph.ParseDay(date)
	switch {
	case err != nil:
		return im.reject(at, text, "Event Date is no day of the calendar")
	case event == "":
		return im.reject(at, text, "no Event ID")
	case f[2] == "" && f[8] == "":
		return im.reject(at, text, "neither Source Name nor Target Name")
	}
	if _, ok := graph.CAMEO(code); !ok {
		return im.reject(at, text, "CAMEO Code is not in the table")
	}
	r := row{Event: event, Locator: "event " + event, Day: day, Code: code, Wording: wording}
	if storyID != "" {
		r.Locator += ", story " + storyID
		s := story{ID: im.format.idWithin("story", storyID)}
		if f[12] != "" {
			s.Locator = "sentence " + f[12]
		}
		r.Stories = []story{s}
		title := strings.TrimPrefix(f[13]+", story "+storyID, ", ")
		if err := im.addFact(s.ID, fact{Node: graph.KindSource, Kind: sourceArticle, Name: title}); err != nil {
			return err
		}
	}
	if r.By, err = im.icewsParty(f[2], f[3], f[4], day, r.Locator); err != nil {
		return err
	}
	if r.At, err = im.icewsParty(f[8], f[9], f[10], day, r.Locator); err != nil {
		return err
	}
	if r.Place, r.Where, err = im.icewsPlace(f[14:], r.Locator); err != nil {
		return err
	}
	return im.addRow(r)
}

// stateSectors are the sectors whose members act for their state. Legislators do not.
var stateSectors = []string{"Executive", "Executive Office", "Cabinet", "Military", "Police", "Navy", "Army", "Air Force", "Judicial",
	"Military Intelligence", "State Media", "National / Border Divisions"}

// icewsParty makes an actor from its name, its sectors (a list in any order) and its country.
func (im *Import) icewsParty(name, sectorList, ofCountry string, day graph.Day, locator string) (party, error) {
	if name == "" {
		return party{}, nil
	}
	if c, ok := countryNamed(name); ok {
		n := im.state(c)
		n.Key, n.Name = n.ID, name
		return im.party(n, day, locator)
	}
	id := im.format.id(name)
	n := namedActor{Key: id, ID: id, Name: name}
	base, c, known := splitCountry(name)
	if !known {
		c, known = countryNamed(ofCountry)
	}
	if known {
		n.Country = c.ISO
	}
	var sectors []string
	for s := range strings.SplitSeq(sectorList, ",") {
		sectors = append(sectors, strings.TrimSpace(s))
	}
	ofState := false
	if sectorList == "" {
		n.Kind, ofState = kindOfName(name, base)
		n.Guessed = true
	} else {
		n.Kind, n.Guessed = kindOfSectors(name, base, sectors)
		ofState = !slices.Contains(sectors, "International Government Organization") && slices.ContainsFunc(sectors, func(s string) bool {
			return slices.Contains(stateSectors, s) || strings.HasSuffix(s, "Ministry") ||
				s == "Government" && !slices.Contains(sectors, "Legislative / Parliamentary")
		})
	}
	if ofState && known {
		quote := sectorList
		if quote == "" {
			quote = name
		}
		var err error
		if n.Tie, err = im.stateTie(graph.PartOf, c, quote, locator, n.Guessed && sectorList == ""); err != nil {
			return party{}, err
		}
	}
	return im.party(n, day, locator)
}

// kindOfSectors returns the kind of an actor with sectors. A person and a body may have the same sectors, so the name counts
// too; guessed says that it decided.
func kindOfSectors(name, base string, sectors []string) (kind string, guessed bool) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(s string) bool { return slices.Contains(sectors, s) })
	}
	r, isRole := roleOf(base)
	switch {
	case looksPersonal(name):
		return kindPerson, true
	case base != name && isRole: // Police (India)
		return r.kind, false
	case has("International Government Organization"):
		return kindInternational, false
	case has("State Media"):
		return kindMediaOutlet, false
	case slices.ContainsFunc(sectors, func(s string) bool { return strings.HasSuffix(s, "Ministry") }):
		return kindMinistry, false
	case has("Police", "Military", "Navy", "Army", "Air Force", "Military Intelligence", "National / Border Divisions"):
		return kindAgency, false
	case has("Parties", "Dissident", "Rebel"):
		return kindGroup, false
	case has("Media", "News"):
		return kindMediaOutlet, false
	case has("Judicial", "Legislative / Parliamentary", "Executive", "Executive Office", "Cabinet", "Government"):
		return kindOffice, false
	case has("Business", "Multinational Corporation"):
		return kindCompany, false
	}
	return kindGroup, !isRole
}

// icewsPlace reads city, district, province, country, latitude and longitude.
func (im *Import) icewsPlace(f []string, locator string) (id, name string, err error) {
	var parts []string
	for _, p := range f[:4] {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return "", "", nil
	}
	return im.place(strings.Join(parts, ", "), "", countryISO(countryNamed(f[3])), f[4], f[5], locator, len(parts) == 1)
}

func countryISO(c country, ok bool) country {
	if !ok {
		return country{}
	}
	return c
}

var (
	digits = regexp.MustCompile(`^[0-9]{1,20}$`)
	isoDay = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

// unquoted removes quotation marks, which some files have around fields with commas.
func unquoted(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}

// wrongColumns is the damage of a line with another number of columns.
func wrongColumns(at position, fields []string, want string) error {
	return at.damage(1, graph.RuleSyntax.Fault("%d columns, separated by tabs, where there should be %s", len(fields), want).
		WithRemedy("the file is damaged or of another kind: fetch it again"))
}
