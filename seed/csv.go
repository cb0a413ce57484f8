package seed

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// evidenceColumns maps the columns of an evidence item to its keys.
var evidenceColumns = map[string]string{
	"source": "source", "quote": "quote", "evidenceLanguage": "language", "translation": "translation", "locator": "locator",
	"field": "field", "attributedTo": "attributedTo", "evidenceBasis": "basis", "relation": "relation", "disputes": "disputes",
}

// table is a CSV file being read, of a kind of node (actors.csv) or of edge (responds_to.csv). Columns are the keys of YAML.
// A list is one cell, separated by semicolons. A row with the id (or from and to) of the row above and nothing but evidence
// adds evidence to that record.
type table struct {
	kind    graph.Kind
	edge    graph.EdgeKind
	columns []string
	props   []graph.Property
	rows    *csv.Reader
	current []string   // the current row
	last    *yaml.Node // the record that further rows may add evidence to
	key     string     // its id, or from and to
}

func (r *reader) csv(in io.Reader) error {
	name := strings.TrimSuffix(path.Base(r.files[len(r.files)-1]), ".csv")
	if name == "aliases" {
		return nil // for package imports
	}
	t := table{kind: recordLists[name], edge: graph.EdgeKind(strings.ToUpper(strings.ReplaceAll(name, "-", "_")))}
	if t.kind != "" {
		t.edge, t.props = "", curatedProps(graph.NodeProps[t.kind], nil)
	} else if e, ok := graph.EdgeTypeOf(t.edge); ok {
		t.props = edgeProps(e)
	} else {
		r.fault(nil, graph.RuleFile.Fault("a CSV file is named by what it holds").WithRemedy("%s", suggestion(name, fileNames())))
		return nil
	}
	r.isCSV = true
	defer func() { r.isCSV = false }()
	limit := &boundedReader{in: in, left: maxLine}
	b := bufio.NewReader(limit)
	first, _ := b.Peek(4096)
	if isUTF16(first) {
		r.incomplete = true
		r.fault(nil, graph.RuleFile.Fault("not UTF-8").WithRemedy(`save the file as "CSV UTF-8"`))
		return nil
	}
	if bytes.HasPrefix(first, []byte("\ufeff")) {
		_, _ = b.Discard(len("\ufeff"))
	}
	t.rows = csv.NewReader(b)
	t.rows.Comma, t.rows.FieldsPerRecord, t.rows.ReuseRecord = delimiter(first), -1, true
	cells := 0 // of the last row
	for {
		limit.left = maxLine
		row, err := t.rows.Read()
		if errors.Is(err, io.EOF) {
			r.endRow(&t)
			switch {
			case t.columns == nil:
				r.fault(nil, emptyFile)
			case cells > 0 && cells < len(t.columns) && limit.last != '\n':
				r.fault(t.cell(cells-1), cutFile)
			}
			return r.failed
		}
		if err != nil {
			r.incomplete = true
			r.notCSV(err, limit, t.rows.Comma)
			return nil
		}
		t.current = row
		if t.columns == nil {
			if t.columns = r.header(&t, row); t.columns == nil {
				r.incomplete = true
				return nil
			}
			continue
		}
		cells = len(row)
		r.row(&t, row)
		if r.failed != nil {
			return r.failed
		}
	}
}

// isUTF16 reports whether a file begins as UTF-16, which spreadsheets call Unicode text: with its mark, or with half a letter.
func isUTF16(first []byte) bool {
	mark := first[:min(2, len(first))]
	return bytes.Equal(mark, []byte{0xff, 0xfe}) || bytes.Equal(mark, []byte{0xfe, 0xff}) || bytes.IndexByte(mark, 0) >= 0
}

func (r *reader) notCSV(err error, in *boundedReader, comma rune) {
	var parse *csv.ParseError
	at := &yaml.Node{Line: 1}
	open := false
	if errors.As(err, &parse) {
		at.Line, at.Column = parse.Line, parse.Column
		err = parse.Err
		line, _, _ := bytes.Cut(in.from(parse.Line), []byte("\n"))
		if before := min(max(at.Column-1, 0), len(line)); before > 0 {
			at.Column = utf8.RuneCount(line[:before]) + 1
		}
		if n := openQuote(in.from(parse.StartLine), comma); n != nil && errors.Is(err, csv.ErrQuote) {
			open, at = true, n
			at.Line += parse.StartLine - 1
		}
	}
	switch {
	case open:
		r.fault(at, neverClosed("CSV"))
	case errors.Is(err, errRowTooLong):
		r.fault(at, graph.RuleSyntax.Fault("a row is longer than 1 MB").WithRemedy("look for a quotation mark that is never closed"))
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
		r.fault(at, graph.RuleSyntax.Fault("not CSV: a quotation mark within a cell").
			WithRemedy(`put the cell in quotation marks, and write "" for each within`))
	default:
		r.fault(at, unreadable)
	}
}

