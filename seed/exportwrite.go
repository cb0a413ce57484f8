package seed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// folderOf names a dataset's folder: its id without "dataset:", fit for a file name.
func folderOf(id string) string { return fileName(strings.TrimPrefix(id, "dataset:")) }

// fileName turns an id into a file name, with percent-encoding for what file systems refuse.
func fileName(id string) string {
	var b strings.Builder
	for i, c := range []byte(id) {
		if c < ' ' || c >= 0x7f || strings.IndexByte(`/\:*?"<>|%`, c) >= 0 || c == '.' && i == 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// header returns the keys and values of the manifest, in order. A required key without a value in the store is "unknown".
func (d *exported) header() [][2]string {
	out := [][2]string{{"id", d.record.ID}}
	for _, name := range []string{"name", "version", "licence", "description"} {
		text, _ := d.record.Props[name].(string)
		if text == "" && name != "description" {
			text = "unknown"
		}
		if text != "" {
			out = append(out, [2]string{name, text})
		}
	}
	return out
}

// requires lists the names for the manifest's requires: folders of exported datasets, and built-in datasets.
func (d *exported) requires(beside string) []string {
	var out []string
	for _, n := range d.needs {
		name := folderOf(n.record.ID)
		if n.chosen {
			name = beside + name
		}
		out = append(out, name)
	}
	return out
}

// write writes a dataset to its folder, or to the stream.
func (x *export) write(d *exported) error {
	if x.o.Dir == "" {
		return d.stream(x.o.Out)
	}
	dir := filepath.Join(x.o.Dir, folderOf(d.record.ID))
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return graph.Invalid("%s is not empty; name another place, or take it away", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := d.manifest(filepath.Join(dir, manifest)); err != nil {
		return err
	}
	switch x.o.Format {
	case "csv":
		return d.csv(dir)
	case "jsonl":
		return create(filepath.Join(dir, "records.jsonl"), d.lines)
	}
	return d.yaml(dir)
}

func (d *exported) manifest(file string) error {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, pair := range d.header() {
		n.Content = append(n.Content, textNode(pair[0]), textNode(pair[1]))
	}
	if names := d.requires("../"); len(names) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, name := range names {
			list.Content = append(list.Content, textNode(name))
		}
		n.Content = append(n.Content, textNode("requires"), list)
	}
	return create(file, func(w io.Writer) error { return encodeYAML(w, n) })
}

const bufferSize = 64 << 10

// create creates a file and writes it through a buffer.
func create(name string, write func(io.Writer) error) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, bufferSize)
	err = write(b)
	if e := b.Flush(); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// each yields the dataset's records in the order in which they are written.
func (d *exported) each(yield func(graph.Record) error) error {
	return d.records.Each(func(_ string, value []byte) error {
		var r graph.Record
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		graph.Normalise(&r)
		return yield(r)
	})
}
