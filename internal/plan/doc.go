// Package plan decides how a question is answered, for every store alike: what has to exist, where a list starts, which
// conditions are left to filter it by, by which keys it is put in order and what lies beyond a cursor, at which end of an
// edge a value is read. A store renders what is decided here as statements of its own; it decides nothing that another
// store has to decide too. Walks (chains, paths, drawings) and hints for indexes stay with the stores.
//
//	p, err := plan.Of(q)                                // checked: no store looks for faults in a question
//	switch find := p.Find.(type) {
//	case query.FindList:
//		l := plan.ListOf(find.Kind, find.List)
//		switch start := l.Start.(type) {            // where its items come from …
//		case plan.ByAttribution:                    // … under keys of the attribution, whose index has them by date
//		case plan.ByText, plan.ByRelated, plan.ByPlace, plan.WholeKind:
//		}
//		_ = l.Where                                 // … what is left to ask of each
//		for _, r := range l.Ranges() {              // … and in which stretches a page reads them
//			_ = r.Known
//		}
//	}
//
// Conditions are normalised first (Normalize), so that a start is found at any nesting of and, of an or of one, of not
// not. Start, Find and Pred are closed sets: the linter names each switch that lacks a new one.
package plan