// fileNames lists the names that a CSV file may have, without .csv.
func fileNames() []string {
	out := sortedKeys(recordLists)
	for _, l := range edgeLabels() {
		out = append(out, strings.ToLower(l))
	}
	return out
}

// delimiter guesses what separates the cells: the commonest of comma, semicolon and tab in the first line.
func delimiter(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// header checks the names of the columns. It returns nil when a column is unknown, missing or given again.
func (r *reader) header(t *table, row []string) []string {
	allowed := slices.Concat([]string{"basis"}, propNames(t.props), sortedKeys(evidenceColumns))
	needed := []string{"from", "to"}
	if t.edge == "" {
		allowed, needed = append(allowed, sortedKeys(edgeKeys[t.kind])...), []string{"id"}
	}
	allowed = append(allowed, needed...)
	before := len(r.problems)
	columns := slices.Clone(row)
	for i, name := range columns {
		at := t.cell(i)
		switch {
		case name == "":
		case !slices.Contains(allowed, name):
			at.Value = strings.ToValidUTF8(name, "?")
			r.unknownKey(at, allowed)
		case slices.Index(columns, name) != i:
			r.fault(at, graph.RuleDuplicate.Fault("the column %s stands twice", name).WithRemedy("join the two"))
		}
	}
	for _, name := range needed {
		if !slices.Contains(columns, name) {
			r.fault(nil, graph.RuleMissingKey.Fault("the column %s is missing", name).WithRemedy("the first row names the columns"))
		}
	}
	if len(r.problems) > before {
		return nil
	}
	return columns
}

// openQuote returns where the quotation mark stands that opens a cell and is never closed, nil when there is none.
func openQuote(text []byte, delimiter rune) *yaml.Node {
	line, column := 1, 0
	var mark *yaml.Node // of the current cell
	open, begins := false, true
	for _, c := range string(text) {
		column++
		switch {
		case c == '"' && begins:
			mark, open, begins = &yaml.Node{Line: line, Column: column}, true, false
		case c == '"' && mark != nil:
			open = !open // a second one right after it opens the cell again
		case !open:
			if begins = c == delimiter || c == '\n'; begins {
				mark = nil
			}
		}
		if c == '\n' {
			line, column = line+1, 0
		}
	}
	if !open {
		return nil
	}
	return mark
}

// cell makes an empty node at the position of a cell in the current row.
func (t *table) cell(i int) *yaml.Node {
	line, column := t.rows.FieldPos(i)
	for j := range min(i, len(t.current)) { // csv counts bytes
		text := t.current[j]
		if from, _ := t.rows.FieldPos(j); from+strings.Count(text, "\n") == line {
			text = text[strings.LastIndexByte(text, '\n')+1:]
			column -= len(text) - utf8.RuneCountInString(text)
		}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Line: line, Column: column}
}

// row turns a row into the node that the same record would be in YAML.
func (r *reader) row(t *table, row []string) {
	n := t.cell(0)
	n.Kind = yaml.MappingNode
	evidence := t.cell(0)
	evidence.Kind = yaml.MappingNode
	key, others := "", false
	for i, text := range row {
		at := t.cell(i)
		if text == "" {
			continue
		}
		if i >= len(t.columns) || t.columns[i] == "" {
			r.fault(at, graph.RuleValue.Fault("a cell in a column without a name").WithRemedy("name the column, or empty the cell"))
			continue
		}
		name := t.columns[i]
		value := r.cellValue(t, name, at, text)
		if value == nil {
			continue
		}
		to := n
		if as, ok := evidenceColumns[name]; ok {
			to, name = evidence, as
		} else if slices.Contains([]string{"id", "from", "to"}, name) {
			key += text + "\x00"
		} else {
			others = true
		}
		to.Content = append(to.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: at.Line, Column: at.Column}, value)
	}
	switch {
	case len(n.Content)+len(evidence.Content) == 0:
		return // an empty row
	case t.last != nil && key != "" && key == t.key && !others && len(evidence.Content) > 0:
		t.addEvidence(evidence)
		return
	}
	r.endRow(t)
	t.last, t.key = n, key
	if len(evidence.Content) > 0 {
		t.addEvidence(evidence)
	}
}

