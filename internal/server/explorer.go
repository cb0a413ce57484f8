package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"time"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/web"
)

const (
	// firstMark stands in the explorer's page for the answer of its first view.
	firstMark = `<script type="application/json" id="first-answer"></script>`
	// firstWait is how long the page waits for that answer. A page without it asks by itself.
	firstWait = 2 * time.Second
	firstFile = "first.json"
)

// firstView is the question of the explorer's first view. Its answer is sent within the page, which saves a reader on a slow line the
// time of a request.
type firstView struct {
	graphql  http.Handler
	question struct {
		Operation string          `json:"operationName"`
		Query     string          `json:"query"`
		Variables json.RawMessage `json:"variables"`
	}
	body []byte // the question as it is posted
}

func newFirstView(graphql http.Handler) *firstView {
	v := &firstView{graphql: graphql}
	text, err := fs.ReadFile(web.Explorer(), firstFile)
	if err == nil {
		err = json.Unmarshal(text, &v.question)
	}
	if err != nil {
		panic(err) // it is embedded, and a test reads it
	}
	v.body = text
	return v
}

// in puts the answer into the page, for who may read it and when there is one. Anybody else gets the page as it is.
func (v *firstView) in(ctx context.Context, page []byte) []byte {
	data := v.ask(ctx)
	if data == nil {
		return page
	}
	text, err := json.Marshal(map[string]any{"operation": v.question.Operation, "variables": v.question.Variables, "data": data})
	if err != nil {
		return page
	}
	var safe bytes.Buffer
	json.HTMLEscape(&safe, text) // no text of the store can end the element
	filled := bytes.Replace([]byte(firstMark), []byte("></"), append(append([]byte(">"), safe.Bytes()...), "</"...), 1)
	return bytes.Replace(page, []byte(firstMark), filled, 1)
}

// ask asks as the one who wants the page, by the way of every request. It returns nil when there is no whole answer.
func (v *firstView) ask(ctx context.Context) json.RawMessage {
	ctx, cancel := context.WithTimeout(graphqlhttp.AnyDocument(ctx), firstWait)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(v.body))
	if err != nil {
		return nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	w := &kept{header: http.Header{}}
	v.graphql.ServeHTTP(w, r)
	var answer struct {
		Data   json.RawMessage   `json:"data"`
		Errors []json.RawMessage `json:"errors"`
	}
	if w.status != http.StatusOK || json.Unmarshal(w.body.Bytes(), &answer) != nil || len(answer.Errors) > 0 {
		return nil
	}
	return answer.Data
}

// kept is a response that stays in memory.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header { return k.header }

func (k *kept) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

func (k *kept) Write(text []byte) (int, error) {
	k.WriteHeader(http.StatusOK)
	return k.body.Write(text)
}
