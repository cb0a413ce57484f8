package plan

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// End is the part of an item from which a value is read.
type End uint8

// Ends. A node has only Self. Of a participation, whose edges run either way, a value is read at the end that is the actor,
// or at the end that is the action.
const (
	Self      End = iota // the item itself
	From                 // the node that an edge leaves
	To                   // the node that an edge enters
	ActorEnd             // the actor of a participation
	ActionEnd            // the action of a participation
)

// Column says how a value of an item is read: a property at one of its ends, or the label of the edge.
type Column struct {
	End     End
	Prop    string
	IsLabel bool
}

// ColumnOf says how a value of an item of a kind is read, given its name, which is one of query.Columns.
func ColumnOf(k graph.Kind, name string) Column {
	if c, elsewhere := edgeColumns[k][name]; elsewhere {
		return c
	}
	return Column{Prop: name}
}

// edgeColumns has the values of edge facts that are not properties of the edge.
var edgeColumns = func() map[graph.Kind]map[string]Column {
	m := map[graph.Kind]map[string]Column{
		graph.KindParticipation: {
			"role":   {IsLabel: true},
			"actor":  {End: ActorEnd, Prop: "id"},
			"action": {End: ActionEnd, Prop: "id"},
		},
	}
	for _, k := range []graph.Kind{graph.KindResponse, graph.KindTie, graph.KindSilence, graph.KindContradiction} {
		m[k] = map[string]Column{}
		for _, name := range query.Columns(k) {
			for prefix, end := range map[string]End{"from": From, "to": To} {
				switch prop, ok := strings.CutPrefix(name, prefix); {
				case name == prefix:
					m[k][name] = Column{End: end, Prop: "id"}
				case ok && prop[0] <= 'Z': // fromEarliest, but not topics
					m[k][name] = Column{End: end, Prop: strings.ToLower(prop[:1]) + prop[1:]}
				}
			}
		}
	}
	m[graph.KindTie]["kind"] = Column{IsLabel: true}
	return m
}()

// TypeOf is the type of a value of an item of a kind, given its name.
func TypeOf(k graph.Kind, name string) graph.PropType {
	return columnTypes[k][name]
}

// columnTypes are the types of values, by kind and name.
var columnTypes = func() map[graph.Kind]map[string]graph.PropType {
	m := map[graph.Kind]map[string]graph.PropType{}
	for _, k := range query.ItemKinds() {
		props, isNode := graph.NodeProps[k]
		if !isNode {
			props = graph.EdgeProps
		}
		types := map[string]graph.PropType{}
		for _, p := range props {
			types[p.Name] = p.Type
		}
		m[k] = map[string]graph.PropType{}
		for _, name := range query.Columns(k) {
			m[k][name] = types[name]
		}
	}
	for k := range m {
		if _, held := m[k]["datasets"]; held {
			m[k]["datasets"] = graph.PropList
		}
	}
	m[graph.KindSupport]["sources"], m[graph.KindSupport]["origins"] = graph.PropInt, graph.PropInt
	m[graph.KindSupport]["knownBy"] = graph.PropDay
	m[graph.KindEvidence]["attributedTo"] = graph.PropText // one actor, where a fact has a list
	m[graph.KindUnanswered]["owedTo"] = graph.PropList
	m[graph.KindEntry]["answers"] = graph.PropList
	m[graph.KindStatusChange]["sources"] = graph.PropList
	return m
}()
