package server

import (
	"context"
	"errors"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/server/access"
)

// Writer is what mutations need of a store, beside a Reader.
type Writer interface {
	ingest.Writer
	// These are of ingest.Log.
	Head(ctx context.Context) (int64, error)
	Changes(ctx context.Context, q ingest.LogQuery) (changes []ingest.Change, more bool, err error)
}

// written is a store to which mutations write. What they read counts among what a request reads.
type written struct {
	query.Reader
	Writer
}

// author names who asks, when she may write.
func author(ctx context.Context) (string, error) {
	err := access.Require(ctx, access.Write)
	if errors.Is(err, graph.ErrUnauthenticated) {
		err = fmt.Errorf("%w; the operator makes one with 'demarche token create --scope write --name NAME'", err)
	}
	return access.From(ctx).Name, err
}
