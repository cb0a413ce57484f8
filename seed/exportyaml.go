package seed

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// maxByHand bounds the records of a dataset in YAML, which is for reading and editing by hand and is held in memory.
const maxByHand = 200_000

// ownerOf maps each kind of edge to the key that states it.
var ownerOf = func() map[graph.EdgeKind]edgeOwner {
	out := map[graph.EdgeKind]edgeOwner{}
	for kind, keys := range edgeKeys {
		for key, l := range keys {
			out[l.edge] = edgeOwner{kind, key, l}
		}
	}
	return out
}()

type edgeOwner struct {
	kind graph.Kind
	key  string
	link edgeKey
}

// yamlRecord is a node with its edges, as YAML has them.
type yamlRecord struct {
	node  graph.Record
	edges map[string][]graph.Record // by key
}

// yaml writes a file for each kind; actions of an episode get a file of that episode.
func (d *exported) yaml(dir string) error {
	if d.size > maxByHand {
		return fmt.Errorf("%w: %d records are too many to read by hand; export them as jsonl", graph.ErrTooLarge, d.size)
	}
	byKey := map[string]*yamlRecord{}
	var order []*yamlRecord
	at := func(kind graph.Kind, id string) *yamlRecord {
		w := byKey[id]
		if w == nil {
			w = &yamlRecord{node: graph.Record{Kind: kind, ID: id}, edges: map[string][]graph.Record{}}
			byKey[id] = w
			order = append(order, w)
		}
		return w
	}
	if err := d.each(func(r graph.Record) error {
		if r.Edge == "" {
			at(r.Kind, r.ID).node = r
			return nil
		}
		o := ownerOf[r.Edge]
		id := r.From
		if o.link.inbound {
			id = r.To
		}
		w := at(o.kind, id)
		w.edges[o.key] = append(w.edges[o.key], r)
		return nil
	}); err != nil {
		return err
	}
	files := map[string]*yaml.Node{} // lists by file
	var names []string
	for _, w := range order {
		list, file := "", ""
		for name, kind := range recordLists {
			if kind == w.node.Kind {
				list, file = name, name
			}
		}
		if in := w.edges["episodes"]; len(in) > 0 {
			file = "episode-" + fileName(in[0].To)
		}
		if files[file] == nil {
			files[file] = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{textNode(list), {Kind: yaml.SequenceNode}}}
			names = append(names, file)
		}
		seq := files[file].Content[1]
		seq.Content = append(seq.Content, w.yaml())
	}
	for _, name := range names {
		if err := create(filepath.Join(dir, name+".yaml"), func(w io.Writer) error { return encodeYAML(w, files[name]) }); err != nil {
			return err
		}
	}
	return nil
}

func (w *yamlRecord) yaml() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	put := func(key string, v *yaml.Node) { n.Content = append(n.Content, textNode(key), v) }
	put("id", textNode(w.node.ID))
	putProps(put, graph.NodeProps[w.node.Kind], w.node)
	for _, key := range sortedKeys(edgeKeys[w.node.Kind]) {
		if len(w.edges[key]) == 0 {
			continue
		}
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, e := range w.edges[key] {
			list.Content = append(list.Content, w.edge(e))
		}
		if !slices.ContainsFunc(list.Content, func(e *yaml.Node) bool { return e.Kind != yaml.ScalarNode }) {
			list.Style = yaml.FlowStyle
		}
		put(key, list)
	}
	putEvidence(put, w.node.Evidence)
	return n
}

// edge writes an edge as an id alone when it has no values of its own and the evidence of its node.
func (w *yamlRecord) edge(e graph.Record) *yaml.Node {
	l := ownerOf[e.Edge].link
	other := e.To
	if l.inbound {
		other = e.From
	}
	inherited := slices.Equal(generalEvidence(w.node.Evidence), e.Evidence) && len(e.Evidence) > 0
	if inherited && len(e.Props) == 0 && e.Basis != graph.Inferred {
		return textNode(other)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	put := func(key string, v *yaml.Node) { n.Content = append(n.Content, textNode(key), v) }
	put(l.end, textNode(other))
	putProps(put, graph.EdgeProps, e)
	if !inherited {
		putEvidence(put, e.Evidence)
	}
	return n
}

func putProps(put func(string, *yaml.Node), table []graph.Property, r graph.Record) {
	for _, p := range table {
		if v := r.Props[p.Name]; v != nil {
			put(p.Name, valueNode(p, v))
		}
	}
	if r.Basis == graph.Inferred {
		put("basis", textNode(string(r.Basis)))
	}
}

func putEvidence(put func(string, *yaml.Node), evidence []graph.Evidence) {
	if len(evidence) == 0 {
		return
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, e := range stated(evidence) {
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, pair := range [][2]string{
			{"source", e.Source}, {"quote", e.Quote}, {"language", e.Language}, {"translation", e.Translation},
			{"locator", e.Locator}, {"field", e.Field}, {"attributedTo", e.AttributedTo}, {"basis", string(e.Basis)},
			{"relation", string(e.Relation)},
		} {
			if pair[1] != "" {
				n.Content = append(n.Content, textNode(pair[0]), textNode(pair[1]))
			}
		}
		list.Content = append(list.Content, n)
	}
	put("evidence", list)
}

func valueNode(p graph.Property, v any) *yaml.Node {
	switch v := v.(type) {
	case []string:
		if p.ByLanguage {
			return namesNode(v)
		}
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, s := range v {
			list.Content = append(list.Content, textNode(s))
		}
		return list
	case []graph.StatusChange:
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, c := range v {
			list.Content = append(list.Content, &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle, Content: []*yaml.Node{
				textNode("status"), textNode(string(c.Status)), textNode("since"), valueNode(graph.Property{Name: "since"}, c.Since),
				textNode("sources"), valueNode(graph.Property{Name: "sources"}, c.Sources),
			}})
		}
		return list
	case string:
		n := textNode(v)
		if slices.Contains(dates, p.Name) && n.Style == 0 {
			n.Tag = "" // dates need no quotation marks
		}
		return n
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		tag := "!!float"
		if !strings.Contains(text, ".") {
			tag = "!!int"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
	case int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v, 10)}
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}
	}
	panic("seed: a value of no known type")
}

// textNode makes a text node. Texts with line breaks, and others that a plain style would change, are double-quoted.
func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsAny(s, "\n\r\t\u0085\u2028\u2029\ufeff") || strings.TrimSpace(s) != s {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func encodeYAML(w io.Writer, n *yaml.Node) error {
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		return err
	}
	return e.Close()
}
