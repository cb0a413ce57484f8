package seed

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bytes"
	"encoding/json"

	"github.com/demarche-graph/demarche/graph"
)

func newBuffered(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 64<<10) }

// stream writes a dataset as lines of JSON, its own line first.
func (d *exported) stream(w io.Writer) error {
	o := object{}
	o.add("node", graph.KindDataset)
	for _, pair := range d.header() {
		o.add(pair[0], pair[1])
	}
	var builtin []string // the others stand before it in the stream
	for _, n := range d.needs {
		if !n.chosen {
			builtin = append(builtin, folderOf(n.record.ID))
		}
	}
	if len(builtin) > 0 {
		o.add("requires", builtin)
	}
	b := newBuffered(w)
	if _, err := b.Write(o.line()); err != nil {
		return err
	}
	if err := d.lines(b); err != nil {
		return err
	}
	return b.Flush()
}

// lines writes the records as JSON, one a line.
func (d *exported) lines(w io.Writer) error {
	return d.each(func(r graph.Record) error {
		o := object{}
		table := graph.EdgeProps
		if r.Edge == "" {
			table = graph.NodeProps[r.Kind]
			o.add("node", r.Kind)
			o.add("id", r.ID)
		} else {
			o.add("edge", r.Edge)
			o.add("from", r.From)
			o.add("to", r.To)
		}
		for _, p := range table {
			if v := r.Props[p.Name]; v != nil {
				o.add(p.Name, v)
			}
		}
		if r.Basis == graph.Inferred {
			o.add("basis", r.Basis)
		}
		if list := stated(r.Evidence); len(list) > 0 {
			o.add("evidence", list)
		}
		_, err := w.Write(o.line())
		return err
	})
}

// stated is evidence without what goes without saying.
func stated(list []graph.Evidence) []graph.Evidence {
	out := slices.Clone(list)
	for i := range out {
		if out[i].Basis == graph.Explicit {
			out[i].Basis = ""
		}
	}
	return out
}

// object is a JSON object whose members keep their order.
type object struct{ b bytes.Buffer }

func (o *object) add(name string, v any) {
	sep := byte(',')
	if o.b.Len() == 0 {
		sep = '{'
	}
	o.b.WriteByte(sep)
	o.b.WriteString(strconv.Quote(name) + ":")
	e := json.NewEncoder(&o.b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts, numbers, lists of them and evidence
	o.b.Truncate(o.b.Len() - 1)
}

func (o *object) line() []byte { return append(o.b.Bytes(), '}', '\n') }

// csv writes a file for each kind and label that the dataset has.
func (d *exported) csv(dir string) (err error) {
	files := map[string]*sheet{}
	defer func() {
		for _, s := range files {
			if e := s.close(); err == nil {
				err = e
			}
		}
	}()
	return d.each(func(r graph.Record) error {
		name := strings.ToLower(string(r.Edge))
		if r.Edge == "" {
			for file, kind := range lists {
				if kind == r.Kind {
					name = file
				}
			}
		}
		s := files[name]
		if s == nil {
			if s, err = newSheet(filepath.Join(dir, name+".csv"), r); err != nil {
				return err
			}
			files[name] = s
		}
		return s.add(r)
	})
}

// sheet is a CSV file being written.
type sheet struct {
	f     *os.File
	w     *csv.Writer
	keys  []string
	props []graph.Property
}

// cellsOfEvidence are the last columns, in order.
var cellsOfEvidence = []string{"source", "quote", "locator", "field", "evidenceBasis", "disputes"}

func newSheet(name string, first graph.Record) (*sheet, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	s := &sheet{f: f, w: csv.NewWriter(f), keys: []string{"from", "to"}}
	if first.Edge == "" {
		s.keys, s.props = []string{"id"}, curated(graph.NodeProps[first.Kind], nil)
	} else {
		t, _ := graph.EdgeTypeOf(first.Edge)
		s.props = curated(graph.EdgeProps, append([]string{}, t.Props...))
	}
	return s, s.w.Write(slices.Concat(s.keys, namesOf(s.props), []string{"basis"}, cellsOfEvidence))
}

// add writes a record, with a row more for each further piece of evidence.
func (s *sheet) add(r graph.Record) error {
	keys := []string{r.ID}
	if r.Edge != "" {
		keys = []string{r.From, r.To}
	}
	row := slices.Clone(keys)
	for _, p := range s.props {
		row = append(row, cellOf(r.Props[p.Name]))
	}
	basis := ""
	if r.Basis == graph.Inferred {
		basis = string(r.Basis)
	}
	row = append(row, basis)
	list := stated(r.Evidence)
	if len(list) == 0 {
		return s.row(r, append(row, make([]string, len(cellsOfEvidence))...))
	}
	for i, e := range list {
		if i > 0 {
			row = append(slices.Clone(keys), make([]string, len(row)-len(keys))...)
		}
		disputes := ""
		if e.Disputes {
			disputes = "true"
		}
		if err := s.row(r, append(row, e.Source, e.Quote, e.Locator, e.Field, string(e.Basis), disputes)); err != nil {
			return err
		}
		row = row[:len(row):len(row)]
	}
	return nil
}

// row writes cells; a text that a spreadsheet would take for a formula gets an apostrophe before it.
func (s *sheet) row(r graph.Record, cells []string) error {
	for i, c := range cells {
		if strings.ContainsRune(c, '\r') {
			return fmt.Errorf("%w: %q holds a carriage return, which CSV loses; export it as jsonl", graph.ErrInvalid, r.Key())
		}
		if _, err := strconv.ParseFloat(c, 64); c != "" && strings.IndexByte("=+-@'", c[0]) >= 0 && err != nil {
			cells[i] = "'" + c
		}
	}
	return s.w.Write(cells)
}

func (s *sheet) close() error {
	s.w.Flush()
	if err := s.w.Error(); err != nil {
		return err
	}
	return s.f.Close()
}

func cellOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []string:
		members := make([]string, len(v))
		for i, m := range v {
			members[i] = strings.NewReplacer(`\`, `\\`, ";", `\;`).Replace(m)
		}
		return strings.Join(members, "; ")
	}
	return fmt.Sprint(v)
}
