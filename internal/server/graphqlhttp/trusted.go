package graphqlhttp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/resolvers"
)

// Documents are the only documents that a server answers.
type Documents struct {
	dir  string
	byID atomic.Pointer[map[string]string] // texts by SHA-256 in hexadecimal, and by the ids of manifests
}

// OpenDocuments reads a folder and those below it: files *.graphql, each a whole document, and manifests *.json, as graphql-codegen,
// Relay and Apollo write them. The error is graph.ErrInvalid, and names file and line of each fault.
func OpenDocuments(dir string) (*Documents, error) {
	d := &Documents{dir: dir}
	return d, d.Reload()
}

// Reload reads the folder again. When it finds a fault, the documents stay as they were.
func (d *Documents) Reload() error {
	byID := map[string]string{}
	var faults []error
	err := fs.WalkDir(os.DirFS(d.dir), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", filepath.Join(d.dir, filepath.FromSlash(name)), errors.Unwrap(err))
		case name != "." && strings.HasPrefix(e.Name(), "."): // among them what Kubernetes keeps beside the files of a ConfigMap
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		file := filepath.Join(d.dir, filepath.FromSlash(name))
		entries, err := readDocuments(file)
		if err != nil {
			faults = append(faults, err)
		}
		for _, entry := range entries {
			faults = append(faults, entry.add(byID, file))
		}
		return nil
	})
	if err = errors.Join(append(faults, err)...); err != nil {
		return graph.Invalid("the trusted documents have faults:\n%v", err)
	}
	if len(byID) == 0 {
		return graph.Invalid("%s has no documents: no file *.graphql, and no manifest *.json", d.dir)
	}
	d.byID.Store(&byID)
	return nil
}

// Count returns how many documents there are.
func (d *Documents) Count() int {
	texts := map[string]bool{}
	for _, text := range *d.byID.Load() {
		texts[text] = true
	}
	return len(texts)
}

// Operations returns the names of the operations in the documents, some of them twice.
func (d *Documents) Operations() (names []string) {
	for _, text := range *d.byID.Load() {
		document, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			continue // Reload has validated it
		}
		for _, operation := range document.Operations {
			names = append(names, operation.Name)
		}
	}
	return names
}

// readDocuments reads the documents of a file, none when its name ends in anything else.
func readDocuments(file string) ([]entry, error) {
	read := map[string]func([]byte) ([]entry, error){".json": readManifest, ".graphql": readDocument, ".gql": readDocument}[path.Ext(file)]
	if read == nil {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	entries, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("%s%w", file, err)
	}
	return entries, nil
}

// readDocument reads a file that is one document.
func readDocument(text []byte) ([]entry, error) { return []entry{{text: string(text), line: 1}}, nil }

// entry is a document with its place in a file.
type entry struct {
	id   string // "" when it is known by its hash alone
	text string
	line int // of its beginning, from 1
}

// add puts a document under its ids. The error names each fault of the document.
func (e entry) add(byID map[string]string, file string) error {
	var faults []error
	for _, err := range resolvers.Validate(e.text) {
		line := e.line
		within := ""
		if len(err.Locations) > 0 && e.id == "" {
			line = err.Locations[0].Line
		} else if len(err.Locations) > 0 {
			within = fmt.Sprintf("document %s, line %d: ", e.id, err.Locations[0].Line)
		}
		faults = append(faults, fmt.Errorf("%s:%d: %s%s", file, line, within, err.Message))
	}
	if faults != nil {
		return errors.Join(faults...)
	}
	// Editors add a line's end to a file, which clients may leave out.
	byID[hashOf(e.text)], byID[hashOf(strings.TrimSpace(e.text))] = e.text, e.text
	if id := strings.TrimPrefix(e.id, "sha256:"); id != "" {
		if other, known := byID[id]; known && other != e.text {
			return fmt.Errorf("%s:%d: another document has the id %s too", file, e.line, id)
		}
		byID[id] = e.text
	}
	return nil
}

type anyDocumentKey struct{}

// AnyDocument returns the context of a request that this process makes to itself, whose document is answered whether it is trusted or
// not.
func AnyDocument(ctx context.Context) context.Context {
	return context.WithValue(ctx, anyDocumentKey{}, true)
}

// text finds the document that a request names, by id or by its whole text.
func (d *Documents) text(p *params) (string, *refusal) {
	id := p.hash
	if p.query != "" {
		id = hashOf(p.query)
	}
	if text, known := (*d.byID.Load())[id]; known {
		return text, nil
	}
	return "", &refusal{http.StatusForbidden, false, "NOT_TRUSTED",
		"this server answers the documents that its operator trusts, and this is none of them"}
}
