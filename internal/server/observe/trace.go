package observe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// tracerName names the tracer, as OpenTelemetry wants it: by the package that makes the spans.
const tracerName = "github.com/demarche-graph/demarche/internal/server/observe"

// flushWait is how long the last spans may take to be sent when the server stops.
const flushWait = 5 * time.Second

// Tracing sends a span for each request, and one for each question to the store within it. A nil *Tracing traces nothing.
type Tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// NewTracing starts to send traces as the standard variables say: OTEL_EXPORTER_OTLP_ENDPOINT or
// OTEL_EXPORTER_OTLP_TRACES_ENDPOINT where to, OTEL_SERVICE_NAME as whom, OTEL_TRACES_SAMPLER how many. Without an endpoint, or
// with OTEL_SDK_DISABLED, it returns nil.
func NewTracing(ctx context.Context, version string) (*Tracing, error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" ||
		strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return nil, nil //nolint:nilnil // a nil Tracing is one that is off
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, graph.Invalid("OpenTelemetry's variables (OTEL_…): %v", err)
	}
	about, err := resource.New(ctx, resource.WithAttributes(semconv.ServiceName("demarche"), semconv.ServiceVersion(version)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil && !errors.Is(err, resource.ErrPartialResource) {
		return nil, graph.Invalid("OpenTelemetry's variables (OTEL_…): %v", err)
	}
	return newTracing(sdk.WithBatcher(exporter), sdk.WithResource(about)), nil
}

func newTracing(options ...sdk.TracerProviderOption) *Tracing {
	p := sdk.NewTracerProvider(options...)
	otel.SetErrorHandler(otel.ErrorHandlerFunc(logTracing))
	return &Tracing{p, p.Tracer(tracerName)}
}

// Close sends the last spans.
func (t *Tracing) Close() error {
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), flushWait)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		logTracing(err) // a collector that is away is no reason to fail
	}
	return nil
}

// begin starts the span of a request, unless a supervisor checks. It continues the trace of a traceparent header.
func (t *Tracing) begin(ctx context.Context, path string, headers http.Header) (context.Context, trace.Span) {
	if t == nil || isCheck(path) {
		return ctx, nil
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(headers))
	return t.tracer.Start(ctx, "request", trace.WithSpanKind(trace.SpanKindServer))
}

// end ends the span of a request, with what is known by then.
func (*Tracing) end(span trace.Span, f *finished) {
	if span == nil {
		return
	}
	if span.IsRecording() {
		span.SetName(f.spanName())
		span.SetAttributes(
			semconv.HTTPRequestMethodKey.String(cut(f.method, maxLoggedName)), semconv.HTTPResponseStatusCode(f.status),
			semconv.URLPath(cut(f.path, maxLoggedName)), attribute.String("demarche.request", f.id),
		)
		if f.ofGraphQL() {
			span.SetAttributes(
				semconv.GraphQLOperationName(cut(f.operation(), maxLoggedName)), attribute.Int64("demarche.cost", f.cost),
				attribute.Int64("demarche.statements", f.work.Statements()), attribute.Int64("demarche.rows", f.work.Rows()),
				attribute.String("demarche.code", f.code()), attribute.String("demarche.cache", f.cache),
			)
		}
		if f.status >= http.StatusInternalServerError || f.hasCode("INTERNAL", "UNAVAILABLE", "TIMEOUT") {
			span.SetStatus(codes.Error, f.code())
		}
	}
	span.End()
}

// spanName is the operation's name, as OpenTelemetry's conventions for GraphQL want it, else the kind of what was asked.
func (f *finished) spanName() string {
	if f.ofGraphQL() && f.operation() != "" {
		return "query " + cut(f.operation(), maxLoggedName)
	}
	return cut(f.method, maxLoggedName) + " " + f.kind()
}

// beginFetch starts the span of a question, when the request is traced, and returns the function that ends it.
func beginFetch(ctx context.Context, q *query.Query, work *query.Work) (context.Context, func(error)) {
	request := trace.SpanFromContext(ctx)
	if !request.IsRecording() {
		return ctx, func(error) {}
	}
	statements, rows := work.Statements(), work.Rows()
	name := strings.TrimPrefix(fmt.Sprintf("%T", q.Find), "query.")
	ctx, span := request.TracerProvider().Tracer(tracerName).Start(ctx, "store "+name, trace.WithSpanKind(trace.SpanKindClient))
	return ctx, func(err error) {
		// Of root fields that are answered side by side, each counts the statements of the others too.
		span.SetAttributes(attribute.Int64("demarche.statements", work.Statements()-statements),
			attribute.Int64("demarche.rows", work.Rows()-rows))
		if err != nil {
			span.SetStatus(codes.Error, string(graph.ReasonOf(err))) // and no text of a driver
		}
		span.End()
	}
}
