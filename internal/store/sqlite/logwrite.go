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
	if err := t.putSuperseded(ctx, c.Superseded); err != nil {
		return err
	}
	var touched [][]any
	for _, l := range c.Touched {
		touched = append(touched, []any{l.Revision, l.Place, l.Dataset, l.KindText(), l.RefsText()})
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

// putSuperseded writes statements that stand no more. They are bound one by one: as one JSON list, their texts would be written and
// parsed twice more.
func (t *transaction) putSuperseded(ctx context.Context, list []ingest.Superseded) error {
	if len(list) == 0 {
		return nil
	}
	put, err := t.tx.PrepareContext(ctx, `INSERT INTO superseded (key, dataset, src, dst, since, place, "until", untilPlace, record)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return mapError(ctx, err)
	}
	defer func() { _ = put.Close() }()
	for _, s := range list {
		r := s.Record
		var src, dst any
		if r.Edge != "" {
			src, dst = r.From, r.To
		}
		_, err := put.ExecContext(ctx, r.Key(), s.Dataset, src, dst, s.Since, s.Place, s.Until.Revision, s.Until.Place, jsonOf(r))
		if err != nil {
			return mapError(ctx, err)
		}
	}
	return nil
}

// putTouched writes rows of [revision, place, dataset, kind, refs].
var putTouched = unfolded + "INSERT INTO touched (revision, place, dataset, kind, refs) SELECT " +
	strings.Join([]string{member(0), member(1), member(2), member(3), member(4)}, ", ") + " FROM j"

// timeOf reads the time of a revision.
func timeOf(text string) (time.Time, error) { return time.Parse(ingest.RecordedTime, text) }
