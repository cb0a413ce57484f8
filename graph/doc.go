// Package graph is the domain model: what a graph of diplomatic relations holds, and the field's standards that it follows.
// It imports no other package of Demarche, and no database or GraphQL library; every other package uses its terms.
//
// Nodes (kinds.go) are actors, actions, claims, sources, places, episodes and datasets, in one id space. Edges between
// them say who performed an action, at whom it was directed, what it responds to and how. A Record is a node or an edge
// as one dataset states it, with its evidence and its basis: EXPLICIT when a source says it, INFERRED when a reader
// concludes it.
//
//	raid := graph.Record{Kind: graph.KindAction, ID: "raid",
//		Props: graph.Props{"title": "Police raid", "cameoCode": "173", "date": "2025-06-27"}}
//	by := graph.Record{Edge: graph.Performed, From: "police", To: "raid", Basis: graph.Explicit,
//		Evidence: []graph.Evidence{{Source: "article", Quote: "police raided homes in Yekaterinburg"}}}
//	err := errors.Join(graph.Check(raid), graph.Check(by))
//
// Closed vocabularies are tables, each term with its standard and meaning (vocabulary.go, terms_*.go). So are the relations
// of each kind (relations.go), from which both stores build their statements. Dates are EDTF (date.go), codes are CAMEO
// with PLOVER types and Goldstein intensities (cameo.go), names and texts are compared folded (fold.go). The attribution
// (attribution.go), named after "attribution of conduct" in international law, says for whom an action is done and at whom
// it is directed.
//
// What may be asked is in graph/query, how facts come in is in graph/ingest, what is worked out from answers is in
// graph/analysis.
package graph
