package resolvers

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
)

// gqlgen decodes the arguments of root fields only. The arguments of nested fields, and the fields of input objects, come as
// gqlparser reads them: literals and variables have different Go types. The functions in this file take both.

// stringList reads a list of texts; a single one counts as a list, as GraphQL coerces it.
func stringList(v any) (values []string, given bool) {
	switch v := v.(type) {
	case nil:
		return nil, false
	case string:
		return []string{v}, true
	case []string:
		return v, true
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				values = append(values, s)
			} else {
				values = append(values, fmt.Sprint(e))
			}
		}
		return values, true
	}
	return []string{fmt.Sprint(v)}, true
}

// objectList reads a list of input objects; a single one counts as a list.
func objectList(v any) []map[string]any {
	switch v := v.(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var out []map[string]any
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

// days reads since and until.
func days(arguments map[string]any) (since, until graph.Day, err error) {
	if since, err = day(arguments, "since"); err != nil {
		return
	}
	if until, err = day(arguments, "until"); err != nil {
		return
	}
	if since != "" && until != "" && until < since {
		err = fmt.Errorf("%w: until %s is before since %s", graph.ErrInvalid, until, since)
	}
	return
}

// day reads a day, "" when the argument is not given.
func day(arguments map[string]any, name string) (graph.Day, error) {
	v := arguments[name]
	if v == nil {
		return "", nil
	}
	s, isText := v.(string)
	if !isText { // gqlparser takes any literal as a scalar of ours
		return "", fmt.Errorf("%w: %s must be a day in quotation marks, such as \"2025-06-27\"", graph.ErrInvalid, name)
	}
	d, err := graph.ParseDay(s)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

// integer reads a whole number.
func integer(name string, v any) (int, error) {
	switch v := v.(type) {
	case int64:
		return int(v), nil
	case int:
		return v, nil
	case json.Number:
		if i, err := strconv.Atoi(v.String()); err == nil {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%w: %s must be a whole number", graph.ErrInvalid, name)
}

// float reads a number.
func float(v any) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	case int:
		return float64(v), nil
	case json.Number:
		if f, err := v.Float64(); err == nil {
			return f, nil
		}
	}
	return 0, fmt.Errorf("%w: %v is no number", graph.ErrInvalid, v)
}

// without returns a copy of a map without some keys.
func without(m map[string]any, names ...string) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	for _, n := range names {
		delete(out, n)
	}
	return out
}
