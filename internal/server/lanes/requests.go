package lanes

import (
	"net/http"
	"time"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

const (
	requestsByQueue = 8        // requests at once, for each place in the queue of dear ones: those never fill it
	largeBody       = 64 << 10 // bytes
	largeAtOnce     = 16       // large bodies that are received and held
)

// Requests serves a bounded number of requests at once. One more is refused before its body is read, and its connection ends: what
// a request takes before anything is known about it, some 60 KB besides its body, is bounded by nothing else.
func (l *Lanes) Requests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.requests.TryAcquire(1) {
			unread(w)
			graphqlhttp.Answer(w, r, l.refused(r.Context(), l.quick, "requests", errFull))
			return
		}
		defer l.requests.Release(1)
		next.ServeHTTP(w, r)
	})
}

// Receive lets few large bodies be received and held at once. Those whose length is not told count as large; small ones do not
// wait.
func (l *Lanes) Receive(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength >= 0 && r.ContentLength <= largeBody {
			next.ServeHTTP(w, r)
			return
		}
		leave, err := l.large.enter(r.Context(), l.config.Client(r.Context()))
		if err != nil {
			unread(w)
			graphqlhttp.Answer(w, r, l.refused(r.Context(), l.large, "bodies", err))
			return
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}

// unread ends the connection after the answer. Without the deadline, net/http would wait for as much as 256 KiB of the body.
func unread(w http.ResponseWriter) {
	w.Header().Set("Connection", "close")
	_ = http.NewResponseController(w).SetReadDeadline(time.Now()) // where there is none, nothing is read either
}
