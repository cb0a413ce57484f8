package seed

import (
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// Store is what loads and exports need of one: to write, and to read how far an earlier load came.
type Store interface {
	query.Reader
	ingest.Writer
}
