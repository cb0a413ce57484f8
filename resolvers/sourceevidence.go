package resolvers

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/analysis"
	"github.com/demarche-graph/demarche/graph/query"
)

// sourceEvidencePlan says how the evidence of a fact is written by source.
type sourceEvidencePlan struct {
	evidence int // the position of the evidence in Item.Related
	fields   []collectedField
	related  map[*ast.Field]plannedField // the fields source of a SourceEvidence and attributedTo of a Passage
}

// evidenceBySource has the evidence of facts loaded, with the sources that are selected, and those to whom it is attributed.
func (c *selectionCompiler) evidenceBySource(to loadTarget, k graph.Kind, f collectedField, rows int) *sourceEvidencePlan {
	p := &sourceEvidencePlan{fields: c.collect("SourceEvidence", f.selections...), related: map[*ast.Field]plannedField{}}
	p.evidence = to.addInclude(&query.Include{Relation: graph.RelationOf(k, "evidence"), Projection: query.Projection{}})
	items := valuesOf((*to.includes)[p.evidence])
	items.addValues(graph.KindEvidence, "source", "quote", "language", "translation", "locator", "field", "attributedTo", "basis", "relation")
	c.depth++
	defer func() { c.depth-- }()
	add := func(f collectedField) {
		planned := plannedField{}
		c.relation(&planned, items, graph.RelationOf(graph.KindEvidence, f.name()), f, rows)
		p.related[f.field] = planned
	}
	for _, f := range p.fields {
		switch f.name() {
		case "source":
			add(f)
		case "passages":
			for _, g := range c.collect("Passage", f.selections...) {
				if g.name() == "attributedTo" {
					add(g)
				}
			}
		}
	}
	return p
}

// objects gathers the evidence of an item.
func (p *sourceEvidencePlan) objects(it *query.Item) []object {
	sources := analysis.BySource(it.Related[p.evidence].Items)
	out := make([]object, len(sources))
	for i, s := range sources {
		passages := make([]object, len(s.Passages))
		for i, e := range s.Passages {
			basis := graph.Inferred
			if e.Explicit {
				basis = graph.Explicit
			}
			passages[i] = object{
				"quote": orNull(e.Item.Text("quote")), "language": orNull(e.Item.Text("language")), "translation": orNull(e.Item.Text("translation")),
				"locators": e.Locators, "fields": e.Fields, "basis": string(basis), "relation": e.Item.Text("relation"),
				"attributedTo": relatedOf{e.Item, p.related},
			}
		}
		out[i] = object{"source": relatedOf{s.Items[0], p.related}, "supports": s.Supports, "disputes": s.Disputes, "passages": passages}
	}
	return out
}

// relatedOf is a relation of an item, to be written by the plan of the field that shows it.
type relatedOf struct {
	item  *query.Item
	plans map[*ast.Field]plannedField
}
