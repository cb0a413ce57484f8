package graphqlhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxNesting is how deep lists and objects may stand in one another.
const maxNesting = 1000

// maxValues is how many values a request may have. Lists of ids and filters have far fewer.
const maxValues = 50_000

var (
	errTooMany = fmt.Errorf("the request has more than %d values in lists and objects; ask in several", maxValues)
	errNotNow  = errors.New("the JSON is not read now")
)

// admitValues reports whether JSON with so many values may be read now.
type admitValues func(values int) bool

// readJSON reads one JSON value, once admit lets it. Numbers stay as they are written. Unlike encoding/json, it refuses a key that
// stands twice in an object, since two readers would take different ones, and anything after the value.
func readJSON(text []byte, admit admitValues) (v any, err error) {
	pairs, values, depth := count(text)
	switch {
	case depth > maxNesting:
		return nil, fmt.Errorf("lists and objects stand more than %d deep in one another", maxNesting)
	case values > maxValues:
		return nil, errTooMany
	}
	if !admit(values) {
		return nil, errNotNow
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, unexpected(err)
	}
	if rest := bytes.TrimLeft(text[d.InputOffset():], " \t\r\n"); len(rest) > 0 {
		return nil, fmt.Errorf("there is something after the JSON, at byte %d", len(text)-len(rest))
	}
	if keysIn(v) < pairs {
		return nil, errors.New("a key stands twice in one object")
	}
	return v, nil
}

// count counts the keys with values in JSON text, all values, an empty list or object for two, and how deep lists and objects stand in
// one another. In text that is no JSON the numbers are of what a reader makes of it before it notices, or more.
func count(text []byte) (pairs, values, depth int) {
	open, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
			if c == '\\' {
				i++
			}
		case c == ':':
			pairs++
		case c == ',':
			values++
		case c == '{', c == '[':
			open++
			values++
			depth = max(depth, open)
		case c == '}', c == ']':
			open--
		}
	}
	return pairs, values + 1, depth
}

// keysIn counts the keys of all objects in a value.
func keysIn(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		n = len(v)
		for _, in := range v {
			n += keysIn(in)
		}
	case []any:
		for _, in := range v {
			n += keysIn(in)
		}
	}
	return n
}

// unexpected says that JSON ends too early where encoding/json says that a file does.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JSON ends too early")
	}
	return err
}
