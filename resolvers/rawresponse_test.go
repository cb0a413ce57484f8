package resolvers

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// answering is an executor that always answers the same.
type answering struct{ graphql.Response }

func (a answering) CreateOperationContext(context.Context, *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	return &graphql.OperationContext{}, nil
}

func (a answering) DispatchOperation(ctx context.Context, _ *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	return func(context.Context) *graphql.Response { return &a.Response }, ctx
}

func (a answering) DispatchError(context.Context, gqlerror.List) *graphql.Response {
	return &a.Response
}

// TestStraight: what goes straight to the client says what gqlgen would have, with its length; what has errors goes gqlgen's way.
func TestStraight(t *testing.T) {
	long := `{"name":"` + strings.Repeat("Ə", 5000) + `"}`
	for name, response := range map[string]graphql.Response{
		"short":                   {Data: json.RawMessage(`{"actor":null}`)},
		"long":                    {Data: json.RawMessage(long)},
		"errors beside an answer": {Data: json.RawMessage(`{"actor":null}`), Errors: gqlerror.List{gqlerror.Errorf("no such actor")}},
		"nothing":                 {},
		"errors alone":            {Errors: gqlerror.List{gqlerror.Errorf("no such actor")}},
		"extensions":              {Data: json.RawMessage(`{}`), Extensions: map[string]any{"cost": 3}},
	} {
		t.Run(name, func(t *testing.T) {
			ask := func(with graphql.Transport) (*http.Response, string) {
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { with.Do(w, r, answering{response}) }))
				defer server.Close()
				r, err := http.Post(server.URL, "application/json", strings.NewReader(`{"query":"{actor}"}`))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = r.Body.Close() }()
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Fatal(err)
				}
				return r, string(body)
			}
			plain, want := ask(transport.POST{})
			r, got := ask(rawResponse{transport.POST{}})
			if got != want {
				t.Errorf("%.200s, not %.200s", got, want)
			}
			if r.Header.Get("Content-Type") != plain.Header.Get("Content-Type") || r.StatusCode != plain.StatusCode {
				t.Errorf("%s %d, not %s %d", r.Header.Get("Content-Type"), r.StatusCode, plain.Header.Get("Content-Type"), plain.StatusCode)
			}
			if len(response.Data) > 0 && len(response.Errors)+len(response.Extensions) == 0 &&
				r.Header.Get("Content-Length") != strconv.Itoa(len(got)) {
				t.Errorf("%d bytes, told as %q", len(got), r.Header.Get("Content-Length"))
			}
		})
	}
}
