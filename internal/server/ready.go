package server

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

const readyWithin = 5 * time.Second // for a store to say that it is ready

const saturatedText = "dear questions wait, and some are refused; cheap ones are answered"

// readiness is what /readyz says. Its texts are public: they say what is the matter, and nothing about where the store is.
type readiness struct {
	Status  string       `json:"status"` // ready, saturated, starting or unavailable
	Reason  graph.Reason `json:"reason,omitempty"`
	Message string       `json:"message,omitempty"`
	// Recorded says which earlier state of a store is served.
	Recorded string `json:"recorded,omitempty"`
}

// ready answers a supervisor with whether questions are answered. A saturated server is ready: if it were not, a supervisor would
// send its questions to the other replicas, and take away one after the other under the load that each could bear with the rest.
func ready(store Store, saturated func() bool, recorded string) http.HandlerFunc {
	var was atomic.Bool // the store answered when it was last asked
	was.Store(true)
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
		defer cancel()
		err := store.Health(ctx)
		if before := was.Swap(err == nil); before != (err == nil) && r.Context().Err() == nil {
			logHealth(r.Context(), err)
		}
		switch {
		case err != nil:
			reason := cmp.Or(graph.ReasonOf(err), graph.StoreGone)
			readiness{"unavailable", reason, reason.Advice(), recorded}.answer(w, r, http.StatusServiceUnavailable)
		case saturated():
			readiness{"saturated", graph.ServerBusy, saturatedText, recorded}.answer(w, r, http.StatusOK)
		default:
			readiness{Status: "ready", Recorded: recorded}.answer(w, r, http.StatusOK)
		}
	}
}

// logHealth logs once that the store is in trouble, with the cause, and once that it is back.
func logHealth(ctx context.Context, err error) {
	if err == nil {
		slog.InfoContext(ctx, "store answers again")
		return
	}
	slog.ErrorContext(ctx, "store is not healthy", "reason", string(graph.ReasonOf(err)), "error", err)
}

// answer sends a line of text, or JSON to who accepts it.
func (a readiness) answer(w http.ResponseWriter, r *http.Request, status int) {
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(a) // it fails only when the client has gone away
		return
	}
	line := a.Status
	if a.Recorded != "" {
		line += " (" + a.Recorded + ")"
	}
	if a.Message != "" {
		line += ": " + a.Message
	}
	plain(w, status, line)
}

// plain answers a supervisor with a line of text.
func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
