// Package plan decides how a question (query.Query) is answered, for every store alike. A store renders what is decided here
// as statements of its own and reads the rows that come back; it decides nothing that another store has to decide too.
//
// Before the statements, Of checks the whole question, so that no store looks for faults in it, and says which nodes have to
// exist. ListOf plans a list:
//
//   - Start: where its items come from. A condition that an index serves (keys of the attribution, words of a text, the ids at
//     the far end of a relation, places) becomes the start; without one, the list reads the whole kind.
//   - Where: the conditions that are left, normalised, so that a start is found however deep And and Or are nested.
//   - Keys: the values by which items are put in order. The id is the last of them, so every order is total.
//   - Ranges: a key that may be unknown divides the list into items that have it and items that lack it, which come last.
//     Ranges says which of the two a page may reach, and in which order it reads them.
//   - Position: the values of the cursor, one for each key.
//
// ColumnOf, NumberOf and GroupOf say where a value, a number and the key of a group are read.
//
//	p, err := plan.Of(q)
//	f := p.Find.(query.FindList)
//	l := plan.ListOf(f.Kind, f.List)
//	switch start := l.Start.(type) {
//	case plan.ByAttribution:
//		from = "rows of the attribution under " + start.Keys[0]
//	case plan.ByText, plan.ByRelated, plan.ByPlace, plan.WholeKind:
//	}
//	for _, r := range l.Ranges() {
//		part := from + " where the first key is known: " + strconv.FormatBool(r.Known)
//		if r.AfterCursor {
//			part += ", beyond " + fmt.Sprint(l.Position())
//		}
//	}
//
// After the statements, Counts.Sort, SideOf, ChainLength, SortEdges and PathList make of rows what an answer holds, and
// IsSentinel tells the errors that a caller may see from those of a driver.
//
// Walks (chains, paths, subgraphs) and hints for indexes stay with the stores, because they differ in kind. Start, Find and
// Pred are closed sets: the linter names each switch that lacks a new one.
package plan
