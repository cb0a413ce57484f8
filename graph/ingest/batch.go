package ingest

import (
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Batch is what one dataset states. It is applied whole or not at all. Puts replace what the same dataset stated before
// under the same keys; Retracts take back what it stated under theirs.
type Batch struct {
	Dataset  graph.Record   // Kind Dataset: id, name, version, licence, checksum
	Puts     []graph.Record // in any order; Apply sorts
	Retracts []graph.Ref
	Reason   string // why records are retracted; it is kept with each of them
	// Part says where in a large dataset the records of this batch stand; nil when the batch is all of it.
	Part *Part
	// KeepExisting leaves out a value that another dataset states otherwise, instead of refusing the batch with ErrConflict.
	// It is for imported data, which name and place one thing differently from file to file. A name that is left out is kept
	// as an alias.
	KeepExisting bool
	// DryRun checks and merges as always, but writes nothing. Applied.Differences says what would be written.
	DryRun bool
}

// Part says which records of a dataset that is too large for one batch are the Puts of a batch: those that follow the first
// After records, of Of in all. The order of the records is the same whenever the dataset is loaded. Until the last part is
// written, the store keeps how many records it has as the dataset's "position", and a load that was cut short resumes from
// there. For a part, nodeCount and edgeCount are taken from the dataset's record. A part that is not the first must find
// its own checksum in the store; otherwise another load has taken the dataset over, which is ErrConflict.
type Part struct{ After, Of int }

// Applied says what a batch changed. Loading the same batch twice gives zeros the second time.
type Applied struct {
	Added, Changed, Retracted, Unchanged int
	Skipped                              int // values left out by KeepExisting
	At                                   time.Time
	Differences                          []Difference // only after a dry run, in the order of writing
}
