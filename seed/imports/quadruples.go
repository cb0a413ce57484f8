package imports

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Clock says what a number in place of a date means: so many hours or days after the start of the day Origin.
type Clock struct {
	Unit   string // "hours" or "days"; "" when the files have dates
	Origin graph.Day
}

// TimeUnits are the units of a Clock.
var TimeUnits = []string{"hours", "days"}

// day is the day of a number. The error is a graph.Fault.
func (c Clock) day(number string) (graph.Day, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return "", graph.RuleDate.Fault("%q is no count of %s", number, c.Unit)
	}
	if c.Unit == "hours" {
		n /= 24
	}
	if most := graph.DaysBetween(c.Origin, "9999-12-31"); n > most {
		return "", graph.RuleDate.Fault("%q %s after %s is beyond the year 9999", number, c.Unit, c.Origin)
	}
	return c.Origin.AddDays(n), nil
}

var wholeNumber = regexp.MustCompile(`^[0-9]+$`)

// openQuadruples reads source, relation, target and date, tab-separated without a header, as benchmarks of temporal
// knowledge graphs have them: relations in ICEWS's wording. Names and relations may be numbers into lists, the date a
// count of hours or days; a fifth column (a label of the benchmark) is passed over.
func openQuadruples(im *Import, in *input) (func(position, string) error, error) {
	entities, err := in.list(im.opts.Entities)
	if err != nil {
		return nil, err
	}
	relations, err := in.list(im.opts.Relations)
	if err != nil {
		return nil, err
	}
	return func(at position, text string) error {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		raw := strings.Split(strings.TrimRight(text, " \t"), "\t")
		if len(raw) != 4 && len(raw) != 5 {
			return columns(at, raw, "source, relation, target, date, and perhaps a label")
		}
		im.Rows++
		f := make([]string, len(raw))
		for i := range raw {
			f[i] = clean(raw[i])
		}
		day, err := im.quadrupleDay(f[3])
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
				f[i] = spaced(f[i])
				continue
			}
			name, ok := list[f[i]]
			if !ok {
				return im.reject(at, text, "a number that the lists of entities and relations do not have")
			}
			f[i] = name
		}
		return im.quadruple(at, text, f, day)
	}, nil
}

// quadrupleDay reads a date, or a number in its place. The error is a graph.Fault.
func (im *Import) quadrupleDay(s string) (graph.Day, error) {
	c := im.opts.Clock
	switch {
	case wholeNumber.MatchString(s) && c.Unit == "":
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

// quadruple takes source, relation and target by name.
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
	return im.gatherRow(r)
}

// spaced gives a name its spaces back: some lists write Police_(India).
func spaced(s string) string {
	if strings.Contains(s, " ") {
		return s
	}
	return clean(strings.ReplaceAll(s, "_", " "))
}

// maxList bounds a list of names, in lines: it is held in memory.
const maxList = 5_000_000

// list reads a list of name and number, tab-separated in either order; a first line with a count alone is passed over.
func (in *input) list(file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	list := map[string]string{}
	quiet := *in
	quiet.read = nil
	err := quiet.lines(file, func(at position, text string) error {
		f := strings.Split(strings.TrimRight(text, " \t"), "\t")
		for i := range f {
			f[i] = clean(f[i])
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
		if was, given := list[number]; given && was != spaced(name) {
			return at.damage(1, graph.RuleDuplicate.Fault("number %s stands for %q here and for %q before", number, name, was).WithRemedy("keep one"))
		}
		list[number] = spaced(name)
		return nil
	})
	return list, err
}

// ParseClock reads the flags of quadruples. Both or neither are needed.
func ParseClock(unit, origin string) (Clock, error) {
	switch {
	case unit == "" && origin == "":
		return Clock{}, nil
	case unit == "" || origin == "":
		return Clock{}, graph.Invalid("--time-unit and --origin go together, as in --time-unit hours --origin 2018-01-01")
	case unit != "hours" && unit != "days":
		return Clock{}, graph.Invalid("--time-unit %q is none of %s", unit, strings.Join(TimeUnits, ", "))
	}
	day, err := graph.ParseDay(origin)
	if err != nil {
		return Clock{}, fmt.Errorf("--origin: %w", err)
	}
	return Clock{unit, day}, nil
}
