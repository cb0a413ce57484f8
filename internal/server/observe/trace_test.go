package observe

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// fetching asks a store once, as a resolver does.
func fetching(t *testing.T, s *aStore) http.HandlerFunc {
	t.Helper()
	return func(_ http.ResponseWriter, r *http.Request) {
		From(r.Context()).SetOperation("Timeline", "h")
		_, err := Reader(s).Fetch(r.Context(), &query.Query{Find: query.FindStats{}})
		if err != nil {
			From(r.Context()).AddCode("UNAVAILABLE")
		}
	}
}

// A request and its questions to the store are one trace, which continues the client's.
func TestTrace(t *testing.T) {
	out := logged(t, "info")
	spans := tracetest.NewInMemoryExporter()
	tracing := newTracing(sdk.WithSyncer(spans))
	s := &aStore{fetched: func(ctx context.Context) {
		query.WorkOf(ctx).Sent()
		query.WorkOf(ctx).Handed(5)
	}}
	const parent = "0af7651916cd43dd8448eb211c80319c"
	ask(t, New(Options{Tracing: tracing}), "/graphql", fetching(t, s), "Traceparent", "00-"+parent+"-b7ad6b7169203331-01")
	ask(t, New(Options{Tracing: tracing}), "/readyz", func(http.ResponseWriter, *http.Request) {}) // which is not traced
	got := spans.GetSpans()
	if len(got) != 2 || got[0].Name != "store FindStats" || got[1].Name != "query Timeline" {
		t.Fatalf("%+v", got)
	}
	for _, span := range got {
		if id := span.SpanContext.TraceID().String(); id != parent {
			t.Errorf("%s: trace %s", span.Name, id)
		}
		if n := value(span, "demarche.statements").AsInt64(); n != 1 {
			t.Errorf("%s: %d statements", span.Name, n)
		}
		if n := value(span, "demarche.rows").AsInt64(); n != 5 {
			t.Errorf("%s: %d rows", span.Name, n)
		}
	}
	if got[0].Parent.SpanID() != got[1].SpanContext.SpanID() {
		t.Error("the question is not part of the request")
	}
	if code := value(got[1], "demarche.code").AsString(); code != "OK" {
		t.Errorf("code %q", code)
	}
	if all := lines(t, out); len(all) != 1 || all[0]["trace"] != parent {
		t.Errorf("the log does not have the trace: %v", all)
	}
}

// A failure is seen in the trace, without a driver's text.
func TestTraceOfFailure(t *testing.T) {
	logged(t, "error")
	spans := tracetest.NewInMemoryExporter()
	s := &aStore{fetched: func(context.Context) {}, health: graph.Unavailable(graph.StoreDamaged, "secret of a driver")}
	ask(t, New(Options{Tracing: newTracing(sdk.WithSyncer(spans))}), "/graphql", fetching(t, s))
	got := spans.GetSpans()
	if len(got) != 2 || got[0].Status.Description != "STORE_DAMAGED" || got[1].Status.Description != "UNAVAILABLE" {
		t.Errorf("%+v", got)
	}
}

func value(s tracetest.SpanStub, key attribute.Key) attribute.Value {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value
		}
	}
	return attribute.Value{}
}

// measuring is a store that measures itself.
type measuring struct {
	*aStore
	query.Measuring
}

// What a store can do beyond reading is not hidden.
func TestReaderHidesNothing(t *testing.T) {
	if query.MeasuringOf(Reader(measuring{aStore: &aStore{}})) == nil {
		t.Error("the cost of a question could not be estimated")
	}
	if query.MeasuringOf(Reader(&aStore{})) != nil {
		t.Error("a store that cannot measure itself says that it can")
	}
}

// Without a trace, a question is timed and no more; without a record, not even that.
func TestReader(t *testing.T) {
	logged(t, "error")
	s := &aStore{fetched: func(ctx context.Context) {
		if trace.SpanFromContext(ctx).IsRecording() {
			t.Error("it is traced")
		}
	}}
	ask(t, New(Options{}), "/graphql", func(w http.ResponseWriter, r *http.Request) {
		fetching(t, s)(w, r)
		if query.WorkOf(r.Context()).Time() <= 0 {
			t.Error("it is not timed")
		}
	})
	failing := &aStore{fetched: func(context.Context) {}, health: errors.New("away")}
	if _, err := Reader(failing).Fetch(t.Context(), &query.Query{}); !errors.Is(err, failing.health) {
		t.Error(err)
	}
}

// Traces are sent to the endpoint of the standard variables, and only if there is one.
func TestNewTracing(t *testing.T) {
	for _, name := range []string{"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_SDK_DISABLED",
		"OTEL_TRACES_EXPORTER"} {
		t.Setenv(name, "")
	}
	if tracing, err := NewTracing(t.Context(), "v1"); tracing != nil || err != nil {
		t.Fatalf("%v, %v", tracing, err)
	}
	logged(t, "error")
	var got atomic.Int64
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if text, _ := io.ReadAll(r.Body); r.URL.Path == "/v1/traces" && strings.Contains(string(text), "query Timeline") {
			got.Add(1)
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	t.Setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
	tracing, err := NewTracing(t.Context(), "v1")
	if tracing == nil || err != nil {
		t.Fatalf("%v, %v", tracing, err)
	}
	ask(t, New(Options{Tracing: tracing}), "/graphql", fetching(t, &aStore{fetched: func(context.Context) {}}))
	if err := tracing.Close(); err != nil || got.Load() != 1 {
		t.Errorf("%v, %d batches came", err, got.Load())
	}
	t.Setenv("OTEL_SDK_DISABLED", "true")
	if tracing, err := NewTracing(t.Context(), "v1"); tracing != nil || err != nil {
		t.Errorf("disabled, yet %v, %v", tracing, err)
	}
}
