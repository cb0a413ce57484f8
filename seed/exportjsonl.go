package seed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// stream writes a dataset as JSON Lines, its own record first.
func (d *exported) stream(w io.Writer) error {
	o := object{}
	o.add("node", graph.KindDataset)
	for _, pair := range d.header() {
		o.add(pair[0], pair[1])
	}
	var builtin []string // what else it needs comes earlier in the stream
	for _, n := range d.needs {
		if !n.chosen {
			builtin = append(builtin, folderOf(n.record.ID))
		}
	}
	if len(builtin) > 0 {
		o.add("requires", builtin)
	}
	b := bufio.NewWriterSize(w, bufferSize)
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
			switch v := r.Props[p.Name].(type) {
			case nil:
			case []string:
				if p.ByLanguage {
					o.add(p.Name, namesObject(v))
				} else {
					o.add(p.Name, v)
				}
			default:
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

// stated returns evidence without the default basis.
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
