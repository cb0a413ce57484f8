package resolvers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// fakeReader remembers what it was asked, and gives the answer that it was told to give.
type fakeReader struct {
	mu     sync.Mutex // Root fields are asked at once.
	asked  *query.Query
	answer *query.Answer
	err    error
	panics any
}

func (r *fakeReader) Fetch(_ context.Context, q *query.Query) (*query.Answer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = q
	if r.panics != nil {
		panic(r.panics)
	}
	return r.answer, r.err
}

// Revision never rises: nothing is written.
func (r *fakeReader) Revision(context.Context) (int64, error) { return 0, nil }

// nothingFound answers every question with nothing.
func nothingFound() *fakeReader {
	return &fakeReader{answer: &query.Answer{Stats: &query.Stats{}, Groups: make([][]query.Grouped, 3)}}
}

// post asks a document with variables as a server does, and gives the response as JSON.
func post(t *testing.T, r query.Reader, document string, variables map[string]any) string {
	t.Helper()
	sent, err := json.Marshal(variables)
	if err != nil {
		t.Fatal(err)
	}
	var received map[string]any
	decoder := json.NewDecoder(bytes.NewReader(sent))
	decoder.UseNumber()
	if err := decoder.Decode(&received); err != nil {
		t.Fatal(err)
	}
	operation, errs := New(r).Prepare(t.Context(), Request{Query: document, Variables: received})
	response := &graphql.Response{Errors: errs}
	if errs == nil {
		response = operation.Run(t.Context())
	}
	var body strings.Builder
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(response); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(body.String(), "\n")
}

// queryOf is what the store is asked for a document.
func queryOf(t *testing.T, document string) *query.Query {
	t.Helper()
	return queryWith(t, document, nil)
}

func queryWith(t *testing.T, document string, variables map[string]any) *query.Query {
	t.Helper()
	r := nothingFound()
	if strings.Contains(document, "(id:") { // One item an id is given back, nil where there is none.
		r.answer.Items = []*query.Item{nil}
	}
	body := post(t, r, document, variables)
	if r.asked == nil || strings.Contains(body, `"errors"`) {
		t.Fatalf("%s\nis answered %s", document, body)
	}
	return r.asked
}

// data is what a document is answered when the store gives these items.
func data(t *testing.T, document string, found ...*query.Item) string {
	t.Helper()
	return answerTo(t, document, &query.Answer{Items: found})
}

func answerTo(t *testing.T, document string, found *query.Answer) string {
	t.Helper()
	body := post(t, &fakeReader{answer: found}, document, nil)
	text, isData := strings.CutPrefix(body, `{"data":`)
	if !isData || !json.Valid([]byte(body)) {
		t.Fatalf("%s\nis answered %s", document, body)
	}
	return strings.TrimSuffix(text, "}")
}

// failure is the one error of a response.
type failure struct {
	Message    string
	Path       []any
	Extensions struct{ Code string }
}

func failureOf(t *testing.T, r query.Reader, document string, variables map[string]any) failure {
	t.Helper()
	body := post(t, r, document, variables)
	var response struct{ Errors []failure }
	if err := json.Unmarshal([]byte(body), &response); err != nil || len(response.Errors) != 1 {
		t.Fatalf("%s\nis answered %s, which is not one error: %v", document, body, err)
	}
	return response.Errors[0]
}

// item is an item of a kind with some values, and what comes along.
func item(k graph.Kind, values map[string]any, related ...*query.Items) *query.Item {
	it := &query.Item{Kind: k, Values: make([]any, len(query.Columns(k))), Related: related}
	for name, v := range values {
		it.Values[query.Column(k, name)] = v
	}
	return it
}

func ided(k graph.Kind, id string) *query.Item { return item(k, map[string]any{"id": id}) }

func list(items ...*query.Item) *query.Items { return &query.Items{Items: items} }

// said is a condition in words.
func said(p query.Pred) string {
	oneOf := func(word string, values []string) string {
		return fmt.Sprintf("%s %s", word, strings.Join(values, "|"))
	}
	all := func(list []query.Pred, word, none string) string {
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = said(p)
		}
		switch len(parts) {
		case 0:
			return none
		case 1:
			return parts[0]
		}
		return "(" + strings.Join(parts, " "+word+" ") + ")"
	}
	switch p := p.(type) {
	case nil:
		return "anything"
	case query.And:
		return all(p, "and", "all")
	case query.Or:
		return all(p, "or", "none")
	case query.Not:
		return "not " + said(p.Pred)
	case query.IDIn:
		return oneOf("id", p)
	case query.In:
		return oneOf(p.Prop, p.Values)
	case query.OwnedBy:
		return "owned by " + strings.Join(p, "|")
	case query.OfCountry:
		return "of country " + strings.Join(p, "|")
	case query.InPlaces:
		return oneOf("in place", p)
	case query.Between:
		return fmt.Sprintf("%s %s..%s", p.Prop, bound(p.Min), bound(p.Max))
	case query.Like:
		if p.Prefix {
			return oneOf(p.Prop+" starts with", p.Values)
		}
		return oneOf(p.Prop+" contains", p.Values)
	case query.HasValue:
		return "has " + p.Prop
	case query.HeldOn:
		return "held on " + string(p.Day)
	case query.Overlaps:
		return fmt.Sprintf("date %s..%s", p.Since, p.Until)
	case query.Matches:
		return fmt.Sprintf("matches %q", p.Text)
	case query.Related:
		return fmt.Sprintf("some %s.%s [%s]", p.Relation.From, p.Relation.Name, said(p.Where))
	case query.Attributed:
		if p.Direct {
			return oneOf("directly", p.Keys)
		}
		return oneOf("attributed", p.Keys)
	}
	return fmt.Sprintf("%#v", p)
}

func bound(v *float64) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(*v)
}

// included names relations, with those below them, and what is asked of a list: "responses(3, total)[trigger]".
func included(includes []*query.Include) string {
	var out []string
	for _, i := range includes {
		s := i.Relation.Name
		if i.Relation.Cardinality == graph.Connection {
			s += fmt.Sprintf("(%d", i.Page.Limit)
			if i.Total {
				s += ", total"
			}
			s += ")"
		}
		if len(i.Includes) > 0 {
			s += "[" + included(i.Includes) + "]"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// projected names the values that are asked for, by kind: "Action: id title". Nil is everything.
func projected(p query.Projection) string {
	if p == nil {
		return "everything"
	}
	var out []string
	for _, k := range p {
		s := string(k.Kind) + ":"
		for i, name := range query.Columns(k.Kind) {
			if k.Values.Has(i) {
				s += " " + name
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// required names what has to be there: "actor russia", "any x".
func required(nodes []query.RequiredNode) string {
	var out []string
	for _, n := range nodes {
		kind := strings.ToLower(string(n.Kind))
		if kind == "" {
			kind = "any"
		}
		out = append(out, kind+" "+n.ID)
	}
	return strings.Join(out, ", ")
}
