package cookbook_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/internal/neo4jtest"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
	"github.com/demarche-graph/demarche/seed"
)

var update = flag.Bool("update", false, "write the answers of the embedded store anew; read what changed before you keep it")

// Every example gives its true answer on the founding case, the same on both stores, to the letter.
func TestAnswers(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { answers(t, "sqlite::memory:", *update) })
	t.Run("Neo4j", func(t *testing.T) { answers(t, neo4jtest.Fresh(t), false) })
}

func answers(t *testing.T, url string, update bool) {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	load(t, s, "founding-case")
	api := resolvers.New(s)
	api.LetWrite(resolvers.Writing{Store: s, Author: func(context.Context) (string, error) { return "a test", nil }})
	h := graphqlhttp.New(graphqlhttp.Config{API: api})
	list, err := cookbook.Examples()
	if err != nil {
		t.Fatal(err)
	}
	loaded := map[string]bool{"": true}
	slices.SortStableFunc(list, func(a, b cookbook.Example) int { return cmp.Compare(a.Dataset, b.Dataset) })
	for _, e := range list {
		if !loaded[e.Dataset] {
			load(t, s, e.Dataset)
			loaded[e.Dataset] = true
		}
		t.Run(e.Name, func(t *testing.T) {
			got := ask(t, h, e)
			golden := filepath.Join("answers", e.Name+".json")
			if update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the answer differs from %s:\n%s", golden, got)
			}
		})
	}
}

func load(t testing.TB, s store.Store, dataset string) {
	t.Helper()
	files, _ := seed.Builtin(dataset)
	batch, err := seed.Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), *batch); err != nil {
		t.Fatal(err)
	}
	again, err := s.Apply(t.Context(), *batch)
	if err != nil || again.Added+again.Changed+again.Retracted > 0 {
		t.Errorf("loading twice changes %+v, %v", again, err)
	}
}

// ask sends an example over HTTP and gives the answer, indented.
func ask(t *testing.T, h http.Handler, e cookbook.Example) []byte {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(bodyOf(t, e)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var out bytes.Buffer
	if err := json.Indent(&out, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// docs/generated/cookbook.md is these examples and their answers, to be read in one go.
func TestPage(t *testing.T) {
	list, err := cookbook.Examples()
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	page.WriteString("# Cookbook\n\nQuestions to ask of Demarche, with their true answers on the founding case. Each is a file of\n" +
		"[docs/cookbook](../cookbook), an example in the playground, and a test on both stores. This page is made of them:\n" +
		"`make generate` writes it anew.\n\n")
	for _, e := range list {
		fmt.Fprintf(&page, "- [%s](#%s)\n", e.Title, e.Name)
	}
	for _, e := range list {
		golden, err := os.ReadFile(filepath.Join("answers", e.Name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "\n## <a id=\"%s\"></a>%s\n\n%s\n\n```graphql\n%s```\n", e.Name, e.Title, e.Note, e.Query)
		if e.Variables != "" {
			fmt.Fprintf(&page, "\nwith the variables `%s`\n", e.Variables)
		}
		fmt.Fprintf(&page, "\n<details><summary>The answer</summary>\n\n```json\n%s```\n\n</details>\n", golden)
	}
	const file = "../generated/cookbook.md"
	if *update {
		if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(have, page.Bytes()) {
		t.Errorf("docs/generated/cookbook.md is not what the examples make: %v; `make generate` writes it anew", err)
	}
}

// bodyOf is an example as a request's body.
func bodyOf(t testing.TB, e cookbook.Example) []byte {
	t.Helper()
	body, err := e.Body()
	if err != nil {
		t.Fatal(err)
	}
	return body
}
