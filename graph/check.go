package graph

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Canonical makes equal what means the same, so that loading twice changes nothing.
func Canonical(r *Record) {
	Normalise(r)
	if r.Basis == "" {
		r.Basis = Explicit
	}
	r.Evidence = slices.Clone(r.Evidence)
	for i := range r.Evidence {
		if r.Evidence[i].Basis == "" {
			r.Evidence[i].Basis = Explicit
		}
	}
}

// Normalise gives the values of a record that went through JSON or YAML their own Go types back.
func Normalise(r *Record) {
	for _, p := range PropsOf(*r) {
		switch v := r.Props[p.Name].(type) {
		case nil:
			delete(r.Props, p.Name)
		case []any:
			list := make([]string, 0, len(v))
			for _, e := range v {
				list = append(list, fmt.Sprint(e))
			}
			r.Props[p.Name] = list
		case int:
			r.Props[p.Name] = number(p.Type, float64(v))
		case int64:
			r.Props[p.Name] = number(p.Type, float64(v))
		case float64:
			r.Props[p.Name] = number(p.Type, v)
		}
	}
}

func number(t PropType, f float64) any {
	if t == PropInt && f == float64(int64(f)) {
		return int64(f)
	}
	return f
}

// PropsOf are the properties that a record may hold.
func PropsOf(r Record) []Property {
	if r.Edge == "" {
		return NodeProps[r.Kind]
	}
	t, _ := EdgeTypeOf(r.Edge)
	var out []Property
	for _, p := range EdgeProps {
		if slices.Contains(t.Props, p.Name) {
			out = append(out, p)
		}
	}
	return out
}

// CheckID tells what is wrong with an id: ids are texts without white space, control characters or '>',
// at most 512 bytes long.
func CheckID(id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%w: an id is empty", ErrInvalid)
	case len(id) > 512:
		return fmt.Errorf("%w: id %.40q… is longer than 512 bytes", ErrInvalid, id)
	case !utf8.ValidString(id):
		return fmt.Errorf("%w: id %q is not UTF-8", ErrInvalid, id)
	case strings.IndexFunc(id, func(c rune) bool { return c > 0xffff }) >= 0:
		// Neo4j orders texts by UTF-16 unit, SQLite by code point; up to U+FFFF these are one order.
		return fmt.Errorf("%w: id %q holds a character beyond U+FFFF; write it in plain letters", ErrInvalid, id)
	case strings.ContainsRune(id, '>') || strings.IndexFunc(id, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) >= 0:
		return fmt.Errorf("%w: id %q holds white space, a control character or '>'; write it like \"russia-foreign-ministry\"", ErrInvalid, id)
	}
	return nil
}

// Check tells everything that is wrong with a record by itself.
func Check(r Record) error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("%w: %q: "+format, append([]any{ErrInvalid, r.Key()}, args...)...))
	}
	if r.Edge != "" {
		if _, ok := EdgeTypeOf(r.Edge); !ok {
			bad("there is no edge kind %s", r.Edge)
		}
		for _, id := range []string{r.From, r.To} {
			if err := CheckID(id); err != nil {
				errs = append(errs, err)
			}
		}
		if r.From == r.To {
			bad("it joins a thing with itself")
		}
	} else {
		if !slices.Contains(NodeKinds, r.Kind) {
			bad("there is no node kind %q", r.Kind)
		}
		if err := CheckID(r.ID); err != nil {
			errs = append(errs, err)
		}
	}
	if r.Basis != "" && !InVocabulary("Basis", string(r.Basis)) {
		bad("basis %q is neither EXPLICIT nor INFERRED", r.Basis)
	}
	known := PropsOf(r)
	for _, name := range slices.Sorted(maps.Keys(r.Props)) {
		i := slices.IndexFunc(known, func(p Property) bool { return p.Name == name && !p.Derived })
		if i < 0 {
			bad("it cannot hold %s", name)
			continue
		}
		if err := checkValue(known[i], r.Props[name]); err != nil {
			bad("%s", err.Error())
		}
	}
	if r.Edge == RespondsTo && r.Props["mode"] == nil {
		bad("a response needs a mode, one of %s", strings.Join(Vocabularies["ResponseMode"], ", "))
	}
	if r.Edge == SilentOn && r.Props["kind"] == nil {
		bad("a silence needs a kind, NO_RESPONSE or NO_EXPLANATION")
	}
	return errors.Join(errs...)
}

var (
	dateProps = []string{"date", "since", "until", "asOf", "published", "accessed"}
	ranges    = map[string][2]float64{"intensity": {-10, 10}, "latitude": {-90, 90}, "longitude": {-180, 180}, "credibility": {1, 6}, "mentions": {0, 1e15}}
)

func checkValue(p Property, v any) error {
	var f float64
	switch v := v.(type) {
	case string:
		if p.Type != PropText {
			return fmt.Errorf("%s is a text, it should be another type", p.Name)
		}
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			return fmt.Errorf("%s is not clean UTF-8 text", p.Name)
		}
		if p.Vocabulary != "" && !InVocabulary(p.Vocabulary, v) {
			return fmt.Errorf("%s %q is none of %s", p.Name, v, strings.Join(Vocabularies[p.Vocabulary], ", "))
		}
		if slices.Contains(dateProps, p.Name) {
			d, err := ParseDate(v)
			if err == nil && p.Name == "date" && (d.Earliest == "" || d.Latest == "") {
				return fmt.Errorf("date %q has an open end, so it cannot be put in order: write both, such as 2025-06-27/2025-06-30", v)
			}
			return err
		}
		return nil
	case []string:
		if p.Type != PropList {
			return fmt.Errorf("%s is a list, it should be one value", p.Name)
		}
		return nil
	case bool:
		if p.Type != PropFlag {
			return fmt.Errorf("%s is true or false, it should be another type", p.Name)
		}
		return nil
	case int64:
		f = float64(v)
	case float64:
		f = v
		if p.Type == PropInt {
			return fmt.Errorf("%s is %v, it should be a whole number", p.Name, v)
		}
	default:
		return fmt.Errorf("%s has a value of no known type", p.Name)
	}
	if p.Type != PropNumber && p.Type != PropInt {
		return fmt.Errorf("%s is a number, it should be another type", p.Name)
	}
	if r, ok := ranges[p.Name]; ok && (f < r[0] || f > r[1]) {
		return fmt.Errorf("%s is %v, it should be from %v to %v", p.Name, f, r[0], r[1])
	}
	return nil
}

// RangeOf tells between which numbers, both allowed, the property of this name must lie; false when any number will do.
func RangeOf(property string) (least, most float64, ok bool) {
	r, ok := ranges[property]
	return r[0], r[1], ok
}
