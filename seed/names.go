package seed

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// namesByLanguage reads a map from the tag of a language to a list of names. It returns nil when there is a fault, which it
// reports.
func (r *reader) namesByLanguage(p graph.Property, n *yaml.Node) any {
	if n.Kind != yaml.MappingNode {
		r.fault(n, graph.RuleValue.Fault("%s should be lists by language, such as {ru: [Россия], fr: [Russie]}", p.Name))
		return nil
	}
	before := len(r.problems)
	list := []string{}
	r.pairs(n, func(key, value *yaml.Node) {
		if err := graph.CheckLanguage(key.Value); err != nil {
			r.report(key, err)
		}
		in := graph.Property{Name: p.Name + " in " + key.Value, Type: graph.PropList}
		texts, _ := r.value(in, value).([]string)
		for i, text := range texts {
			name := graph.NameIn{Language: key.Value, Text: text}.String()
			one := graph.Record{Kind: graph.KindActor, ID: "x", Props: graph.Props{p.Name: []string{name}}}
			for _, f := range graph.FaultsOf(graph.Check(one)) {
				r.fault(value.Content[i], f.Of(""))
			}
			list = append(list, name)
		}
	})
	if len(r.problems) > before {
		return nil
	}
	return list
}

// byLanguage turns the members of a cell, "ru Россия; fr Russie", into the node that they would be in YAML.
func (r *reader) byLanguage(name string, cell *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Line: cell.Line, Column: cell.Column}
	for _, m := range cell.Content {
		given := graph.ParseNameIn(m.Value)
		if given.Text == "" {
			r.fault(m, graph.RuleValue.Fault("%s has no language in %.60q", name, m.Value).WithRemedy(`write it like "ru Россия"`))
			return nil
		}
		i := slices.IndexFunc(out.Content, func(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Value == given.Language })
		if i < 0 {
			i = len(out.Content)
			key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: given.Language, Line: m.Line, Column: m.Column}
			out.Content = append(out.Content, key, &yaml.Node{Kind: yaml.SequenceNode, Line: m.Line, Column: m.Column})
		}
		text := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.TrimSpace(given.Text), Line: m.Line, Column: m.Column}
		out.Content[i+1].Content = append(out.Content[i+1].Content, text)
	}
	return out
}

// namesIn are the names of one language.
type namesIn struct {
	language string
	names    []string
}

// groupByLanguage parts a list of names in order of language into one list for each.
func groupByLanguage(list []string) (out []namesIn) {
	for _, s := range list {
		n := graph.ParseNameIn(s)
		i := slices.IndexFunc(out, func(g namesIn) bool { return g.language == n.Language })
		if i < 0 {
			i = len(out)
			out = append(out, namesIn{language: n.Language})
		}
		out[i].names = append(out[i].names, n.Text)
	}
	return out
}

// namesNode writes names by language for YAML.
func namesNode(list []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, g := range groupByLanguage(list) {
		names := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, text := range g.names {
			names.Content = append(names.Content, textNode(text))
		}
		n.Content = append(n.Content, textNode(g.language), names)
	}
	return n
}

// namesObject writes names by language for JSON.
func namesObject(list []string) *object {
	o := &object{}
	for _, g := range groupByLanguage(list) {
		o.add(g.language, g.names)
	}
	return o
}

// MarshalJSON writes an object within another.
func (o *object) MarshalJSON() ([]byte, error) {
	return append(bytes.Clone(o.b.Bytes()), '}'), nil
}
