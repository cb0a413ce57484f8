package analysis

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// SourceEvidence is what one source says of a fact.
type SourceEvidence struct {
	Items              []*query.Item // its pieces of evidence, in order
	Supports, Disputes bool          // whether any of them does
	Passages           []*Passage
}

// Passage is a quotation with all that a source says it of. Pieces of evidence that differ only in their locator, in the field that they
// back or in their basis are one.
type Passage struct {
	Item             *query.Item // the first piece of evidence with it
	Locators, Fields []string    // each once, in order
	Explicit         bool        // the source says it, by one of them at least
}

// BySource gathers evidence by its source, in the order in which the sources first come. A piece of evidence that names its source
// and nothing else has no passage.
func BySource(evidence []*query.Item) []*SourceEvidence {
	var sources []*SourceEvidence
	for _, e := range evidence {
		i := slices.IndexFunc(sources, func(s *SourceEvidence) bool { return s.Items[0].Text("source") == e.Text("source") })
		if i < 0 {
			i = len(sources)
			sources = append(sources, &SourceEvidence{})
		}
		sources[i].add(e)
	}
	return sources
}

func (s *SourceEvidence) add(e *query.Item) {
	s.Items = append(s.Items, e)
	disputes := e.Text("relation") == string(graph.EvidenceDisputes)
	s.Disputes, s.Supports = s.Disputes || disputes, s.Supports || !disputes
	same := []string{"quote", "language", "translation", "relation", "attributedTo"}
	i := slices.IndexFunc(s.Passages, func(p *Passage) bool {
		return !slices.ContainsFunc(same, func(column string) bool { return p.Item.Text(column) != e.Text(column) })
	})
	if i < 0 {
		if e.Text("quote")+e.Text("locator")+e.Text("field")+e.Text("attributedTo") == "" {
			return
		}
		i = len(s.Passages)
		s.Passages = append(s.Passages, &Passage{Item: e})
	}
	p := s.Passages[i]
	p.Locators, p.Fields = withText(p.Locators, e.Text("locator")), withText(p.Fields, e.Text("field"))
	p.Explicit = p.Explicit || e.Text("basis") != string(graph.Inferred)
}

// withText adds a text to a list that lacks it.
func withText(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
