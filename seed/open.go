package seed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Read reads the dataset in a folder as one batch. The error is Problems when the files are at fault; there is no batch then.
func Read(fsys fs.FS, dir string) (*ingest.Batch, error) {
	o := opener{}
	o.open(location{files: fsys, dir: dir})
	defer closeAll(o.datasets)
	if err := o.err(); err != nil {
		return nil, err
	}
	return o.datasets[len(o.datasets)-1].Batch()
}

// Open reads datasets by name: of built-in datasets, of folders, of files of JSON Lines, and "-" for JSON Lines on stdin. It
// returns each dataset once, after those that it requires. The error is Problems when files are at fault; the datasets are
// then those without a fault. The caller closes all of them.
func Open(names []string, stdin io.Reader) ([]*Dataset, error) {
	return OpenChecked(names, stdin, Checks{})
}

// Checks are what the checks need besides the files, and who is told of what they find. Of a built-in dataset that is only
// required nothing is told.
type Checks struct {
	Today  graph.Day                             // what is dated later lies in the future; "" is the current date
	Quoted func(Quotation)                       // is called with each quotation in the evidence; may be nil
	Warned func(dataset string, warning Problem) // is called with each warning; may be nil
}

// OpenChecked is Open with inputs of the checks. Warnings are no error.
func OpenChecked(names []string, stdin io.Reader, c Checks) ([]*Dataset, error) {
	o := opener{stdin: stdin, checks: c, asked: map[string]bool{}}
	var places []location
	for _, name := range names {
		p, err := locate(name)
		if err != nil {
			return nil, err
		}
		places, o.asked[p.key()] = append(places, p), true
	}
	for _, p := range places {
		o.open(p)
		if o.failed != nil {
			break
		}
	}
	return o.datasets, o.err()
}

func closeAll(datasets []*Dataset) {
	for _, d := range datasets {
		d.Close()
	}
}

// location is where the files of a dataset are.
type location struct {
	name  string // the prefix of places in problems, "" for none
	files fs.FS  // nil for a stream of JSON Lines
	dir   string // within files
	path  string // in the file system, "" for a built-in dataset
}

// locate finds a dataset by name. A built-in dataset comes before a folder of the same name.
func locate(name string) (location, error) {
	if files, ok := Builtin(name); ok {
		return location{files: files, dir: "."}, nil
	}
	if name == "-" {
		return location{name: "stdin", path: "-"}, nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return location{}, graph.Invalid("there is no folder or file %q; name a dataset's folder, or a built-in one: %s",
			name, strings.Join(BuiltinNames(), ", "))
	case err != nil:
		return location{}, fmt.Errorf("cannot look at %q: %w", name, err)
	case info.IsDir():
		return location{name: name, files: os.DirFS(name), dir: ".", path: filepath.Clean(name)}, nil
	case filepath.Ext(name) != ".jsonl":
		return location{}, graph.Invalid("%q is a file; name the dataset's folder, %q, or a file of JSON Lines, *.jsonl",
			name, filepath.Dir(name))
	}
	return location{name: name, path: filepath.Clean(name)}, nil
}

// prepare gives a reader of files at a location what it needs of the opener.
func (o *opener) prepare(r *reader, p location) {
	r.locate, r.today = p.locateRequired, o.checks.Today
	if r.today == "" {
		r.today = graph.Day(time.Now().Format(time.DateOnly))
	}
	if p.path == "" && !o.asked[p.key()] {
		return // a built-in dataset that is only required is not the caller's
	}
	if told := o.checks.Quoted; told != nil {
		r.onQuotation = func(q Quotation) {
			q.At, q.LocatorAt = p.outside(q.At), p.outside(q.LocatorAt)
			told(q)
		}
	}
	if told := o.checks.Warned; told != nil {
		r.onWarning = func(dataset string, w Problem) {
			w.At = p.outside(w.At)
			told(dataset, w)
		}
	}
}

// outside turns a place within a dataset's folder into one as seen from the working directory.
func (p location) outside(at Place) Place {
	if p.name != "" && p.files != nil {
		at.File = filepath.Join(p.name, filepath.FromSlash(at.File))
	}
	return at
}

// key is the same for the same dataset.
func (p location) key() string {
	if p.path == "" {
		return fmt.Sprintf("%v", p.files)
	}
	return p.path + "\x00" + p.dir
}

// opener opens datasets, each after those that it requires.
type opener struct {
	stdin    io.Reader
	checks   Checks
	asked    map[string]bool     // by location, those that were named and not only required
	datasets []*Dataset          // without faults, in order of loading
	known    map[string]*Dataset // by location; nil for one at fault or being read
	problems Problems
	failed   error // for a reason other than the files
}

func (o *opener) err() error {
	switch {
	case o.failed != nil:
		return o.failed
	case len(o.problems) > 0:
		return o.problems
	}
	return nil
}

// open reads the dataset at a location, once. It returns nil when the dataset is at fault.
func (o *opener) open(p location) *Dataset {
	key := p.key()
	if d, done := o.known[key]; done {
		return d
	}
	if o.known == nil {
		o.known = map[string]*Dataset{}
	}
	o.known[key] = nil
	var found []*Dataset
	var err error
	if p.files == nil {
		found, err = o.stream(p)
	} else {
		var d *Dataset
		if d, err = o.folder(p); d != nil {
			found = []*Dataset{d}
		}
	}
	o.datasets = append(o.datasets, found...)
	var problems Problems
	switch {
	case errors.As(err, &problems):
		for _, x := range problems {
			x.At = p.outside(x.At)
			o.problems = append(o.problems, x)
		}
		return nil
	case err != nil:
		o.failed = err
		return nil
	}
	o.known[key] = found[len(found)-1]
	return o.known[key]
}

func (o *opener) folder(p location) (*Dataset, error) {
	r := newReader()
	o.prepare(r, p)
	for _, name := range requires(p) {
		q, ok := p.locateRequired(name)
		if !ok {
			continue // reported when the manifest is read
		}
		if d := o.open(q); d != nil {
			r.requires = append(r.requires, d)
		} else {
			r.incomplete = true // its ids are not known
		}
	}
	if err := r.folder(p.files, p.dir); err != nil {
		return nil, err
	}
	return r.finish()
}

// stream reads a file of JSON Lines, which may hold several datasets.
func (o *opener) stream(p location) (found []*Dataset, err error) {
	in := o.stdin
	if p.path != "-" {
		f, err := openPlain(os.DirFS(filepath.Dir(p.path)), filepath.Base(p.path))
		if err != nil {
			return nil, problemsOf(InFile(p.name, 1, 1), err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	return o.read(in, p)
}

// locateRequired finds a dataset that a manifest requires: a built-in one, or a folder or file relative to its own.
func (p location) locateRequired(name string) (location, bool) {
	if files, ok := Builtin(name); ok {
		return location{files: files, dir: "."}, true
	}
	if p.path == "" || !strings.HasPrefix(name, "./") && !strings.HasPrefix(name, "../") {
		return location{}, false
	}
	q, err := locate(filepath.Join(p.path, filepath.FromSlash(name)))
	return q, err == nil
}

// requires returns the names in a manifest's requires, none when the manifest does not parse.
func requires(p location) []string {
	text, err := readFile(p.files, path.Join(p.dir, manifest))
	if err != nil {
		return nil
	}
	var m struct{ Requires []string }
	if err := yaml.Unmarshal(text, &m); err != nil {
		return nil // reported when the dataset is read
	}
	return slices.Compact(m.Requires)
}
