package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// maxSince is how many records may have changed since a revision for diff to compare them, as it holds their old statements.
const maxSince = 300_000

// keptByLoads are the values that loading keeps of a dataset's own record, about the load and not about the world.
var keptByLoads = []string{"loadedAt", "nodeCount", "edgeCount", "checksum", "position"}

// sinceDifference is the output of diff --since --format json for a dataset.
type sinceDifference struct {
	Dataset     string              `json:"dataset"`
	Since       int64               `json:"since"` // a revision
	Until       int64               `json:"until"`
	Added       int                 `json:"added"`
	Changed     int                 `json:"changed"`
	Retracted   int                 `json:"retracted"`
	Differences []ingest.Difference `json:"differences"`
}

// diffSince shows what each dataset states otherwise than at a revision.
func diffSince(cmd *cobra.Command, since string) (err error) {
	flags := cmd.Flags()
	format, err := flags.GetString("format")
	if err != nil {
		return err
	}
	if format != "text" && format != "json" {
		return graph.Invalid("--format %q: text and json are possible", format)
	}
	for _, name := range []string{"prune", "today"} {
		if flags.Changed(name) {
			return graph.Invalid("--%s is about datasets to load; leave it out with --since", name)
		}
	}
	c, err := chooseStore(cmd)
	if err != nil {
		return err
	}
	c.readOnly = true
	l, err := c.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	from, err := revisionOf(cmd.Context(), l, "since", since)
	if err != nil {
		return err
	}
	until, err := l.Head(cmd.Context())
	if err != nil {
		return err
	}
	list, err := differencesSince(cmd.Context(), l, from, until)
	if err != nil {
		return err
	}
	return showSince(cmd.OutOrStdout(), list, from, until, format)
}

// differencesSince compares what datasets stated at two revisions, in the order in which it changed. What was taken back again is
// no difference.
func differencesSince(ctx context.Context, l ingest.Log, from, until int64) ([]sinceDifference, error) {
	type statement struct{ dataset, key string }
	var order []statement
	ends := map[statement]*ingest.Change{} // the old statement at the beginning, and the new one at the end
	q := ingest.LogQuery{After: ingest.EndOf(from), Until: until, First: 1000}
	for more := from < until; more; {
		var some []ingest.Change
		var err error
		if some, more, err = l.Changes(ctx, q); err != nil {
			return nil, err
		}
		for _, c := range some {
			r := c.Record()
			of := statement{c.Dataset, r.Key()}
			if was := ends[of]; was != nil {
				was.New = c.New
				continue
			}
			if len(order) == maxSince {
				return nil, fmt.Errorf("%w: more than %d records have changed since revision %d; compare from a later one, or read 'demarche log'",
					graph.ErrTooLarge, maxSince, from)
			}
			order = append(order, of)
			ends[of] = &c
		}
		if more {
			q.After = some[len(some)-1].Position
		}
	}
	var list []sinceDifference
	for _, of := range order {
		c := ends[of]
		if c.Old == nil && c.New == nil {
			continue
		}
		fields := c.Fields()
		if c.Record().ID == c.Dataset {
			fields = slices.DeleteFunc(fields, func(f ingest.Field) bool { return slices.Contains(keptByLoads, f.Name) })
		}
		if c.Old != nil && c.New != nil && len(fields) == 0 {
			continue
		}
		i := slices.IndexFunc(list, func(d sinceDifference) bool { return d.Dataset == c.Dataset })
		if i < 0 {
			i = len(list)
			list = append(list, sinceDifference{Dataset: c.Dataset, Since: from, Until: until})
		}
		list[i].add(c, fields)
	}
	return list, nil
}

func (d *sinceDifference) add(c *ingest.Change, fields []ingest.Field) {
	switch {
	case c.Old == nil:
		d.Added++
	case c.New == nil:
		d.Retracted++
	default:
		d.Changed++
	}
	r := c.Record()
	d.Differences = append(d.Differences,
		ingest.Difference{Key: r.Key(), Kind: r.Kind, Edge: r.Edge, Old: c.Old != nil, New: c.New != nil, Fields: fields})
}

func showSince(out io.Writer, list []sinceDifference, from, until int64, format string) error {
	if format == "json" {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		for _, d := range list {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
		return nil
	}
	var text strings.Builder
	for _, d := range list {
		differencesText(&text, d.Differences)
		fmt.Fprintf(&text, "%s: %d added, %d changed, %d retracted\n", d.Dataset, d.Added, d.Changed, d.Retracted)
	}
	if len(list) == 0 {
		text.WriteString("Nothing is otherwise. ")
	}
	fmt.Fprintf(&text, "Compared: revision %d with %d, the newest.\n", from, until)
	_, err := io.WriteString(out, text.String())
	return err
}
