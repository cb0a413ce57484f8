package plan

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// End is where a value of an item is read.
type End uint8

// Ends. Of an edge it is the edge itself, the node that it leaves, or the one that it enters; of a participation, whose
// edges run either way, the end that is the actor or the action.
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

// ColumnOf is how the value of this name is read of an item of a kind; query.Columns names those that there are.
func ColumnOf(k graph.Kind, name string) Column {
	if c, elsewhere := edgeColumns[k][name]; elsewhere {
		return c
	}
	return Column{Prop: name}
}

// edgeColumns has the values of edge facts that are not the edge's own.
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

// TypeOf is the type of a value of an item.
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
