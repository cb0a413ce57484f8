package seed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// maxLine bounds a line of JSON Lines and a row of CSV, in bytes.
const maxLine = 1 << 20

// Examples of how a line begins.
const (
	aNode  = `{"node": "` + string(graph.KindActor) + `"`
	anEdge = `{"edge": "` + string(graph.PartOf) + `"`
)

// maxDepth bounds how deep JSON nests; records need five levels.
const maxDepth = 8

// jsonl reads a file of a dataset's folder with a record on each line, {"node": "Actor", "id": …} or
// {"edge": "PART_OF", "from": …, "to": …}, with the keys of YAML.
func (r *reader) jsonl(in io.Reader) error {
	return r.lines(in, func(n *yaml.Node) error {
		if kind, edge := r.kindOfLine(n); kind == graph.KindDataset {
			r.fault(n, graph.RuleDuplicate.Fault("%s describes the dataset itself", manifest).WithRemedy("take this line out"))
		} else if kind != "" || edge != "" {
			r.lineRecord(kind, edge, n)
		}
		return r.failed
	})
}

// read reads JSON Lines with whole datasets. Each begins with a line {"node": "Dataset", …}, and may use ids of those
// before it.
func (o *opener) read(in io.Reader, p location) (found []*Dataset, err error) {
	name := p.name
	var problems Problems
	r := &reader{files: []string{name}} // for faults before the first dataset
	broken := false
	finish := func() error {
		if r.manifest.Kind == "" {
			problems = append(problems, r.problems...)
			return nil
		}
		d, err := r.finish()
		var these Problems
		switch {
		case errors.As(err, &these):
			problems, broken = append(problems, these...), true
		case err != nil:
			return err
		default:
			found = append(found, d)
		}
		return nil
	}
	err = r.lines(in, func(n *yaml.Node) error {
		kind, edge := r.kindOfLine(n)
		switch {
		case kind == graph.KindDataset:
			if err := finish(); err != nil {
				return err
			}
			*r = *newReader()
			r.files, r.requires, r.incomplete = []string{name}, slices.Clone(found), broken
			o.prepare(r, p)
			for _, required := range requiredBy(n) {
				if q, ok := p.locateRequired(required); ok { // otherwise the line is reported when it is read
					if d := o.open(q); d != nil {
						r.requires = append(r.requires, d)
					}
				}
			}
			r.dataset(n)
			r.manifest.Kind = kind // a dataset begins even if its line is at fault
		case r.manifest.Kind == "":
			r.fault(n, graph.RuleMissingKey.Fault("the first line should be the dataset: %s",
				`{"node": "`+graph.KindDataset+`", "id": "dataset:…", "name": …, "version": …, "licence": …}`))
			return errStop
		case kind != "" || edge != "":
			r.lineRecord(kind, edge, n)
		}
		return r.failed
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	if err == nil {
		err = finish()
	}
	if err == nil && len(found) == 0 && len(problems) == 0 {
		empty := graph.RuleFile.Fault("empty").WithRemedy("a stream begins with a dataset's line")
		problems = Problems{{InFile(name, 1, 1), empty}}
	}
	if err == nil && len(problems) > 0 {
		err = problems.Sorted()
	}
	return found, err
}

// requiredBy returns the names in requires.
func requiredBy(n *yaml.Node) (names []string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "requires" {
			for _, name := range n.Content[i+1].Content {
				names = append(names, name.Value)
			}
		}
	}
	return names
}

var errStop = errors.New("the rest is not read")

// lines yields each line that is JSON. What it calls may replace *r, as a new dataset does.
func (r *reader) lines(in io.Reader, yield func(*yaml.Node) error) error {
	b := bufio.NewReaderSize(in, maxLine+2)
	some := false
	for number := 1; ; number++ {
		line, err := b.ReadSlice('\n')
		at := &yaml.Node{Line: number, Column: 1}
		switch {
		case len(line) == 0 && errors.Is(err, io.EOF):
			if !some && r.manifest.Kind == "" {
				return nil // read says what such a stream lacks
			}
			if !some {
				r.fault(nil, emptyFile)
			}
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
			r.incomplete = true
			r.fault(at, graph.RuleSyntax.Fault("the line is longer than 1 MB").WithRemedy("write one record a line"))
			return nil
		case err != nil && !errors.Is(err, io.EOF):
			r.incomplete = true
			r.fault(at, unreadable)
			return nil
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		some = true
		n, err := jsonNode(line, number)
		if err != nil {
			r.incomplete = true
			if r.report(n, err); r.failed != nil {
				return r.failed
			}
			continue
		}
		if err := yield(n); err != nil {
			return err
		}
	}
}

// kindOfLine removes the key "node" or "edge" from a line and returns its value. Without either it reports a fault.
func (r *reader) kindOfLine(n *yaml.Node) (graph.Kind, graph.EdgeKind) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, graph.RuleValue.Fault(`a line should be an object, such as %s, "id": …} or %s, "from": …, "to": …}`, aNode, anEdge))
		return "", ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Value != "node" && key.Value != "edge" {
			continue
		}
		n.Content = append(n.Content[:i:i], n.Content[i+2:]...)
		word := value.Value
		if key.Value == "node" {
			if kind := graph.Kind(word); kind == graph.KindDataset || slices.Contains(ranks, kind) {
				return kind, ""
			}
			r.fault(value, graph.RuleTerm.Fault("there is no node kind %.60q", word).WithRemedy("%s", suggestion(word, asTexts(ranks))))
			return "", ""
		}
		if _, ok := graph.EdgeTypeOf(graph.EdgeKind(word)); ok {
			return "", graph.EdgeKind(word)
		}
		r.fault(value, graph.RuleTerm.Fault("there is no edge kind %.60q", word).WithRemedy("%s", suggestion(word, edgeLabels())))
		return "", ""
	}
	r.fault(n, graph.RuleMissingKey.Fault(`neither "node" nor "edge" says what this is`).
		WithRemedy("begin with %s or %s", aNode, anEdge))
	return "", ""
}

