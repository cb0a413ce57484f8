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
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
	"github.com/demarche-graph/demarche/seed/imports"
)

func importCommand() *cobra.Command {
	var names, examples []string
	for _, f := range imports.Formats {
		first, _, _ := strings.Cut(f.Example, "\n")
		names, examples = append(names, f.Name), append(examples, first)
	}
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Bring in event data: " + strings.Join(names, ", "),
		Long: `Import brings in the event data of the field, coded by machines from news reports. Every file is read whole and checked
first; a damaged one is refused with its place and reason, and nothing is written. Then the records are written, in parts
when there are more than 10,000. After a failure or a kill run the same command again: it resumes where it stopped, and
nothing is written twice.

Rows of one day, dyad and code become one action; rows that report one event from both sides (consultations, visits) become
one action of two performers. Rows that cannot be used are counted by reason, and listed with --rejects. Codes and names
become actors of the import's own, unless --aliases says whom they mean. See docs/imports.md for the details.`,
		Example:                    strings.Join(examples, "\n"),
		SuggestionsMinimumDistance: 2,
		Args:                       refuseUnknown,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for i := range imports.Formats {
		cmd.AddCommand(importFormat(&imports.Formats[i]))
	}
	return cmd
}

// importRun is an import with its flags.
type importRun struct {
	format                          *imports.Format
	dataset, name, version, licence string
	aliases, unmatched, rejects     string
	prune, dryRun, quiet            bool
}

func importFormat(f *imports.Format) *cobra.Command {
	i := &importRun{format: f}
	cmd := &cobra.Command{
		Use:     f.Name + " FILE…",
		Short:   "Import " + f.Title,
		Long:    f.Help,
		Example: f.Example,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return i.run(cmd, args) },
	}
	flags := cmd.Flags()
	storeFlag(cmd)
	flags.StringVar(&i.dataset, "dataset", "dataset:"+f.Name,
		"`id` under which it is kept; files of one series that are imported apart need one each")
	flags.StringVar(&i.name, "name", f.Title, "`name` of the dataset")
	flags.StringVar(&i.version, "version", "", "version of the dataset (default: the names of the files)")
	flags.StringVar(&i.licence, "licence", f.Licence, "licence of the data")
	flags.StringVar(&i.aliases, "aliases", "",
		"CSV `FILE` with the header name,id or name,id,code: whom names and codes mean; or reference: the states of that dataset")
	flags.StringVar(&i.unmatched, "unmatched", "",
		"write the commonest names without an alias to `FILE`, to be filled in and given as --aliases")
	flags.StringVar(&i.rejects, "rejects", "", "write each row that cannot be used to `FILE`, with the reason, as JSON lines")
	flags.BoolVar(&i.prune, "prune", false, "then take back what the dataset held and these files and aliases no longer say")
	flags.BoolVar(&i.dryRun, "dry-run", false, "check and count only; no store is opened")
	flags.BoolVar(&i.quiet, "quiet", false, "no progress, no summary")
	for _, o := range f.Options {
		if o.Many {
			flags.StringArray(o.Name, nil, o.Usage)
		} else {
			flags.String(o.Name, "", o.Usage)
		}
	}
	return cmd
}

// given returns the values of the format's own flags.
func (i *importRun) given(flags *pflag.FlagSet) (map[string][]string, error) {
	out := map[string][]string{}
	for _, o := range i.format.Options {
		if o.Many {
			list, err := flags.GetStringArray(o.Name)
			if err != nil {
				return nil, err
			}
			out[o.Name] = list
			continue
		}
		value, err := flags.GetString(o.Name)
		if err != nil {
			return nil, err
		}
		if value != "" {
			out[o.Name] = []string{value}
		}
	}
	return out, nil
}

