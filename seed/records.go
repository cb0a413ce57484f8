package seed

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// record reads one node and the edges that it states.
func (r *reader) record(kind graph.Kind, n *yaml.Node) {
	rec := graph.Record{Kind: kind, Props: graph.Props{}}
	props := curatedProps(graph.NodeProps[kind], nil)
	allowed := slices.Concat([]string{"id", "basis", "evidence"}, sortedKeys(edgeKeys[kind]), propNames(props))
	var edges [][2]*yaml.Node // key and value
	var lastChange *yaml.Node // of the status
	at := marks{}
	before := len(r.problems)
	given := r.pairs(n, func(key, value *yaml.Node) {
		at[key.Value] = value
		if _, ok := edgeKeys[kind][key.Value]; ok {
			edges = append(edges, [2]*yaml.Node{key, value})
			return
		}
		switch key.Value {
		case "id":
			rec.ID = r.id("id", value)
		case "basis":
			rec.Basis = r.basis(value)
		case "evidence":
			rec.Evidence = r.evidence(value, props)
		default:
			r.prop(graph.Record{Kind: kind, ID: "x"}, props, rec.Props, key, value, allowed)
			if len(rec.StatusHistory()) > 0 && key.Value == "statusHistory" {
				lastChange = value.Content[len(value.Content)-1]
			}
		}
	})
	if given == nil {
		return
	}
	if lastChange != nil {
		for _, f := range graph.FaultsOf(graph.CheckStatus(rec)) {
			r.fault(lastChange, f.Of(""))
		}
	}
	if !given["id"] {
		r.fault(n, graph.RuleMissingKey.Fault("%s has no id", withArticle(string(kind))).
			WithRemedy("give a short readable one, such as azerbaijan-police"))
	}
	for _, p := range required[kind] {
		if !given[p] {
			r.missing(n, rec, p)
		}
	}
	if kind == graph.KindAction && !given["type"] && !given["cameoCode"] {
		r.missing(n, rec, "type")
	}
	if needsEvidence[kind] && len(rec.Evidence) == 0 && (!given["evidence"] || len(r.problems) == before) {
		r.missing(n, rec, "evidence")
	}
	if rec.ID == "" {
		rec.ID = "?" // so that faults of its edges are reported too; nothing is loaded, as there is a problem
	} else {
		r.add(n, rec, at, len(r.problems) == before)
	}
	for _, e := range edges {
		l := edgeKeys[kind][e[0].Value]
		entries := []*yaml.Node{e[1]}
		if e[1].Kind == yaml.SequenceNode {
			entries = e[1].Content
		}
		for _, entry := range entries {
			r.edge(rec, l, entry, at["evidence"])
		}
	}
}

// edge reads one entry under a key that states edges: an id, or a map with the id and the edge's values. The evidence of the
// record is nil when it has no such key.
func (r *reader) edge(rec graph.Record, l edgeKey, n, evidence *yaml.Node) {
	t, _ := graph.EdgeTypeOf(l.edge)
	e := graph.Record{Edge: l.edge, Props: graph.Props{}}
	other, at := "", n
	where := marks{}
	before := len(r.problems)
	var given map[string]bool
	switch n.Kind {
	case yaml.ScalarNode:
		other = r.id(l.end, n)
	case yaml.MappingNode:
		props := edgeProps(t)
		given = r.pairs(n, func(key, value *yaml.Node) {
			where[key.Value] = value
			switch key.Value {
			case "id", l.end:
				if at != n {
					r.fault(key, graph.RuleDuplicate.Fault("the other end is named twice").WithRemedy("keep one of id and %s", l.end))
					return
				}
				other, at = r.id(l.end, value), value
			default:
				r.edgeValue(t, props, &e, key, value, []string{l.end})
			}
		})
		if !given["id"] && !given[l.end] {
			r.fault(n, graph.RuleMissingKey.Fault("%s is missing", l.end).WithRemedy("say which"))
		}
	default:
		r.fault(n, graph.RuleValue.Fault("should be an id, or a map with %s", l.end))
	}
	if other == "" {
		return
	}
	r.checkEdgeKeys(l.edge, n, given)
	e.From, e.To = rec.ID, other
	kinds := t.To
	if l.inbound {
		e.From, e.To, kinds = other, rec.ID, t.From
	}
	r.addReference(at, other, kinds)
	if other == rec.ID {
		r.fault(at, namesItself(other))
	}
	if len(e.Evidence) == 0 {
		e.Evidence = generalEvidence(rec.Evidence)
		if !given["basis"] && slices.ContainsFunc(e.Evidence, graph.Evidence.Supports) && !slices.ContainsFunc(e.Evidence, statesIt) {
			e.Basis = graph.Inferred // what a reader concludes does not pass as stated
		}
	}
	bare := len(e.Evidence) == 0 && !given["evidence"] && (evidence == nil || len(rec.Evidence) > 0)
	whole := needsEvidence[rec.Kind] // its lack of evidence is one fault, unless a required dataset states it
	if bare && !whole {
		r.fault(n, bareEdge(e.Key(), rec.ID))
	} else if bare && rec.ID != "?" {
		r.mention(rec.ID, mention{role: isBare, at: r.here(n), kinds: []graph.Kind{rec.Kind}, more: e.Key()})
	}
	if rec.ID != "?" {
		r.add(n, e, where, len(r.problems) == before && !bare)
	}
}

