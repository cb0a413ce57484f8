package sqlite

import (
	"context"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph/ingest"
)

// Head implements ingest.Tx.
func (t *transaction) Head(ctx context.Context) (head int64, err error) {
	err = t.tx.QueryRowContext(ctx, "SELECT head FROM revision").Scan(&head)
	return head, mapError(ctx, err)
}

// putLog writes what a part of a batch adds to the log.
func (t *transaction) putLog(ctx context.Context, c ingest.Changes) error {
	var gone, touched [][]any
	for _, s := range c.Superseded {
		r := s.Record
		row := []any{r.Key(), s.Dataset, nil, nil, s.Since, s.Place, s.Until.Revision, s.Until.Place, jsonOf(r)}
		if r.Edge != "" {
			row[2], row[3] = r.From, r.To
		}
		gone = append(gone, row)
	}
	for _, l := range c.Touched {
		touched = append(touched, []any{l.Revision, l.Place, l.Dataset, l.KindText(), l.RefsText()})
	}
	if len(gone) > 0 {
		if err := t.run(ctx, putSuperseded, jsonOf(gone)); err != nil {
			return err
		}
	}
	if len(touched) > 0 {
		if err := t.run(ctx, putTouched, jsonOf(touched)); err != nil {
			return err
		}
	}
	for _, r := range c.Recorded {
		if err := t.run(ctx, "INSERT INTO recorded (revision, at, who, reason) VALUES (?, ?, ?, ?)",
			r.Revision, r.At.UTC().Format(ingest.RecordedTime), r.Who, r.Reason); err != nil {
			return err
		}
		if err := t.run(ctx, "UPDATE revision SET head = ?", r.Revision); err != nil {
			return err
		}
	}
	return nil
}

// Statements that write rows of the log.
var (
	putSuperseded = insert("superseded", "key", "dataset", "src", "dst", "since", "place", `"until"`, "untilPlace", "record")
	putTouched    = insert("touched", "revision", "place", "dataset", "kind", "refs")
)

// insert is a statement that inserts rows of the JSON list in parameter 1.
func insert(table string, names ...string) string {
	values := make([]string, len(names))
	for i := range names {
		values[i] = member(i)
	}
	return unfolded + "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM j"
}

// timeOf reads the time of a revision.
func timeOf(text string) (time.Time, error) { return time.Parse(ingest.RecordedTime, text) }
