package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
Lines, or - for standard input. It needs no store. Every problem of every file is reported in one run, one a line, as
FILE:LINE:COLUMN: what is wrong; what would be right. References must stand within their own dataset, or one that it
requires. Whether a dataset agrees with others is found out by loading it.

--format json prints one object with all problems, each with file, line, column, rule and message; --format sarif prints
SARIF 2.1.0, which GitHub and editors show beside the lines. Both go to standard output. The exit code is 2 with problems.

--sources DIR compares each quotation with the text of its source, DIR/ID.txt (or .md, .html), where it must stand to the
letter; in file names, %/\:*?"<>| of an id are written as in a URL, / as %2F. A source without a text is counted, no problem.`,
		Example: `  demarche validate ./my-dataset
  demarche validate founding-case datasets/*
  demarche validate --sources ./texts ./my-dataset
  demarche validate --format sarif datasets/* > demarche.sarif`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := cmd.Flags().GetString("format")
			if err != nil {
				return err
			}
			if !slices.Contains(validateFormats, format) {
				return graph.Invalid("--format %q: %s are possible", format, strings.Join(validateFormats, ", "))
			}
			texts, err := cmd.Flags().GetString("sources")
			if err != nil {
				return err
			}
			v, err := validate(args, cmd.InOrStdin(), texts)
			if err != nil {
				return err
			}
			return v.show(cmd.OutOrStdout(), format)
		},
	}
	cmd.Flags().String("format", "text", "how to show problems: `text, json or sarif`")
	cmd.Flags().String("sources", "", "compare quotations with the texts of their sources in the folder `DIR`")
	return cmd
}

// validation is the result of checking datasets.
type validation struct {
	Datasets []validDataset        `json:"datasets"` // those without problems
	Problems seed.Problems         `json:"-"`
	Quoted   *seed.QuotationCounts `json:"quotations,omitempty"` // with --sources
}

type validDataset struct {
	Dataset  string `json:"dataset"`
	Contents string `json:"contents"`
}

// validate checks datasets and, with a folder of texts, their quotations.
func validate(args []string, stdin io.Reader, texts string) (validation, error) {
	v := validation{Datasets: []validDataset{}}
	var quotations []seed.Quotation
	var quoted func(seed.Quotation)
	if texts != "" {
		if info, err := os.Stat(texts); err != nil || !info.IsDir() {
			return v, graph.Invalid("--sources %q is no folder that can be read; name one with a text file for each source", texts)
		}
		quoted = func(q seed.Quotation) { quotations = append(quotations, q) }
	}
	datasets, err := seed.OpenQuoted(args, stdin, quoted)
	defer closeAll(datasets)
	if err != nil && !errors.As(err, &v.Problems) {
		return v, err
	}
	for _, d := range datasets {
		v.Datasets = append(v.Datasets, validDataset{d.Record().ID, contents(d)})
	}
	if texts == "" {
		return v, nil
	}
	checked, problems, err := seed.CheckQuotations(os.DirFS(texts), filepath.ToSlash(texts), quotations)
	v.Quoted, v.Problems = &checked, append(v.Problems, problems...)
	return v, err
}

// show prints the result. As text, the problems are the error, as in seed; in other formats the error only counts them.
func (v validation) show(out io.Writer, format string) error {
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
		if v.Quoted != nil {
			_, _ = fmt.Fprintln(out, quotationSummary(*v.Quoted))
		}
		if len(v.Problems) > 0 {
			err = v.Problems
		}
		return err
	}
	if err == nil && len(v.Problems) > 0 {
		err = graph.Invalid("%s", plural(len(v.Problems), "problem"))
	}
	return err
}

// quotationSummary says how many quotations were compared, and which sources have no text.
func quotationSummary(q seed.QuotationCounts) string {
	text := fmt.Sprintf("quotations: %d of %d stand in the texts of %s", q.Found, q.Compared, plural(q.Sources, "source"))
	if left := q.Quotations - q.Compared; left > 0 {
		text += fmt.Sprintf("; %d not compared", left)
	}
	if n := len(q.Without); n > 0 {
		ids := q.Without[:min(n, 10)]
		text += fmt.Sprintf("; without a text: %s, %s", plural(n, "source"), strings.Join(ids, ", "))
		if n > len(ids) {
			text += " …"
		}
	}
	return text
}

// locatedProblem is a problem in --format json.
type locatedProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"` // in characters, from 1
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

func (v validation) json(out io.Writer) error {
	list := []locatedProblem{}
	for _, p := range v.Problems {
		list = append(list, locatedProblem{p.At.File, p.At.Line, p.At.Column, p.Rule().String(), p.Message()})
	}
	return writeJSON(out, struct {
		Problems []locatedProblem `json:"problems"`
		validation
	}{list, v})
}

func writeJSON(out io.Writer, value any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
