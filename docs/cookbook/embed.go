// Package cookbook holds example queries of the founding case: for people to read, for the playground to
// offer, and for tests to run. Each is a file *.graphql that begins with the comments "# title: …" and
// "# note: …"; the order is that of their names. Lines "# variables: …" give its variables, as JSON, and "# dataset: …" says which
// dataset that comes with Demarche has to be loaded for the answer, besides the founding case.
package cookbook

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

//go:embed *.graphql
var files embed.FS

// Example is one query.
type Example struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Query     string `json:"query"`
	Variables string `json:"variables"`         // JSON, or ""
	Note      string `json:"note"`              // how to read the answer
	Dataset   string `json:"dataset,omitempty"` // that the answer is true of, besides the founding case
}

// Body is the example as the body of a GraphQL request over HTTP.
func (e Example) Body() ([]byte, error) {
	variables := e.Variables
	if variables == "" {
		variables = "{}"
	}
	return json.Marshal(map[string]any{"query": e.Query, "variables": json.RawMessage(variables)})
}

var header = regexp.MustCompile(`^# (title|note|variables|dataset): (.+)$`)

// Changes reports whether the example changes a store, or would without dryRun. Such an example needs a token.
func (e Example) Changes() bool { return strings.HasPrefix(e.Query, "mutation") }

// Questions lists the examples that change nothing, in order.
func Questions() ([]Example, error) {
	list, err := Examples()
	return slices.DeleteFunc(list, Example.Changes), err
}

// Examples lists all examples in order.
func Examples() ([]Example, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var list []Example
	for _, f := range entries {
		text, err := files.ReadFile(f.Name())
		if err != nil {
			return nil, err
		}
		e, err := read(strings.TrimSuffix(f.Name(), ".graphql"), string(text))
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

func read(name, text string) (Example, error) {
	e := Example{Name: name}
	add := map[string]*string{"title": &e.Title, "note": &e.Note, "variables": &e.Variables, "dataset": &e.Dataset}
	for {
		line, rest, _ := strings.Cut(text, "\n")
		m := header.FindStringSubmatch(line)
		if m == nil {
			break
		}
		value := add[m[1]]
		*value = strings.TrimSpace(*value + " " + m[2])
		text = rest
	}
	e.Query = strings.TrimSpace(text) + "\n"
	switch {
	case e.Title == "" || e.Note == "":
		return e, fmt.Errorf("%s.graphql should begin with the comments \"# title: …\" and \"# note: …\"", name)
	case e.Variables != "" && !json.Valid([]byte(e.Variables)):
		return e, fmt.Errorf("%s.graphql: the variables are not JSON", name)
	}
	return e, nil
}
