package resolvers

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/datetext"
	"github.com/demarche-graph/demarche/graph/query"
)

// dateText writes a date of an item in the locale of its argument; "date unknown" in that language where there is none.
func dateText(column string) derivation {
	return derivation{from: []string{column}, compile: func(c *selectionCompiler, _ loadTarget, f collectedField) func(*query.Item) any {
		l := c.locale(f)
		return func(it *query.Item) any { return l.Text(it.Text(column)) }
	}}
}

// dateTextOrNull is dateText of a date that may be missing for other reasons than that nobody knows it.
func dateTextOrNull(column string) derivation {
	return derivation{from: []string{column}, compile: func(c *selectionCompiler, _ loadTarget, f collectedField) func(*query.Item) any {
		l := c.locale(f)
		return func(it *query.Item) any {
			if date := it.Text(column); date != "" {
				return l.Text(date)
			}
			return nil
		}
	}}
}

// dateProperty tells something of how a date is known.
func dateProperty(column string, of func(graph.Date) any) derivation {
	return derivation{from: []string{column}, value: func(it *query.Item) any { return of(graph.Date{Text: it.Text(column)}) }}
}

// locale reads the argument of that name, English when it is null.
func (c *selectionCompiler) locale(f collectedField) *datetext.Locale {
	tag, given := f.arguments(c.op)["locale"].(string)
	if !given {
		return datetext.English
	}
	l, err := datetext.LocaleOf(tag)
	if err != nil {
		c.fail(err)
		return datetext.English
	}
	return l
}

// The date of a claim is that of the statement in which it was made.
var (
	claimDate = derivation{compile: func(_ *selectionCompiler, to loadTarget, _ collectedField) func(*query.Item) any {
		madeIn := madeInDate(to)
		return func(it *query.Item) any { return orNull(madeIn(it)) }
	}}
	claimDateText = derivation{compile: func(c *selectionCompiler, to loadTarget, f collectedField) func(*query.Item) any {
		madeIn, l := madeInDate(to), c.locale(f)
		return func(it *query.Item) any { return l.Text(madeIn(it)) }
	}}
)

// madeInDate has the date of the statement loaded in which a claim was made, and returns where it is.
func madeInDate(to loadTarget) func(*query.Item) string {
	position := to.addInclude(&query.Include{Relation: graph.RelationOf(graph.KindClaim, "madeIn"), Projection: query.Projection{}})
	valuesOf((*to.includes)[position]).addValues(graph.KindAction, "date")
	return func(it *query.Item) string {
		for _, action := range it.Related[position].Items {
			return action.Text("date")
		}
		return ""
	}
}
