package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/demarche-graph/demarche/internal/server"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

// documentFlags are about which documents a server answers.
func documentFlags(flags *pflag.FlagSet) {
	flags.String("trusted-documents", "",
		"answer the GraphQL documents of the folder `DIR` and no others: files *.graphql, and manifests *.json as graphql-codegen, Relay "+
			"and Apollo write them; SIGHUP reads it again (default any document)")
	flags.Bool("persisted-queries", true, "keep documents for clients that send their hash (automatic persisted queries)")
	flags.Bool("introspection", true, "answer questions about the schema (__schema, __type), and serve /schema.graphqls")
}

// chooseDocuments puts what documentFlags say into a server's configuration.
func chooseDocuments(cmd *cobra.Command, c *server.Config) error {
	dir, err := cmd.Flags().GetString("trusted-documents")
	if err != nil {
		return err
	}
	persisted, err := cmd.Flags().GetBool("persisted-queries")
	if err != nil {
		return err
	}
	introspection, err := cmd.Flags().GetBool("introspection")
	if err != nil {
		return err
	}
	c.NoPersisted, c.NoIntrospection = !persisted, !introspection
	if dir == "" {
		return nil
	}
	c.Documents, err = graphqlhttp.OpenDocuments(dir)
	return err
}
