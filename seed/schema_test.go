package seed

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write descriptions.json and docs/schema anew; read what changed before you keep it")

// golden compares what is made with the file that holds it, or writes that file.
func golden(t *testing.T, file string, made []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, made, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(held, made) {
		t.Errorf("%s is stale: run make generate, and read what changed", file)
	}
}

// What editors show is what schema.graphqls says; "null" is the API's word for what a curator leaves out.
func TestDescriptionsAreThoseOfTheAPI(t *testing.T) {
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	api, gerr := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if gerr != nil {
		t.Fatal(gerr)
	}
	said := map[string]string{}
	describe := func(key string) string {
		name, part, _ := strings.Cut(key, ".")
		def := api.Types[name]
		switch {
		case def == nil:
		case part == "":
			said[key] = def.Description
		case def.Fields.ForName(part) != nil:
			said[key] = def.Fields.ForName(part).Description
		case def.EnumValues.ForName(part) != nil:
			said[key] = def.EnumValues.ForName(part).Description
		}
		said[key] = strings.ReplaceAll(said[key], "; null ", "; left out ")
		if said[key] == "" || strings.Contains(said[key], "null") {
			t.Errorf("schema.graphqls says %q of %s", said[key], key)
		}
		return said[key]
	}
	for _, name := range SchemaNames {
		if _, err := schemaOf(name, describe); err != nil {
			t.Fatal(err)
		}
	}
	made, err := json.MarshalIndent(said, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "descriptions.json", append(made, '\n'))
}

// docs/schema, to which editors are pointed, holds what this build reads.
func TestPublishedSchemasAreFresh(t *testing.T) {
	for _, name := range SchemaNames {
		made, err := Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("..", "docs", "schema", SchemaFile(name)), made)
	}
	if _, err := Schema("record"); err == nil || !strings.Contains(err.Error(), `there is no schema "record"; did you mean records?`) {
		t.Errorf("%v", err)
	}
}

// compiled are the schemas as a validator has them.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	c, out := jsonschema.NewCompiler(), map[string]*jsonschema.Schema{}
	for _, name := range SchemaNames {
		text, err := Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(SchemaURL(name), doc); err != nil {
			t.Fatal(err)
		}
		if out[name], err = c.Compile(SchemaURL(name)); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// asJSON is what an editor makes of YAML: under YAML 1.2, days are texts.
func asJSON(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.DocumentNode:
		return asJSON(t, n.Content[0])
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, asJSON(t, c))
		}
		return list
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(t, n.Content[i+1])
		}
		return m
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			return nil // not in JSON: .nan
		}
		return f
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!null":
		return nil
	}
	return n.Value
}

func parsed(t *testing.T, text []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(text, &n); err != nil {
		t.Fatal(err)
	}
	return asJSON(t, &n)
}

// Each file that comes with Demarche keeps to its schema. Only a dataset that requires another may add to its records.
func TestBuiltinFilesKeepToTheSchema(t *testing.T) {
	schemas := compiled(t)
	for _, name := range BuiltinNames() {
		files, _ := Builtin(name)
		records := "records"
		if len(requires(location{files: files, dir: "."})) > 0 {
			records = "additions"
		}
		list, err := fs.Glob(files, "*.yaml")
		if err != nil || len(list) < 3 {
			t.Fatalf("%v %v", list, err)
		}
		for _, file := range list {
			text, err := fs.ReadFile(files, file)
			if err != nil {
				t.Fatal(err)
			}
			schema := schemas[records]
			if file == manifest {
				schema = schemas["dataset"]
			}
			if err := schema.Validate(parsed(t, text)); err != nil {
				t.Errorf("%s/%s: %v", name, file, err)
			}
		}
	}
}

// rich holds every form that the schema knows, so that a slip in each can be planted.
const rich = `sources:
  - {id: s, title: A page, url: "https://a.example/x", published: 2025, language: en, kind: ARTICLE, reliability: F}
places:
  - {id: p, name: P, country: AZE, latitude: 40.4, longitude: 49.8}
actors:
  - {id: b, name: B, kind: STATE}
  - id: a
    name: A
    kind: AGENCY
    aliases: [AA]
    names: {ru: [А], zh-Hant: [甲, 乙]}
    partOf: [{actor: b, since: 2020-01, until: ../2021, ended: true, within: [b], evidence: [{source: s, field: since}, {source: s}]}]
actions:
  - id: y
    title: Y
    type: REQUEST
    status: OCCURRED
    performers: b
    evidence: [{source: s}]
  - id: x
    title: X
    cameoCode: "173"
    status: OCCURRED
    date: 2025-06-27
    intensity: -5
    statusHistory: [{status: ALLEGED, since: 2025-06-28, sources: [s]}, {status: OCCURRED, since: 2025, sources: [s]}]
    performers: [a, {id: b, basis: INFERRED}]
    respondsTo: {action: y, mode: REFUSE}
    silences: {actor: a, kind: NO_RESPONSE, asOf: 2025-07~}
` + richEvidence + `
claims:
  - {id: c, text: T, stance: DENY, credibility: 3, by: [a], about: [x, {id: b}], evidence: [{source: s}]}
`

