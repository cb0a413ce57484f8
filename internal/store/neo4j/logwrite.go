package neo4j

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Labels of the log (docs/decisions/0032-log.md).
const (
	revisionLabel   = "Revision"   // a revision as a whole
	touchedLabel    = "Touched"    // which statements of a dataset, of one kind, a revision changed
	supersededLabel = "Superseded" // a statement that stands no more
)

// Head implements ingest.Tx.
func (t *transaction) Head(context.Context) (int64, error) { return t.head, nil }

// putLog writes what a part of a batch adds to the log.
func (t *transaction) putLog(ctx context.Context, c ingest.Changes) error {
	g := statementRows{}
	for _, s := range c.Superseded {
		r := s.Record
		text, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", graph.ErrInvalid, r.Key(), err)
		}
		row := map[string]any{
			"key": r.Key(), "dataset": s.Dataset, "since": s.Since, "place": s.Place, "until": s.Until.Revision,
			"untilPlace": s.Until.Place, "record": string(text),
		}
		if r.Edge != "" {
			row["start"], row["end"] = r.From, r.To
		}
		g.add("UNWIND $rows AS row CREATE (n:"+supersededLabel+") SET n = row", row)
	}
	for _, l := range c.Touched {
		g.add("UNWIND $rows AS row CREATE (n:"+touchedLabel+") SET n = row", map[string]any{
			"revision": l.Revision, "place": l.Place, "dataset": l.Dataset, "kind": l.KindText(), "size": len(l.Refs), "refs": l.RefsText(),
		})
	}
	for _, r := range c.Recorded {
		g.add("UNWIND $rows AS row MATCH (d:Demarche {id: 'lock'}) CREATE (n:"+revisionLabel+") SET n = row, d.head = row.n", map[string]any{
			"n": r.Revision, "at": r.At.UTC().Format(ingest.RecordedTime), "who": r.Who, "reason": r.Reason,
		})
	}
	return t.runEach(ctx, g)
}

// timeOf reads the time of a revision.
func timeOf(text string) (time.Time, error) { return time.Parse(ingest.RecordedTime, text) }