// jsonNode parses a line into a YAML node with positions. Members that are null are left out. The error is a graph.Fault;
// the node then has its position.
func jsonNode(text []byte, line int) (*yaml.Node, error) {
	if !utf8.Valid(text) {
		return &yaml.Node{Line: line, Column: 1}, notUTF8
	}
	j := &jsonTree{dec: json.NewDecoder(bytes.NewReader(text)), text: text, line: line, column: 1}
	j.dec.UseNumber()
	n, err := j.value(0)
	if err == nil {
		if _, e := j.dec.Token(); !errors.Is(e, io.EOF) {
			err = errors.New("more follows the first value")
		}
	}
	if errors.Is(err, errTooDeep) {
		return &yaml.Node{Line: line, Column: j.column}, graph.RuleSyntax.Fault("it nests more than %d levels deep", maxDepth).
			WithRemedy("records need five")
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return &yaml.Node{Line: line, Column: j.column}, graph.RuleSyntax.Fault("not JSON: %s", strings.TrimPrefix(err.Error(), "json: ")).
			WithRemedy("each line should be one object")
	}
	return n, nil
}

var errTooDeep = errors.New("it nests too deep")

type jsonTree struct {
	dec          *json.Decoder
	text         []byte
	line, column int // of the current token
	counted      int // bytes that column counts
}

// begin moves the column to the next token.
func (j *jsonTree) begin() {
	at := int(j.dec.InputOffset())
	for at < len(j.text) && strings.IndexByte(" \t:,", j.text[at]) >= 0 {
		at++
	}
	j.column += utf8.RuneCount(j.text[j.counted:at])
	j.counted = at
}

func (j *jsonTree) value(depth int) (*yaml.Node, error) {
	j.begin()
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: j.line, Column: j.column}
	if depth > maxDepth {
		return n, errTooDeep
	}
	token, err := j.dec.Token()
	if err != nil {
		return n, err
	}
	switch v := token.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if v == '{' {
			n.Kind = yaml.MappingNode
		}
		for j.dec.More() {
			if err := j.member(n, depth); err != nil {
				return n, err
			}
		}
		_, err = j.dec.Token() // the end
	case string:
		n.Tag, n.Value = "!!str", v
	case json.Number:
		n.Value = v.String()
		n.Tag = numberTag(n.Value)
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(v)
	case nil:
		n.Tag = "!!null"
	}
	return n, err
}

func (j *jsonTree) member(n *yaml.Node, depth int) error {
	var key *yaml.Node
	if n.Kind == yaml.MappingNode {
		var err error
		if key, err = j.value(depth + 1); err != nil {
			return err
		}
	}
	value, err := j.value(depth + 1)
	switch {
	case err != nil:
		return err
	case key == nil:
		n.Content = append(n.Content, value)
	case value.Tag != "!!null":
		n.Content = append(n.Content, key, value)
	}
	return nil
}

// numberTag is the tag that YAML gives to a number of JSON.
func numberTag(text string) string {
	if strings.ContainsAny(text, ".eE") {
		return "!!float"
	}
	return "!!int"
}
