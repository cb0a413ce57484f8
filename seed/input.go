package seed

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// MaxInput is the most records, links among them, that an input may have. What is larger is a file for Load.
const MaxInput = ingest.MaxAmended

// inputLists are the keys of an input that hold records, in the order in which they are read.
var inputLists = slices.SortedFunc(maps.Keys(recordLists), func(a, b string) int {
	return cmp.Compare(slices.Index(ranks, recordLists[a]), slices.Index(ranks, recordLists[b]))
})

// readInput reads records that come in no file: dataset is what a manifest has, and the other keys are those of a file of
// records. Values are string, json.Number, int64, float64, bool, lists and maps of these; what is null is left out. Names by
// language may be a list of maps with text and language. The places of faults are paths that begin with input.
func (r *reader) readInput(input map[string]any, stored *graph.Record) error {
	records := 0
	for _, list := range inputLists {
		l, _ := input[list].([]any)
		records += len(l)
	}
	if records > MaxInput {
		return tooManyRecords(records)
	}
	r.files, r.paths, r.mentioned = []string{""}, []string{"input"}, map[string]bool{}
	root := r.nodeOf("input", input)
	given := r.pairs(root, func(key, value *yaml.Node) {
		if key.Value == "dataset" {
			r.datasetRecord(value, r.requiredNames, neededOfDataset(stored))
		} else if _, known := recordLists[key.Value]; !known {
			r.unknownKey(key, append([]string{"dataset"}, inputLists...))
		}
	})
	if !given["dataset"] {
		r.fault(root, graph.RuleMissingKey.Fault("the input has no dataset").WithRemedy("say whose records these are"))
	}
	for _, name := range inputLists {
		list := member(root, name)
		if list == nil {
			continue
		}
		if list.Kind != yaml.SequenceNode {
			r.fault(list, graph.RuleValue.Fault("%s should be a list of records", name))
			continue
		}
		for _, n := range list.Content {
			r.record(recordLists[name], n)
		}
	}
	return r.failed
}

func tooManyRecords(n int) error {
	return fmt.Errorf("%w: the input has %d records, links among them, and at most %d are taken at once; send them in several, or load a "+
		"file with 'demarche seed'", graph.ErrTooLarge, n, MaxInput)
}

// neededOfDataset are the keys that an input has to give of its dataset: those that are not stored.
func neededOfDataset(stored *graph.Record) []string {
	if stored != nil {
		return []string{"id"}
	}
	return []string{"id", "name", "licence"}
}

// requiredNames checks the names of datasets that an input requires, and keeps their places until the store has been asked.
func (r *reader) requiredNames(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, graph.RuleValue.Fault("requires should be a list of datasets that the store holds, such as [founding-case]"))
		return
	}
	for _, entry := range n.Content {
		if name, ok := r.text("requires", entry); ok {
			r.needs = append(r.needs, need{datasetID(name), r.here(entry)})
		}
	}
}

// need is a dataset that an input requires, and where it says so.
type need struct {
	id string
	at position
}

// nodeOf makes a YAML node of a value, as a file would have it. Its line is its place among the paths of the input.
func (r *reader) nodeOf(path string, v any) *yaml.Node {
	n := r.newNode(path, yaml.ScalarNode)
	switch v := v.(type) {
	case map[string]any:
		n.Kind = yaml.MappingNode
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if v[key] == nil {
				continue
			}
			at := path + "." + key
			value := r.nodeOf(at, v[key])
			if list, isList := v[key].([]any); isList && key == "names" {
				value = r.namesOf(at, list)
			}
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key, Line: value.Line, Column: 1}, value)
		}
	case []any:
		n.Kind = yaml.SequenceNode
		for i, one := range v {
			n.Content = append(n.Content, r.nodeOf(fmt.Sprintf("%s[%d]", path, i), one))
		}
	case string:
		n.Tag, n.Value = "!!str", v
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(v)
	case nil:
		n.Tag = "!!null"
	default:
		n.Value = fmt.Sprint(v)
		n.Tag = numberTag(n.Value)
	}
	return n
}

func (r *reader) newNode(path string, kind yaml.Kind) *yaml.Node {
	r.paths = append(r.paths, path)
	return &yaml.Node{Kind: kind, Line: len(r.paths), Column: 1}
}

// namesOf makes of a list of names with their languages the map that a file has.
func (r *reader) namesOf(path string, list []any) *yaml.Node {
	out := r.newNode(path, yaml.MappingNode)
	for i, one := range list {
		n := r.nodeOf(fmt.Sprintf("%s[%d]", path, i), one)
		text, language := member(n, "text"), member(n, "language")
		for j := 0; j+1 < len(n.Content); j += 2 {
			if key := n.Content[j]; n.Kind == yaml.MappingNode && key.Value != "text" && key.Value != "language" {
				r.unknownKey(key, []string{"text", "language"})
			}
		}
		if text == nil || language == nil || language.Kind != yaml.ScalarNode {
			r.fault(n, graph.RuleMissingKey.Fault("a name should have a text and a language"))
			continue
		}
		at := slices.IndexFunc(out.Content, func(key *yaml.Node) bool { return key.Kind == yaml.ScalarNode && key.Value == language.Value })
		if at < 0 {
			at = len(out.Content)
			key := &yaml.Node{Kind: yaml.ScalarNode, Tag: language.Tag, Value: language.Value, Line: language.Line, Column: 1}
			out.Content = append(out.Content, key, &yaml.Node{Kind: yaml.SequenceNode, Line: n.Line, Column: 1})
		}
		out.Content[at+1].Content = append(out.Content[at+1].Content, text)
	}
	return out
}

// member is the value of a key in a map, nil when it has none.
func member(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
