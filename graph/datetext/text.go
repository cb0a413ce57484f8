package datetext

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/demarche-graph/demarche/graph"
)

// English is the locale of texts that Demarche itself writes.
var English = locales["en"]

// LocaleOf finds the locale of a tag of BCP 47: that of the language as its region writes it, else of the language, else English.
// What is no tag is graph.ErrInvalid.
func LocaleOf(tag string) (*Locale, error) {
	t, err := language.Parse(tag)
	if err != nil {
		return nil, graph.Invalid("locale %.60q is no tag of BCP 47; write such as en, ru or de-AT", tag)
	}
	base, _, region := t.Raw()
	for _, name := range []string{base.String() + "-" + region.String(), base.String()} {
		if l := locales[name]; l != nil {
			return l, nil
		}
	}
	return English, nil
}

// Text writes an EDTF date, "" for an unknown one. An approximate date begins with "about", an uncertain one ends with "(?)". What
// is no EDTF is written as it is.
func (l *Locale) Text(edtf string) string {
	if edtf == "" {
		return l.unknown
	}
	if _, err := graph.ParseDate(edtf); err != nil {
		return edtf
	}
	from, to, interval := strings.Cut(edtf, "/")
	start, end := partsOf(from), partsOf(to)
	switch pattern := l.interval(start, end); {
	case !interval:
		return l.marked(start)
	case pattern != "":
		return l.write(pattern, start, end)
	}
	return strings.NewReplacer("{0}", l.marked(start), "{1}", l.marked(end)).Replace(l.between)
}

// parts are those of one date. Numbers are 0 where it does not have them.
type parts struct {
	year, month, day   int
	about, doubt, open bool
}

// partsOf reads a date that is no interval.
func partsOf(text string) parts {
	p := parts{
		about: strings.ContainsAny(text, "~%"), doubt: strings.ContainsAny(text, "?%"), open: text == "..",
	}
	for i, number := range strings.Split(strings.TrimRight(text, "~?%"), "-") {
		n, _ := strconv.Atoi(number) // digits, or an open end
		*[]*int{&p.year, &p.month, &p.day}[i] = n
	}
	return p
}

// marked writes a date that is no interval, with what it says of its exactness.
func (l *Locale) marked(p parts) string {
	if p.open {
		return open
	}
	pattern := l.day
	switch {
	case p.month == 0:
		pattern = l.year
	case p.day == 0:
		pattern = l.month
	}
	text := l.write(pattern, p, p)
	if p.about {
		text = strings.Replace(l.about, "{0}", text, 1)
	}
	if p.doubt {
		text += uncertain
	}
	return text
}

// interval is the pattern of an interval of which both ends are known equally well, "" of another.
func (l *Locale) interval(start, end parts) string {
	exact := func(p parts) bool { return !p.about && !p.doubt && !p.open }
	same := func(a, b parts) bool { return (a.month == 0) == (b.month == 0) && (a.day == 0) == (b.day == 0) }
	switch sameYear := start.year == end.year; {
	case !exact(start) || !exact(end) || !same(start, end):
		return ""
	case start.month == 0:
		return l.years
	case start.day == 0 && sameYear:
		return l.monthsOfYear
	case start.day == 0:
		return l.monthsOfYears
	case sameYear && start.month == end.month:
		return l.daysOfMonth
	case sameYear:
		return l.daysOfYear
	}
	return l.days
}

// write fills in a pattern: with the start until a part stands for the second time, from there on with the end. A part that
// stands once, after that, is the same in both.
func (l *Locale) write(pattern string, start, end parts) string {
	var out strings.Builder
	var seen []rune
	at := start
	for pattern != "" {
		r, size := utf8.DecodeRuneInString(pattern)
		run := len(pattern) - len(strings.TrimLeft(pattern, string(r)))
		switch {
		case r == '\'':
			text, rest, _ := strings.Cut(pattern[1:], "'")
			out.WriteString(text)
			pattern = rest
			continue
		case !strings.ContainsRune("dMLy", r):
			out.WriteRune(r)
			pattern = pattern[size:]
			continue
		case slices.Contains(seen, r):
			at, seen = end, nil
		}
		seen = append(seen, r)
		switch {
		case r == 'd':
			out.WriteString(strconv.Itoa(at.day))
		case r == 'y':
			out.WriteString(strconv.Itoa(at.year))
		case run == 1:
			out.WriteString(strconv.Itoa(at.month))
		default:
			out.WriteString(l.monthName(r, at.month))
		}
		pattern = pattern[run:]
	}
	return out.String()
}

// monthName is the name of a month, beside a day (M) or by itself (L).
func (l *Locale) monthName(form rune, month int) string {
	names := l.months
	if form == 'L' && l.alone != "" {
		names = l.alone
	}
	return strings.Fields(names)[month-1]
}
