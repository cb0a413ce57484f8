package observe

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/demarche-graph/demarche/graph"
)

const (
	maxLoggedDocument = 2000 // bytes of a slow request's document
	maxLoggedName     = 100  // bytes of what a client named
)

// NewLogger makes the server's logger. format is text or json, level debug, info, warn or error; another is graph.ErrInvalid.
func NewLogger(w io.Writer, format, level string) (*slog.Logger, error) {
	var least slog.Level
	switch level {
	case "debug":
		least = slog.LevelDebug
	case "info":
		least = slog.LevelInfo
	case "warn":
		least = slog.LevelWarn
	case "error":
		least = slog.LevelError
	default:
		return nil, graph.Invalid("log level %q: debug, info, warn and error are possible", level)
	}
	options := &slog.HandlerOptions{Level: least}
	switch format {
	case "text":
		return slog.New(withRequest{slog.NewTextHandler(w, options)}), nil
	case "json":
		return slog.New(withRequest{slog.NewJSONHandler(w, options)}), nil
	}
	return nil, graph.Invalid("log format %q: text and json are possible", format)
}

// withRequest adds the id of the request to each line that is logged with a request's context, and the id of its trace.
type withRequest struct{ slog.Handler }

func (h withRequest) Handle(ctx context.Context, line slog.Record) error {
	if r := recordOf(ctx); r != nil && r.id != "" {
		line = line.Clone()
		line.AddAttrs(slog.String("request", r.id))
		if s := trace.SpanContextFromContext(ctx); s.IsValid() {
			line.AddAttrs(slog.String("trace", s.TraceID().String()))
		}
	}
	return h.Handler.Handle(ctx, line)
}

func (h withRequest) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attrs)}
}

func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}

// level is warn for what an operator should look at, and debug for what comes every few seconds.
func (f *finished) level() slog.Level {
	switch {
	case f.slow, f.cutOff, f.hasCode("UNAVAILABLE", "INTERNAL"), f.hasCode("TIMEOUT") && !f.left:
		return slog.LevelWarn
	case f.check():
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// log writes the line of a request.
func (f *finished) log(ctx context.Context) {
	level := f.level()
	if !slog.Default().Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", cut(f.method, maxLoggedName)), slog.String("path", cut(f.path, maxLoggedName)),
		slog.Int("status", f.status), milliseconds("ms", f.took), slog.Int64("bytes", f.bytes), slog.String("client", f.client),
	}
	if f.ofGraphQL() {
		attrs = append(attrs, slog.String("operation", cut(f.operation(), maxLoggedName)), slog.String("code", strings.Join(f.codes, ",")),
			slog.Int64("cost", f.cost), slog.Int64("rows", f.work.Rows()), slog.Int64("statements", f.work.Statements()),
			milliseconds("store_ms", f.work.Time()))
	}
	for _, a := range []slog.Attr{
		slog.String("lane", f.lane), slog.String("cache", f.cache), slog.String("limit", strings.Join(f.limits, ",")),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	if f.left {
		attrs = append(attrs, slog.Bool("left", true))
	}
	message := "request"
	switch {
	case f.cutOff:
		message = "answer cut off"
	case f.slow:
		message = "slow request"
		if f.document != "" {
			attrs = append(attrs, slog.String("document", cut(f.document, maxLoggedDocument)), slog.String("variables", f.variableNames()))
		}
	}
	slog.LogAttrs(ctx, level, message, attrs...)
}

// variableNames lists the variables of a request, without their values.
func (f *finished) variableNames() string {
	names := slices.Sorted(maps.Keys(f.variables))
	return cut(strings.Join(names, ","), maxLoggedDocument)
}

func milliseconds(name string, d time.Duration) slog.Attr {
	return slog.Float64(name, float64(d.Microseconds())/1000)
}

// logTracing logs that traces cannot be sent.
func logTracing(err error) { slog.Warn("traces cannot be sent", "error", err) }
