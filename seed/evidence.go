package seed

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// generalEvidence returns the evidence that backs a record as a whole. Edges without evidence of their own rest on it.
func generalEvidence(list []graph.Evidence) []graph.Evidence {
	var out []graph.Evidence
	for _, e := range list {
		if e.Field == "" {
			out = append(out, e)
		}
	}
	return out
}

// statesIt reports whether an item speaks for its fact and is not a reader's conclusion.
func statesIt(e graph.Evidence) bool { return e.Supports() && e.Basis != graph.Inferred }

// evidence reads the evidence of a fact with these properties.
func (r *reader) evidence(n *yaml.Node, props []graph.Property) []graph.Evidence {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, graph.RuleValue.Fault(`evidence should be a list, each item beginning with "- source:"`))
		return nil
	}
	var list []graph.Evidence
	for _, item := range n.Content {
		var e graph.Evidence
		nodes := map[string]*yaml.Node{} // values by key
		given := r.pairs(item, func(key, value *yaml.Node) {
			nodes[key.Value] = value
			switch key.Value {
			case "source":
				if e.Source = r.id("source", value); e.Source != "" {
					r.addReference(value, e.Source, []graph.Kind{graph.KindSource})
				}
			case "quote":
				e.Quote, _ = r.text("quote", value)
			case "language":
				e.Language, _ = r.text("language", value)
			case "translation":
				e.Translation, _ = r.text("translation", value)
			case "locator":
				e.Locator, _ = r.text("locator", value)
			case "field":
				var ok bool
				if e.Field, ok = r.text("field", value); ok && !slices.Contains(propNames(props), e.Field) {
					r.fault(value, graph.RuleTerm.Fault("field %.60q is no property of what this backs", e.Field).
						WithRemedy("%s", suggestion(e.Field, propNames(props))))
					e.Field = "" // so that nothing more is said of it
				}
			case "basis":
				e.Basis = r.basis(value)
			case "attributedTo":
				if e.AttributedTo = r.id("attributedTo", value); e.AttributedTo != "" {
					r.addReference(value, e.AttributedTo, []graph.Kind{graph.KindActor})
				}
			case "relation":
				s, _ := r.text("relation", value)
				e.Relation = graph.EvidenceRelation(s)
			case "disputes": // which is read with relation, below
			default:
				r.unknownKey(key, evidenceKeys)
			}
		})
		if disputes := nodes["disputes"]; disputes != nil {
			r.disputes(&e, disputes, nodes["relation"] != nil)
		}
		if found := graph.FaultsOf(graph.CheckEvidence(e)); found != nil {
			for _, f := range found {
				r.fault(nodes[f.Property()], f)
			}
			e.Relation, e.Language, e.Translation = "", "", "" // edges that rest on the item shall not report them again
		}
		if given != nil && !given["source"] {
			r.fault(item, graph.RuleMissingKey.Fault("an evidence item lacks its source").WithRemedy("name it"))
		}
		if (e.Quote != "" || e.Locator != "") && e.Source != "" {
			r.showQuotation(nodes["quote"], nodes["locator"], e)
		}
		r.checkQuotationLength(nodes["quote"], e.Quote)
		if i := slices.IndexFunc(list, func(x graph.Evidence) bool { return sameEvidence(x, e) }); i >= 0 {
			fault := graph.RuleDuplicate.Fault("the same evidence from %q stands twice", e.Source).WithRemedy("give it once")
			if against := graph.EvidenceDisputes; (list[i].Relation == against) != (e.Relation == against) {
				fault = graph.RuleDuplicate.Fault("the same evidence from %q both supports and disputes", e.Source).
					WithRemedy("keep one of the two, or quote the words that dispute it")
			}
			r.fault(item, fault)
		}
		list = append(list, e)
	}
	return list
}

// disputes reads the older form of the relation DISPUTES. Where both forms are given they have to agree.
func (r *reader) disputes(e *graph.Evidence, n *yaml.Node, hasRelation bool) {
	disputes := r.flag("disputes", n)
	switch {
	case hasRelation && disputes != (e.Relation == graph.EvidenceDisputes):
		r.fault(n, graph.RuleDuplicate.Fault("disputes and relation say different things").WithRemedy("keep relation"))
	case disputes:
		e.Relation = graph.EvidenceDisputes
	}
}
