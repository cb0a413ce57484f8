package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/seed"
)

func validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate PATH…",
		Short: "Check curated datasets without loading them",
		Long: `Validate checks datasets: folders with a dataset.yaml and any number of other *.yaml files. It needs no store.
Every problem of every file is reported in one run, one a line, as FILE:LINE:COLUMN: what is wrong; what would be right.
References must stand within their own dataset, or one that it requires. Whether a dataset agrees with others is found out by loading it.`,
		Example: `  demarche validate ./my-dataset
  demarche validate founding-case datasets/*`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			datasets, err := seed.Open(args, cmd.InOrStdin())
			defer closeAll(datasets)
			for _, d := range datasets {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: right: %s\n", d.Record().ID, contents(d))
			}
			return err
		},
	}
}
