package ingest

import (
	"context"

	"github.com/demarche-graph/demarche/graph"
)

// Delivered is how far somebody outside has been told what is recorded, and what has passed by the calendar.
type Delivered struct {
	Position           // the last change that was told, with all before it
	Day      graph.Day // the first day of which it was not told yet that it has passed
}

// Deliveries keeps how far each of those who are told has come, in the store itself, so that it is restored and moved with the log that it
// speaks of. Keeping it is no change: it has no revision, and answers that are kept stay. Its methods treat concurrency, contexts and
// errors as query.Reader does.
type Deliveries interface {
	// Delivered is what was last kept under a name; known is false when nothing was.
	Delivered(ctx context.Context, name string) (d Delivered, known bool, err error)
	// KeepDelivered keeps it durably, instead of what was kept under the name.
	KeepDelivered(ctx context.Context, name string, d Delivered) error
}
