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

A problem is an error, or a warning: what is seldom meant but may be right, or depends on the current date. The exit code is
2 with errors; --strict takes warnings for errors. --today sets the date with which dates in the future are compared.

--format json prints one object with all problems, each with file, line, column, rule, level and message; --format sarif
prints SARIF 2.1.0, which GitHub and editors show beside the lines. Both go to standard output.

--sources DIR compares each quotation with the text of its source, DIR/ID.txt (or .md, .html), where it must stand to the
letter, in the lines that a locator such as L6 or L6-L8 names; in file names, %/\:*?"<>| of an id are written as in a URL, /
as %2F. A source without a text is counted, no problem.`,
		Example: `  demarche validate ./my-dataset
  demarche validate founding-case datasets/*
  demarche validate --sources ./texts ./my-dataset
  demarche validate --strict --today 2025-12-31 ./my-dataset
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
			strict, err := cmd.Flags().GetBool("strict")
			if err != nil {
				return err
			}
			today, err := todayOf(cmd)
			if err != nil {
				return err
			}
			v, err := validate(args, cmd.InOrStdin(), texts, today)
			if err != nil {
				return err
			}
			if strict {
				v.takeWarningsForErrors()
			}
			return v.show(cmd.OutOrStdout(), cmd.ErrOrStderr(), format)
		},
	}
	todayFlag(cmd)
	cmd.Flags().Bool("strict", false, "take warnings for errors")
	cmd.Flags().String("format", "text", "how to show problems: `text, json or sarif`")
	cmd.Flags().String("sources", "", "compare quotations with the texts of their sources in the folder `DIR`")
	return cmd
}

// todayFlag adds the flag that todayOf reads.
func todayFlag(cmd *cobra.Command) {
	cmd.Flags().String("today", "", "compare dates with the `DAY` 2006-01-02 (default the current date)")
}

// todayOf returns the day of the flag --today, "" for the current date.
func todayOf(cmd *cobra.Command) (graph.Day, error) {
	text, err := cmd.Flags().GetString("today")
	if err != nil || text == "" {
		return "", err
	}
	day, err := graph.ParseDay(text)
	if err != nil {
		return "", graph.Invalid("--today: %s", graph.Message(err))
	}
	return day, nil
}

// validation is the result of checking datasets.
type validation struct {
	Datasets []validDataset        `json:"datasets"` // those without errors
	Problems seed.Problems         `json:"-"`
	Quoted   *seed.QuotationCounts `json:"quotations,omitempty"` // with --sources
}

type validDataset struct {
	Dataset  string `json:"dataset"`
	Contents string `json:"contents"`
	Warnings int    `json:"warnings"`
}

// validate checks datasets and, with a folder of texts, their quotations.
func validate(args []string, stdin io.Reader, texts string, today graph.Day) (validation, error) {
	v := validation{Datasets: []validDataset{}}
	var quotations []seed.Quotation
	warnings, wrong := map[string]int{}, map[string]bool{} // by dataset
	c := seed.Checks{Today: today, Warned: func(dataset string, w seed.Problem) {
		v.Problems = append(v.Problems, w)
		warnings[dataset]++
	}}
	if texts != "" {
		if info, err := os.Stat(texts); err != nil || !info.IsDir() {
			return v, graph.Invalid("--sources %q is no folder that can be read; name one with a text file for each source", texts)
		}
		c.Quoted = func(q seed.Quotation) { quotations = append(quotations, q) }
	}
	datasets, err := seed.OpenChecked(args, stdin, c)
	defer closeAll(datasets)
	var problems seed.Problems
	if err != nil && !errors.As(err, &problems) {
		return v, err
	}
	v.Problems = append(v.Problems, problems...)
	if texts != "" {
		checked, found, err := seed.CheckQuotations(os.DirFS(texts), filepath.ToSlash(texts), quotations)
		if err != nil {
			return v, err
		}
		v.Quoted, v.Problems = &checked, append(v.Problems, found...)
		for _, p := range found {
			at := func(q seed.Quotation) bool { return p.At == q.At || p.At == q.LocatorAt }
			i := slices.IndexFunc(quotations, at)
			switch {
			case i < 0: // of a text, on which any of the datasets may rest
				for _, q := range quotations {
					wrong[q.Dataset] = true
				}
			case p.Level() == graph.LevelWarning:
				warnings[quotations[i].Dataset]++
			default:
				wrong[quotations[i].Dataset] = true
			}
		}
	}
	for _, d := range datasets {
		if id := d.Record().ID; !wrong[id] {
			v.Datasets = append(v.Datasets, validDataset{id, contents(d), warnings[id]})
		}
	}
	v.Problems = v.Problems.Sorted()
	return v, nil
}

// takeWarningsForErrors raises all warnings. Datasets that have some are no longer among those without errors.
func (v *validation) takeWarningsForErrors() {
	for i := range v.Problems {
		v.Problems[i].Fault = v.Problems[i].AsError()
	}
	v.Datasets = slices.DeleteFunc(v.Datasets, func(d validDataset) bool { return d.Warnings > 0 })
}

// show prints the result. As text, errors are the error, as in seed; in other formats the error only counts them.
func (v validation) show(out, errs io.Writer, format string) error {
	failed := v.Problems.Count(graph.LevelError) > 0
	switch format {
	case "json":
		if err := v.json(out); err != nil || !failed {
			return err
		}
		return graph.Invalid("%s", countOf(v.Problems))
	case "sarif":
		if err := writeJSON(out, sarif(v.Problems)); err != nil || !failed {
			return err
		}
		return graph.Invalid("%s", countOf(v.Problems))
	}
	for _, d := range v.Datasets {
		word := "right"
		if d.Warnings > 0 {
			word = plural(d.Warnings, "warning")
		}
		_, _ = fmt.Fprintf(out, "%s: %s: %s\n", d.Dataset, word, d.Contents)
	}
	if v.Quoted != nil {
		_, _ = fmt.Fprintln(out, quotationSummary(*v.Quoted))
	}
	switch {
	case failed:
		return v.Problems
	case len(v.Problems) > 0:
		_, _ = fmt.Fprintf(errs, "%v\n%s\n", v.Problems, countOf(v.Problems))
	}
	return nil
}

// countOf counts problems, and says of how many that they are warnings.
func countOf(ps seed.Problems) string {
	errs, warnings := ps.Count(graph.LevelError), ps.Count(graph.LevelWarning)
	switch {
	case warnings == 0:
		return plural(errs, "problem")
	case errs == 0:
		return plural(warnings, "warning")
	}
	return plural(errs, "problem") + ", " + plural(warnings, "warning")
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
	Level   string `json:"level"` // error or warning
	Message string `json:"message"`
}

func (v validation) json(out io.Writer) error {
	list := []locatedProblem{}
	for _, p := range v.Problems {
		list = append(list, locatedProblem{p.At.File, p.At.Line, p.At.Column, p.Rule().String(), string(p.Level()), p.Message()})
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
