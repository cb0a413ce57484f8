package graphqlhttp

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// folder writes files, and gives their folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	fileDocument   = "query InFile {\n  __typename\n}\n"
	mapDocument    = "query InMap { __typename }"
	apolloDocument = "query InApollo { __typename }"
)

func trustedFolder(t *testing.T) string {
	t.Helper()
	return folder(t, map[string]string{
		"pages/one.graphql":        fileDocument,
		"persisted-documents.json": fmt.Sprintf(`{"sha1-of-it": %q}`, mapDocument),
		"apollo/manifest.json": fmt.Sprintf(`{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
			{"id": "apollo-1", "name": "InApollo", "type": "query", "body": %q}]}`, apolloDocument),
		"README.md":      "not read",
		".old/x.graphql": "not read",
	})
}

// TestTrusted: what is trusted is answered by its id, its hash and its text, by GET and POST; all else is not.
func TestTrusted(t *testing.T) {
	documents, err := OpenDocuments(trustedFolder(t))
	if err != nil {
		t.Fatal(err)
	}
	if documents.Count() != 3 {
		t.Errorf("%d documents", documents.Count())
	}
	h := New(Config{API: api(nobody), Documents: documents})
	for name, body := range map[string]string{
		"the text of a file":              asked(fileDocument),
		"without the line's end":          asked(strings.TrimSpace(fileDocument)),
		"the hash of a file":              persistedBody("", hashOf(fileDocument)),
		"the hash of the trimmed text":    `{"documentId": "sha256:` + hashOf(strings.TrimSpace(fileDocument)) + `"}`,
		"an id":                           `{"documentId": "sha1-of-it"}`,
		"an id as Apollo sends it":        persistedBody("", "apollo-1"),
		"an id beside the text":           persistedBody(apolloDocument, "apollo-1"),
		"the hash of what is in a map":    persistedBody("", hashOf(mapDocument)),
		"the text of what is in Apollo's": asked(apolloDocument),
	} {
		if r := post(t, h, graphqlResponse, body); r.StatusCode != 200 || r.text != `{"data":{"__typename":"Query"}}` {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.text)
		}
	}
	if r := ask(t, h, "GET", got("documentId", "sha1-of-it"), ""); r.StatusCode != 200 || !strings.Contains(r.text, "Query") {
		t.Errorf("by GET: %d %s", r.StatusCode, r.text)
	}
	for name, body := range map[string]string{
		"another text":             asked("{ __typename }"),
		"a text with another's id": persistedBody("{ __typename }", "apollo-1"),
		"another hash":             persistedBody("", hashOf("{ __typename }")),
		"another text, registered": persistedBody("{ __typename }", hashOf("{ __typename }")),
		"no document":              asked("{"),
	} {
		if r := post(t, h, graphqlResponse, body); r.StatusCode != 403 || r.code(t) != "NOT_TRUSTED" {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.text)
		}
		if r := post(t, h, legacy, body); r.StatusCode != 200 || r.code(t) != "NOT_TRUSTED" {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.text)
		}
	}
}

// TestTrustedFaults: each fault is told with file and line, and nothing is served.
func TestTrustedFaults(t *testing.T) {
	for _, c := range []struct{ name, file, text, says string }{
		{"a field that is not", "a.graphql", "{\n  stats {\n    nobody\n  }\n}", `a.graphql:3: Cannot query field "nobody"`},
		{"what cannot be read", "a.gql", "{\n  stats {", "a.gql:2: Expected Name"},
		{"a fragment alone", "a.graphql", "fragment A on Query { __typename }", "a.graphql:1: the document has no operation"},
		{"in a map", "m.json", "{\n  \"good\": \"{ __typename }\",\n  \"bad\": \"{\\n nobody }\"\n}",
			"m.json:3: document bad, line 2: Cannot query"},
		{"in Apollo's", "m.json", "{\"format\": \"" + apolloFormat + "\", \"operations\": [\n{\"id\": \"x\", \"body\": \"{ nobody }\"}]}",
			"m.json:2: document x, line 1: Cannot query"},
		{"an operation without a body", "m.json", "{\"operations\": [\n{\"id\": \"x\"}]}", "m.json:2: an operation needs id and body"},
		{"operations that are no list", "m.json", `{"operations": 1}`, "m.json:1: operations is not a list"},
		{"no JSON", "m.json", "{\n x", "m.json:2: invalid character"},
		{"half an object", "m.json", "{\n \"a\": \"{ __typename }\"", "m.json:2: the JSON ends too early"},
		{"a list", "m.json", "[]", "m.json:1: a manifest is an object"},
		{"a number", "m.json", "{\n\n \"a\": 1}", `m.json:3: the document "a" is not a text`},
		{"an id for two", "m.json", "{\"a\": \"{ __typename }\",\n\"sha256:a\": \"{ b: __typename }\"}",
			"m.json:2: another document has the id a too"},
		{"nothing", "README.md", "", "has no documents"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := OpenDocuments(folder(t, map[string]string{c.file: c.text}))
			if !errors.Is(err, graph.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	if _, err := OpenDocuments(nowhere); err == nil || !strings.Contains(err.Error(), nowhere) {
		t.Error("a folder that is not there is taken")
	}
}

// TestReload: what is new is trusted, what is gone is not, and a fault leaves all as it was.
func TestReload(t *testing.T) {
	dir := trustedFolder(t)
	documents, err := OpenDocuments(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := New(Config{API: api(nobody), Documents: documents})
	const added = "{ added: __typename }"
	trusted := func(document string) bool { return post(t, h, legacy, asked(document)).code(t) == "" }
	file := filepath.Join(dir, "new.graphql")
	for _, c := range []struct {
		text   string
		faulty bool
	}{{added, false}, {"{ nobody }", true}} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := documents.Reload(); (err != nil) != c.faulty {
			t.Errorf("%s: %v", c.text, err)
		}
		if !trusted(added) || !trusted(fileDocument) {
			t.Errorf("%s: the documents are not trusted", c.text)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := documents.Reload(); err != nil || trusted(added) || !trusted(fileDocument) {
		t.Errorf("what was taken away is trusted: %v", err)
	}
}

// FuzzManifest: a manifest is read, or refused with a line.
func FuzzManifest(f *testing.F) {
	f.Add(`{"a": "{ __typename }"}`)
	f.Add(`{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a", "body": "{ a }"}]}`)
	f.Add("{\n\"operations\":[\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := readManifest([]byte(text))
		if err != nil && !strings.HasPrefix(err.Error(), ":") {
			t.Fatalf("%q: %v", text, err)
		}
		for _, e := range entries {
			if e.line < 1 || e.line > 1+strings.Count(text, "\n") {
				t.Fatalf("%q: line %d", text, e.line)
			}
		}
	})
}
