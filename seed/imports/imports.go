package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// Options say what to import and how.
type Options struct {
	Files   []string  // paths; "-" is Stdin. Text, gzip or zip, recognised by their first bytes
	Stdin   io.Reader // or nil
	Dataset graph.Record
	Aliases Aliases // when nil, every name becomes an actor of the import's own

	Given   map[string][]string // values of the format's own options, by name
	Read    func(n int)         // is called with the number of bytes read, compressed if the file is; or nil
	Rejects *json.Encoder       // takes each Reject; or nil
}

// one returns the value of an option that is given once, or "".
func (o Options) one(name string) string {
	if list := o.Given[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// Beside lists the files that options of a format name and that are read as data.
func (f *Format) Beside(given map[string][]string) (files []string) {
	for _, o := range f.Options {
		if o.Data {
			files = append(files, given[o.Name]...)
		}
	}
	return files
}

// Reject is a row that cannot be used.
type Reject struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
	Row    string `json:"row"`
}

// Counts counts what became of the rows of an import.
type Counts struct {
	Rows     int            // all, without headers and mentions
	Rejected map[string]int // unusable rows by reason
	Noted    map[string]int // parts of usable rows that were left out, by reason
	Repeated int            // rows after the first of their day, dyad and code
	Mirrored int            // pairs of actions that were one event coded from both sides

	Actions, Actors, Sources, Places int // to be written; Actors does not include Mapped
	Mapped                           int // curated actors that aliases mean
}

// Used returns how many rows went into actions.
func (c Counts) Used() int {
	n := c.Rows
	for _, rejected := range c.Rejected {
		n -= rejected
	}
	return n
}

// Import is a dataset of event data that was read and can be loaded. It must be closed, as it has temporary files.
type Import struct {
	Counts
	Dataset graph.Record // with the checksum of what was read

	format   *Format
	opts     Options
	alias    map[string]string // see Aliases.index
	dir      string            // of temporary files
	sorters  []*extsort.Sorter // all, to be closed
	entities *extsort.Sorter   // facts by id of actor, source or place
	rows     *extsort.Sorter   // by date, dyad and code
	nodes    *extsort.Sorter   // records by id, ready to write
	ties     *extsort.Sorter   // records by key, ready to write
	events   *extsort.Sorter   // by id

	records   int // to be written
	nodeCount int // of them
	unmatched unmatched
}

// Read reads all files of an import. The error is seed.Problems, with the first damage of each file, when any is damaged.
func Read(ctx context.Context, format *Format, o Options) (*Import, error) {
	dir, err := os.MkdirTemp("", "demarche-import-*")
	if err != nil {
		return nil, fmt.Errorf("cannot make temporary files; set TMPDIR to a place with room: %w", err)
	}
	im := &Import{
		Counts:  Counts{Rejected: map[string]int{}, Noted: map[string]int{}},
		Dataset: o.Dataset, format: format, opts: o, alias: o.Aliases.index(), dir: dir,
	}
	im.entities, im.rows, im.nodes, im.ties, im.events = im.sorter(), im.sorter(), im.sorter(), im.sorter(), im.sorter()
	if err := im.read(ctx); err != nil {
		im.Close()
		return nil, err
	}
	return im, nil
}

// sorter makes a sorter that lasts as long as the import.
func (im *Import) sorter() *extsort.Sorter {
	s := extsort.New(im.dir)
	im.sorters = append(im.sorters, s)
	return s
}

// Close removes temporary files.
func (im *Import) Close() {
	for _, s := range im.sorters {
		s.Close()
	}
	_ = os.RemoveAll(im.dir)
}

func (im *Import) read(ctx context.Context) error {
	in := &input{stdin: im.opts.Stdin, dir: im.dir, sum: sha256.New(), onRead: im.opts.Read}
	p, err := im.format.open(im, in)
	if err != nil {
		return err
	}
	var problems seed.Problems
	readAll := func(files []string, take func(position, string) error) error {
		for _, name := range files {
			err := in.lines(name, func(at position, text string) error {
				if at.Line%4096 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				return take(at, text)
			})
			var found seed.Problems
			if errors.As(err, &found) {
				problems = append(problems, found...)
			} else if err != nil {
				return err
			}
		}
		return nil
	}
	if err := readAll(im.opts.Files, p.line); err != nil {
		return err
	}
	if err := readAll(im.format.Beside(im.opts.Given), p.beside); err != nil {
		return err
	}
	if len(problems) > 0 {
		return problems
	}
	for _, a := range im.opts.Aliases {
		_, _ = fmt.Fprintf(in.sum, "%q", []string{a.Name, a.Code, a.ID}) // the records depend on them too
	}
	im.Dataset.Props = maps.Clone(im.Dataset.Props)
	im.Dataset.Props["checksum"] = hex.EncodeToString(in.sum.Sum(nil))
	if p.done != nil {
		if err := p.done(); err != nil {
			return err
		}
	}
	if err := im.buildEvents(ctx); err != nil {
		return err
	}
	if err := im.buildRecords(ctx); err != nil {
		return err
	}
	// A batch has but a part of the records, so it cannot count them.
	im.Dataset.Props["nodeCount"], im.Dataset.Props["edgeCount"] = int64(im.nodeCount), int64(im.records-im.nodeCount)
	return nil
}

// reject counts a row that cannot be used, and writes it to Rejects.
func (im *Import) reject(at position, text, reason string) error {
	im.Rejected[reason]++
	if im.opts.Rejects == nil {
		return nil
	}
	return im.opts.Rejects.Encode(Reject{at.File, at.Line, reason, text})
}

// note counts a part of a usable row that is left out.
func (im *Import) note(reason string) { im.Noted[reason]++ }

// Reasons returns the keys of a count, the most frequent first.
func Reasons(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
}
