package ingest

import (
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Batch is what one dataset states, to be applied whole or not at all. Puts replace what the same
// dataset stated before under the same key; Retracts take back its statement of these keys.
type Batch struct {
	Dataset  graph.Record   // Kind Dataset: id, name, version, licence, checksum
	Puts     []graph.Record // in any order; Apply sorts
	Retracts []graph.Ref
	Reason   string // why, kept with each retraction
	// Part says where in a large dataset the records of this batch stand; nil when the batch is all of it.
	Part *Part
	// Yield leaves out a value that another dataset states otherwise, where it would be ErrConflict: of imported data, which
	// name and place one thing differently from file to file. A name that is left out is kept as an alias.
	KeepExisting bool
	// DryRun checks and merges as ever, but writes nothing: Applied.Differences tell what it would do.
	DryRun bool
}

// Part is a stretch of the records of a dataset that is too large for one batch: the Puts of the batch are those from After
// on, of Of in all, in an order that is the same whenever the dataset is loaded. The store remembers the position up to
// which they are in, as the dataset's "position", until the last part is: a load that was cut short goes on from there. Of
// a part, nodeCount and edgeCount are those of the dataset's record. A part that is not the first must find its own
// checksum there, else another load has taken the dataset over: ErrConflict.
type Part struct{ After, Of int }

// Applied says what a batch changed. Loading the same batch twice gives zeros the second time.
type Applied struct {
	Added, Changed, Retracted, Unchanged int
	Skipped                              int // values left out, of a batch that yields
	At                                   time.Time
	Differences                          []Difference // of a dry run, in the order of writing
}
