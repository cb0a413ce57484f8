package observe

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/demarche-graph/demarche/graph/query"
)

// Options say what an Observer does. The zero value logs to slog's default logger, and no more.
type Options struct {
	Slow    time.Duration // a request that takes longer is logged with its document; 0 means never
	Metrics *Metrics      // nil counts nothing
	Tracing *Tracing      // nil traces nothing
}

// Observer observes the requests of a server.
type Observer struct{ options Options }

// New makes an Observer.
func New(o Options) *Observer { return &Observer{o} }

// Requests makes a Record of each request that next answers. The response has the record's id as X-Request-Id.
func (o *Observer) Requests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if recordOf(r.Context()) != nil { // see Unseen
			next.ServeHTTP(w, r)
			return
		}
		f := &finished{method: r.Method, path: r.URL.Path}
		ctx, span := o.begin(r.Context(), f, hostOf(r.RemoteAddr), r.Header)
		w.Header().Set("X-Request-Id", f.id)
		sent := &response{ResponseWriter: w}
		f.cutOff = true
		defer func() { // after a panic too, which cuts the answer off
			f.status, f.bytes, f.left = sent.statusCode(), sent.bytes, errors.Is(r.Context().Err(), context.Canceled)
			o.end(ctx, f, span)
		}()
		next.ServeHTTP(sent, r.WithContext(ctx))
		f.cutOff = false
	})
}

// Message makes a Record of a request that comes as a message of a connection, while do answers it.
func (o *Observer) Message(ctx context.Context, client string, do func(context.Context)) {
	f := &finished{method: "MESSAGE", path: "/graphql", status: http.StatusOK, message: true}
	within, span := o.begin(ctx, f, client, nil)
	defer func() {
		f.left = errors.Is(ctx.Err(), context.Canceled)
		o.end(within, f, span)
	}()
	do(within)
}

// begin makes the record of a request, and a span when it is traced. headers may hold an id of the request, and a trace to continue.
func (o *Observer) begin(ctx context.Context, f *finished, client string, headers http.Header) (context.Context, trace.Span) {
	f.Record = &Record{id: idOf(headers.Get("X-Request-Id")), begun: time.Now(), client: client}
	ctx, f.work = query.WithWork(context.WithValue(ctx, recordKey{}, f.Record))
	o.options.Metrics.begin()
	return o.options.Tracing.begin(ctx, f.path, headers)
}

// end tells the log, the metrics and the trace about a request that was answered.
func (o *Observer) end(ctx context.Context, f *finished, span trace.Span) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.took = time.Since(f.begun)
	f.slow = o.options.Slow > 0 && f.took >= o.options.Slow && !f.stream
	f.log(ctx)
	o.options.Metrics.end(f)
	o.options.Tracing.end(span, f)
}

// finished is a request that was answered.
type finished struct {
	*Record
	method, path string
	status       int
	bytes        int64
	took         time.Duration
	slow         bool // it took longer than Options.Slow
	left         bool // the client did not wait for the answer
	cutOff       bool // the answer broke off
	message      bool // it came as a message of a connection
}

// ofGraphQL reports whether it was a question, and not a page, a supervisor's check, a browser's preflight or a connection for
// messages.
func (f *finished) ofGraphQL() bool {
	return f.path == "/graphql" && f.method != http.MethodOptions && f.status != http.StatusSwitchingProtocols
}

// check reports whether a supervisor asked.
func (f *finished) check() bool { return isCheck(f.path) }

// isCheck reports whether a path is for supervisors, who ask every few seconds.
func isCheck(path string) bool { return path == "/healthz" || path == "/readyz" }

// hasCode reports whether the client saw one of these codes.
func (f *finished) hasCode(codes ...string) bool {
	return slices.ContainsFunc(f.codes, func(c string) bool { return slices.Contains(codes, c) })
}

// response notes what is sent.
type response struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *response) WriteHeader(status int) {
	if w.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) { // what else comes before is no answer yet
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

func (w *response) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// statusCode is the status that the client got: net/http sends 200 for a handler that sends nothing.
func (w *response) statusCode() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// hostOf is an address without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return address
}

// cut shortens a text of a client to a number of bytes, for the log.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
