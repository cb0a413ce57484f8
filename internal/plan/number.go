package plan

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// NumberSource is where a number of an item comes from.
type NumberSource uint8

// Sources of numbers.
const (
	NumberValue    NumberSource = iota // a value that the item holds
	NumberDelay                        // days from the earliest day of the trigger to that of the response
	NumberChange                       // Goldstein points of the response minus those of the trigger, to six decimals
	NumberEvidence                     // how many evidence items the fact has
	NumberRelated                      // how many items a relation gives
)

// Number says how a number of an item is computed; query.IsNumber knows which numbers a kind has.
type Number struct {
	Source   NumberSource
	Column   string          // of NumberValue
	Relation *graph.Relation // of NumberRelated
}

// NumberOf says how the number of an item of a kind is computed, given its name.
func NumberOf(k graph.Kind, name string) Number {
	switch name {
	case query.DelayDays:
		return Number{Source: NumberDelay}
	case query.IntensityChange:
		return Number{Source: NumberChange}
	}
	r := graph.RelationOf(k, name)
	switch {
	case r == nil:
		return Number{Source: NumberValue, Column: name}
	case r.Path[0].Evidence:
		return Number{Source: NumberEvidence}
	}
	return Number{Source: NumberRelated, Relation: r}
}
