package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Contenders wrap their answers differently: nodes, edges, properties. Their normal form keeps the values in the order
// in which the question names them, and the lists; names and objects are dropped. Lists within lists have no order that
// all of them promise, so those are sorted.

// fromJSON is the normal form of an answer to a GraphQL question.
func fromJSON(text []byte, one bool) (string, error) {
	if !bytes.HasPrefix(text, []byte(`{"data":{`)) {
		return "", fmt.Errorf("no answer but %.300s", text)
	}
	values, err := value(json.NewDecoder(bytes.NewReader(text)))
	if err != nil {
		return "", fmt.Errorf("%w in %.300s", err, text)
	}
	if list, ok := single(values).([]any); one && ok { // a list by id, of one
		if inner, ok := single(list).([]any); ok {
			values = inner
		}
	}
	return written(values), nil
}

func single(list []any) any {
	if len(list) == 1 {
		return list[0]
	}
	return nil
}

// value reads an object as the values in it, those of objects within in their place, and all else as one leaf or list.
func value(d *json.Decoder) ([]any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		out := []any{}
		for d.More() {
			if _, err := d.Token(); err != nil {
				return nil, err
			}
			values, err := value(d)
			if err != nil {
				return nil, err
			}
			out = append(out, values...)
		}
		_, err = d.Token()
		return out, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			values, err := value(d)
			if err != nil {
				return nil, err
			}
			list = append(list, values)
		}
		_, err = d.Token()
		return []any{list}, err
	}
	return []any{t}, nil
}

// fromRecords is the normal form of what a Cypher statement gives: lists stand for objects there.
func fromRecords(records []*neo4j.Record, one bool) string {
	list := []any{}
	for _, r := range records {
		list = append(list, r.Values)
	}
	if values, ok := single(list).([]any); one && ok {
		return written(values)
	}
	return written([]any{list})
}

func written(values []any) string {
	var b strings.Builder
	writeGroup(&b, values, 0)
	return b.String()
}

func writeGroup(b *strings.Builder, values []any, lists int) {
	b.WriteByte('(')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(' ')
		}
		list, ok := v.([]any)
		if !ok {
			writeLeaf(b, v)
			continue
		}
		items := make([]string, len(list))
		for j, item := range list {
			var one strings.Builder
			if g, ok := item.([]any); ok {
				writeGroup(&one, g, lists+1)
			} else {
				writeLeaf(&one, item)
			}
			items[j] = one.String()
		}
		if lists > 0 {
			slices.Sort(items)
		}
		b.WriteString("[" + strings.Join(items, "\n") + "]")
	}
	b.WriteByte(')')
}

func writeLeaf(b *strings.Builder, v any) {
	switch v := v.(type) {
	case int64:
		fmt.Fprint(b, v)
	case float64:
		fmt.Fprint(b, math.Round(v*1e6)/1e6)
	default:
		fmt.Fprintf(b, "%#v", v)
	}
}
