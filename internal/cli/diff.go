package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

func diffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff PATH or name of a built-in dataset…, or --since",
		Short: "Show what loading datasets would change, or what has changed",
		Long: `Diff checks datasets and compares them with what a store holds, value by value, and writes nothing. It is the same as
'seed --dry-run'. Each dataset is compared on its own, after those that it requires.

With --since, and no datasets, it compares what the store holds with what it held at a revision, or by the end of a day in UTC. What
was added and taken back again since is no difference; 'demarche log' shows every step.

` + diffHelp + `

` + storeHelp,
		Example: `  demarche diff ./my-dataset
  demarche diff --prune --format json ./my-dataset
  demarche diff --since 12                 what has changed since revision 12
  demarche diff --since 2026-11-27         since the end of that day`,
		RunE: func(cmd *cobra.Command, args []string) error {
			since, err := cmd.Flags().GetString("since")
			switch {
			case err != nil:
				return err
			case since != "" && len(args) > 0:
				return graph.Invalid("--since compares a store with what it was; leave it out to compare it with datasets")
			case since != "":
				return diffSince(cmd, since)
			case len(args) == 0:
				return graph.Invalid("name datasets to compare the store with, or say since when by --since")
			}
			return seedOrDiff(cmd, args, true)
		},
	}
	cmd.Flags().String("since", "", "compare the store with what it was at this `REVISION|DATE`")
	storeFlag(cmd)
	pruneFlag(cmd)
	formatFlag(cmd)
	todayFlag(cmd)
	return cmd
}

const diffHelp = `A line that begins with + is added, with ~ changed, with - taken back; the values of a change follow, old → new.
--format json prints one object for each dataset, with every value.`

func pruneFlag(cmd *cobra.Command) {
	cmd.Flags().Bool("prune", false, "take back what the dataset stated before and no longer holds; what another states too stays")
}

func formatFlag(cmd *cobra.Command) {
	cmd.Flags().String("format", "text", "how to show differences: `text or json`")
}

// datasetDifference is the output of --format json for a dataset.
type datasetDifference struct {
	Dataset     string              `json:"dataset"`
	Version     any                 `json:"version"`
	Added       int                 `json:"added"`
	Changed     int                 `json:"changed"`
	Retracted   int                 `json:"retracted"`
	Unchanged   int                 `json:"unchanged"`
	Differences []ingest.Difference `json:"differences"`
}

func showDifferences(out io.Writer, dataset graph.Record, a ingest.Applied, format string) error {
	if format == "json" {
		list := a.Differences
		if list == nil {
			list = []ingest.Difference{}
		}
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(datasetDifference{dataset.ID, dataset.Props["version"], a.Added, a.Changed, a.Retracted, a.Unchanged, list})
	}
	var text strings.Builder
	differencesText(&text, a.Differences)
	fmt.Fprintf(&text, "%s: %s; nothing was written\n", dataset.ID, changes(a))
	_, err := io.WriteString(out, text.String())
	return err
}

// differencesText writes a line for each difference, and the values of changes.
func differencesText(text *strings.Builder, list []ingest.Difference) {
	for _, d := range list {
		sign := sign(d.Old, d.New)
		fmt.Fprintf(text, "%s %s\n", sign, nameOf(d.Key, d.Kind, d.Edge))
		if sign == "~" {
			for _, f := range d.Fields {
				showField(text, f)
			}
		}
	}
}

// sign says what became of a record that was there before, and is there now.
func sign(old, now bool) string {
	switch {
	case !old:
		return "+"
	case !now:
		return "-"
	}
	return "~"
}

// nameOf is what a record is called: its kind and id, of an edge its label and ends.
func nameOf(key string, kind graph.Kind, edge graph.EdgeKind) string {
	if edge != "" {
		return strings.Replace(key, ":", " ", 1)
	}
	return string(kind) + " " + key
}

// showField shows the change of a value. For evidence it shows the items that are added and removed.
func showField(w io.Writer, f ingest.Field) {
	old, _ := f.Old.([]graph.Evidence)
	now, _ := f.New.([]graph.Evidence)
	if f.Name != "evidence" {
		_, _ = fmt.Fprintf(w, "    %s: %s → %s\n", f.Name, jsonText(f.Old), jsonText(f.New))
		return
	}
	for _, e := range old {
		if !slices.Contains(now, e) {
			_, _ = fmt.Fprintf(w, "    evidence - %s\n", jsonText(e))
		}
	}
	for _, e := range now {
		if !slices.Contains(old, e) {
			_, _ = fmt.Fprintf(w, "    evidence + %s\n", jsonText(e))
		}
	}
}

func jsonText(v any) string {
	if v == nil {
		return "unknown"
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // cannot fail: texts, numbers and lists of them
	return strings.TrimSuffix(b.String(), "\n")
}

func changes(a ingest.Applied) string {
	return fmt.Sprintf("%d added, %d changed, %d retracted, %d unchanged", a.Added, a.Changed, a.Retracted, a.Unchanged)
}
