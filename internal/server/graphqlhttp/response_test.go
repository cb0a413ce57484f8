package graphqlhttp

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/zstd"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/resolvers"
)

// answering always gives one result.
func answering(r Result) http.Handler {
	return New(Config{API: api(nobody), Introspection: true, Run: func(context.Context, *resolvers.Operation) Result {
		response := *r.Response
		return Result{Response: &response, Tag: r.Tag, RetryAfter: r.RetryAfter}
	}})
}

func dataOf(text string) *graphql.Response { return &graphql.Response{Data: json.RawMessage(text)} }

// TestWhole: an answer goes to the client as it was written, and what stands beside it is JSON, each with its length.
func TestWhole(t *testing.T) {
	long := `{"name":"` + strings.Repeat("Ə>", 5000) + `"}`
	wrong := gqlerror.List{failure("NOT_FOUND", `no "a>b"`)}
	for want, r := range map[string]*graphql.Response{
		`{"data":{"actor":null}}`: dataOf(`{"actor":null}`),
		`{"data":` + long + `}`:   dataOf(long),
		`{"errors":[{"message":"no \"a>b\"","extensions":{"code":"NOT_FOUND"}}],"data":{"a":"b>c"}}`: {
			Data: json.RawMessage(`{"a":"b>c"}`), Errors: wrong},
		`{"errors":[{"message":"no \"a>b\"","extensions":{"code":"NOT_FOUND"}}]}`: {Errors: wrong},
		`{"data":{},"extensions":{"cost":3}}`: {
			Data: json.RawMessage(`{}`), Extensions: map[string]any{"cost": 3}},
	} {
		got := post(t, answering(Result{Response: r}), legacy, asked(one))
		if got.text != want {
			t.Errorf("%.300s, not %.300s", got.text, want)
		}
		if got.Header.Get("Content-Length") != strconv.Itoa(len(want)) {
			t.Errorf("%d bytes, told as %s", len(want), got.Header.Get("Content-Length"))
		}
		if got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("ETag") != "" || got.Header.Get("Vary") != "Accept" {
			t.Errorf("%v", got.Header)
		}
	}
}

// TestTags: what a GET request is answered may be kept, and is not sent again while it is the same.
func TestTags(t *testing.T) {
	h := Compressed(answering(Result{Response: dataOf(`"` + strings.Repeat("x", 2*compressedFrom) + `"`), Tag: "r7-abc"}))
	path := got("query", one)
	for _, c := range []struct {
		accept, encoding, match string
		status                  int
		tag                     string
	}{
		{legacy, "", "", 200, `"r7-abc"`},
		{graphqlResponse, "", "", 200, `"r7-abc-g"`},
		{legacy, "gzip", "", 200, `"r7-abc-gzip"`},
		{legacy, "zstd, gzip;q=0.5", "", 200, `"r7-abc-zstd"`},
		{graphqlResponse, "gzip", "", 200, `"r7-abc-g-gzip"`},
		{legacy, "", `"r7-abc"`, 304, `"r7-abc"`},
		{legacy, "", `W/"r7-abc"`, 304, `"r7-abc"`},
		{legacy, "", `"old", "r7-abc"`, 304, `"r7-abc"`},
		{legacy, "", "*", 304, `"r7-abc"`},
		{legacy, "gzip", `"r7-abc-gzip"`, 304, `"r7-abc-gzip"`},
		{legacy, "zstd", `"r7-abc-zstd"`, 304, `"r7-abc-zstd"`},
		{legacy, "", `"r6-abc"`, 200, `"r7-abc"`},
		{legacy, "", `r7-abc`, 200, `"r7-abc"`},
		{graphqlResponse, "", `"r7-abc"`, 200, `"r7-abc-g"`},
	} {
		r := ask(t, h, "GET", path, "", "Accept", c.accept, "Accept-Encoding", c.encoding, "If-None-Match", c.match)
		if r.StatusCode != c.status || r.Header.Get("ETag") != c.tag || (r.text == "") != (c.status == 304) {
			t.Errorf("%v: %d %s, %d bytes", c, r.StatusCode, r.Header.Get("ETag"), len(r.text))
		}
		if vary := r.Header.Values("Vary"); !slices.Contains(vary, "Accept-Encoding") || !slices.Contains(vary, "Accept") {
			t.Errorf("%v: varies by %s", c, vary)
		}
		if r.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%v: %s", c, r.Header.Get("Cache-Control"))
		}
	}
	r := ask(t, h, "POST", "/graphql", asked(one), "Content-Type", legacy, "If-None-Match", "*")
	if r.StatusCode != 200 || r.Header.Get("ETag") != "" {
		t.Errorf("by POST: %d %s", r.StatusCode, r.Header.Get("ETag"))
	}
	wrong := &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{failure("INTERNAL", "x")}}
	failed := answering(Result{Response: wrong, Tag: "a"})
	if r := ask(t, failed, "GET", path, ""); r.Header.Get("ETag") != "" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("an answer with errors may be kept: %v", r.Header)
	}
}

