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
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/web"
)

const (
	pageFile = "index.html"
	// noneRecorded stands in a page where it is told which earlier state of a store is served.
	noneRecorded = `<meta name="recorded" content="">`
	// rootMark stands in the explorer's page for the folder of its first view.
	rootMark = "{root}"
)

// explorerPages are the addresses of the explorer's views, each with the way from there to the first.
var explorerPages = map[string]string{
	firstPage: "./", "tension": "./", "unanswered": "./", "search": "./", "act/{id}": "../",
}

const firstPage = "{$}"

// pages serves the explorer at / and its views below, the playground at /playground/, and their files. They tell recorded, which
// says that an earlier state of a store is served, and which.
func pages(mux *http.ServeMux, graphql http.Handler, recorded string) {
	told := []byte(`<meta name="recorded" content="` + html.EscapeString(recorded) + `">`)
	each(web.Explorer(), func(name string, text []byte) {
		switch name {
		case firstFile:
		case pageFile:
			text = bytes.Replace(text, []byte(noneRecorded), told, 1)
			for pattern, root := range explorerPages {
				page := bytes.ReplaceAll(text, []byte(rootMark), []byte(root))
				if pattern != firstPage {
					serveFile(mux, "/"+pattern, name, page)
					continue
				}
				first := newFirstView(graphql)
				mux.Handle("GET /"+pattern, graphqlhttp.Compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					own := page
					if r.URL.RawQuery == "" { // settings ask another question
						own = first.in(r.Context(), page)
					}
					serve(w, r, name, tagOf(own), own)
				})))
			}
		default:
			serveFile(mux, "/explorer/"+name, name, text)
		}
	})
	each(web.Playground(), func(name string, text []byte) {
		pattern := name
		if name == pageFile {
			pattern, text = "{$}", bytes.Replace(text, []byte(noneRecorded), told, 1)
		}
		serveFile(mux, "/playground/"+pattern, name, text)
	})
	list, err := cookbook.Examples()
	if err != nil {
		panic(err)
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	serveFile(mux, "/playground/examples.json", "examples.json", text)
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

// each hands over the files of a folder.
func each(files fs.FS, f func(name string, text []byte)) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		panic(err) // the files are embedded, so that a binary that was tested has them
	}
	for _, e := range entries {
		text, err := fs.ReadFile(files, e.Name())
		if err != nil {
			panic(err)
		}
		f(e.Name(), text)
	}
}

// serveFile answers with a file that does not change while the server runs.
func serveFile(mux *http.ServeMux, pattern, name string, text []byte) {
	tag := tagOf(text)
	mux.Handle("GET "+pattern, graphqlhttp.Compressed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, name, tag, text)
	})))
}

func tagOf(text []byte) string {
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// serve answers with a text of the kind that the name ends with. Browsers keep it, and ask whether it has changed.
func serve(w http.ResponseWriter, r *http.Request, name, tag string, text []byte) {
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	if strings.HasSuffix(name, ".json") {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
}