// richEvidence is all that evidence can hold.
const richEvidence = `    evidence: [{source: s, quote: "q", locator: L1, disputes: false, language: en, translation: t, ` +
	`attributedTo: b, relation: UPDATES}]`

// What a curator gets wrong is wrong to an editor too, where it shows in one place of one file. What the schema refuses, the
// reader refuses: an editor never underlines what is right.
func TestSchemaCatchesMistakes(t *testing.T) {
	schema := compiled(t)["records"]
	if _, err := Read(folder(rich), "."); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(parsed(t, []byte(rich))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new string }{
		"unknown list":          {"actors:", "actor:"},
		"unknown key":           {"    title: X", "    titel: X"},
		"missing title":         {"    title: X\n", ""},
		"missing id":            {"  - id: x\n    title", "  - title"},
		"neither type nor code": {"    cameoCode: \"173\"\n", ""},
		"no evidence":           {richEvidence + "\n", ""},
		"evidence empty":        {richEvidence, "    evidence: []"},
		"evidence of nobody":    {`{source: s, quote`, `{quote`},
		"evidence as a map":     {richEvidence, "    evidence: {source: s}"},
		"no such field":         {"field: since", "field: date"},
		"blank":                 {`quote: "q"`, `quote: " "`},
		"no value":              {"title: X", "title:"},
		"number as text":        {"intensity: -5", `intensity: "-5"`},
		"text as number":        {"title: X", "title: 5"},
		"beyond the range":      {"credibility: 3", "credibility: 7"},
		"no whole number":       {"credibility: 3", "credibility: 3.5"},
		"beyond the pole":       {"latitude: 40.4", "latitude: 404"},
		"vocabulary":            {"status: OCCURRED\n    date", "status: occurred\n    date"},
		"vocabulary of an edge": {"mode: REFUSE", "mode: REFUSES"},
		"relation of evidence":  {"relation: UPDATES", "relation: DENIES"},
		"language":              {"language: en", "language: English"},
		"status of a history":   {"{status: ALLEGED", "{status: SAID"},
		"history unsourced":     {", sources: [s]}, {", "}, {"},
		"history without one":   {"sources: [s]}, {", "sources: []}, {"},
		"history undated":       {"since: 2025-06-28, ", ""},
		"history of a word":     {"[{status: ALLEGED, since: 2025-06-28, sources: [s]}, ", "[ALLEGED, "},
		"basis":                 {"basis: INFERRED", "basis: MAYBE"},
		"no such code":          {`"173"`, `"999"`},
		"unquoted code":         {`"173"`, `173`},
		"date":                  {"date: 2025-06-27", "date: 27.06.2025"},
		"month":                 {"date: 2025-06-27", "date: 2025-13"},
		"open date":             {"date: 2025-06-27", "date: 2025-06-27/.."},
		"date of an edge":       {"asOf: 2025-07~", "asOf: July"},
		"country":               {"country: AZE", "country: Azerbaijan"},
		"web address":           {"https://a.example/x", "javascript:alert(1)"},
		"id with a space":       {"id: c,", "id: c d,"},
		"text where a list":     {"aliases: [AA]", "aliases: AA"},
		"no language":           {"names: {ru: [А], zh-Hant: [甲, 乙]}", "names: [А]"},
		"no tag of a language":  {"{ru: [А], zh", "{Russian: [А], zh"},
		"name twice":            {"[甲, 乙]", "[甲, 甲]"},
		"empty name":            {"{ru: [А], zh", "{ru: [\" \"], zh"},
		"names without a list":  {"{ru: [А], zh", "{ru: А, zh"},
		"item twice":            {"aliases: [AA]", "aliases: [AA, AA]"},
		"flag":                  {"ended: true", "ended: yes, please"},
		"edge without its mode": {"respondsTo: {action: y, mode: REFUSE}", "respondsTo: y"},
		"edge without its end":  {"{actor: b, since", "{since"},
		"edge with two ends":    {"{actor: b, since", "{actor: b, id: b, since"},
		"end of another kind":   {"{action: y, mode", "{actor: y, mode"},
		"key of another edge":   {"{action: y, mode", "{action: y, since: 2020, mode"},
		"edge as a number":      {"performers: b", "performers: 3"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(rich, c.old) < 1 {
				t.Fatalf("%q is not in the sound file", c.old)
			}
			text := strings.Replace(rich, c.old, c.new, 1)
			if schema.Validate(parsed(t, []byte(text))) == nil {
				t.Error("the schema takes it")
			}
			if _, err := Read(folder(text), "."); err == nil {
				t.Error("the reader takes it, so the schema must too")
			}
		})
	}
	schema = compiled(t)["dataset"]
	for _, text := range []string{
		strings.Replace(head, `"1"`, "1.0", 1), strings.Replace(head, "name: T\n", "", 1), strings.Replace(head, "dataset:t", "t", 1),
		strings.Replace(head, "licence", "license", 1), head + "requires: [nothing]\n", head + "requires: founding-case\n",
	} {
		if schema.Validate(parsed(t, []byte(text))) == nil {
			t.Errorf("the schema takes %q", text)
		}
	}
	for _, text := range []string{head, head + "requires: [founding-case, ../other]\n"} {
		if err := schema.Validate(parsed(t, []byte(text))); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
