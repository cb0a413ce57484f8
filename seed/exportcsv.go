package seed

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// csv writes a file for each kind of node and edge in the dataset.
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
			for file, kind := range recordLists {
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

// cellsOfEvidence are the last columns of each file.
var cellsOfEvidence = []string{
	"source", "quote", "evidenceLanguage", "translation", "locator", "field", "attributedTo", "evidenceBasis", "relation",
}

func newSheet(name string, first graph.Record) (*sheet, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	s := &sheet{f: f, w: csv.NewWriter(f), keys: []string{"from", "to"}}
	if first.Edge == "" {
		s.keys, s.props = []string{"id"}, curatedProps(graph.NodeProps[first.Kind], nil)
	} else {
		t, _ := graph.EdgeTypeOf(first.Edge)
		s.props = curatedProps(graph.EdgeProps, append([]string{}, t.Props...))
	}
	return s, s.w.Write(slices.Concat(s.keys, propNames(s.props), []string{"basis"}, cellsOfEvidence))
}

// add writes a record in a row, and each further evidence item in a row of its own.
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
		if err := s.row(r, append(row, e.Source, e.Quote, e.Language, e.Translation, e.Locator, e.Field, e.AttributedTo,
			string(e.Basis), string(e.Relation))); err != nil {
			return err
		}
		row = row[:len(row):len(row)]
	}
	return nil
}

// row writes cells. A text that a spreadsheet would run as a formula gets an apostrophe before it.
func (s *sheet) row(r graph.Record, cells []string) error {
	for i, c := range cells {
		if strings.ContainsRune(c, '\r') {
			return graph.Invalid("%q holds a carriage return, which CSV loses; export it as jsonl", r.Key())
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
		return listCell(v)
	case []graph.StatusChange:
		texts := make([]string, len(v))
		for i, c := range v {
			texts[i] = c.String()
		}
		return listCell(texts)
	}
	return fmt.Sprint(v)
}

// listCell writes a list in a cell.
func listCell(list []string) string {
	members := make([]string, len(list))
	for i, m := range list {
		members[i] = strings.NewReplacer(`\`, `\\`, ";", `\;`).Replace(m)
	}
	return strings.Join(members, "; ")
}
