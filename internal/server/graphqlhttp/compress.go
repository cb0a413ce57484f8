package graphqlhttp

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressedFrom is the least length of a body that is compressed, in bytes. A shorter one goes in one packet anyway.
const compressedFrom = 1024

// Compressed sends what a handler answers in gzip or zstd, to clients that take these. Of two that a client likes equally it takes
// gzip: graphql-codegen on Node 20 asks for zstd too, and breaks on it.
func Compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressedFrom), gzhttp.SuffixETag("-gzip"), gzhttp.PreferZstd(false),
		gzhttp.ContentTypes([]string{graphqlResponse, legacy, plainText, atom, "text/html", "text/css", "text/javascript", "image/svg+xml"}))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(next)
}
