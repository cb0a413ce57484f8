package imports

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// quadruples is the format of benchmarks of temporal knowledge graphs, such as ICEWS18.
var quadruples = Format{
	Name: "quadruples", Title: "Event quadruples",
	Help: `Reads source, relation, target and date, tab-separated without a header, as benchmarks of temporal knowledge graphs have
them; relations in ICEWS's wording. Where these are numbers, --entities and --relations name the lists behind them (name
and number in each line), and --time-unit and --origin say what a time means: with days counted from 1, the origin is the
day before the first.`,
	Example: `  zcat train.txt.gz | demarche import quadruples - --name "ICEWS18, training part"
  demarche import quadruples train.txt --entities entity2id.txt --relations relation2id.txt --time-unit hours --origin 2018-01-01`,
	Options: []Option{
		{Name: "entities", Usage: "`FILE` with names and numbers of actors"},
		{Name: "relations", Usage: "`FILE` with names and numbers of relations"},
		{Name: "time-unit", Usage: "what a number in place of a date counts: " + strings.Join(timeUnits, " or ")},
		{Name: "origin", Usage: "the `DATE` from which it counts"},
	},
	open: openQuadruples,
}

// timeUnits are the units of a clock.
var timeUnits = []string{"hours", "days"}

// clock gives meaning to numbers in place of dates: hours or days since the start of the day origin.
type clock struct {
	unit   string // of timeUnits; "" when the files have dates
	origin graph.Day
}

// clockOf makes a clock from --time-unit and --origin. Both or neither must be given.
func clockOf(unit, origin string) (clock, error) {
	switch {
	case unit == "" && origin == "":
		return clock{}, nil
	case unit == "" || origin == "":
		return clock{}, graph.Invalid("--time-unit and --origin go together, as in --time-unit hours --origin 2018-01-01")
	case !slices.Contains(timeUnits, unit):
		return clock{}, graph.Invalid("--time-unit %q is none of %s", unit, strings.Join(timeUnits, ", "))
	}
	day, err := graph.ParseDay(origin)
	if err != nil {
		return clock{}, fmt.Errorf("--origin: %w", err)
	}
	return clock{unit, day}, nil
}

// day returns the day for a number. The error is a graph.Fault.
func (c clock) day(number string) (graph.Day, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return "", graph.RuleDate.Fault("%q is no count of %s", number, c.unit)
	}
	if c.unit == "hours" {
		n /= 24
	}
	if most := graph.DaysBetween(c.origin, "9999-12-31"); n > most {
		return "", graph.RuleDate.Fault("%q %s after %s is beyond the year 9999", number, c.unit, c.origin)
	}
	return c.origin.AddDays(n), nil
}

var wholeNumber = regexp.MustCompile(`^[0-9]+$`)

// openQuadruples reads source, relation, target and date, tab-separated without a header, with relations in ICEWS's
// wording. Names and relations may be numbers of lists, and the date a number for the clock. A fifth column, which some
// benchmarks have for a label, is ignored.
func openQuadruples(im *Import, in *input) (parser, error) {
	c, err := clockOf(im.opts.one("time-unit"), im.opts.one("origin"))
	if err != nil {
		return parser{}, err
	}
	entities, err := in.list(im.opts.one("entities"))
	if err != nil {
		return parser{}, err
	}
	relations, err := in.list(im.opts.one("relations"))
	if err != nil {
		return parser{}, err
	}
	return parser{line: func(at position, text string) error {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		raw := strings.Split(strings.TrimRight(text, " \t"), "\t")
		if len(raw) != 4 && len(raw) != 5 {
			return wrongColumns(at, raw, "source, relation, target, date, and perhaps a label")
		}
		im.Rows++
		f := make([]string, len(raw))
		for i := range raw {
			f[i] = cleanName(raw[i])
		}
		day, err := quadrupleDay(c, f[3])
		var fault graph.Fault
		if errors.As(err, &fault) {
			return at.damage(columnOf(raw, 3), fault)
		}
		for i, list := range []map[string]string{entities, relations, entities} {
			if list == nil && wholeNumber.MatchString(f[i]) {
				return at.damage(columnOf(raw, i), graph.RuleMissingKey.Fault("%s is a number", f[i]).
					WithRemedy("give the list of names by --entities and --relations"))
			}
			if list == nil || !wholeNumber.MatchString(f[i]) {
				f[i] = withSpaces(f[i])
				continue
			}
			name, ok := list[f[i]]
			if !ok {
				return im.reject(at, text, "a number that the lists of entities and relations do not have")
			}
			f[i] = name
		}
		return im.quadruple(at, text, f, day)
	}}, nil
}