// bareEdge makes the fault of an edge without evidence, stated with a record that has none for it.
func bareEdge(key, record string) graph.Fault {
	return graph.RuleNoEvidence.Fault("%s has no evidence, and %q has none for the fact as a whole", key, record).WithRemedy(nameASource)
}

// checkEdgeKeys reports properties that an edge must have and lacks.
func (r *reader) checkEdgeKeys(edge graph.EdgeKind, n *yaml.Node, given map[string]bool) {
	for _, p := range requiredOfEdge[edge] {
		if !given[p] {
			i := slices.IndexFunc(graph.EdgeProps, func(x graph.Property) bool { return x.Name == p })
			terms := graph.Vocabularies[graph.EdgeProps[i].Vocabulary]
			r.fault(n, graph.RuleMissingKey.Fault("%s lacks its %s", edge, p).WithRemedy("give one of %s", strings.Join(terms, ", ")))
		}
	}
}

// addReference records that an id is named, to be resolved when all files are read.
func (r *reader) addReference(n *yaml.Node, id string, kinds []graph.Kind) {
	r.mention(id, mention{role: isNamed, at: r.here(n), kinds: kinds})
}

// missing records that a node lacks a key. It is a fault unless a required dataset states the node.
func (r *reader) missing(n *yaml.Node, rec graph.Record, key string) {
	if rec.ID == "" {
		r.fault(n, missingKey(rec.Kind, "", key))
		return
	}
	r.mention(rec.ID, mention{role: isLacking, at: r.here(n), kinds: []graph.Kind{rec.Kind}, more: key})
}

const nameASource = "name at least one source"

// missingKey makes the fault of a node without a key that it must have. "type" is for an action without type and code.
func missingKey(kind graph.Kind, id, key string) graph.Fault {
	word := strings.ToLower(string(kind))
	switch {
	case key == "evidence":
		return graph.RuleNoEvidence.Fault("%s %q has no evidence", word, id).WithRemedy(nameASource)
	case key == "type" && kind == graph.KindAction:
		return graph.RuleMissingKey.Fault("%s %q has neither type nor cameoCode", word, id).WithRemedy("give one")
	}
	return graph.RuleMissingKey.Fault("%s %q lacks %s", word, id, key).WithRemedy("give it")
}

// namesItself makes the fault of an edge from a node to itself.
func namesItself(id string) graph.Fault {
	return graph.RuleSelf.Fault("%q names itself", id).WithRemedy("name another, or leave it out")
}

// basis reads a basis.
func (r *reader) basis(n *yaml.Node) graph.Basis {
	s, ok := r.text("basis", n)
	if ok && !graph.InVocabulary("Basis", s) {
		r.fault(n, graph.RuleTerm.Fault("basis %.60q is neither %s nor %s", s, graph.Explicit, graph.Inferred))
		return ""
	}
	return graph.Basis(s)
}

// flag reads true or false.
func (r *reader) flag(name string, n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
		r.fault(n, graph.RuleValue.Fault("%s should be true or false", name))
	}
	return strings.EqualFold(n.Value, "true")
}

var (
	country = regexp.MustCompile(`^[A-Z]{3}$`)
	address = regexp.MustCompile(`^[hH][tT][tT][pP][sS]?://[^\s/]+`)
)

