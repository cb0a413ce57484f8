// Package plan decides how a question is answered, in the same way for every store: which nodes have to exist, where a list
// starts, which conditions are left to filter it by, by which keys it is sorted, what lies beyond a cursor, and at which end
// of an edge a value is read. A store renders these decisions as statements of its own; it decides nothing that another
// store has to decide too. Walks (chains, paths, subgraphs) and hints for indexes stay with the stores.
//
//	p, err := plan.Of(q)                                // checked: no store looks for faults in a question
//	switch find := p.Find.(type) {
//	case query.FindList:
//		l := plan.ListOf(find.Kind, find.List)
//		switch start := l.Start.(type) {            // where its items come from …
//		case plan.ByAttribution:                    // … keys of the attribution, whose index has the items by date
//		case plan.ByText, plan.ByRelated, plan.ByPlace, plan.WholeKind:
//		}
//		_ = l.Where                                 // … which conditions are left to filter by
//		for _, r := range l.Ranges() {              // … and which ranges of the order a page reads
//			_ = r.Known
//		}
//	}
//
// Conditions are normalised first (Normalize), so that a start is found in nested ands, in an or with one condition, and in
// a double not. Start, Find and Pred are closed sets: the linter names each switch that lacks a new one.
package plan
