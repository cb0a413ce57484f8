package server

import (
	"net/http"
	"net/http/pprof"
)

// Profiles serves Go's profiler under /debug/pprof/. A profile shows what the program does, and slows it down. So it belongs
// at an address of its own that only those who tune the server can reach.
func Profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
