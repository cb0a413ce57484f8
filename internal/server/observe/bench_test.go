package observe

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkRequests is what it costs to observe a request that does nothing: the record, its line in the log, the metrics.
func BenchmarkRequests(b *testing.B) {
	logger, err := NewLogger(io.Discard, "json", "info")
	if err != nil {
		b.Fatal(err)
	}
	before := slog.Default()
	slog.SetDefault(logger)
	defer slog.SetDefault(before)
	h := New(Options{Metrics: NewMetrics(Build{})}).Requests(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		From(r.Context()).SetOperation("Timeline", "abc")
	}))
	r, w := httptest.NewRequest("POST", "/graphql", nil), httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}
