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

// readJSON reads one JSON value. Numbers stay as they are written. Unlike encoding/json, it refuses a key that stands twice in an
// object, since two readers would take different ones, and anything after the value.
func readJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("there is something after the JSON, at byte %d", d.InputOffset())
	}
	return v, nil
}

func readValue(d *json.Decoder, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, unexpected(err)
	}
	opening, is := t.(json.Delim)
	if !is {
		return t, nil
	}
	if depth >= maxNesting {
		return nil, fmt.Errorf("lists and objects stand more than %d deep in one another", maxNesting)
	}
	if opening == '[' {
		list := []any{}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, closed(d)
	}
	object := map[string]any{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, unexpected(err)
		}
		key := t.(string) // the decoder gives no other token here
		if _, twice := object[key]; twice {
			return nil, fmt.Errorf("%.100q stands twice in one object", key)
		}
		if object[key], err = readValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	return object, closed(d)
}

func closed(d *json.Decoder) error {
	_, err := d.Token()
	return unexpected(err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the JSON ends too early")
	}
	return err
}
