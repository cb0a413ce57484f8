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
	Who      string // who writes: the name of a token, or the user of a command
	// IfRevision is the revision that the store must be at, or the batch is ErrConflict, which names the store's; nil takes any.
	IfRevision *int64
	// Part says where in a large dataset the records of this batch stand; nil when the batch is all of it.
	Part *Part
	// KeepExisting leaves out a value that another dataset states differently, which would be ErrConflict otherwise. Imports need
	// this, because they name and place one thing differently from file to file. A name that is left out is kept as an alias.
	KeepExisting bool
	// DryRun checks and merges the batch but writes nothing; Applied.Differences say what it would change.
	DryRun bool
	// Amends says that the batch is a change of what the dataset states, and not all of it. What it does not give of the dataset's
	// own record stays; nodeCount and edgeCount go with what is added and retracted, and the checksum, which is that of files, is
	// dropped when anything changes. A retracted node takes along the edges at it that this dataset states, unless another dataset
	// states the node too. What is to be retracted and is not stated goes to Applied.NotStated. A dataset of which a load was cut
	// short is ErrConflict.
	Amends bool
}

// Part is a range of the records of a dataset that is too large for one batch. The Puts of the batch are those from After on, of
// Of in all, in an order that is the same whenever the dataset is loaded. Until the last part is in, the store keeps the
// number of records stored as the property "position" of the dataset, so that an interrupted load can continue from there.
// nodeCount and edgeCount of the dataset are then those that its record gives. A later part must find the checksum of its own
// load in the store; otherwise another load has taken the dataset over, which is ErrConflict.
type Part struct{ After, Of int }

// Applied says what a batch changed. Loading the same batch twice gives zeros the second time.
type Applied struct {
	Added, Changed, Retracted, Unchanged int
	Skipped                              int // values left out because of KeepExisting
	At                                   time.Time
	Revision                             int64        // of the store after the batch; a batch that changes nothing leaves it as it was
	Differences                          []Difference // only of a dry run and of a batch that amends, in the order of writing
	NotStated                            []string     // keys that a batch that amends should retract, and the dataset does not state
}