func (i *importRun) run(cmd *cobra.Command, files []string) (err error) {
	options, done, err := i.options(cmd, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	begun := time.Now()
	reading := newProgress(cmd.ErrOrStderr(), "read, bytes", sizeOf(slices.Concat(files, i.format.Beside(options.Given))), i.quiet)
	options.Read = reading.Add
	im, err := imports.Read(cmd.Context(), i.format, options)
	reading.Done()
	if err != nil {
		return err
	}
	defer im.Close()
	if err := i.listUnmatched(im); err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if i.quiet {
		out = io.Discard
	}
	summary(out, im)
	if i.dryRun {
		_, _ = fmt.Fprintln(out, "Nothing was written: --dry-run.")
		return nil
	}
	return i.write(cmd, im, out, begun)
}

func (i *importRun) write(cmd *cobra.Command, im *imports.Import, out io.Writer, begun time.Time) (err error) {
	c, err := chooseStore(cmd)
	if err != nil {
		return err
	}
	s, err := c.open(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := im.CheckAliases(cmd.Context(), s); err != nil {
		return err
	}
	writing := newProgress(cmd.ErrOrStderr(), "written, records", int64(im.Size()), i.quiet)
	a, err := seed.Load(cmd.Context(), s, im, seed.Options{Prune: i.prune, KeepExisting: true, Wrote: writing.Add, Who: who()})
	writing.Done()
	if err != nil {
		return fmt.Errorf("%s: %w", i.dataset, err)
	}
	if a.Skipped > 0 {
		_, _ = fmt.Fprintf(out, "  left out: %s that other datasets state otherwise (their names are kept as aliases)\n",
			plural(a.Skipped, "value"))
	}
	_, _ = fmt.Fprintf(out, "%s: %d added, %d changed, %d retracted, %d unchanged; %d rows %s\nStore: %s\n", i.dataset,
		a.Added, a.Changed, a.Retracted, a.Unchanged, im.Rows, rate(int64(im.Rows), time.Since(begun)), c)
	return nil
}

// options turns the flags into options of package imports. Done closes the files that they opened.
func (i *importRun) options(cmd *cobra.Command, files []string) (o imports.Options, done func() error, err error) {
	o = imports.Options{Files: files, Stdin: cmd.InOrStdin()}
	if o.Given, err = i.given(cmd.Flags()); err != nil {
		return o, nil, err
	}
	props := graph.Props{"name": i.name, "version": i.version}
	if i.version == "" {
		props["version"] = versionOf(files)
	}
	if i.licence != "" {
		props["licence"] = i.licence
	}
	o.Dataset = graph.Record{Kind: graph.KindDataset, ID: i.dataset, Props: props}
	if !strings.HasPrefix(i.dataset, "dataset:") {
		return o, nil, graph.Invalid("--dataset %q: ids of datasets begin with dataset:, as in dataset:%s-2018", i.dataset, i.format.Name)
	}
	if err := graph.Check(o.Dataset); err != nil {
		return o, nil, err
	}
	if i.aliases != "" {
		if o.Aliases, err = imports.ReadAliases(i.aliases); err != nil {
			return o, nil, err
		}
	}
	done = func() error { return nil }
	if i.rejects != "" {
		f, err := os.Create(i.rejects)
		if err != nil {
			return o, nil, graph.Invalid("--rejects %s cannot be written; name a file that can", i.rejects)
		}
		o.Rejects = json.NewEncoder(f)
		done = f.Close
	}
	return o, done, nil
}

// versionOf makes a version from names of files: "events.2018.tab and 3 more".
func versionOf(files []string) string {
	first := filepath.Base(files[0])
	if files[0] == "-" {
		first = "standard input"
	}
	if len(files) > 1 {
		return fmt.Sprintf("%s and %d more", first, len(files)-1)
	}
	return first
}

// sizeOf returns how many bytes there are to read, 0 when that is unknown.
func sizeOf(files []string) (total int64) {
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil || !info.Mode().IsRegular() {
			return 0
		}
		total += info.Size()
	}
	return total
}

func (i *importRun) listUnmatched(im *imports.Import) (err error) {
	if i.unmatched == "" {
		return nil
	}
	f, err := os.Create(i.unmatched)
	if err != nil {
		return graph.Invalid("--unmatched %s cannot be written; name a file that can", i.unmatched)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return im.WriteUnmatched(f)
}

// summary prints what became of the rows.
func summary(out io.Writer, im *imports.Import) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
	say("%s: %d used, %d not\n", plural(im.Rows, "row"), im.Used(), im.Rows-im.Used())
	for _, r := range imports.Reasons(im.Rejected) {
		say("  not used: %d, %s\n", im.Rejected[r], r)
	}
	for _, r := range imports.Reasons(im.Noted) {
		say("  left out: %d, %s\n", im.Noted[r], r)
	}
	say("%s: %s with the date, dyad and code of another; %s reported from both sides\n",
		plural(im.Actions, "action"), plural(im.Repeated, "row"), plural(im.Mirrored, "event"))
	say("%s, %d of them found by aliases; %s, %s\n",
		plural(im.Actors+im.Mapped, "actor"), im.Mapped, plural(im.Sources, "source"), plural(im.Places, "place"))
}
