package graphqlhttp

import (
	"bytes"
	"encoding/json"
	"fmt"
)

const apolloFormat = "apollo-persisted-query-manifest"

// readManifest reads a manifest of documents, which is of one of two forms:
//
//	{"ID": "query …", …}                                                       graphql-codegen's client preset, Relay
//	{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "ID", "body": "query …"}, …]}   Apollo
//
// The error begins with a colon and a line.
func readManifest(text []byte) ([]entry, error) {
	at := func(offset int64) int {
		rest := bytes.TrimLeft(text[offset:], ", \t\r\n")
		return 1 + bytes.Count(text[:len(text)-len(rest)], []byte("\n"))
	}
	wrong := func(d *json.Decoder, err error) ([]entry, error) {
		return nil, fmt.Errorf(":%d: %w", at(d.InputOffset()), err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil {
		return wrong(d, unexpected(err))
	} else if t != json.Delim('{') {
		return wrong(d, fmt.Errorf("a manifest is an object"))
	}
	var out []entry
	for d.More() {
		line := at(d.InputOffset())
		key, err := d.Token()
		if err != nil {
			return wrong(d, unexpected(err))
		}
		if key == "operations" {
			operations, err := readOperations(d, at)
			if err != nil {
				return wrong(d, err)
			}
			out = append(out, operations...)
			continue
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return wrong(d, unexpected(err))
		}
		body, is := value.(string)
		switch {
		case key == "format" && body == apolloFormat, key == "version" && !is:
		case !is:
			return nil, fmt.Errorf(":%d: the document %q is not a text", line, key)
		default:
			out = append(out, entry{id: key.(string), text: body, line: line})
		}
	}
	if err := closed(d); err != nil {
		return wrong(d, err)
	}
	return out, nil
}

// readOperations reads the list of an Apollo manifest.
func readOperations(d *json.Decoder, at func(offset int64) int) (out []entry, err error) {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, fmt.Errorf("operations is not a list")
	}
	for d.More() {
		line := at(d.InputOffset())
		var operation struct{ ID, Body string }
		if err := d.Decode(&operation); err != nil {
			return nil, unexpected(err)
		}
		if operation.ID == "" || operation.Body == "" {
			return nil, fmt.Errorf("an operation needs id and body")
		}
		out = append(out, entry{id: operation.ID, text: operation.Body, line: line})
	}
	return out, closed(d)
}

// closed reads the end of a list or an object.
func closed(d *json.Decoder) error {
	_, err := d.Token()
	return unexpected(err)
}
