package seed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// maxYAML bounds a YAML file, in bytes: they are written by hand, and read whole.
const maxYAML = 16 << 20

// maxProblems bounds how many problems of a dataset are kept and shown.
const maxProblems = 5000

type position struct {
	file         int // of reader.files
	line, column int
}

// reader reads the files of one dataset. Records go to sorters as they come, so that a dataset may be larger than memory.
type reader struct {
	files    []string
	manifest graph.Record
	at       position // of the manifest
	problems Problems
	more     int             // problems beyond maxProblems
	order    *extsort.Sorter // records by order of writing: see orderKey
	ids      *extsort.Sorter // nodes and what names them, by id: see mention
	wholes   wholes
	requires []*Dataset                      // that are loaded before
	beside   func(name string) (place, bool) // where such a one lies
	quoted   func(Quotation)                 // is shown each quotation; may be nil
	failed   error                           // temporary files cannot be written
	broken   bool                            // a file could not be read, so that ids which seem unknown may stand there
}

func newReader() *reader {
	return &reader{order: extsort.New(""), ids: extsort.New(""), wholes: newWholes()}
}

// folder reads the files of a dataset's folder, but for the manifest's list of what it requires.
func (r *reader) folder(fsys fs.FS, dir string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { // by name, the manifest first
		return cmp.Compare(notManifest(a), notManifest(b))
	})
	hasManifest := false
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		r.files = append(r.files, path.Join(dir, name))
		switch path.Ext(name) {
		case ".yml":
			r.fault(nil, "files that end in .yml are not read; name it %s.yaml", strings.TrimSuffix(name, ".yml"))
		case ".yaml":
			hasManifest = hasManifest || name == manifest
			text, err := readFile(fsys, path.Join(dir, name))
			if err != nil {
				r.broken = true
				r.fault(nil, "%s", err.Error())
				continue
			}
			r.yaml(text, name == manifest)
		case ".csv":
			err = r.file(fsys, path.Join(dir, name), r.csv)
		case ".jsonl":
			err = r.file(fsys, path.Join(dir, name), r.jsonl)
		}
		if err != nil {
			return err
		}
	}
	if !hasManifest {
		r.files = append(r.files, path.Join(dir, manifest))
		r.fault(nil, "missing; a dataset is a folder with a dataset.yaml that says id, name, version and licence")
	}
	return nil
}

// file reads a file as it streams by.
func (r *reader) file(fsys fs.FS, name string, read func(io.Reader) error) error {
	f, err := openPlain(fsys, name)
	if err != nil {
		r.broken = true
		r.fault(nil, "%s", err.Error())
		return nil
	}
	defer func() { _ = f.Close() }()
	return read(f)
}

// openPlain opens a file that is one: to open a pipe would wait for its writer.
func openPlain(fsys fs.FS, name string) (fs.File, error) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Mode().IsRegular() {
		if f, err := fsys.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, errors.New("cannot be read; it should be a plain file that you may read")
}

// readFile reads a YAML file whole.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := openPlain(fsys, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxYAML+1))
	switch {
	case err != nil:
		return nil, errors.New("cannot be read to its end; try again")
	case len(text) > maxYAML:
		return nil, fmt.Errorf("larger than %d MB; split it by theme, or write JSON Lines or CSV", maxYAML>>20)
	case !utf8.Valid(text):
		return nil, errors.New("not UTF-8; save it as UTF-8 text")
	case bytes.IndexByte(text, 0) >= 0:
		return nil, errors.New("holds a NUL byte; save it as plain text")
	}
	return text, nil
}

// here is where a node stands: in the file that is being read, at its beginning when there is no node.
func (r *reader) here(n *yaml.Node) position {
	p := position{len(r.files) - 1, 1, 1}
	if n != nil {
		p.line, p.column = max(n.Line, 1), max(n.Column, 1)
	}
	return p
}

// fault notes a problem at a node, or of the file as a whole.
func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	if n != nil && n.Kind == yaml.AliasNode {
		return // Said once already, by noAliases.
	}
	r.faultAt(r.here(n), format, args...)
}

func (r *reader) faultAt(p position, format string, args ...any) {
	if len(r.problems) == maxProblems {
		r.more++
		return
	}
	r.problems = append(r.problems, Problem{r.files[p.file], p.line, p.column, fmt.Sprintf(format, args...)})
}

// add takes a record in.
func (r *reader) add(n *yaml.Node, rec graph.Record, sound bool) {
	at := r.here(n)
	if sound {
		if err := graph.Check(rec); err != nil { // What the checks on the way have not seen.
			for line := range strings.SplitSeq(err.Error(), "\n") {
				r.faultAt(at, "%s", plain(line))
			}
		}
	}
	graph.Canonical(&rec)
	text, err := json.Marshal(rec)
	if err != nil {
		r.faultAt(at, "cannot be kept: %v", err)
		return
	}
	r.keep(r.order.Add(orderKey(rec), append([]byte(at.String()+"\n"), text...)))
	if rec.Edge == "" {
		r.mention(rec.ID, mention{role: isNode, at: at, kinds: []graph.Kind{rec.Kind}, date: textOf(rec, "date"), empty: statesNothing(rec)})
		return
	}
	r.interval(rec, at)
	r.wholes.add(rec, &at)
	if rec.Edge == graph.RespondsTo {
		r.mention(rec.From, mention{role: isResponse, at: at, more: rec.Key()})
		r.mention(rec.To, mention{role: isTrigger, at: at, more: rec.Key()})
	}
}

// statesNothing tells whether a record is there for its edges alone.
func statesNothing(rec graph.Record) bool {
	return len(rec.Props) == 0 && len(rec.Evidence) == 0
}

func textOf(rec graph.Record, prop string) string {
	s, _ := rec.Props[prop].(string)
	return s
}

// keep notes that temporary files cannot be written, which ends the reading.
func (r *reader) keep(err error) {
	if err != nil && r.failed == nil {
		r.failed = err
	}
}

// plain takes the sentinel's word out of a message: that something is wrong goes without saying.
func plain(message string) string {
	return strings.ReplaceAll(message, graph.ErrInvalid.Error()+": ", "")
}
