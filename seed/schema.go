package seed

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// SchemaNames lists the JSON Schemas: for dataset.yaml, for files of records, and for files of records in a dataset that
// requires others. As records may there add to known nodes, that last schema calls no property missing.
var SchemaNames = []string{"dataset", "records", "additions"}

// SchemaURL returns the address at which a schema is published, which is its $id.
func SchemaURL(name string) string {
	return "https://raw.githubusercontent.com/demarche-graph/demarche/main/docs/schema/" + SchemaFile(name)
}

// SchemaFile returns the name of the file of a schema.
func SchemaFile(name string) string { return name + ".schema.json" }

// part is a part of a JSON Schema. Its keys are written in alphabetical order.
type part = map[string]any

// Schema returns a JSON Schema (draft 2020-12) of curated YAML. It is made from the tables that Read uses, and never refuses
// what Read takes. It cannot make the checks that need all records.
func Schema(name string) ([]byte, error) {
	texts, err := descriptions()
	if err != nil {
		return nil, err
	}
	s, err := schemaOf(name, func(key string) string { return texts[key] })
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(s)
	return text.Bytes(), err
}

// schemaOf builds a schema with descriptions by "Type", "Type.field" or "Enum.TERM".
func schemaOf(name string, of func(key string) string) (part, error) {
	b := &schemaBuilder{of: of, whole: name == "records", defs: part{}}
	var s part
	switch name {
	case "dataset":
		s = b.dataset()
	case "records", "additions":
		s = b.records()
	default:
		return nil, graph.Invalid("there is no schema %q; %s", name, suggestion(name, SchemaNames))
	}
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = SchemaURL(name)
	return s, nil
}

type schemaBuilder struct {
	of    func(key string) string // describes "Type", "Type.field" or "Enum.TERM"
	whole bool                    // records must be complete
	defs  part                    // parts by name, each written once
}

func (b *schemaBuilder) dataset() part {
	id := pattern("^dataset:"+idCharacters+"*$", "Begin with dataset:, such as dataset:founding-case.")
	beside := pattern(`^\.\.?/`, "Name a built-in dataset, or a folder that begins with ./ or ../.")
	properties := part{
		"id": with(id, "description", "Begins with dataset:. "+b.of("Dataset.id")),
		"requires": part{
			"type": "array", "items": part{"anyOf": []part{{"enum": BuiltinNames()}, beside}},
			"description": "Datasets whose ids this one uses: built-in ones by name, others by their folder, seen from this one. " +
				"They are loaded first.",
		},
	}
	for _, p := range []string{"name", "version", "licence", "description"} {
		properties[p] = with(someText(), "description", b.of("Dataset."+p))
	}
	s := closed(properties, []string{"id", "name", "version", "licence"})
	s["title"] = "dataset.yaml of a Demarche dataset"
	return s
}

func (b *schemaBuilder) records() part {
	b.defs["id"] = with(pattern("^"+idCharacters+"+$", "Write an id without spaces, like russia-foreign-ministry."), "maxLength", 512)
	properties := part{}
	for list, kind := range recordLists {
		properties[list] = part{"type": "array", "items": ref(string(kind)), "description": b.of(string(kind))}
		b.defs[string(kind)] = b.record(kind)
	}
	s := closed(properties, nil)
	s["$defs"] = b.defs
	s["title"] = "Records of a Demarche dataset"
	if !b.whole {
		s["title"] = "Records of a Demarche dataset, which may add to those of a dataset that it requires"
	}
	return s
}