// quadrupleDay reads a date, or a number in its place. The error is a graph.Fault.
func quadrupleDay(c clock, s string) (graph.Day, error) {
	switch {
	case wholeNumber.MatchString(s) && c.unit == "":
		return "", graph.RuleDate.Fault("date %.40q is a number", s).WithRemedy("say what it counts by --time-unit hours --origin 2018-01-01")
	case wholeNumber.MatchString(s):
		return c.day(s)
	case len(s) > 10 && strings.HasSuffix(s, " 00:00:00"):
		s = s[:10]
	}
	if !isoDay.MatchString(s) {
		return "", graph.RuleDate.Fault("date %.40q is not like 2018-08-29", s).WithRemedy("the file is damaged or of another kind")
	}
	day, err := graph.ParseDay(s)
	if err != nil {
		return "", graph.RuleDate.Fault("date %q is no day of the calendar", s).WithRemedy("the file is damaged")
	}
	return day, nil
}

// quadruple reads source, relation and target by name.
func (im *Import) quadruple(at position, text string, f []string, day graph.Day) error {
	coding, ok := graph.CAMEOByICEWSWording(f[1])
	switch {
	case !ok:
		return im.reject(at, text, "relation is none of ICEWS's wordings of CAMEO")
	case f[0] == "" && f[2] == "":
		return im.reject(at, text, "neither source nor target")
	}
	locator := fmt.Sprintf("%s, line %d", filepath.Base(at.File), at.Line)
	r := row{Locator: locator, Day: day, Code: coding.Code, Wording: f[1]}
	var err error
	if r.By, err = im.icewsParty(f[0], "", "", day, locator); err != nil {
		return err
	}
	if r.At, err = im.icewsParty(f[2], "", "", day, locator); err != nil {
		return err
	}
	return im.addRow(r)
}

// withSpaces replaces underscores in a name without spaces, as some lists write Police_(India).
func withSpaces(s string) string {
	if strings.Contains(s, " ") {
		return s
	}
	return cleanName(strings.ReplaceAll(s, "_", " "))
}

// maxList bounds a list of names, in lines. It is held in memory.
const maxList = 5_000_000

// list reads a list of names and numbers, tab-separated in either order. A first line with just a count is ignored.
func (in *input) list(file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	list := map[string]string{}
	quiet := *in
	quiet.onRead = nil
	err := quiet.lines(file, func(at position, text string) error {
		f := strings.Split(strings.TrimRight(text, " \t"), "\t")
		for i := range f {
			f[i] = cleanName(f[i])
		}
		switch {
		case len(f) == 1 && (f[0] == "" || at.Line == 1 && wholeNumber.MatchString(f[0])):
			return nil
		case len(f) < 2:
			return at.damage(1, graph.RuleSyntax.Fault("a list has a name and its number in each line, separated by a tab"))
		case len(list) >= maxList:
			return at.damage(1, graph.RuleSyntax.Fault("more than %d names", maxList).WithRemedy("this is no list of names"))
		}
		name, number := f[0], f[1]
		if !wholeNumber.MatchString(number) {
			name, number = number, name
		}
		if !wholeNumber.MatchString(number) {
			return at.damage(1, graph.RuleValue.Fault("neither column is a number").WithRemedy("a list has a name and its number in each line"))
		}
		if was, given := list[number]; given && was != withSpaces(name) {
			return at.damage(1, graph.RuleDuplicate.
				Fault("number %s stands for %q here and for %q before", number, name, was).WithRemedy("keep one"))
		}
		list[number] = withSpaces(name)
		return nil
	})
	return list, err
}
