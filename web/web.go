// Package web carries the pages that the server hands to browsers, built and embedded, so that they work with no
// internet and with nothing installed beside the binary. It must not know of HTTP, GraphQL or the graph.
//
// The sources are TypeScript beside this file; `npm ci && npm run build` in this folder rebuilds what is embedded, and
// `npm test` tells when that is stale.
package web

import (
	"embed"
	"io/fs"
)

//go:embed playground/dist explorer/dist
var built embed.FS

// Explorer returns the explorer's files: index.html, the page of every view, and those that it names below explorer/.
//
// The page says {root} where it means the folder that holds the page of the first view, relative to itself: whoever serves it puts
// "./" or "../" there. Below that folder lie explorer/ with the other files, graphql and playground/, whatever stands before it.
func Explorer() fs.FS { return folder("explorer/dist") }

// Playground returns the playground's files: index.html at the root, and the files that it names, relative to itself.
//
// The page expects three things of whoever serves it. Its folder has the last path segment "playground" and a trailing
// slash: `/playground/`, `/prefix/playground/`. The GraphQL endpoint stands beside that folder, as `/graphql` or
// `/prefix/graphql`. And examples.json, which is not among these files, is
// answered in the page's folder with an array of {name, title, query, variables, note}, all strings; without it the
// page shows no examples.
func Playground() fs.FS { return folder("playground/dist") }

func folder(name string) fs.FS {
	files, err := fs.Sub(built, name)
	if err != nil {
		panic(err) // The path above is not a valid one: impossible once this package's test has passed.
	}
	return files
}
