package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// GroupSource says where the key of a group comes from.
type GroupSource uint8

// Sources of group keys.
const (
	GroupAll     GroupSource = iota // there is no key: all items are one group
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
	Label     string          // of GroupRelated: the property that names its nodes
	Intensity string          // the value that is summed, "" for none
	Delays    bool            // query.DelayDays is counted and summed too, and its median found
}

// GroupOf says how the items of a list of a kind are grouped. The list has been checked.
func GroupOf(k graph.Kind, g query.Group) Group {
	by, _ := query.GroupingOf(k, g.By)
	out := Group{Chars: by.Chars, Column: by.Prop, Intensity: query.IntensityOf(k), Delays: g.Delays}
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

// labelOf returns the property that names the nodes of a kind for people.
func labelOf(k graph.Kind) string {
	if query.Column(k, "name") >= 0 {
		return "name"
	}
	return "title"
}
