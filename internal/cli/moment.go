package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

const momentHelp = `REVISION is a number, as 'demarche log' shows it. DATE is a day such as 2026-11-27, which means its end in UTC, or a
time such as 2026-11-27T09:30:00Z.`

// revisionOf reads a REVISION|DATE: a revision itself, or the last that was recorded by the end of a day in UTC, or by a time; 0 is
// before the first.
func revisionOf(ctx context.Context, l ingest.Log, flag, text string) (int64, error) {
	at, isTime := momentOf(text, true)
	if isTime {
		return l.RevisionAt(ctx, at)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, graph.Invalid("--%s %q: write a revision such as 12, a day such as 2026-11-27, or a time such as 2026-11-27T09:30:00Z",
			flag, text)
	}
	head, err := l.Head(ctx)
	if err == nil && n > head {
		err = graph.Invalid("--%s %d: the store's newest revision is %d", flag, n, head)
	}
	return n, err
}

// momentOf reads a day in UTC, of which it gives the end or the beginning, or a time.
func momentOf(text string, end bool) (at time.Time, isTime bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if end {
			day = day.AddDate(0, 0, 1).Add(-time.Microsecond)
		}
		return day, true
	}
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil
}
