package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// logSettings are the flags of log.
type logSettings struct {
	since, until        string
	datasets, ids, kind []string
	who                 []string
	most                int
	json                bool
	pruneBefore         string
	yes                 bool
}

func logCommand() *cobra.Command {
	s := &logSettings{}
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Show what was recorded when, by whom, the newest first",
		Long: `Log shows the changes of a store, the newest first: with which revision and when each was recorded, who wrote it, which dataset
states it, and what became of the record: + added, ~ changed, with the names of the values, - taken back, with the reason.
'demarche diff --since' shows the values too, and --json all of each change, a line for each.

A revision is one write that changed something. A large load is several. Since a revision means after it. ` + momentHelp + `

--prune-before makes the log forget what was replaced or taken back before a revision or a day, for who must. What is
stated now stays. What the store held earlier cannot be told any more, so that no earlier state can be served or exported from it.

` + storeHelp,
		Example: `  demarche log
  demarche log -n 100 --since 2026-11-27
  demarche log --id azerbaijan --kind RESPONDS_TO      links at a node, of one kind
  demarche log --dataset dataset:founding-case --json
  demarche log --prune-before 2026-01-01`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&s.since, "since", "", "what was recorded after this `REVISION|DATE`")
	f.StringVar(&s.until, "until", "", "what was recorded up to this `REVISION|DATE`")
	f.StringArrayVar(&s.datasets, "dataset", nil, "what this dataset states, by its `ID`; may be given several times")
	f.StringArrayVar(&s.ids, "id", nil, "changes of the record with this `ID`, and of links at it; may be given several times")
	f.StringArrayVar(&s.kind, "kind", nil, "a `KIND` of node such as Action, or of link such as RESPONDS_TO; may be given several times")
	f.StringArrayVar(&s.who, "who", nil, "what was written by this `NAME`; may be given several times")
	f.IntVarP(&s.most, "number", "n", 20, "how many changes, at most")
	f.BoolVar(&s.json, "json", false, "a line of JSON for each change, with all values")
	f.StringVar(&s.pruneBefore, "prune-before", "", "forget what was replaced before this `REVISION|DATE`; a day means its beginning")
	f.BoolVar(&s.yes, "yes", false, "with --prune-before: do not ask whether that is meant")
	storeFlag(cmd)
	return cmd
}

// maxShown is the most changes that log shows: it holds them.
const maxShown = 100_000

func (s *logSettings) run(cmd *cobra.Command) (err error) {
	if s.most < 1 || s.most > maxShown {
		return graph.Invalid("-n %d: 1 to %d are possible", s.most, maxShown)
	}
	f, err := s.filter()
	if err != nil {
		return err
	}
	c, err := chooseStore(cmd)
	if err != nil {
		return err
	}
	c.readOnly = s.pruneBefore == ""
	l, err := c.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if s.pruneBefore != "" {
		return s.prune(cmd, c, l)
	}
	q, err := s.query(cmd.Context(), l)
	if err != nil {
		return err
	}
	q.Filter = f
	changes, err := newest(cmd.Context(), l, q, s.most)
	if err != nil {
		return err
	}
	if s.json {
		return logLines(cmd.OutOrStdout(), changes)
	}
	return logTable(cmd.OutOrStdout(), changes)
}

// filter reads the flags that say which changes.
func (s *logSettings) filter() (ingest.ChangeFilter, error) {
	f := ingest.ChangeFilter{IDs: s.ids, Datasets: s.datasets, Who: s.who}
	for _, text := range s.kind {
		at := slices.IndexFunc(graph.NodeKinds, func(k graph.Kind) bool { return strings.EqualFold(string(k), text) })
		edge := graph.EdgeKind(strings.ToUpper(text))
		_, isEdge := graph.EdgeTypeOf(edge)
		switch {
		case at >= 0:
			f.Kinds = append(f.Kinds, graph.NodeKinds[at])
		case isEdge:
			f.Edges = append(f.Edges, edge)
		default:
			return f, graph.Invalid("--kind %q: write a kind of node such as Action or Claim, or of link such as RESPONDS_TO", text)
		}
	}
	return f, nil
}

// query reads the flags that say since when, and until when. Without these it is all that the log has.
func (s *logSettings) query(ctx context.Context, l ingest.Log) (q ingest.LogQuery, err error) {
	var since int64
	if s.since != "" {
		since, err = revisionOf(ctx, l, "since", s.since)
	} else {
		since, err = l.Forgotten(ctx)
	}
	if err != nil {
		return q, err
	}
	q.After = ingest.EndOf(since)
	if s.until != "" {
		q.Until, err = revisionOf(ctx, l, "until", s.until)
	} else {
		q.Until, err = l.Head(ctx)
	}
	return q, err
}

// newest reads the last changes of those that q takes, the newest first.
func newest(ctx context.Context, l ingest.Log, q ingest.LogQuery, most int) (changes []ingest.Change, err error) {
	const page = 1000
	q.Newest = true
	for more := true; more && len(changes) < most; {
		q.First = min(page, most-len(changes))
		var some []ingest.Change
		if some, more, err = l.Changes(ctx, q); err != nil {
			return nil, err
		}
		if changes = append(changes, some...); more {
			q.Before = some[len(some)-1].Position
		}
	}
	return changes, nil
}

// logTable writes a line for each change.
func logTable(out io.Writer, changes []ingest.Change) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(out, "nothing was recorded")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "revision\trecorded\twho\tdataset\tchange")
	for _, c := range changes {
		r := c.Record()
		what := fmt.Sprintf("%s %s", sign(c.Old != nil, c.New != nil), nameOf(r.Key(), r.Kind, r.Edge))
		switch {
		case c.New == nil && c.Reason != "":
			what += " (" + c.Reason + ")"
		case c.Old != nil && c.New != nil:
			var names []string
			for _, f := range c.Fields() {
				names = append(names, f.Name)
			}
			what += ": " + strings.Join(names, ", ")
		}
		who := c.Who
		if who == "" {
			who = "unknown"
		}
		_, _ = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", c.Revision, shownTime(c.RecordedAt), who, c.Dataset, oneLine(what))
	}
	return w.Flush()
}

// shownTime writes a time in UTC, to the second.
func shownTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// oneLine keeps a text that a curator wrote on its line, and in its column.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// loggedChange is a change as log --json writes it, in the words of the API.
type loggedChange struct {
	Revision   int64          `json:"revision"`
	RecordedAt string         `json:"recordedAt"`
	Who        *string        `json:"who"`
	Dataset    string         `json:"dataset"`
	Reason     *string        `json:"reason"`
	ID         string         `json:"id"`
	Kind       string         `json:"kind"`
	Change     string         `json:"change"`
	Fields     []ingest.Field `json:"fields"`
}

func logLines(out io.Writer, changes []ingest.Change) error {
	b := bufio.NewWriter(out)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	for _, c := range changes {
		r := c.Record()
		line := loggedChange{
			Revision: c.Revision, RecordedAt: c.RecordedAt.UTC().Format(time.RFC3339), Who: known(c.Who), Dataset: c.Dataset,
			Reason: known(c.Reason), ID: r.Key(), Kind: string(r.Kind) + string(r.Edge), Fields: c.Fields(),
			Change: map[string]string{"+": "ADDED", "~": "CHANGED", "-": "RETRACTED"}[sign(c.Old != nil, c.New != nil)],
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return b.Flush()
}
