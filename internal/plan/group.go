package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// GroupSource is what the key of a group is read from.
type GroupSource uint8

// Sources of group keys.
const (
	GroupAll     GroupSource = iota // all items are one group
	GroupPeriod                     // the first characters of the earliest day
	GroupValue                      // a value
	GroupMember                     // each member of a list; an empty list has an unknown key
	GroupRelated                    // the id of each node that a relation gives; no node is an unknown key
)

// Group says how items are grouped, and which value is summed in each group.
type Group struct {
	Source    GroupSource
	Chars     int             // of GroupPeriod
	Column    string          // of GroupValue and GroupMember
	Relation  *graph.Relation // of GroupRelated
	Label     string          // of GroupRelated: the property by which its nodes are called
	Intensity string          // the value that is summed, "" for none
}

// GroupOf says how the items of a list of a kind are grouped. The list has been checked.
func GroupOf(k graph.Kind, g query.Group) Group {
	by, _ := query.GroupingOf(k, g.By)
	out := Group{Chars: by.Chars, Column: by.Prop, Intensity: query.IntensityOf(k)}
	switch {
	case by.Chars > 0:
		out.Source = GroupPeriod
	case by.Relation != "":
		out.Source, out.Relation = GroupRelated, graph.RelationOf(k, by.Relation)
		out.Label = labelOf(out.Relation.To)
	case by.Prop == "":
		out.Source = GroupAll
	case TypeOf(k, by.Prop) == graph.PropList:
		out.Source = GroupMember
	default:
		out.Source = GroupValue
	}
	return out
}

// labelOf is the property by which a person would call a node of a kind.
func labelOf(k graph.Kind) string {
	if query.Column(k, "name") >= 0 {
		return "name"
	}
	return "title"
}