// TestCompressed: long answers are compressed in what a client prefers, short ones are not, and both are told to vary.
func TestCompressed(t *testing.T) {
	long := dataOf(`"` + strings.Repeat("Sputnik Azerbaijan ", 500) + `"`)
	for _, c := range []struct {
		name, accepts, encoding string
		response                *graphql.Response
	}{
		{"a long answer", "gzip", "gzip", long},
		{"a browser", "gzip, deflate, br, zstd", "gzip", long},
		{"zstd preferred", "gzip;q=0.5, zstd", "zstd", long},
		{"zstd alone", "zstd", "zstd", long},
		{"only what we do not have", "br", "", long},
		{"nothing", "", "", long},
		{"gzip refused", "gzip;q=0", "", long},
		{"a short answer", "gzip", "", dataOf(`{"a":"` + strings.Repeat("a", compressedFrom/2) + `"}`)},
		{"errors", "gzip", "gzip", &graphql.Response{Errors: gqlerror.List{failure("INVALID", strings.Repeat("wrong ", 300))}}},
	} {
		h := Compressed(answering(Result{Response: c.response}))
		for _, media := range []string{legacy, graphqlResponse} {
			r := ask(t, h, "POST", "/graphql", asked(one), "Content-Type", legacy, "Accept", media, "Accept-Encoding", c.accepts)
			if r.Header.Get("Content-Encoding") != c.encoding {
				t.Errorf("%s: %q", c.name, r.Header.Get("Content-Encoding"))
			}
			plain := ask(t, h, "POST", "/graphql", asked(one), "Content-Type", legacy, "Accept", media).text
			if text := decoded(t, r); text != plain {
				t.Errorf("%s: %.100q, not %.100q", c.name, text, plain)
			}
			if c.encoding != "" && (len(r.text) > len(plain)/2 || r.Header.Get("Content-Length") == strconv.Itoa(len(plain))) {
				t.Errorf("%s: %d bytes of %d, told as %s", c.name, len(r.text), len(plain), r.Header.Get("Content-Length"))
			}
			if vary := strings.Join(r.Header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") {
				t.Errorf("%s: varies by %s", c.name, vary)
			}
		}
	}
}

