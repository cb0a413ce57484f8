package seed

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/demarche-graph/demarche/graph"
)

// maxFile bounds a curated file, in bytes: they are written by hand.
const maxFile = 64 << 20

// Read reads the dataset in a folder. The error is Problems when the files are at fault; then there is no
// batch, so that nothing of the dataset is written.
func Read(fsys fs.FS, dir string) (*graph.Batch, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	r := &reader{where: map[string]position{}, known: map[string]graph.Kind{}}
	sum := sha256.New()
	hasManifest := false
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { // by name, the manifest first: it says what is known
		return cmp.Compare(notManifest(a), notManifest(b))
	})
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		r.file = path.Join(dir, e.Name())
		switch path.Ext(e.Name()) {
		case ".yml":
			r.fault(nil, "files that end in .yml are not read; name it %s.yaml", strings.TrimSuffix(e.Name(), ".yml"))
			continue
		case ".yaml":
		default:
			continue
		}
		hasManifest = hasManifest || e.Name() == manifest
		text, err := readFile(fsys, r.file)
		if err != nil {
			r.broken = true
			r.fault(nil, "%s", err.Error())
			continue
		}
		fmt.Fprintf(sum, "%s\x00%d\x00%s", e.Name(), len(text), text)
		r.read(text, e.Name() == manifest)
	}
	if !hasManifest {
		r.file = path.Join(dir, manifest)
		r.fault(nil, "missing; a dataset is a folder with a dataset.yaml that says id, name, version and licence")
	}
	r.resolve()
	r.sense()
	if len(r.problems) > 0 {
		return nil, r.problems.sorted()
	}
	r.batch.Dataset.Props["checksum"] = hex.EncodeToString(sum.Sum(nil))
	return &r.batch, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name) // before opening: to open a pipe would wait for its writer
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("cannot be read; it should be a plain file that you may read")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, errors.New("cannot be read; it should be a plain file that you may read")
	}
	defer func() { _ = f.Close() }()
	var text []byte
	if info.Size() <= maxFile {
		text, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	}
	switch {
	case err != nil:
		return nil, errors.New("cannot be read to its end; try again")
	case info.Size() > maxFile || len(text) > maxFile:
		return nil, fmt.Errorf("larger than %d MB; split it by theme", maxFile>>20)
	case !utf8.Valid(text):
		return nil, errors.New("not UTF-8; save it as UTF-8 text")
	case bytes.IndexByte(text, 0) >= 0:
		return nil, errors.New("holds a NUL byte; save it as plain text")
	}
	return text, nil
}

type position struct {
	file         string
	line, column int
}

// reference is an id that something names, to be looked up when all files are read.
type reference struct {
	position
	id    string
	kinds []graph.Kind
}

type reader struct {
	file     string
	batch    graph.Batch
	problems Problems
	where    map[string]position // of records, by key
	refs     []reference
	known    map[string]graph.Kind // ids of the datasets that this one requires
	broken   bool                  // a file could not be read, so that ids which seem unknown may stand there
}

// fault notes a problem at a node, or of the file as a whole.
func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	p := Problem{r.file, 1, 1, fmt.Sprintf(format, args...)}
	if n != nil {
		if n.Kind == yaml.AliasNode {
			return // Said once already, by noAliases.
		}
		p.Line, p.Column = max(n.Line, 1), max(n.Column, 1)
	}
	r.problems = append(r.problems, p)
}

func (r *reader) read(text []byte, isManifest bool) {
	root, ok := r.parse(text)
	switch {
	case !ok:
		r.broken = true
	case isManifest && root == nil:
		r.fault(nil, "empty; say id, name, version and licence")
	case isManifest:
		r.dataset(root)
	case root != nil:
		r.lists(root)
	}
}

// parse gives the root of a file's one document, nil when it has none, and false when it is no YAML.
func (r *reader) parse(text []byte) (*yaml.Node, bool) {
	var doc, more yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, true
	}
	if err == nil {
		if err = dec.Decode(&more); err == nil {
			r.fault(&more, "a second document; give it a file of its own")
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil {
		r.fault(brokenAt(text), "not YAML: %s; look for a quotation mark, bracket or indentation that is off", yamlSaid(err))
		return nil, false
	}
	root := doc.Content[0]
	r.noAliases(root)
	if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
		return nil, true
	}
	return root, true
}

var yamlLine = regexp.MustCompile(`^yaml: (line \d+: )?`)

// yamlSaid is an error of the YAML parser without its line, which is that of some block around the fault.
func yamlSaid(err error) string { return yamlLine.ReplaceAllString(err.Error(), "") }

// brokenAt finds the line of a fault in the YAML: the first after the longest beginning of the file that
// is sound. A long file is not searched.
func brokenAt(text []byte) *yaml.Node {
	if len(text) > 1<<20 {
		return nil
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	ends := make([]int, len(lines)+1)
	for i, l := range lines {
		ends[i+1] = ends[i] + len(l)
	}
	sound := func(n int) bool {
		dec := yaml.NewDecoder(bytes.NewReader(text[:ends[n]]))
		for {
			if err := dec.Decode(new(yaml.Node)); err != nil {
				return errors.Is(err, io.EOF)
			}
		}
	}
	good, bad := 0, len(lines)
	for range 20 {
		for bad-good > 1 {
			if mid := (good + bad) / 2; sound(mid) {
				good = mid
			} else {
				bad = mid
			}
		}
		// What begins in this line may be right and end some lines further down.
		next := 0
		for n := bad + 1; n < len(lines) && n <= bad+50 && next == 0; n++ {
			if sound(n) {
				next = n
			}
		}
		if next == 0 {
			break
		}
		good, bad = next, len(lines)
	}
	line := string(lines[good])
	return &yaml.Node{Line: good + 1, Column: 1 + len(line) - len(strings.TrimLeft(line, " "))}
}

// noAliases refuses what makes one place of a file stand for another: a reader sees what is written, and
// a small file stays small.
func (r *reader) noAliases(n *yaml.Node) {
	for _, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			r.problems = append(r.problems, Problem{r.file, c.Line, c.Column,
				fmt.Sprintf("YAML aliases, as *%.60s, are not taken; write the value out", c.Value)})
			continue
		}
		r.noAliases(c)
	}
}

