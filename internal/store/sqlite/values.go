package sqlite

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// jsonOf writes a list as JSON: one parameter, which json_each unfolds in the statement.
func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers of ours
	}
	if string(b) == "null" {
		return "[]"
	}
	return string(b)
}

// unmarshal reads a column of JSON.
func unmarshal(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return &failure{errInternal, err}
	}
	return nil
}

// columnTypes are those of query.Columns of a kind, in order.
var columnTypes = func() map[graph.Kind][]graph.PropType {
	m := map[graph.Kind][]graph.PropType{}
	for _, k := range query.ItemKinds() {
		for _, name := range query.Columns(k) {
			m[k] = append(m[k], plan.TypeOf(k, name))
		}
	}
	return m
}()

// intOf is a number that a statement gives, 0 for NULL.
func intOf(v any) int {
	n, _ := v.(int64)
	return int(n)
}

// floatOf is a number that a statement gives, 0 for none.
func floatOf(v any) float64 {
	f, _ := v.(float64)
	return f
}

// textOf is a text that a statement gives, "" for NULL.
func textOf(v any) string {
	s, _ := v.(string)
	return s
}

// valueOf gives a column's value the type that query.Item promises.
func valueOf(v any, t graph.PropType) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch t {
	case graph.PropList:
		list := []string{}
		if err := unmarshal(textOf(v), &list); err != nil {
			return nil, err
		}
		return list, nil
	case graph.PropHistory:
		var list []graph.StatusChange
		if err := unmarshal(textOf(v), &list); err != nil {
			return nil, err
		}
		return list, nil
	case graph.PropFlag:
		return intOf(v) != 0, nil
	case graph.PropNumber:
		if n, ok := v.(int64); ok {
			return float64(n), nil
		}
	case graph.PropText, graph.PropInt, graph.PropDay: // as they are
	}
	return v, nil
}

// columnOf is the value of a property as a column holds it.
func columnOf(v any, t graph.PropType) any {
	switch list, isList := v.([]string); {
	case v == nil:
		return nil
	case isList && list == nil:
		return "[]"
	case isList:
		return jsonOf(list)
	case t == graph.PropHistory:
		return jsonOf(v)
	case t == graph.PropText, t == graph.PropDay:
		return fmt.Sprint(v) // a day, or a term of its own type
	}
	return v
}

// evidenceJSON is evidence as a column holds it.
func evidenceJSON(list []graph.Evidence) any {
	if len(list) == 0 {
		return nil
	}
	return jsonOf(list)
}

// datasetsJSON are the datasets of statements as a column holds them.
func datasetsJSON(statements []ingest.Statement) string {
	ids := make([]string, len(statements))
	for i, s := range statements {
		ids[i] = s.Dataset
	}
	return jsonOf(ids)
}

// evidenceOf reads evidence back.
func evidenceOf(text string) ([]graph.Evidence, error) {
	if text == "" {
		return nil, nil
	}
	var list []graph.Evidence
	if err := unmarshal(text, &list); err != nil {
		return nil, err
	}
	return list, nil
}

// evidenceItem is an item of KindEvidence; what is not given is unknown.
func evidenceItem(e graph.Evidence) *query.Item {
	it := &query.Item{Kind: graph.KindEvidence}
	for _, name := range query.Columns(graph.KindEvidence) {
		var v any
		switch name {
		case "source":
			v = e.Source
		case "quote":
			v = e.Quote
		case "language":
			v = e.Language
		case "translation":
			v = e.Translation
		case "locator":
			v = e.Locator
		case "field":
			v = e.Field
		case "basis":
			v = string(e.Basis)
		case "attributedTo":
			v = e.AttributedTo
		case "relation":
			v = string(cmp.Or(e.Relation, graph.EvidenceSupports))
		}
		if v == "" {
			v = nil
		}
		it.Values = append(it.Values, v)
	}
	return it
}

// changeItem is an item of KindStatusChange.
func changeItem(c graph.StatusChange) *query.Item {
	it := &query.Item{Kind: graph.KindStatusChange}
	for _, name := range query.Columns(graph.KindStatusChange) {
		var v any
		switch name {
		case "status":
			v = string(c.Status)
		case "since":
			v = c.Since
		case "sources":
			v = c.Sources
		}
		it.Values = append(it.Values, v)
	}
	return it
}

// statementsOf reads back the statements of a record, each value with its property's type.
func statementsOf(text string) ([]ingest.Statement, error) {
	var list []ingest.Statement
	if err := unmarshal(text, &list); err != nil {
		return nil, err
	}
	for i := range list {
		graph.Normalise(&list[i].Record)
	}
	return list, nil
}

// table is the quoted name of the table of a node kind.
func table(k graph.Kind) string { return `"` + strings.ToLower(string(k)) + `"` }
