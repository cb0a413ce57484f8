package storetest

import (
	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// drawnLenses are the kinds of lenses: none, on sources, on what facts have themselves, or on both.
var drawnLenses = []string{"none", "sources", "facts", "both"}

// lens draws one of a kind. What strikes out next to everything is rare.
func (d *draw) lens(kind string) *query.Lens {
	if kind == "none" {
		return nil
	}
	l := &query.Lens{}
	if d.chance(30) {
		l.KnownOn = graph.Day(pick(d, "2024-12-31", "2025-01-03", "2025-01-31", "2025-02-01"))
	}
	if kind != "sources" {
		if d.chance(40) {
			l.Basis = []string{pick(d, "EXPLICIT", "EXPLICIT", "INFERRED")}
		}
		if d.chance(35) {
			l.Datasets = []string{pick(d, "dataset:random", "dataset:second"), "dataset:third"}
		}
	}
	if kind != "facts" {
		if d.chance(75) {
			l.Without = d.sourceWhere(1)
		}
		if l.Without == nil || d.chance(25) {
			l.Only = d.sourceWhere(1)
		}
	}
	return l
}

// sourceWhere are conditions on sources.
func (d *draw) sourceWhere(depth int) query.Pred {
	if depth > 0 && d.chance(30) {
		switch pick(d, "and", "or", "not") {
		case "and":
			return query.And{d.sourceWhere(depth - 1), d.sourceWhere(depth - 1)}
		case "or":
			return query.Or{d.sourceWhere(depth - 1), d.sourceWhere(depth - 1)}
		default:
			return query.Not{Pred: d.sourceWhere(depth - 1)}
		}
	}
	switch pick(d, "id", "reliability", "publisher", "owner", "country", "days", "original") {
	case "reliability":
		return query.In{Prop: "reliability", Values: []string{pick(d, "A", "B", "C", "F")}}
	case "publisher":
		return query.Related{Relation: graph.RelationOf(graph.KindSource, "publishedBy"), Where: query.IDIn{pick(d, d.actors...)}}
	case "owner":
		return query.OwnedBy{pick(d, d.actors...)}
	case "country":
		return query.OfCountry{pick(d, "FJI", "GUY")}
	case "days":
		return query.Overlaps{Since: graph.Day(pick(d, "", "2025-01-02", "2025-01-31")),
			Until: graph.Day(pick(d, "", "2025-01-02", "2025-01-31"))}
	case "original":
		return query.Related{Relation: graph.RelationOf(graph.KindSource, "derivedFrom")}
	}
	return query.IDIn(append([]string{pick(d, d.sources...)}, d.some(d.sources, 1)...))
}
