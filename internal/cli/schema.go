package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/seed"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [" + strings.Join(seed.SchemaNames, "|") + "]",
		Short: "Print the JSON Schema of curated files, for editors",
		Long: `Schema prints a JSON Schema (draft 2020-12) of curated YAML as this build reads it. An editor that is given it completes
keys and terms, shows what they mean and underlines what is wrong:

  records    the files of records (without a name, this one)
  additions  the same for a dataset that requires another, where a record may add to one of that dataset: only ids are needed
  dataset    dataset.yaml

Editors with yaml-language-server (VS Code, Neovim, Emacs …) take the schema from the first line of a file:

  # yaml-language-server: $schema=` + seed.SchemaURL("records") + `

or from a file beside it; 'demarche init' writes both line and file. 'demarche validate' finds what an editor cannot see in
one file, such as an id that no record has.`,
		Example: `  demarche schema > .schema/records.schema.json
  demarche schema dataset > .schema/dataset.schema.json`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: seed.SchemaNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "records"
			if len(args) > 0 {
				name = args[0]
			}
			text, err := seed.Schema(name)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
