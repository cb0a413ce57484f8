package seed

import (
	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// history reads a status history. It returns nil when there is a fault, which it reports.
func (r *reader) history(n *yaml.Node) any {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.fault(n, graph.RuleValue.Fault(`statusHistory should be a list, each item beginning with "- status:"`))
		return nil
	}
	before := len(r.problems)
	var list []graph.StatusChange
	for _, item := range n.Content {
		var c graph.StatusChange
		given := r.pairs(item, func(key, value *yaml.Node) {
			switch key.Value {
			case "status":
				s, _ := r.text("status", value)
				c.Status = graph.ActionStatus(s)
			case "since":
				c.Since, _ = r.text("since", value)
			case "sources":
				if value.Kind != yaml.SequenceNode {
					r.fault(value, graph.RuleValue.Fault("sources should be a list, such as [%.60s]", value.Value))
					return
				}
				for _, m := range value.Content {
					if id := r.id("sources", m); id != "" {
						r.addReference(m, id, []graph.Kind{graph.KindSource})
						c.Sources = append(c.Sources, id)
					}
				}
			default:
				r.unknownKey(key, changeKeys)
			}
		})
		for _, key := range changeKeys {
			if given != nil && !given[key] {
				r.fault(item, graph.RuleMissingKey.Fault("a change of status lacks %s", key).WithRemedy("give it"))
			}
		}
		list = append(list, c)
	}
	if len(r.problems) > before {
		return nil
	}
	for i, item := range n.Content {
		r.report(item, graph.CheckStatusChange(list, i))
	}
	if len(r.problems) > before {
		return nil
	}
	return list
}

// historyCell turns a cell such as "ALLEGED 2025-06-28 sfera; OCCURRED 2025-07-05 apa" into the status history that YAML writes as a
// list of maps.
func historyCell(at *yaml.Node, text string) *yaml.Node {
	list := listOf(at, text)
	for i, m := range list.Content {
		change := &yaml.Node{Kind: yaml.MappingNode, Line: at.Line, Column: at.Column}
		add := func(key string, value *yaml.Node) {
			value.Line, value.Column = at.Line, at.Column
			change.Content = append(change.Content, textNode(key), value)
		}
		c := graph.ParseStatusChange(m.Value)
		sources := &yaml.Node{Kind: yaml.SequenceNode}
		for _, id := range c.Sources {
			n := textNode(id)
			n.Line, n.Column = at.Line, at.Column
			sources.Content = append(sources.Content, n)
		}
		add("status", textNode(string(c.Status)))
		if c.Since != "" {
			add("since", textNode(c.Since))
		}
		if len(c.Sources) > 0 {
			add("sources", sources)
		}
		list.Content[i] = change
	}
	return list
}
