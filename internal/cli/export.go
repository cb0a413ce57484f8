package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write datasets out of a store, to be read, changed or seeded elsewhere",
		Long: `Export writes what each dataset of a store states, with its evidence. Seeded into an empty store, the datasets of an
export give the same graph again.

  --format jsonl   JSON Lines, a record a line, of any size; the default, and without --out to standard output
  --format yaml    files to read and edit by hand, actions by episode; up to 200,000 records a dataset
  --format csv     a file for each kind of node and edge, for spreadsheets

With --out each dataset gets a folder there. Retractions are not exported: what was taken back is gone.

` + recordedHelp + ` ` + momentHelp + `

` + storeHelp,
		Example: `  demarche export > everything.jsonl
  demarche export --format yaml --out ./crisis --dataset dataset:founding-case
  demarche export --recorded 2026-11-27 > friday.jsonl
  demarche export --store sqlite:crisis.db | demarche seed - --store neo4j://127.0.0.1:7687`,
		Args: cobra.NoArgs,
		RunE: runExport,
	}
	storeFlag(cmd)
	recordedFlag(cmd)
	cmd.Flags().String("format", "jsonl", strings.Join(seed.Formats, ", "))
	cmd.Flags().String("out", "", "a `FOLDER` in which each dataset gets one of its own")
	cmd.Flags().StringArray("dataset", nil, "`ID` of a dataset to write (default: all); may be given several times")
	cmd.Flags().Bool("quiet", false, "no summary")
	return cmd
}

func runExport(cmd *cobra.Command, _ []string) (err error) {
	flags := cmd.Flags()
	format, err1 := flags.GetString("format")
	dir, err2 := flags.GetString("out")
	datasets, err3 := flags.GetStringArray("dataset")
	quiet, err4 := flags.GetBool("quiet")
	recorded, err5 := flags.GetString("recorded")
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	if !slices.Contains(seed.Formats, format) {
		return graph.Invalid("--format %q: possible are %s", format, strings.Join(seed.Formats, ", "))
	}
	if dir == "" && format != "jsonl" {
		return graph.Invalid("--format %s writes several files; name a folder for them with --out", format)
	}
	c, err := chooseStore(cmd)
	if err != nil {
		return err
	}
	say := cmd.ErrOrStderr()
	if quiet {
		say = io.Discard
	}
	var s store.Store
	if recorded != "" {
		s, err = c.openRecorded(cmd.Context(), recorded, say)
	} else {
		s, err = c.open(cmd.Context())
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return seed.Export(cmd.Context(), s, seed.ExportOptions{
		Format: format, Datasets: datasets, Dir: dir, Out: cmd.OutOrStdout(),
		Wrote: func(id string, n int) { _, _ = fmt.Fprintf(say, "%s: %s\n", id, plural(n, "record")) },
		Warn:  func(text string) { _, _ = fmt.Fprintf(cmd.ErrOrStderr(), "demarche: %s\n", text) },
	})
}
