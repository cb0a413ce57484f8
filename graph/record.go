package graph

import "time"

// Evidence is one reason to believe, or to doubt, a fact.
type Evidence struct {
	Source   string `json:"source"`             // id of a Source
	Quote    string `json:"quote,omitempty"`    // short, exact quotation
	Locator  string `json:"locator,omitempty"`  // where in the source: "L14", "p. 3"
	Field    string `json:"field,omitempty"`    // the property it backs, or "" for the fact as a whole
	Basis    Basis  `json:"basis,omitempty"`    // of this item; "" means EXPLICIT
	Disputes bool   `json:"disputes,omitempty"` // it speaks against the fact
}

// Props are the curated values of a record by property name: string, float64, int64, bool or
// []string, as the property's type says. Absent means unknown.
type Props map[string]any

// Record is a node or an edge as one dataset states it. A node has Kind and ID; an edge has Edge,
// From and To (and ID is "").
type Record struct {
	Kind     Kind       `json:"node,omitempty"`
	ID       string     `json:"id,omitempty"`
	Edge     EdgeKind   `json:"edge,omitempty"`
	From     string     `json:"from,omitempty"`
	To       string     `json:"to,omitempty"`
	Props    Props      `json:"props,omitempty"`
	Basis    Basis      `json:"basis,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Key identifies a record in a store: the node's id, or the edge's parts.
func (r Record) Key() string {
	if r.Edge != "" {
		return EdgeID(r.Edge, r.From, r.To)
	}
	return r.ID
}

// Ref names the record.
func (r Record) Ref() Ref { return Ref{ID: r.ID, Edge: r.Edge, From: r.From, To: r.To} }

// Batch is what one dataset states, to be applied whole or not at all. Puts replace what the same
// dataset stated before under the same key; Retracts take back its statement of these keys.
type Batch struct {
	Dataset  Record   // Kind Dataset: id, name, version, licence, checksum
	Puts     []Record // in any order; Apply sorts
	Retracts []Ref
	Reason   string // why, kept with each retraction
	// Part says where in a large dataset the records of this batch stand; nil when the batch is all of it.
	Part *Part
	// Yield leaves out a value that another dataset states otherwise, where it would be ErrConflict: of imported data, which
	// name and place one thing differently from file to file. A name that is left out is kept as an alias.
	Yield bool
	// DryRun checks and merges as ever, but writes nothing: Applied.Differences tell what it would do.
	DryRun bool
}

// Part is a stretch of the records of a dataset that is too large for one batch: the Puts of the batch are those from After
// on, of Of in all, in an order that is the same whenever the dataset is loaded. The store remembers the position up to
// which they are in, as the dataset's "position", until the last part is: a load that was cut short goes on from there. Of
// a part, nodeCount and edgeCount are those of the dataset's record. A part that is not the first must find its own
// checksum there, else another load has taken the dataset over: ErrConflict.
type Part struct{ After, Of int }

// Ref names a record without its values: a node by ID, an edge by Edge, From, To.
type Ref struct {
	ID       string
	Edge     EdgeKind
	From, To string
}

// Applied says what a batch changed. Loading the same batch twice gives zeros the second time.
type Applied struct {
	Added, Changed, Retracted, Unchanged int
	Yielded                              int // values left out, of a batch that yields
	At                                   time.Time
	Differences                          []Difference // of a dry run, in the order of writing
}
