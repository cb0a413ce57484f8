package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/server"
)

func sdlCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sdl",
		Short: "Print the GraphQL schema, for clients and their tools",
		Long: `SDL prints the contract of this build's GraphQL API in GraphQL's schema language. A server gives the same text at
/schema.graphqls. Code generators, linters and editors take it instead of asking a server.

The schemas of curated files are another matter: see 'demarche schema'.`,
		Example: `  demarche sdl > schema.graphqls`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), server.SDL())
			return err
		},
	}
}
