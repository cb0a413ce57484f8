package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

var validateFormats = []string{"text", "json", "sarif"}

func validateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "validate FOLDER, FILE.jsonl, - or name of a built-in dataset…",
		Short: "Check curated datasets without loading them",
		Long: `Validate checks datasets: folders with a dataset.yaml and files of records (YAML, CSV, JSON Lines), single files of JSON
Lines, or - for standard input. It needs no store. Every problem of every file is reported in one run, one a line, as FILE:LINE:COLUMN: what is wrong; what would be right.
References must stand within their own dataset, or one that it requires. Whether a dataset agrees with others is found out by loading it.

--format json prints one object with all problems, each with file, line, column, rule and message; --format sarif prints
SARIF 2.1.0, which GitHub and editors show beside the lines. Both go to standard output. The exit code is 2 with problems.`,
		Example: `  demarche validate ./my-dataset
  demarche validate founding-case datasets/*
  demarche validate --format sarif datasets/* > demarche.sarif`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := cmd.Flags().GetString("format")
			if err != nil {
				return err
			}
			if !slices.Contains(validateFormats, format) {
				return fmt.Errorf("%w: --format %q: %s are possible", graph.ErrInvalid, format, strings.Join(validateFormats, ", "))
			}
			v, err := validate(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			return v.show(cmd.OutOrStdout(), format)
		},
	}
	cmd.Flags().String("format", "text", "how to show problems: `text, json or sarif`")
	return cmd
}

// verdict is what checking datasets gives.
type verdict struct {
	Datasets []soundDataset `json:"datasets"` // those that are right
	Problems seed.Problems  `json:"-"`
}

type soundDataset struct {
	Dataset  string `json:"dataset"`
	Contents string `json:"contents"`
}

func validate(args []string, stdin io.Reader) (verdict, error) {
	v := verdict{Datasets: []soundDataset{}}
	datasets, err := seed.Open(args, stdin)
	defer closeAll(datasets)
	if err != nil && !errors.As(err, &v.Problems) {
		return v, err
	}
	for _, d := range datasets {
		v.Datasets = append(v.Datasets, soundDataset{d.Record().ID, contents(d)})
	}
	return v, nil
}

// show writes a verdict. Problems as text are the error, as are those of seed; in other formats the error only counts them.
func (v verdict) show(out io.Writer, format string) error {
	var err error
	switch format {
	case "json":
		err = v.json(out)
	case "sarif":
		err = writeJSON(out, sarif(v.Problems))
	default:
		for _, d := range v.Datasets {
			_, _ = fmt.Fprintf(out, "%s: right: %s\n", d.Dataset, d.Contents)
		}
		if len(v.Problems) > 0 {
			err = v.Problems
		}
		return err
	}
	if err == nil && len(v.Problems) > 0 {
		err = fmt.Errorf("%w: %s", graph.ErrInvalid, counted(len(v.Problems), "problem"))
	}
	return err
}

// located is a problem as --format json gives it.
type located struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"` // in characters, from 1
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

func (v verdict) json(out io.Writer) error {
	list := []located{}
	for _, p := range v.Problems {
		list = append(list, located{p.File, p.Line, p.Column, p.Rule().ID, p.Message})
	}
	return writeJSON(out, struct {
		Problems []located `json:"problems"`
		verdict
	}{list, v})
}

func writeJSON(out io.Writer, value any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