func decoded(t *testing.T, r reply) string {
	t.Helper()
	var body io.Reader = strings.NewReader(r.text)
	var err error
	switch r.Header.Get("Content-Encoding") {
	case "gzip":
		body, err = gzip.NewReader(body)
	case "zstd":
		body, err = zstd.NewReader(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(body); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestShort: errors repeat little of a request, however much it holds.
func TestShort(t *testing.T) {
	id := strings.Repeat("ə", 45_000)
	unknown := func(*query.Query) (*query.Answer, error) {
		return nil, fmt.Errorf("%w: no actor with id %q", graph.ErrNotFound, id)
	}
	fields := ""
	for i := range 800 {
		fields += fmt.Sprintf("nobody%d ", i)
	}
	for _, c := range []struct {
		name, body, says string
		fetch            storeFunc
		bytes            int
	}{
		{"an id that is not there", asked(one), `no actor with id \"əəə`, unknown, 500},
		{"many fields that are not", asked("{" + fields + "}"), "780 more errors are not told", nobody, 5000},
		{"a field with a long name", asked("{ " + strings.Repeat("x", 90_000) + " }"), "Cannot query field", nobody, 500},
		{"a long text in place of a number", asked(`{ actors(first: "` + id + `") { totalCount } }`), "Int cannot represent", nobody, 1000},
		{"a long variable", `{"query": "query($n: Int) { actors(first: $n) { totalCount } }", "variables": {"n": "` + id + `"}}`, "",
			nobody, 1500},
		{"a long operation name", `{"query": "{ __typename }", "operationName": "` + id + `"}`, "no operation", nobody, 500},
		{"a long enum value", asked("{ actors(orderBy: {field: " + strings.Repeat("X", 90_000) + "}) { totalCount } }"), "", nobody, 1000},
		{"a document of one long word", asked(strings.Repeat("x", 90_000)), "Unexpected", nobody, 500},
	} {
		r := post(t, New(Config{API: api(c.fetch)}), graphqlResponse, c.body)
		if len(r.text) > c.bytes || r.code(t) == "" || !strings.Contains(r.text, c.says) {
			t.Errorf("%s: %d bytes: %.400s", c.name, len(r.text), r.text)
		}
	}
}

// TestIntrospectionSwitchedOff: clients learn neither the schema nor its names, and everything else is answered.
func TestIntrospectionSwitchedOff(t *testing.T) {
	h := New(Config{API: api(nobody)})
	for _, document := range []string{"{ __schema { types { name } } }", `{ __type(name: "Actor") { name } }`,
		"{ __typename ...F } fragment F on Query { s: __schema { queryType { name } } }"} {
		r := post(t, h, graphqlResponse, asked(document))
		if r.StatusCode != 400 || r.code(t) != "INVALID" || !strings.Contains(r.text, "switched off") {
			t.Errorf("%s: %d %s", document, r.StatusCode, r.text)
		}
		if r := post(t, open(), graphqlResponse, asked(document)); r.StatusCode != 200 {
			t.Errorf("switched on, %s: %d %s", document, r.StatusCode, r.text)
		}
	}
	const typo = `{ actor(id: "x") { nam } }`
	if r := post(t, h, legacy, asked(typo)); strings.Contains(r.text, "Did you mean") || !strings.Contains(r.text, "nam") {
		t.Errorf("%s", r.text)
	}
	if r := post(t, open(), legacy, asked(typo)); !strings.Contains(r.text, "Did you mean") {
		t.Errorf("switched on: %s", r.text)
	}
	if r := post(t, h, legacy, asked("{ __typename }")); r.StatusCode != 200 {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
}

// TestSchema: the contract is served as it was written, and not sent twice.
func TestSchema(t *testing.T) {
	h := Compressed(Schema())
	r := ask(t, h, "GET", "/schema.graphqls", "")
	if r.StatusCode != 200 || r.text != resolvers.SDL() || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("%d %s %.100s", r.StatusCode, r.Header.Get("Content-Type"), r.text)
	}
	z := ask(t, h, "GET", "/schema.graphqls", "", "Accept-Encoding", "gzip")
	if decoded(t, z) != r.text || z.Header.Get("ETag") == r.Header.Get("ETag") {
		t.Errorf("compressed: %v", z.Header)
	}
	for _, tag := range []string{r.Header.Get("ETag"), z.Header.Get("ETag")} {
		if again := ask(t, h, "GET", "/schema.graphqls", "", "If-None-Match", tag); again.StatusCode != 304 || again.text != "" {
			t.Errorf("%s: %d", tag, again.StatusCode)
		}
	}
}

// BenchmarkCompressed sends a page of a hundred actions.
func BenchmarkCompressed(b *testing.B) {
	var nodes []string
	for i := range 100 {
		nodes = append(nodes, fmt.Sprintf(`{"id":"gdelt:%d","title":"Azerbaijan summons the ambassador of Russia (%d)","date":"2025-06-%02d",`+
			`"performers":[{"id":"azerbaijan-foreign-ministry","name":"Ministry of Foreign Affairs of Azerbaijan"}],`+
			`"targets":[{"id":"russia","name":"Russia"}],"type":"PROTEST","intensity":-2.%d}`, 881990833+i*7919, i*31, i%28+1, i%10))
	}
	h := Compressed(New(Config{API: api(nobody), Run: func(context.Context, *resolvers.Operation) Result {
		return Result{Response: dataOf(`{"actions":{"nodes":[` + strings.Join(nodes, ",") + `]}}`)}
	}}))
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		b.Run(encoding, func(b *testing.B) {
			b.ReportAllocs()
			bytes := 0
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(asked(one)))
				r.Header.Set("Content-Type", legacy)
				r.Header.Set("Accept-Encoding", encoding)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				bytes = w.Body.Len()
			}
			b.ReportMetric(float64(bytes), "sent/op")
		})
	}
}
