package seed

import (
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// checkSupport looks at the evidence of a fact, from all datasets together.
func (r *reader) checkSupport(f *fact) {
	isFact := f.Edge != "" || needsEvidence[f.Kind]
	if len(f.items) == 0 {
		if f.Kind == graph.KindActor && f.alone() && !f.own.gives("evidence") {
			r.faultAt(f.place(), graph.RuleActorEvidence.Fault("actor %q has no evidence", f.ID).
				WithRemedy("name a source that has its name or tells what it is"))
		}
		return
	}
	var disputing *item
	general, supporting, explicit, ours := 0, 0, 0, f.alone()
	for i, it := range f.items {
		ours = ours || it.at != nil
		if it.Field != "" {
			continue
		}
		general++
		switch {
		case !it.Supports():
			disputing = &f.items[i]
		default:
			supporting++
			if it.Basis != graph.Inferred {
				explicit++
			}
		}
	}
	if !ours {
		return // a required dataset is at fault, if any
	}
	own := f.own.gives("evidence") // a link without is no worse than the record on whose evidence it rests
	switch {
	case general == 0 && isFact && own:
		r.faultAt(f.place("evidence"), graph.RuleNoEvidence.Fault("%q has evidence of single values only, none for the fact as a whole", f.Key()).
			WithRemedy("name a source for the fact as a whole, in an item without field"))
	case supporting == 0 && disputing != nil && own:
		at := f.place("evidence")
		if disputing.at != nil {
			at = *disputing.at
		}
		r.faultAt(at, graph.RuleOnlyDisputed.Fault("all evidence of %q disputes it", f.Key()).
			WithRemedy("name a source that states it, or take the fact out"))
	case supporting > 0 && explicit == 0 && f.Basis == graph.Explicit && isFact:
		r.faultAt(f.place("basis", "evidence"), graph.RuleExplicitOnInferred.
			Fault("%q is EXPLICIT and rests on INFERRED evidence alone", f.Key()).
			WithRemedy("say basis: INFERRED, or name a source that says it"))
	}
}

// sameEvidence reports whether two items say the same: the same quotation, or none, from one source, for the same purpose. A
// quotation that stands at two places of its source is two items.
func sameEvidence(a, b graph.Evidence) bool {
	elsewhere := a.Locator != b.Locator && (a.Quote == "" || a.Locator != "" && b.Locator != "")
	return a.Source != "" && a.Source == b.Source && a.Quote == b.Quote && a.Field == b.Field && a.AttributedTo == b.AttributedTo && !elsewhere
}

// Bounds of a quotation: letters or digits at least, characters at most.
const (
	leastQuoted = 2
	mostQuoted  = 1000
)

// checkQuotationLength reports a quotation that is too short to be found, or too long to be one. One with a fault is "".
func (r *reader) checkQuotationLength(n *yaml.Node, quote string) {
	if quote == "" {
		return
	}
	letters := 0
	for _, c := range quote {
		if unicode.In(c, unicode.L, unicode.N) {
			letters++
		}
	}
	if long := utf8.RuneCountInString(quote); long > mostQuoted {
		r.fault(n, graph.RuleQuotationLength.Fault("the quotation has %d characters", long).
			WithRemedy("quote the words that say it, at most %d characters", mostQuoted))
	}
	if letters < leastQuoted {
		r.fault(n, graph.RuleQuotationLength.Fault("the quotation %q has less than %d letters", quote, leastQuoted).
			WithRemedy("quote the words that say it"))
	}
}
