package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

func initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Begin a curated dataset: files to copy from and write over",
		Long: `Init writes a small dataset that is right as it stands: dataset.yaml, sources, actors and one episode, with comments that
say what each key is for, the text of its one source in texts, and the JSON Schemas of this build in .schema, to which the
first line of each file points editors. Ids begin with the folder's name. The folder must be empty, or not be there yet.`,
		Example: `  demarche init ./gas-crisis
  demarche validate --sources ./gas-crisis/texts ./gas-crisis`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := filepath.Clean(args[0])
			names, err := initialise(dir)
			if err != nil {
				return err
			}
			if !filepath.IsAbs(dir) && dir != "." && !strings.HasPrefix(dir, "..") {
				dir = "." + string(filepath.Separator) + dir // so that it is a folder even if a built-in dataset has its name
			}
			if strings.ContainsAny(dir, " '&()$;") {
				dir = `"` + dir + `"`
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), `Wrote %[2]s to %[1]s. Write your own records over them; then

  demarche validate %[1]s    every fault, with line and remedy
  demarche diff %[1]s        what loading it would change
  demarche seed %[1]s        load it

How to curate: docs/curating.md in Demarche's repository.
`, dir, strings.Join(names, ", "))
			return err
		},
	}
}

// initialise writes the template into an empty folder. It returns the names of the YAML files.
func initialise(dir string) (names []string, err error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	switch info, e := os.Stat(dir); {
	case e == nil && !info.IsDir():
		return nil, graph.Invalid("%q is a file; name a folder that is empty or not there yet", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("cannot look into %q: %w", dir, err)
	case len(entries) > 0:
		return nil, graph.Invalid("%q is not empty, it holds %s; name a folder that is empty or not there yet", dir, entries[0].Name())
	}
	files, err := seed.Template(absolute)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, fmt.Errorf("cannot make the folder of %q: %w", path, err)
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return nil, fmt.Errorf("cannot write %q: %w", path, err)
		}
		if filepath.Ext(name) == ".yaml" {
			names = append(names, name)
		}
	}
	return names, nil
}
