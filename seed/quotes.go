package seed

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// maxSourceText bounds the text of one source, in bytes.
const maxSourceText = 8 << 20

// Quotation is what an item of evidence says of its source's text: a quotation, a locator, or both, each with its place. Text
// is "" when nothing is quoted.
type Quotation struct {
	At           Place
	Source, Text string
	Locator      string
	LocatorAt    Place
	Dataset      string // the id of the dataset that quotes
}

// showQuotation calls onQuotation, if there is one.
func (r *reader) showQuotation(quote, locator *yaml.Node, e graph.Evidence) {
	if r.onQuotation != nil {
		r.onQuotation(Quotation{r.place(r.here(quote)), e.Source, e.Quote, e.Locator, r.place(r.here(locator)), r.manifest.ID})
	}
}

// QuotationCounts counts what came of comparing quotations.
type QuotationCounts struct {
	Quotations int      `json:"quotations"` // in all
	Compared   int      `json:"compared"`   // those whose source has a text
	Found      int      `json:"found"`      // those that are in that text
	Sources    int      `json:"sources"`    // sources that have a text
	Without    []string `json:"without"`    // ids of quoted sources without a text
}

// sourceTexts are the extensions of a source's text, in the order in which they are tried.
var sourceTexts = []string{".txt", ".md", ".html"}

// SourceFile returns the name of the file with the text of a source, without its extension: the source's id, percent-encoded
// where file names need it.
func SourceFile(id string) string {
	var b strings.Builder
	for _, c := range []byte(id) {
		if strings.IndexByte(`%/\:*?"<>|`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// CheckQuotations looks for each quotation in the text of its source, where it must be verbatim, and for each locator that
// names lines: these must exist, and have the quotation. The name dir is the folder of the texts in problems. A source
// without a text is counted; it is an error when no source has one.
func CheckQuotations(texts fs.FS, dir string, quotations []Quotation) (QuotationCounts, Problems, error) {
	c := &quoteChecker{texts: texts, dir: dir, files: map[string]string{}}
	c.counts = QuotationCounts{Without: []string{}}
	bySource, quoted := map[string][]Quotation{}, map[string]bool{}
	for _, q := range quotations {
		bySource[q.Source] = append(bySource[q.Source], q)
		if q.Text != "" {
			c.counts.Quotations++
			quoted[q.Source] = true
		}
	}
	for _, id := range sortedKeys(bySource) {
		if name := c.find(id); name != "" {
			c.files[id] = name
			if quoted[id] {
				c.counts.Sources++
			}
		} else if quoted[id] {
			c.counts.Without = append(c.counts.Without, id)
		}
	}
	if c.counts.Quotations > 0 && c.counts.Sources == 0 {
		return c.counts, nil, graph.Invalid("%q has no text of any source that is quoted; "+
			"name the file of a source's text after its id, such as %q",
			dir, SourceFile(c.counts.Without[0])+sourceTexts[0])
	}
	for _, id := range sortedKeys(c.files) { // so that one text is in memory at a time
		c.check(id, bySource[id])
	}
	c.searchOtherSources()
	return c.counts, c.problems.Sorted(), nil
}

type quoteChecker struct {
	texts    fs.FS
	dir      string
	files    map[string]string // by id of the source
	counts   QuotationCounts
	problems Problems
	lost     []lostQuotation // not even nearly in the text of their source
}

type lostQuotation struct {
	Quotation
	difference
}

// find returns the name of the file with a source's text, "" when there is none.
func (c *quoteChecker) find(id string) string {
	for _, end := range sourceTexts {
		name := SourceFile(id) + end
		if _, err := fs.Stat(c.texts, name); err == nil {
			return name
		}
	}
	return ""
}

func (c *quoteChecker) read(name string) (string, error) {
	if info, err := fs.Stat(c.texts, name); err == nil && info.Size() > maxSourceText {
		return "", graph.RuleFile.Fault("larger than %d MB", maxSourceText>>20).WithRemedy("keep the part that is quoted")
	}
	text, err := readFile(c.texts, name)
	return string(text), err
}

// check compares the quotations from one source with its text.
func (c *quoteChecker) check(id string, quotations []Quotation) {
	text, err := c.read(c.files[id])
	if err != nil {
		c.problems = append(c.problems, problemsOf(InFile(path.Join(c.dir, c.files[id]), 1, 1), err)...)
		return
	}
	near := &nearText{text: text, file: path.Join(c.dir, c.files[id])}
	for _, q := range quotations {
		c.checkLocator(q, text)
		if q.Text == "" {
			continue
		}
		c.counts.Compared++
		if strings.Contains(text, q.Text) {
			c.counts.Found++
			continue
		}
		if d, sure := near.difference(q.Text); sure {
			c.fault(q, d)
		} else {
			c.lost = append(c.lost, lostQuotation{q, d})
		}
	}
}

// searchOtherSources looks for lost quotations in the texts of other sources.
func (c *quoteChecker) searchOtherSources() {
	for _, id := range sortedKeys(c.files) {
		if len(c.lost) == 0 {
			return
		}
		text, err := c.read(c.files[id])
		if err != nil {
			continue // reported when its own quotations were checked
		}
		c.lost = slices.DeleteFunc(c.lost, func(q lostQuotation) bool {
			found := q.Source != id && strings.Contains(text, q.Text)
			if found {
				c.fault(q.Quotation, difference{
					fmt.Sprintf("it stands in %s, the text of %q", path.Join(c.dir, c.files[id]), id),
					"name that source, or correct the quotation",
				})
			}
			return found
		})
	}
	for _, q := range c.lost {
		c.fault(q.Quotation, q.difference)
	}
}

func (c *quoteChecker) fault(q Quotation, d difference) {
	f := graph.RuleQuotation.Fault("the quotation is not in %s: %s", path.Join(c.dir, c.files[q.Source]), d.problem).WithRemedy("%s", d.remedy)
	c.problems = append(c.problems, Problem{q.At, f})
}
