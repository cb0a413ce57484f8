package graphqlhttp

import (
	"net/http"
	"strings"
)

// encodings are what Compressed adds to the ETag of what it compresses, since other bytes need another one.
var encodings = [...]string{"-gzip", "-zstd"}

// tagOf is the ETag of an answer in a media type.
func tagOf(tag, media string) string {
	if media == graphqlResponse {
		tag += "-g"
	}
	return `"` + tag + `"`
}

// NotModified sets the ETag of an answer that may be kept, and asked for again only to learn whether it has changed. It answers
// with 304 when the client has that answer, compressed or not.
func NotModified(w http.ResponseWriter, r *http.Request, tag string) bool {
	header := w.Header()
	header.Set("Cache-Control", "no-cache")
	header.Set("ETag", tag)
	for _, has := range strings.Split(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		has = strings.TrimPrefix(strings.TrimSpace(has), "W/")
		plain := has
		for _, e := range encodings {
			plain = strings.Replace(plain, e+`"`, `"`, 1)
		}
		switch {
		case has == "*":
		case plain == tag:
			header.Set("ETag", has)
		default:
			continue
		}
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	return false
}
