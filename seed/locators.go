package seed

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// lineLocator is a locator that names lines of a text: L6, L6-L8, L6–8, line 6, lines 6-8.
var lineLocator = regexp.MustCompile(`^(?i:l|lines? ?)([0-9]{1,9})(?: ?[-–] ?(?i:l|lines? ?)?([0-9]{1,9}))?$`)

// lineRange is a range of lines, from 1.
type lineRange struct{ first, last int }

// linesOf returns the lines that a locator names, several ranges between commas; false for a locator of another form.
func linesOf(locator string) (out []lineRange, ok bool) {
	for part := range strings.SplitSeq(locator, ",") {
		m := lineLocator.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, false
		}
		first, _ := strconv.Atoi(m[1]) // digits, as the expression says
		last := first
		if m[2] != "" {
			last, _ = strconv.Atoi(m[2])
		}
		out = append(out, lineRange{first, last})
	}
	return out, true
}

// checkLocator reports a locator that names lines which the text does not have, or which do not have the quotation.
func (c *quoteChecker) checkLocator(q Quotation, text string) {
	lines, ok := linesOf(q.Locator)
	if !ok {
		return
	}
	file := path.Join(c.dir, c.files[q.Source])
	fault := func(f graph.Fault) { c.problems = append(c.problems, Problem{q.LocatorAt, f}) }
	all := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
	for _, l := range lines {
		if l.first < 1 || l.last > all || l.last < l.first {
			fault(graph.RuleLocator.Fault("locator %.60q points outside %s, which has lines 1 to %d", q.Locator, file, all).
				WithRemedy("name the line that has the words"))
			return
		}
	}
	if q.Text == "" || !strings.Contains(text, q.Text) {
		return
	}
	first := 0
	for from := 0; ; {
		i := strings.Index(text[from:], q.Text)
		if i < 0 {
			break
		}
		begins := strings.Count(text[:from+i], "\n") + 1
		ends := begins + strings.Count(q.Text, "\n")
		for _, l := range lines {
			if l.first <= ends && begins <= l.last {
				return
			}
		}
		if first == 0 {
			first = begins
		}
		from += i + len(q.Text)
	}
	fault(graph.RuleLocator.Fault("locator %.60q names a line of %s that does not have the quotation", q.Locator, file).
		WithRemedy("write L%d, where it stands", first))
}
