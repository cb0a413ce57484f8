// Command vocabulary writes the values of the schema's enums, each with its description, from the vocabularies of package
// graph: a term is a row there, and `make generate` brings it here.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

const schemaFile = "schema.graphqls"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "vocabulary:", err)
		os.Exit(1)
	}
}

func run() error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	schema := string(text)
	for _, v := range graph.AllVocabularies {
		if schema, err = write(schema, v); err != nil {
			return fmt.Errorf("%s: %w", schemaFile, err)
		}
	}
	if schema == string(text) {
		return nil
	}
	return os.WriteFile(schemaFile, []byte(schema), 0o644) //nolint:gosec // a source file, as git has it
}

// write gives a schema in which an enum has the terms of a vocabulary. Directives of values, such as @deprecated, stay.
func write(schema string, v graph.Vocabulary) (string, error) {
	enum := regexp.MustCompile(`(?ms)^enum ` + v.Name + ` \{\n(.*?)^\}`).FindStringSubmatchIndex(schema)
	if enum == nil {
		return "", fmt.Errorf("lacks the enum of a vocabulary; write its description and, below that, `enum %s {` and `}`", v.Name)
	}
	begin, end := enum[2], enum[3]
	directives := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)( @.*)$`).FindAllStringSubmatch(schema[begin:end], -1) {
		directives[m[1]] = m[2]
	}
	var body strings.Builder
	for _, t := range v.Terms {
		fmt.Fprintf(&body, "  %s\n  %s%s\n", strconv.Quote(t.Description), t.Name, directives[t.Name])
	}
	return schema[:begin] + body.String() + schema[end:], nil
}