// prop reads a property and checks its value by putting it into a copy of sample.
func (r *reader) prop(sample graph.Record, props []graph.Property, into graph.Props, key, value *yaml.Node, allowed []string) {
	i := slices.IndexFunc(props, func(p graph.Property) bool { return p.Name == key.Value })
	if i < 0 {
		r.unknownKey(key, allowed)
		return
	}
	p := props[i]
	if tag := value.ShortTag(); p.Name == "cameoCode" && value.Kind == yaml.ScalarNode && (tag == "!!int" || tag == "!!float") {
		remedy := writeCode(value.Value)
		if _, known := graph.CAMEO(value.Value); known && len(value.Value) > 2 {
			remedy = `put it in quotation marks: "` + value.Value + `"`
		}
		r.fault(value, graph.RuleValue.Fault("cameoCode is a number, it should be a text").WithRemedy("%s", remedy))
		return
	}
	v := r.value(p, value)
	if v == nil {
		return // value has reported it
	}
	s, _ := v.(string)
	switch {
	case p.Name == "cameoCode":
		if !r.checkCode(value, s) {
			return
		}
	case p.Name == "country" && !country.MatchString(s):
		r.fault(value, graph.RuleValue.Fault("country %.60q is no ISO 3166-1 alpha-3 code", s).
			WithRemedy("write three capitals, such as AZE"))
		return
	case p.Name == "url" && !address.MatchString(s):
		r.fault(value, graph.RuleValue.Fault("url %.60q is no web address", s).WithRemedy("write it with https://"))
		return
	case p.Name == "url" && strings.IndexFunc(s, func(c rune) bool { return unicode.IsSpace(c) || graph.Invisible(c) }) >= 0:
		r.fault(value, graph.RuleValue.Fault("url %.60q holds white space or an invisible character", s).
			WithRemedy("copy it again from the address bar, where a space is %%20"))
		return
	}
	one := sample
	one.Props = maps.Clone(sample.Props)
	if one.Props == nil {
		one.Props = graph.Props{}
	}
	one.Props[p.Name] = v
	found := graph.FaultsOf(graph.Check(one))
	for _, f := range found {
		r.fault(value, f.Of("")) // without the key of the sample
	}
	if len(found) == 0 {
		into[p.Name] = v
	}
}

// sampleEdge makes a valid edge of a kind, to check a property with.
func sampleEdge(kind graph.EdgeKind) graph.Record {
	s := graph.Record{Edge: kind, From: "x", To: "y", Props: graph.Props{}}
	for _, name := range requiredOfEdge[kind] {
		for _, p := range graph.EdgeProps {
			if p.Name == name {
				s.Props[name] = graph.Vocabularies[p.Vocabulary][0]
			}
		}
	}
	return s
}

// value reads a value of a property's type. It returns nil when there is a fault, which it reports.
func (r *reader) value(p graph.Property, n *yaml.Node) any {
	if p.ByLanguage {
		return r.namesByLanguage(p, n)
	}
	if p.Type == graph.PropList {
		if n.Kind != yaml.SequenceNode {
			r.fault(n, graph.RuleValue.Fault("%s should be a list, such as [%.60s]", p.Name, n.Value))
			return nil
		}
		list, sound := []string{}, true
		for _, m := range n.Content {
			s, ok := r.text(p.Name, m)
			if ok && slices.Contains(list, s) {
				r.fault(m, graph.RuleDuplicate.Fault("%s holds %.60q twice", p.Name, s).WithRemedy("give it once"))
			}
			if err := graph.CheckShown(p.Name, s); err != nil {
				r.report(m, err)
				ok = false
			}
			list, sound = append(list, s), sound && ok
		}
		if !sound {
			return nil
		}
		return list
	}
	if p.Type == graph.PropHistory {
		return r.history(n)
	}
	tag := n.ShortTag()
	if p.Type != graph.PropText && n.Kind != yaml.ScalarNode {
		r.fault(n, graph.RuleValue.Fault("%s should be one value", p.Name))
		return nil
	}
	switch p.Type {
	case graph.PropFlag:
		if tag != "!!bool" {
			r.fault(n, graph.RuleValue.Fault("%s should be true or false", p.Name))
			return nil
		}
		return strings.EqualFold(n.Value, "true")
	case graph.PropNumber:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || tag != "!!int" && tag != "!!float" {
			r.fault(n, graph.RuleValue.Fault("%s %.60q should be a number, without quotation marks", p.Name, n.Value))
			return nil
		}
		return f
	case graph.PropInt:
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || tag != "!!int" {
			r.fault(n, graph.RuleValue.Fault("%s %.60q should be a whole number, without quotation marks", p.Name, n.Value))
			return nil
		}
		return i
	case graph.PropText, graph.PropDay, graph.PropList, graph.PropHistory: // texts; lists were read above
	}
	if s, ok := r.text(p.Name, n); ok {
		return s
	}
	return nil
}
