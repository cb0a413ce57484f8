package plan

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// End is the part of an item from which a value is read.
type End uint8

// Ends. Self is the node or edge itself; From and To are the nodes where an edge starts and ends. The edges of a
// participation run either way, so it has ActorEnd and ActionEnd instead.
const (
	Self End = iota
	From
	To
	ActorEnd
	ActionEnd
)

// Column says how a value of an item is read: a property at one of its ends, or the label of the edge.
type Column struct {
	End     End
	Prop    string
	IsLabel bool
}

// ColumnOf says how the value with this name is read from an item of a kind. The names are those of query.Columns.
func ColumnOf(k graph.Kind, name string) Column {
	if c, elsewhere := edgeColumns[k][name]; elsewhere {
		return c
	}
	return Column{Prop: name}
}

// edgeColumns has the values of edge facts that are no properties of the edge.
var edgeColumns = func() map[graph.Kind]map[string]Column {
	m := map[graph.Kind]map[string]Column{
		graph.KindParticipation: {"role": {IsLabel: true}, "actor": {End: ActorEnd, Prop: "id"}, "action": {End: ActionEnd, Prop: "id"}},
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

// TypeOf returns the type of the value with this name of an item of a kind.
func TypeOf(k graph.Kind, name string) graph.PropType {
	return columnTypes[k][name]
}

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
	m[graph.KindUnanswered]["owedTo"] = graph.PropList
	m[graph.KindEntry]["answers"] = graph.PropList
	m[graph.KindEvidence]["disputes"] = graph.PropFlag
	return m
}()
