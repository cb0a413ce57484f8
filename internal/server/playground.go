package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/docs/cookbook"
	"github.com/demarche-graph/demarche/web"
)

// noneRecorded stands in the page where it is told which earlier state of a store is served.
const noneRecorded = `<meta name="recorded" content="">`

// playground serves the page at / and at /playground/, each with its files and examples beside it. The page shows recorded, which
// says that an earlier state of a store is served, and which.
func playground(mux *http.ServeMux, recorded string) {
	files := web.Playground()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		panic(err) // the files are embedded, so that a binary that was tested has them
	}
	for _, e := range entries {
		text, err := fs.ReadFile(files, e.Name())
		if err != nil {
			panic(err)
		}
		name := e.Name()
		if name == "index.html" {
			name = "{$}"
			text = bytes.Replace(text, []byte(noneRecorded), []byte(`<meta name="recorded" content="`+html.EscapeString(recorded)+`">`), 1)
		}
		serveFile(mux, name, e.Name(), text)
	}
	list, err := cookbook.Examples()
	if err != nil {
		panic(err)
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	serveFile(mux, "examples.json", "examples.json", text)
	// http.Redirect would make the address absolute, without the prefix that a proxy may have removed.
	mux.HandleFunc("GET /playground", func(w http.ResponseWriter, r *http.Request) {
		to := "playground/"
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusPermanentRedirect)
	})
}

// serveFile answers with a file that does not change while the server runs. Browsers keep it, and ask whether it has changed.
func serveFile(mux *http.ServeMux, pattern, name string, text []byte) {
	sum := sha256.Sum256(text)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		w.Header().Set("Cache-Control", "no-cache")
		if strings.HasSuffix(name, ".json") {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
	}
	mux.HandleFunc("GET /"+pattern, h)
	mux.HandleFunc("GET /playground/"+pattern, h)
}