func (r *reader) lists(root *yaml.Node) {
	r.pairs(root, func(key, value *yaml.Node) {
		kind, ok := lists[key.Value]
		switch {
		case !ok:
			r.unknown(key, names(lists))
		case value.Kind != yaml.SequenceNode:
			r.fault(value, "%s should be a list of records, each beginning with \"- id:\"", key.Value)
		default:
			for _, n := range value.Content {
				r.record(kind, n)
			}
		}
	})
}

// pairs walks a map, refusing what is none, merges, keys that stand twice and keys without a value. It
// returns the keys that are there, well filled or not, so that none is called missing besides.
func (r *reader) pairs(n *yaml.Node, visit func(key, value *yaml.Node)) map[string]bool {
	if n.Kind != yaml.MappingNode {
		r.fault(n, "should be a map of keys and values, such as \"id: …\"")
		return nil
	}
	given := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge":
			r.fault(key, "should be a plain key; YAML merges and keys of parts are not taken")
			continue
		case given[key.Value]:
			r.fault(key, "%.60s stands twice; join the two", key.Value)
		case value.Kind == yaml.ScalarNode && value.ShortTag() == "!!null":
			r.fault(value, "%.60s has no value; leave the key out when it is unknown", key.Value)
		default:
			visit(key, value)
		}
		given[key.Value] = true
	}
	return given
}

// text reads one text. Texts that YAML takes for something else need quotation marks; dates do not.
func (r *reader) text(name string, n *yaml.Node) (string, bool) {
	tag := n.ShortTag()
	switch {
	case n.Kind != yaml.ScalarNode:
		r.fault(n, "%s should be one text", name)
	case tag == "!!timestamp", tag == "!!int" && slices.Contains(dates, name):
		return n.Value, true
	case tag == "!!null":
		r.fault(n, "%s holds an empty item; leave it out", name)
	case tag != "!!str":
		r.fault(n, "%s is %s, it should be a text; put it in quotation marks: \"%.60s\"", name, typeWord(tag), n.Value)
	case strings.ContainsRune(n.Value, 0):
		r.fault(n, "%s holds a NUL character; leave it out", name)
	case strings.TrimSpace(n.Value) == "":
		r.fault(n, "%s is empty; leave the key out when it is unknown", name)
	default:
		return n.Value, true
	}
	return "", false
}

// id reads an id.
func (r *reader) id(name string, n *yaml.Node) string {
	id, ok := r.text(name, n)
	if !ok {
		return ""
	}
	if err := graph.CheckID(id); err != nil {
		r.fault(n, "%s", plain(err.Error()))
		return ""
	}
	return id
}

func typeWord(tag string) string {
	switch tag {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	}
	return tag
}

// add takes a record in, unless its key stands elsewhere already.
func (r *reader) add(n *yaml.Node, rec graph.Record, sound bool) {
	if p, twice := r.where[rec.Key()]; twice {
		r.fault(n, "%q stands also at %s:%d; give it once", rec.Key(), p.file, p.line)
		return
	}
	r.where[rec.Key()] = position{r.file, n.Line, n.Column}
	r.batch.Puts = append(r.batch.Puts, rec)
	if !sound {
		return
	}
	if err := graph.Check(rec); err != nil { // What the checks on the way have not seen.
		for line := range strings.SplitSeq(err.Error(), "\n") {
			r.fault(n, "%s", plain(line))
		}
	}
}

// plain takes the sentinel's word out of a message: that something is wrong goes without saying.
func plain(message string) string {
	return strings.ReplaceAll(message, graph.ErrInvalid.Error()+": ", "")
}

// maxSuggestions bounds how many unknown ids are compared with all known ones.
const maxSuggestions = 200

// resolve looks up every id that was named.
func (r *reader) resolve() {
	kinds := maps.Clone(r.known)
	for _, p := range r.batch.Puts {
		if p.Edge == "" {
			kinds[p.ID] = p.Kind
		}
	}
	ids := map[string][]string{} // of the kinds asked for
	unknown := 0
	for _, ref := range r.refs {
		k, ok := kinds[ref.id]
		wanted := kindWords(ref.kinds)
		message := ""
		switch {
		case ok && slices.Contains(ref.kinds, k):
			continue
		case ok:
			message = fmt.Sprintf("%q is %s; %s is needed here", ref.id, withArticle(string(k)), withArticle(wanted))
		case r.broken:
			continue
		default:
			message = fmt.Sprintf("unknown %s %q", wanted, ref.id)
			if ids[wanted] == nil {
				ids[wanted] = idsOfKinds(kinds, ref.kinds)
			}
			near := ""
			if unknown++; unknown <= maxSuggestions {
				near = nearest(ref.id, ids[wanted])
			}
			if near != "" {
				message += fmt.Sprintf("; did you mean %q?", near)
			} else {
				message += "; add it to a file of this dataset"
			}
		}
		r.problems = append(r.problems, Problem{ref.file, ref.line, ref.column, message})
	}
}