// addEvidence adds an evidence item to the last record.
func (t *table) addEvidence(item *yaml.Node) {
	c := t.last.Content
	if n := len(c); n > 0 && c[n-2].Value == "evidence" {
		c[n-1].Content = append(c[n-1].Content, item)
		return
	}
	t.last.Content = append(c, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "evidence", Line: item.Line, Column: item.Column},
		&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{item}, Line: item.Line, Column: item.Column})
}

// endRow reads the last record, now that its evidence is complete.
func (r *reader) endRow(t *table) {
	if t.last != nil {
		r.lineRecord(t.kind, t.edge, t.last)
	}
	t.last = nil
}

// cellValue reads a cell. It returns nil when there is a fault, which it reports.
func (r *reader) cellValue(t *table, name string, at *yaml.Node, text string) *yaml.Node {
	switch {
	case !utf8.ValidString(text):
		r.fault(at, graph.RuleFile.Fault("%s is not UTF-8", name).WithRemedy(`save the file as "CSV UTF-8"`))
		return nil
	case text[0] == '=':
		r.fault(at, graph.RuleValue.Fault("%s begins with =, as a formula does", name).
			WithRemedy("put its value there, or write '= when the text is meant"))
		return nil
	case len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@'", text[1]) >= 0:
		text = text[1:] // the apostrophe kept a spreadsheet from running the text as a formula
	}
	at.Tag, at.Value = "!!str", text
	i := slices.IndexFunc(t.props, func(p graph.Property) bool { return p.Name == name })
	_, isLink := edgeKeys[t.kind][name]
	switch {
	case i >= 0 && t.props[i].Type == graph.PropHistory:
		return historyCell(at, text)
	case i >= 0 && t.props[i].ByLanguage:
		return r.byLanguage(name, listOf(at, text))
	case isLink, i >= 0 && t.props[i].Type == graph.PropList:
		return listOf(at, text)
	case name == "disputes", i >= 0 && t.props[i].Type == graph.PropFlag:
		if at.Value = strings.ToLower(text); at.Value == "true" || at.Value == "false" {
			at.Tag = "!!bool"
		}
	case i >= 0 && (t.props[i].Type == graph.PropNumber || t.props[i].Type == graph.PropInt):
		if _, err := strconv.ParseInt(text, 10, 64); err == nil {
			at.Tag = "!!int"
		} else if _, err := strconv.ParseFloat(text, 64); err == nil {
			at.Tag = "!!float"
		}
	}
	return at
}

// listOf splits a cell at its semicolons. Within a member \; is a semicolon and \\ a backslash.
func listOf(at *yaml.Node, text string) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Line: at.Line, Column: at.Column}
	var member strings.Builder
	end := func() {
		if s := strings.TrimSpace(member.String()); s != "" {
			list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: at.Line, Column: at.Column})
		}
		member.Reset()
	}
	escaped := false
	for _, c := range text {
		switch {
		case escaped:
			member.WriteRune(c)
			escaped = false
		case c == '\\':
			escaped = true
		case c == ';':
			end()
		default:
			member.WriteRune(c)
		}
	}
	end()
	return list
}

var errRowTooLong = errors.New("too long a row")

// boundedReader fails when more is read than is left. Without it csv.Reader would hold a cell of any size in memory.
type boundedReader struct {
	in     io.Reader
	left   int
	last   byte   // the last byte read
	recent []byte // the last that was read, at least a row
	line   int    // how many lines stand before recent
}

// from returns what was read from a line on, nil when that is not recent.
func (b *boundedReader) from(line int) []byte {
	text := bytes.TrimPrefix(b.recent, []byte("\ufeff"))
	for range line - 1 - b.line {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRowTooLong
	}
	n, err := b.in.Read(p)
	b.left -= n
	b.recent = append(b.recent, p[:n]...)
	if len(b.recent) > 4*maxLine {
		dropped := b.recent[:2*maxLine]
		dropped = dropped[:bytes.LastIndexByte(dropped, '\n')+1]
		b.line += bytes.Count(dropped, []byte("\n"))
		b.recent = append(b.recent[:0], b.recent[len(dropped):]...)
	}
	if n > 0 {
		b.last = p[n-1]
	}
	return n, err
}
