package resolvers

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// variablesOf coerces the variables of a request to their types, as section "Coercing Variable Values" of the GraphQL
// specification says. gqlparser's VariableValues takes enum values in any case, numbers as texts and anything as a Day, gives a
// single item that stands for a list a type of its own, and changes what it was given. The error has the path to what is wrong.
//
// Values are string, int64, float64, bool, []any and map[string]any, as those of literals are.
func variablesOf(definition *ast.OperationDefinition, given map[string]any) (map[string]any, *gqlerror.Error) {
	out := make(map[string]any, len(definition.VariableDefinitions))
	for _, v := range definition.VariableDefinitions {
		path := ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		value, has := given[v.Variable]
		if !has && v.DefaultValue != nil {
			var err error
			if value, err = v.DefaultValue.Value(nil); err != nil {
				return nil, gqlerror.WrapPath(path, err)
			}
			has = true
		}
		if !has {
			if v.Type.NonNull {
				return nil, gqlerror.ErrorPathf(path, "must be defined")
			}
			continue
		}
		coerced, err := coerce(v.Type, value, path)
		if err != nil {
			return nil, err
		}
		out[v.Variable] = coerced
	}
	return out, nil
}

// coerce makes of a value what a type asks for.
func coerce(t *ast.Type, value any, path ast.Path) (any, *gqlerror.Error) {
	switch {
	case value == nil && t.NonNull:
		return nil, gqlerror.ErrorPathf(path, "cannot be null")
	case value == nil:
		return nil, nil
	case t.Elem != nil:
		return coerceList(t.Elem, value, path)
	}
	switch definition := schema.Types[t.NamedType]; definition.Kind {
	case ast.InputObject:
		return coerceObject(definition, value, path)
	case ast.Enum:
		name, isText := value.(string)
		if !isText || definition.EnumValues.ForName(name) == nil {
			return nil, gqlerror.ErrorPathf(path, "%v is not a valid %s", shown(value), t.NamedType)
		}
		return name, nil
	case ast.Scalar, ast.Object, ast.Interface, ast.Union: // the latter are no types of variables
	}
	return coerceScalar(t.NamedType, value, path)
}

// coerceList coerces a list, or a single item that stands for a list.
func coerceList(of *ast.Type, value any, path ast.Path) (any, *gqlerror.Error) {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		item, err := coerce(of, value, append(slices.Clip(path), ast.PathIndex(0)))
		if err != nil {
			return nil, err
		}
		return []any{item}, nil
	}
	out := make([]any, list.Len())
	for i := range out {
		var err *gqlerror.Error
		if out[i], err = coerce(of, list.Index(i).Interface(), append(slices.Clip(path), ast.PathIndex(i))); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// coerceObject leaves out the fields that are not given: who reads them knows their defaults.
func coerceObject(definition *ast.Definition, value any, path ast.Path) (any, *gqlerror.Error) {
	given, isObject := value.(map[string]any)
	if !isObject {
		return nil, gqlerror.ErrorPathf(path, "must be a %s, not %v", definition.Name, shown(value))
	}
	for name := range given {
		if definition.Fields.ForName(name) == nil {
			return nil, gqlerror.ErrorPathf(append(slices.Clip(path), ast.PathName(name)), "unknown field")
		}
	}
	out := make(map[string]any, len(given))
	for _, field := range definition.Fields {
		at := append(slices.Clip(path), ast.PathName(field.Name))
		one, has := given[field.Name]
		if !has {
			if field.Type.NonNull && field.DefaultValue == nil {
				return nil, gqlerror.ErrorPathf(at, "must be defined")
			}
			continue
		}
		var err *gqlerror.Error
		if out[field.Name], err = coerce(field.Type, one, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func coerceScalar(name string, value any, path ast.Path) (any, *gqlerror.Error) {
	var out any
	var fits bool
	switch name {
	case "Int":
		var n float64
		n, fits = numberOf(value)
		fits = fits && n == math.Trunc(n) && math.MinInt32 <= n && n <= math.MaxInt32
		out = int64(n)
	case "Revision":
		var n float64
		n, fits = numberOf(value)
		fits = fits && n == math.Trunc(n) && 0 <= n && n < maxRevision
		out = int64(n)
	case "Float":
		out, fits = numberOf(value)
	case "Boolean":
		out, fits = value.(bool)
	case "ID":
		if out, fits = value.(string); !fits {
			out, fits = wholeText(value)
		}
	default: // String, and Day and EDTF, which are texts
		out, fits = value.(string)
	}
	if !fits {
		return nil, gqlerror.ErrorPathf(path, "cannot use %v as %s", shown(value), name)
	}
	return out, nil
}

// numberOf reads a number that is neither infinite nor NaN.
func numberOf(value any) (n float64, isNumber bool) {
	switch value := value.(type) {
	case json.Number:
		n, err := value.Float64()
		return n, err == nil
	case float64:
		return value, !math.IsInf(value, 0) && !math.IsNaN(value)
	case int64:
		return float64(value), true
	case int:
		return float64(value), true
	}
	return 0, false
}

// wholeText writes a whole number with the digits that it was given with, as an ID.
func wholeText(value any) (text string, isWhole bool) {
	switch value := value.(type) {
	case json.Number:
		text = value.String()
		for i, c := range text {
			if (c < '0' || c > '9') && (i > 0 || c != '-') {
				return "", false
			}
		}
		return text, true
	case int64:
		return strconv.FormatInt(value, 10), true
	case int:
		return strconv.Itoa(value), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), value == math.Trunc(value) && math.Abs(value) < 1<<53
	}
	return "", false
}

// shown is a value as an error tells it: texts and numbers themselves, of others what they are.
func shown(value any) any {
	switch value := value.(type) {
	case string:
		return strconv.Quote(value)
	case json.Number, int, int64, float64, bool:
		return value
	case map[string]any:
		return "an object"
	}
	return "a list"
}
