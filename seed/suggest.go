package seed

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// unknownKey reports a key that is not allowed.
func (r *reader) unknownKey(key *yaml.Node, allowed []string) {
	r.fault(key, graph.RuleUnknownKey.Fault("unknown key %.60s", key.Value).WithRemedy("%s", suggestion(key.Value, allowed)))
}

// suggestion words a remedy: the allowed word that is most like the given one, or all allowed words.
func suggestion(word string, among []string) string {
	if near := nearest(word, among); near != "" {
		return "did you mean " + near + "?"
	}
	if len(among) == 0 {
		return "it has none; leave the key out"
	}
	among = slices.Clone(among)
	slices.Sort(among)
	return "possible are " + strings.Join(among, ", ")
}

// nearest returns the word with the least edit distance, or "" when none is near.
func nearest(word string, among []string) string {
	if len(word) > 200 {
		return "" // too long for a typing mistake, and the distance costs the product of the lengths
	}
	best, at := "", min(len(word)/3+2, len(word))
	for _, w := range among {
		if len(w)-len(word) >= 3*at || len(word)-len(w) >= 3*at {
			continue
		}
		if d := levenshtein.ComputeDistance(word, w); d < at {
			best, at = w, d
		}
	}
	return best
}

// curatedProps returns the properties that a curator may give; of these names, or all when of is nil.
func curatedProps(props []graph.Property, of []string) []graph.Property {
	return slices.DeleteFunc(slices.Clone(props), func(p graph.Property) bool {
		return p.Derived || of != nil && !slices.Contains(of, p.Name)
	})
}

// edgeProps returns the properties that a curator may give an edge; many kinds have none.
func edgeProps(t graph.EdgeType) []graph.Property {
	return curatedProps(graph.EdgeProps, append([]string{}, t.Props...)) // not nil, which would mean all
}

// propNames returns the names of properties.
func propNames(props []graph.Property) []string {
	var out []string
	for _, p := range props {
		out = append(out, p.Name)
	}
	return out
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// kindWords writes kinds as "actor or claim".
func kindWords(kinds []graph.Kind) string {
	return strings.ToLower(strings.Join(asTexts(kinds), " or "))
}

// withArticle writes a noun as "an actor".
func withArticle(noun string) string {
	noun = strings.ToLower(noun)
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// asTexts converts to strings.
func asTexts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// edgeLabels lists the kinds of edges.
func edgeLabels() []string {
	var out []string
	for _, t := range graph.EdgeTypes {
		out = append(out, string(t.Label))
	}
	return out
}
