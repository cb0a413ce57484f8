package ingest

import (
	"encoding/json"
	"errors"

	"github.com/demarche-graph/demarche/graph"
)

// ErrDryRun ends the transaction of a dry run, so that it is rolled back. A store's Apply takes it for success.
var ErrDryRun = errors.New("a dry run: nothing is written")

// Difference says what a batch would do to one record: add it (Old is false), retract it (New is false) or change it.
type Difference struct {
	Key    string         `json:"key"`
	Kind   graph.Kind     `json:"node,omitempty"`
	Edge   graph.EdgeKind `json:"edge,omitempty"`
	Old    bool           `json:"old"` // the store has the record before the batch
	New    bool           `json:"new"` // the store has it after the batch
	Fields []Field        `json:"fields,omitempty"`
}

// Field is a value that changes; nil is unknown. All evidence of a record together is one Field.
type Field struct {
	Name string `json:"name"`
	Old  any    `json:"old"`
	New  any    `json:"new"`
}

// compare compares a record, merged from its statements, before and after a change. Derived values are left out.
func compare(old []Statement, now []Statement) (Difference, error) {
	was, err := effective(old)
	if err != nil {
		return Difference{}, err
	}
	will, err := effective(now)
	if err != nil {
		return Difference{}, err
	}
	some := will
	if len(now) == 0 {
		some = was
	}
	d := Difference{Key: some.Key(), Kind: some.Kind, Edge: some.Edge, Old: len(old) > 0, New: len(now) > 0}
	add := func(name string, a, b any) {
		if x, y := jsonText(a), jsonText(b); x != y {
			d.Fields = append(d.Fields, Field{name, a, b})
		}
	}
	for _, p := range graph.PropsOf(some) {
		if !p.Derived {
			add(p.Name, was.Props[p.Name], will.Props[p.Name])
		}
	}
	add("basis", orNil(was.Basis), orNil(will.Basis))
	add("evidence", evidenceOrNil(was.Evidence), evidenceOrNil(will.Evidence))
	return d, nil
}

// effective is the record that statements make, with derived values; empty without statements.
func effective(statements []Statement) (graph.Record, error) {
	if len(statements) == 0 {
		return graph.Record{}, nil
	}
	m, err := Merge(statements)
	if err == nil {
		err = Derive(&m)
	}
	return m, err
}

func jsonText(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func orNil(b graph.Basis) any {
	if b == "" {
		return nil
	}
	return string(b)
}

func evidenceOrNil(list []graph.Evidence) any {
	if len(list) == 0 {
		return nil
	}
	return list
}
