package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

func seedCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "seed [PATH or name of a built-in dataset]…",
		Short: "Load curated datasets into a store",
		Long: `Seed loads datasets: folders of curated files, or those that come with Demarche (` + strings.Join(seed.BuiltinNames(), ", ") + `).
Without any it loads the founding case. A built-in name goes before a folder of that name; write ./NAME for the folder.

Every file of every dataset is checked first, and nothing is written unless all are right; then each dataset is
written whole or not at all, after those that it requires. Loading twice changes nothing. What was taken out of the
files stays in the store, unless --prune takes it back. --dry-run shows what would change, and writes nothing.

` + diffHelp + `

` + storeHelp,
		Example: `  demarche seed
  demarche seed ./my-dataset --store sqlite:crisis.db
  demarche seed --prune --dry-run ./my-dataset
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
	return cmd
}

// seedOrDiff reads datasets whole, then loads them, or only tells what loading them would change.
func seedOrDiff(cmd *cobra.Command, args []string, dry bool) (err error) {
	prune, err := cmd.Flags().GetBool("prune")
	if err != nil {
		return err
	}
	format, err := cmd.Flags().GetString("format")
	if err != nil {
		return err
	}
	if format != "text" && format != "json" {
		return fmt.Errorf("%w: --format %q: text and json are possible", graph.ErrInvalid, format)
	}
	batches, err := readAll(args)
	if err != nil {
		return err
	}
	c, err := choose(cmd)
	if err != nil {
		return err
	}
	s, err := c.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() {
		if e := s.Close(); err == nil {
			err = e
		}
	}()
	for _, b := range batches {
		if prune {
			if err := seed.Prune(cmd.Context(), s, b); err != nil {
				return err
			}
		}
		b.DryRun = dry
	}
	if err := load(cmd.Context(), s, batches, format, cmd.OutOrStdout()); err != nil {
		return err
	}
	if !dry {
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Store: %s\n", c)
	}
	return nil
}

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
			batches, err := readAll(args)
			for _, b := range batches {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: right: %s\n", b.Dataset.ID, contents(b))
			}
			return err
		},
	}
}

// readAll reads datasets. The problems of all come in one error; those without any are given besides.
func readAll(args []string) (batches []*graph.Batch, err error) {
	var problems seed.Problems
	for _, arg := range withRequired(args) {
		b, err := read(arg)
		var found seed.Problems
		switch {
		case errors.As(err, &found):
			problems = append(problems, found...)
		case err != nil:
			return nil, err
		default:
			batches = append(batches, b)
		}
	}
	if len(problems) > 0 {
		return batches, problems
	}
	return batches, nil
}

// withRequired puts the datasets that others require in front of them, each once.
func withRequired(args []string) []string {
	var out []string
	add := func(arg string) {
		if !slices.Contains(out, arg) {
			out = append(out, arg)
		}
	}
	for _, arg := range args {
		files, builtin := seed.Builtin(arg)
		if !builtin {
			files = os.DirFS(arg)
		}
		for _, name := range seed.Requires(files, ".") {
			add(name)
		}
		add(arg)
	}
	return out
}

// read reads one dataset. Problems name their files by the path that was given.
func read(arg string) (*graph.Batch, error) {
	if files, ok := seed.Builtin(arg); ok {
		return seed.Read(files, ".")
	}
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: there is no folder %q; name a dataset's folder, or a built-in one: %s",
			graph.ErrInvalid, arg, strings.Join(seed.BuiltinNames(), ", "))
	case err != nil:
		return nil, fmt.Errorf("cannot look at %q: %w", arg, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%w: %q is a file; name the dataset's folder, %q", graph.ErrInvalid, arg, filepath.Dir(arg))
	}
	b, err := seed.Read(os.DirFS(arg), ".")
	var problems seed.Problems
	if errors.As(err, &problems) {
		for i := range problems {
			problems[i].File = filepath.Join(arg, filepath.FromSlash(problems[i].File))
		}
	}
	return b, err
}

// load writes datasets one after another and says what each changed, or what it would.
func load(ctx context.Context, s graph.Store, batches []*graph.Batch, format string, out io.Writer) error {
	for _, b := range batches {
		begun := time.Now()
		a, err := s.Apply(ctx, *b)
		if err != nil {
			return fmt.Errorf("%s: %w", b.Dataset.ID, err)
		}
		if b.DryRun {
			if err := showDifferences(out, b, a, format); err != nil {
				return err
			}
			continue
		}
		_, _ = fmt.Fprintf(out, "%s: %s %s\n", b.Dataset.ID, changes(a), rate(int64(len(b.Puts)), time.Since(begun)))
	}
	return nil
}

// contents counts what a dataset holds, such as "34 actors, 18 actions, 11 responses".
func contents(b *graph.Batch) string {
	nodes := map[graph.Kind]int{}
	edges := 0
	for _, r := range b.Puts {
		if r.Edge == "" {
			nodes[r.Kind]++
		} else {
			edges++
		}
	}
	var parts []string
	for _, k := range slices.Backward(graph.NodeKinds) {
		if nodes[k] > 0 {
			parts = append(parts, counted(nodes[k], strings.ToLower(string(k))))
		}
	}
	return strings.Join(append(parts, counted(edges, "link")), ", ")
}
