package seed

import (
	"bytes"
	"cmp"
	"encoding/json"
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

// maxYAML bounds a YAML file, in bytes. Such files are written by hand, and held in memory.
const maxYAML = 16 << 20

// maxProblems bounds the problems of a dataset that are reported.
const maxProblems = 5000

// position is a Place while a file is read: small, and without names.
type position struct {
	file         int // index in reader.files
	line, column int
}

// reader reads the files of one dataset, or an input that is no file. Records go directly to sorters, so that a dataset may be
// larger than memory.
type reader struct {
	files       []string
	paths       []string // of an input that is no file, by line from 1
	manifest    graph.Record
	at          position        // of the manifest
	problems    Problems        // errors
	warnings    Problems        // all others
	more        int             // errors beyond maxProblems
	moreWarned  int             // warnings beyond maxProblems
	today       graph.Day       // what is later lies in the future
	order       *extsort.Sorter // records by orderKey
	ids         *extsort.Sorter // mentions by id
	hierarchies hierarchies
	requires    []*Dataset                         // which are loaded before this one
	mentioned   map[string]bool                    // ids in mentions, of an input that is no file
	needs       []need                             // of an input that is no file: the datasets that it names
	locate      func(name string) (location, bool) // finds a dataset that requires names
	onQuotation func(Quotation)                    // is called with each quotation; may be nil
	onWarning   func(dataset string, w Problem)    // is called with each warning; may be nil
	failed      error                              // a failure other than a fault of the files
	found       findings                           // of the checks of facts, nil outside them
	findOnly    bool                               // faults are kept in found and not reported
	about       string                             // the key of the fact that is checked
	isCSV       bool                               // the current file is CSV
	beside      int                                // records of other datasets that are too many to be compared with these
	incomplete  bool                               // a file could not be read, so that unknown ids may be in it
}

func newReader() *reader {
	return &reader{order: extsort.New(""), ids: extsort.New(""), hierarchies: newHierarchies()}
}

// close removes temporary files, of a reader that does not come to finish.
func (r *reader) close() {
	r.order.Close()
	r.ids.Close()
}

// folder reads the files of a dataset's folder. The datasets that it requires were opened before.
func (r *reader) folder(fsys fs.FS, dir string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return err
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { // stable, so that the others stay sorted by name
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
			r.fault(nil, graph.RuleFile.Fault("files that end in .yml are not read").
				WithRemedy("name it %s.yaml", strings.TrimSuffix(name, ".yml")))
		case ".yaml":
			hasManifest = hasManifest || name == manifest
			text, err := readFile(fsys, path.Join(dir, name))
			if err != nil {
				r.incomplete = true
				r.report(nil, err)
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
		r.fault(nil, graph.RuleFile.Fault("missing").
			WithRemedy("a dataset is a folder with a dataset.yaml that says id, name, version and licence"))
	}
	return nil
}

// file reads a file as a stream.
func (r *reader) file(fsys fs.FS, name string, read func(io.Reader) error) error {
	f, err := openPlain(fsys, name)
	if err != nil {
		r.incomplete = true
		r.report(nil, err)
		return nil
	}
	defer func() { _ = f.Close() }()
	return read(f)
}

// Faults of any file.
var (
	notPlain   = graph.RuleFile.Fault("cannot be read").WithRemedy("it should be a plain file that you may read")
	unreadable = graph.RuleFile.Fault("cannot be read to its end").WithRemedy("try again")
	emptyFile  = graph.RuleFile.Fault("empty").WithRemedy("write its records again, or remove the file")
	cutFile    = graph.RuleCutFile.Fault("the file does not end with the end of a line, as one that was cut off").
			WithRemedy("see whether it is whole, and end its last line")
	notUTF8 = graph.RuleFile.Fault("not UTF-8").WithRemedy("save it as UTF-8 text")
)

// openPlain opens a regular file. It refuses a pipe, which would wait for its writer. The error is a graph.Fault.
func openPlain(fsys fs.FS, name string) (fs.File, error) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Mode().IsRegular() {
		if f, err := fsys.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, notPlain
}

// readFile reads a YAML file whole. The error is a graph.Fault.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := openPlain(fsys, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxYAML+1))
	switch {
	case err != nil:
		return nil, unreadable
	case len(text) > maxYAML:
		return nil, graph.RuleFile.Fault("larger than %d MB", maxYAML>>20).WithRemedy("split it by theme, or write JSON Lines or CSV")
	case !utf8.Valid(text):
		return nil, notUTF8
	case bytes.IndexByte(text, 0) >= 0:
		return nil, graph.RuleFile.Fault("holds a NUL byte").WithRemedy("save it as plain text")
	}
	return text, nil
}

// here returns the position of a node in the current file, or the beginning of the file for nil.
func (r *reader) here(n *yaml.Node) position {
	p := position{len(r.files) - 1, 1, 1}
	if n != nil {
		p.line, p.column = max(n.Line, 1), max(n.Column, 1)
	}
	return p
}

// place turns a position into a Place.
func (r *reader) place(p position) Place {
	if r.paths != nil {
		return InInput(r.paths[p.line-1])
	}
	return InFile(r.files[p.file], p.line, p.column)
}

// fault reports a fault at a node, or of the file as a whole for nil.
func (r *reader) fault(n *yaml.Node, f graph.Fault) {
	if n != nil && n.Kind == yaml.AliasNode {
		return // refuseAliases has reported it
	}
	r.faultAt(r.here(n), f)
}

func (r *reader) faultAt(p position, f graph.Fault) {
	if at := (finding{f.Rule(), r.about}); r.found != nil {
		if _, is := r.found[at]; !is {
			r.found[at] = f
		}
		if r.findOnly {
			return
		}
	}
	list, more := &r.problems, &r.more
	if f.Level() == graph.LevelWarning {
		list, more = &r.warnings, &r.moreWarned
	}
	if len(*list) == maxProblems {
		*more++
		return
	}
	*list = append(*list, Problem{r.place(p), f})
}

// tellWarnings tells the warnings in the order of their places.
func (r *reader) tellWarnings() {
	if r.onWarning == nil {
		return
	}
	if r.moreWarned > 0 {
		more := graph.RuleMoreWarnings.Fault("and %d more warnings", r.moreWarned).WithRemedy("look into these first")
		r.warnings = append(r.warnings, Problem{r.place(r.here(nil)), more})
	}
	for _, w := range r.warnings.Sorted() {
		r.onWarning(r.manifest.ID, w)
	}
}

// report reports the faults in an error. An error without any is a failure, which ends the reading.
func (r *reader) report(n *yaml.Node, err error) {
	found := graph.FaultsOf(err)
	for _, f := range found {
		r.fault(n, f)
	}
	if len(found) == 0 {
		r.fail(err)
	}
}

// problemsOf makes problems of the faults in an error.
func problemsOf(at Place, err error) (out Problems) {
	for _, f := range graph.FaultsOf(err) {
		out = append(out, Problem{at, f})
	}
	return out
}

// marks are the values of a record by key, for the places of faults that are found when all records are read.
type marks map[string]*yaml.Node

// add keeps a record, and the mentions that it makes. Sound says that no fault was found in it so far.
func (r *reader) add(n *yaml.Node, rec graph.Record, values marks, sound bool) {
	at := r.here(n)
	if sound {
		r.report(n, graph.Check(rec)) // for what the checks by key do not see
	}
	graph.Canonical(&rec)
	text, err := json.Marshal(rec)
	if err != nil {
		r.fail(err)
		return
	}
	r.fail(r.order.Add(orderKey(rec), append([]byte(values.spots(at).String()+"\n"), text...)))
	if rec.Edge == "" {
		r.mention(rec.ID, mention{role: isNode, at: at, kinds: []graph.Kind{rec.Kind}, date: textOf(rec, "date"), stub: isStub(rec)})
		return
	}
	r.checkInterval(rec, at)
	r.hierarchies.add(rec, &at)
	if rec.Edge == graph.RespondsTo {
		r.mention(rec.From, mention{role: isResponse, at: at, more: rec.Key()})
		r.mention(rec.To, mention{role: isTrigger, at: at, more: rec.Key()})
	}
}

// isStub reports whether a record has no properties or evidence and so states nothing but its edges.
func isStub(rec graph.Record) bool {
	return len(rec.Props) == 0 && len(rec.Evidence) == 0
}

func textOf(rec graph.Record, prop string) string {
	s, _ := rec.Props[prop].(string)
	return s
}

// fail ends the reading for an error that is no fault of the input, such as a full disk.
func (r *reader) fail(err error) {
	if err != nil && r.failed == nil {
		r.failed = err
	}
}
