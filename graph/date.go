package graph

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Day is a calendar day of the years 0001 to 9999, written 2006-01-02 in the proleptic Gregorian calendar (ISO 8601-1).
// Days compare as text in the order of time. "" is no day: unknown, or an open end.
type Day string

const (
	firstDay Day = "0001-01-01"
	lastDay  Day = "9999-12-31"
)

// ParseDay reads a day written 2006-01-02 and nothing else. Its error is a Fault.
func ParseDay(s string) (Day, error) {
	day, _, err := parseEnd(s)
	if isDay := len(s) == len(time.DateOnly); err == nil && isDay {
		return day, nil
	} else if isDay && !errors.Is(err, errForm) {
		return "", noSuchDate(s, err)
	}
	meant := slices.DeleteFunc(readings(s), func(r string) bool { return len(r) != len(time.DateOnly) })
	return "", notADate(s, "a day", "2025-06-27", meant)
}

// Time returns the midnight UTC at which the day starts, and the zero time for "" or a text that is no day.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays returns the day n days later, or earlier for a negative n. It stays within the years 0001 to 9999, because texts
// of other years do not sort in the order of time. A text that is no day is returned as it is.
func (d Day) AddDays(n int) Day {
	t := d.Time()
	if t.IsZero() && d != firstDay {
		return d
	}
	switch {
	case n < DaysBetween(d, firstDay):
		return firstDay
	case n > DaysBetween(d, lastDay):
		return lastDay
	}
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// DaysBetween returns how many days b is after a, negative when it is before. Both must be days.
func DaysBetween(a, b Day) int {
	const day = 24 * 60 * 60 // seconds; a time.Duration would overflow at 292 years
	return int((b.Time().Unix() - a.Time().Unix()) / day)
}

// Date is a date as people know it: to the day, the month or the year, from one to another, or about then. The zero Date
// is an unknown one.
type Date struct {
	Text string // EDTF, as written

	// The first and the last day that the text allows, "" for an open end. At least one is a day, and
	// Earliest <= Latest when both are.
	Earliest, Latest Day
}

// ParseDate reads a date in the part of EDTF (ISO 8601-2:2019, as profiled by the Library of Congress) that the sources
// of diplomatic events need:
//
//	2025-06-27  2025-06  2025       a day, a month, a year (level 0)
//	2025-06-27~  2025-06?  2025%    approximate, uncertain, both (level 1); the mark does not widen the range of days
//	2025-06-27/2025-06-30~          from the first to the second, each of any of the forms above
//	2025-06-27/..  ../2025          with an open end (level 1)
//
// An end may be known less exactly than the start, as in 2025-06-27/2025-06, but must allow a day that is not before it.
// Everything else is refused, lower-case variants and spaces too, with a Fault that says what to write
// instead.
func ParseDate(s string) (Date, error) {
	d, err := parseDate(s)
	switch {
	case errors.Is(err, errForm):
		const forms = "2025-06-27, 2025-06, 2025 or 2025-06-27/2025-06-30, with ~ after what is approximate"
		return Date{}, notADate(s, "EDTF", forms, readings(s))
	case err != nil:
		return Date{}, noSuchDate(s, err)
	}
	return d, nil
}

func parseDate(s string) (Date, error) {
	start, end, interval := strings.Cut(s, "/")
	if !interval {
		end = start
	}
	d := Date{Text: s}
	var err error
	if start != ".." {
		if d.Earliest, _, err = parseEnd(start); err != nil {
			return Date{}, err
		}
	}
	if end != ".." {
		if _, d.Latest, err = parseEnd(end); err != nil {
			return Date{}, err
		}
	}
	switch {
	case start == end && end == "..":
		return Date{}, errForm
	case end != ".." && d.Latest < d.Earliest:
		return Date{}, RuleDate.Fault("it ends before it starts").WithRemedy("write %s/%s", end, start)
	}
	return d, nil
}

// errForm is the error of a text that does not have the form of a date. Another error means that it has the form, but that
// there is no such date.
var errForm = errors.New("no form of a date")

var endForm = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?$`)

// parseEnd reads a date that is no interval and returns its first and last day. The error is errForm, or a Fault to which
// the caller adds the text.
func parseEnd(s string) (first, last Day, err error) {
	m := endForm.FindStringSubmatch(s)
	if m == nil {
		return "", "", errForm
	}
	year, _ := strconv.Atoi(m[1]) // digits all
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if year == 0 {
		return "", "", RuleDate.Fault("years run from 0001 to 9999")
	}
	from, to := month, month
	if m[2] == "" {
		from, to = 1, 12
	}
	switch {
	case month >= 21 && month <= 41:
		return "", "", RuleDate.Fault("seasons and quarters, as %s, are not read", m[2]).
			WithRemedy("write the months, as in %s-03/%[1]s-05", m[1])
	case from < 1 || to > 12:
		return "", "", RuleDate.Fault("there is no month %s", m[2]).WithRemedy("months run from 01 to 12")
	}
	days := time.Date(year, time.Month(to)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if m[3] == "" {
		return Day(fmt.Sprintf("%s-%02d-01", m[1], from)), Day(fmt.Sprintf("%s-%02d-%02d", m[1], to, days)), nil
	}
	if day < 1 || day > days {
		return "", "", RuleDate.Fault("there is no day %s", m[3]).WithRemedy("%s-%s has the days 01 to %d", m[1], m[2], days)
	}
	d := Day(s[:len(time.DateOnly)])
	return d, d, nil
}

// notADate is the fault of a text that is not what was wanted. Its remedy is what s may have meant or, where that is
// unclear, the form to write.
func notADate(s, wanted, form string, meant []string) error {
	if strings.TrimSpace(s) == "" {
		return RuleDate.Fault("the date is empty").WithRemedy("write %s, or leave an unknown date out", form)
	}
	if len(meant) > 0 {
		form = strings.Join(meant, " or ")
	}
	return RuleDate.Fault("date %.60q is not %s", s, wanted).WithRemedy("write %s", form)
}

// noSuchDate adds the text to the fault of a text that has the form of a date when there is no such date.
func noSuchDate(s string, err error) error {
	var f Fault
	if errors.As(err, &f) {
		f.problem = fmt.Sprintf("date %.60q: %s", s, f.problem)
		return f
	}
	return err
}

// nearMisses are common ways to write a day, month or year, with the parts y, m (a number or an English name) and d.
var nearMisses = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<y>\d{4})[-‐‑–−](?P<m>\d\d?)(?:[-‐‑–−](?P<d>\d\d?)(?:[Tt ]\d[^/]*)?)?$`), // 2025-6-7, 2025-06-27T10:00
	regexp.MustCompile(`^(?P<y>\d{4})[./](?P<m>\d\d?)(?:[./](?P<d>\d\d?))?$`),                        // 2025/06/27
	regexp.MustCompile(`^(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)$`),                                       // 20250627
	regexp.MustCompile(`^(?P<d>\d\d?)[-./ ](?P<m>\d\d?)[-./ ](?P<y>\d{4})$`),                         // 27.06.2025
	regexp.MustCompile(`^(?P<m>\d\d?)/(?P<d>\d\d?)/(?P<y>\d{4})$`),                                   // 06/27/2025
	regexp.MustCompile(`^(?:(?P<d>\d\d?)[ -])?(?P<m>[A-Za-z]{3,9})[. ,-]+(?P<y>\d{4})$`),             // June 2025, 27 Jun 2025
	regexp.MustCompile(`^(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d\d?),? (?P<y>\d{4})$`),                      // June 27, 2025
}

