package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

func seedCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "seed [FOLDER, FILE.jsonl, - or name of a built-in dataset]…",
		Short: "Load curated datasets into a store",
		Long: `Seed loads datasets: folders of curated files (YAML, CSV, JSON Lines), single files of JSON Lines as 'demarche export'
writes them, - for standard input, or those that come with Demarche (` + strings.Join(seed.BuiltinNames(), ", ") + `). Without any it
loads the founding case. A built-in name goes before a folder of that name; write ./NAME for the folder.

Every file of every dataset is checked first, and nothing is written unless all are right; then each dataset is
written, after those that it requires: whole or not at all up to 10,000 records, a larger one in parts. A load that was
cut short, even killed, goes on where it was when it is run again. Loading twice changes nothing. What was taken out of
the files stays in the store, unless --prune takes it back. --dry-run shows what would change, and writes nothing.

Warnings, such as a date after today (--today), are shown and do not stop a load; 'demarche validate' shows all of them.

` + diffHelp + `

` + storeHelp,
		Example: `  demarche seed
  demarche seed ./my-dataset --store sqlite:crisis.db
  demarche seed --prune --dry-run ./my-dataset
  ssh other demarche export | demarche seed -
  demarche seed founding-case ./my-dataset --store neo4j://127.0.0.1:7687`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{foundingCase}
			}
			dry, err := cmd.Flags().GetBool("dry-run")
			if err != nil {
				return err
			}
			return seedOrDiff(cmd, args, dry)
		},
	}
	storeFlag(cmd)
	pruneFlag(cmd)
	formatFlag(cmd)
	cmd.Flags().Bool("dry-run", false, "show what would change, and write nothing")
	cmd.Flags().Bool("quiet", false, "no progress, no warnings, no summary")
	todayFlag(cmd)
	return cmd
}

// seedOrDiff reads all datasets, then loads them, or only shows what loading them would change.
func seedOrDiff(cmd *cobra.Command, args []string, dry bool) (err error) {
	flags := cmd.Flags()
	prune, err1 := flags.GetBool("prune")
	format, err2 := flags.GetString("format")
	quiet := false
	if flags.Lookup("quiet") != nil {
		quiet, err = flags.GetBool("quiet")
	}
	if err := errors.Join(err, err1, err2); err != nil {
		return err
	}
	if format != "text" && format != "json" {
		return graph.Invalid("--format %q: text and json are possible", format)
	}
	today, err := todayOf(cmd)
	if err != nil {
		return err
	}
	var warnings seed.Problems
	datasets, err := seed.OpenChecked(args, cmd.InOrStdin(), seed.Checks{Today: today, Warned: func(_ string, w seed.Problem) {
		warnings = append(warnings, w)
	}})
	defer closeAll(datasets)
	if !quiet || dry {
		showWarnings(cmd.ErrOrStderr(), warnings)
	}
	if err != nil {
		return err
	}
	c, err := chooseStore(cmd)
	if err != nil {
		return err
	}
	s, err := c.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	l := loader{store: s, prune: prune, dry: dry, format: format, out: cmd.OutOrStdout(), progress: cmd.ErrOrStderr()}
	if quiet && !dry {
		l.out, l.progress = io.Discard, io.Discard
	}
	if err := l.run(cmd.Context(), datasets); err != nil {
		return err
	}
	if !dry {
		_, _ = fmt.Fprintf(l.out, "Store: %s\n", c)
	}
	return nil
}

// maxWarnings is how many warnings are shown before a load; validate shows all.
const maxWarnings = 20

// showWarnings shows the first warnings, and counts the rest.
func showWarnings(out io.Writer, warnings seed.Problems) {
	if len(warnings) == 0 {
		return
	}
	shown := warnings[:min(len(warnings), maxWarnings)]
	_, _ = fmt.Fprintln(out, shown)
	if more := len(warnings) - len(shown); more > 0 {
		_, _ = fmt.Fprintf(out, "and %s more; 'demarche validate' shows all\n", plural(more, "warning"))
	}
}

// loader loads datasets and prints what each changed, or would change.
type loader struct {
	store         store.Store
	prune, dry    bool
	format        string // of differences
	out, progress io.Writer
	wrote         func(records int) // is told of each dataset once it is loaded, if it is not nil
}

func (l loader) run(ctx context.Context, datasets []*seed.Dataset) error {
	for _, d := range datasets {
		id, begun := d.Record().ID, time.Now()
		o := seed.Options{Prune: l.prune, DryRun: l.dry, Who: who()}
		done := func() {}
		if d.Size() > seed.Whole && !l.dry { // one transaction has no progress to show
			p := newProgress(l.progress, id+", records", int64(d.Size()), l.progress == io.Discard)
			o.Wrote, done = p.Add, p.Done
		}
		a, err := seed.Load(ctx, l.store, d, o)
		done()
		if err == nil && l.wrote != nil {
			l.wrote(d.Size())
		}
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", id, err)
		case l.dry:
			if err := showDifferences(l.out, d.Record(), a, l.format); err != nil {
				return err
			}
		default:
			_, _ = fmt.Fprintf(l.out, "%s: %s; %s %s\n", id, changes(a), plural(d.Size(), "record"), rate(int64(d.Size()), time.Since(begun)))
		}
	}
	return nil
}

func closeAll(datasets []*seed.Dataset) {
	for _, d := range datasets {
		d.Close()
	}
}

// contents counts what a dataset holds, such as "34 actors, 18 actions, 11 responses".
func contents(d *seed.Dataset) string {
	edges := d.Size()
	var parts []string
	for _, k := range slices.Backward(graph.NodeKinds) {
		if n := d.Counts()[string(k)]; n > 0 {
			parts = append(parts, plural(n, strings.ToLower(string(k))))
			edges -= n
		}
	}
	return strings.Join(append(parts, plural(edges, "link")), ", ")
}
