// Package graph is the domain: what a graph of diplomatic relations holds, what may be asked of it, and
// what a store has to keep. It imports nothing of ours, and no database or GraphQL library.
//
// Read in this order:
//
//   - kinds.go: nodes, edges and what they hold; vocabulary.go: the terms; relations.go: the onward
//     fields, as rows from which both stores build their statements
//   - record.go: how facts come in, with evidence and basis; merge.go: what several datasets come to
//   - ledger.go, rollup.go: who acts for whom, kept ready; applying.go, rebuild.go: how a batch is
//     written, the same for every store
//   - query.go: a whole question and its answer; store.go: the contract of a store
//   - date.go (EDTF), cameo.go (CAMEO, PLOVER, Goldstein), fold.go (text): the field's standards
package graph