var (
	circa = regexp.MustCompile(`^(?i:about|around|approximately|approx|circa|ca|c|~)[. ]*(\S.*)$`) // c. 2025
	span  = regexp.MustCompile(`^(.+?)(?: ?(?:/|–|—|\.\.) ?| (?:-|to|until) )(.+)$`)               // 2025-06-27 – 2025-06-30
)

// readings returns the EDTF dates that a text may mean: none, one, or two where day and month could be swapped.
func readings(s string) []string {
	if len(s) > 60 {
		return nil
	}
	s = strings.TrimSpace(s)
	var meant []string
	add := func(r string) {
		if _, err := parseDate(r); err == nil && !slices.Contains(meant, r) {
			meant = append(meant, r)
		}
	}
	add(s)
	for _, form := range nearMisses {
		if m := form.FindStringSubmatch(s); m != nil {
			add(reading(m[form.SubexpIndex("y")], m[form.SubexpIndex("m")], m[form.SubexpIndex("d")]))
		}
	}
	if m := circa.FindStringSubmatch(s); m != nil {
		for _, r := range readings(m[1]) {
			add(r + "~")
		}
	}
	if m := span.FindStringSubmatch(s); m != nil && len(meant) == 0 {
		for _, start := range readings(m[1]) {
			for _, end := range readings(m[2]) {
				add(start + "/" + end)
			}
		}
	}
	return meant
}

// reading writes a date from its parts; what it returns for nonsense does not parse.
func reading(year, month, day string) string {
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(month)) {
			month = strconv.Itoa(int(m))
			break
		}
	}
	text := year
	for _, part := range []string{month, day} {
		switch len(part) {
		case 1:
			text += "-0" + part
		case 2:
			text += "-" + part
		case 0:
		default:
			return ""
		}
	}
	return text
}