// record describes a node with the keys that state its edges.
func (b *schemaBuilder) record(kind graph.Kind) part {
	props := curatedProps(graph.NodeProps[kind], nil)
	properties := part{
		"id":       with(ref("id"), "description", b.of(string(kind)+".id")),
		"basis":    b.vocabulary("Basis", "Fact.basis"),
		"evidence": b.evidence(props),
	}
	if b.whole && needsEvidence[kind] {
		properties["evidence"] = with(b.evidence(props), "minItems", 1)
	}
	for _, p := range props {
		properties[p.Name] = b.property(p, string(kind)+"."+p.Name)
	}
	for key, l := range edgeKeys[kind] {
		b.defs[string(l.edge)] = b.edge(l)
		described := string(kind) + "." + key
		if slices.Contains(graph.TieKinds(), l.edge) {
			described = "TieKind." + string(l.edge)
		}
		properties[key] = with(ref(string(l.edge)), "description", b.of(described))
	}
	needed := []string{"id"}
	if b.whole {
		needed = append(needed, required[kind]...)
		if needsEvidence[kind] {
			needed = append(needed, "evidence")
		}
	}
	s := closed(properties, needed)
	s["description"] = b.of(string(kind))
	if b.whole && kind == graph.KindAction {
		s["anyOf"] = []part{{"required": []string{"type"}}, {"required": []string{"cameoCode"}}}
	}
	return s
}

// edge describes the value of a key that states edges: an entry, or a list of them. An entry is a map, or the other end's id
// where the edge has no required property.
func (b *schemaBuilder) edge(l edgeKey) part {
	t, _ := graph.EdgeTypeOf(l.edge)
	props := edgeProps(t)
	properties := part{
		"id":       with(ref("id"), "description", "The other end's id."),
		l.end:      with(ref("id"), "description", "The other end's id."),
		"basis":    b.vocabulary("Basis", "Fact.basis"),
		"evidence": b.evidence(props),
	}
	if slices.Contains(t.Props, "within") {
		props = slices.DeleteFunc(props, func(p graph.Property) bool { return p.Name == "within" })
		properties["within"] = part{"type": "array", "items": ref("id"), "uniqueItems": true, "description": b.of(string(t.Fact) + ".within")}
	}
	for _, p := range props {
		properties[p.Name] = b.property(p, string(t.Fact)+"."+p.Name)
	}
	entry := closed(properties, requiredOfEdge[l.edge])
	if l.end == "id" {
		entry["required"] = append([]string{"id"}, requiredOfEdge[l.edge]...)
	} else {
		entry["anyOf"] = []part{{"required": []string{l.end}}, {"required": []string{"id"}}}
		entry["not"] = part{"required": []string{l.end, "id"}}
	}
	entry["title"] = string(l.edge) + ", a map with " + l.end // as editors name it
	name := string(l.edge) + "-entry"
	b.defs[name] = entry
	forms := []part{ref(name)}
	if len(requiredOfEdge[l.edge]) == 0 {
		forms = append(forms, ref("id"))
	}
	list := part{"type": "array", "items": part{"anyOf": forms}}
	return part{"anyOf": append(slices.Clone(forms), list)}
}

// evidence describes the evidence of a fact with these properties.
func (b *schemaBuilder) evidence(props []graph.Property) part {
	name := "evidence"
	for _, p := range props {
		name += "-" + p.Name
	}
	properties := part{
		"source":       with(ref("id"), "description", b.of("Evidence.source")+" Its id."),
		"quote":        with(someText(), "description", b.of("Evidence.quote")),
		"language":     with(languageTag(), "description", b.of("Evidence.language")),
		"translation":  with(someText(), "description", b.of("Evidence.translation")),
		"locator":      with(someText(), "description", b.of("Evidence.locator")),
		"attributedTo": with(ref("id"), "description", b.of("Evidence.attributedTo")+" Its id."),
		"basis":        b.vocabulary("Basis", "Evidence.basis"),
		"relation":     b.vocabulary("EvidenceRelation", "Evidence.relation"),
		"disputes":     part{"type": "boolean", "description": b.of("Evidence.disputes")},
	}
	if len(props) > 0 {
		properties["field"] = part{"enum": propNames(props), "description": b.of("Evidence.field")}
	}
	b.defs[name] = closed(properties, []string{"source"})
	return part{"type": "array", "items": ref(name), "description": b.of("Fact.evidence")}
}

// vocabulary describes a term of a vocabulary. Editors show enumDescriptions, though JSON Schema does not have it.
func (b *schemaBuilder) vocabulary(name, described string) part {
	terms := graph.Vocabularies[name]
	meanings := make([]string, len(terms))
	for i, t := range terms {
		meanings[i] = b.of(name + "." + t)
	}
	b.defs[name] = part{"enum": terms, "enumDescriptions": meanings}
	return with(ref(name), "description", b.of(described))
}
