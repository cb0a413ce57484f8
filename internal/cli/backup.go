package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/store"
)

func backupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy a SQLite store into a new file, while it is in use",
		Long: `Backup copies a SQLite store into a new file, while a server reads it and others load it. The file holds one state of the
graph, whole, with its log. It is a store: serve it, or put it in the place of the one that was lost. A store of an earlier
version is not brought up to date, so that the earlier version can still read the copy.

For Neo4j use neo4j-admin; 'demarche export' writes either store as text that any version can read, without the log.

` + storeHelp,
		Example: `  demarche backup monday.db
  demarche backup --store sqlite:crisis.db /backups/crisis-$(date +%F).db
  demarche serve --store sqlite:monday.db`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := chooseStore(cmd)
			if err != nil {
				return err
			}
			if err := store.Backup(cmd.Context(), c.url, args[0]); err != nil {
				return c.about(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is a copy of %s\n", args[0], c)
			return err
		},
	}
	storeFlag(cmd)
	return cmd
}
