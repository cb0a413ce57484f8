package live

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/access"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

const feedSize = 50 // changes of an Atom feed

// ofFeed is what an entry shows of a change.
const ofFeed = `subscription($filter: ChangeFilter) { changed(filter: $filter) {
	revision cursor recordedAt who dataset reason id kind label change fields { name old new } } }`

// entryOf is a change as ofFeed selects it.
type entryOf struct {
	Revision                                                          int64
	Cursor, RecordedAt, Who, Dataset, Reason, ID, Kind, Label, Change string
	Fields                                                            []struct {
		Name     string
		Old, New json.RawMessage
	}
}

// The elements of RFC 4287 that are used.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Link    atomLink    `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Updated    string         `xml:"updated"`
		Author     *atomAuthor    `xml:"author,omitempty"`
		Categories []atomCategory `xml:"category"`
		Content    atomContent    `xml:"content"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// Atom serves the newest changes as an Atom feed (RFC 4287), the newest first. The parameters of the URL are those of ChangeFilter, each
// as often as there are values; kind takes kinds of nodes and labels of edges.
func (s *Server) Atom() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		filter, err := filterOfURL(r)
		if err != nil {
			graphqlhttp.Refuse(w, r, http.StatusBadRequest, "INVALID", graph.Message(err))
			return
		}
		admin := access.Require(r.Context(), access.Admin) == nil
		op, errs := s.GraphQL.API.Prepare(r.Context(), resolvers.Request{
			Query: ofFeed, Variables: map[string]any{"filter": filter}, Admin: admin,
		})
		if errs != nil {
			graphqlhttp.Refuse(w, r, http.StatusBadRequest, fmt.Sprint(errs[0].Extensions["code"]), errs[0].Message)
			return
		}
		head, err := s.Feed.log.Head(r.Context())
		if err != nil {
			refuse(w, r, err)
			return
		}
		w.Header().Set("Vary", "Authorization, Accept-Encoding")
		if graphqlhttp.NotModified(w, r, fmt.Sprintf(`"%d-%t"`, head, admin)) {
			return
		}
		changes, err := s.Feed.newest(r.Context(), head, op.Subscription.Filter, feedSize)
		if err != nil {
			refuse(w, r, err)
			return
		}
		responses, err := op.Subscription.Write(r.Context(), changes)
		if err != nil {
			refuse(w, r, err)
			return
		}
		feed := feedAt(r)
		for _, response := range responses {
			var of struct{ Changed entryOf }
			if json.Unmarshal(response.Data, &of) == nil && of.Changed.ID != "" { // else it is larger than an answer may be
				feed.Entries = append(feed.Entries, of.Changed.entry(feed.ID))
			}
		}
		if len(feed.Entries) > 0 {
			feed.Updated = feed.Entries[0].Updated
		}
		w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
		_, _ = w.Write([]byte(xml.Header))
		_ = xml.NewEncoder(w).Encode(feed) // it fails only when the client has gone away
	})
}

func refuse(w http.ResponseWriter, r *http.Request, err error) {
	graphqlhttp.Answer(w, r, graphqlhttp.Result{Response: resolvers.Refused(r.Context(), err), RetryAfter: time.Second})
}

// filterOfURL reads a ChangeFilter as GraphQL takes it.
func filterOfURL(r *http.Request) (map[string]any, error) {
	filter := map[string]any{}
	add := func(name, value string) {
		list, _ := filter[name].([]any)
		filter[name] = append(list, value)
	}
	for name, values := range r.URL.Query() {
		for _, value := range values {
			_, isEdge := graph.EdgeTypeOf(graph.EdgeKind(value))
			switch {
			case name == "kind" && isEdge:
				add("edge", value)
			case name == "kind":
				add("kind", strings.ToUpper(value))
			case slices.Contains([]string{"id", "edge", "dataset", "who"}, name):
				add(name, value)
			default:
				return nil, graph.Invalid("%.40q is no parameter; id, kind, edge, dataset and who are", name)
			}
		}
	}
	return filter, nil
}

// feedAt is a feed without entries. Its ids name the server by the host that was asked, as RFC 4151 makes them.
func feedAt(r *http.Request) atomFeed {
	host, scheme := r.Host, "http"
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if r.TLS != nil {
		scheme = "https"
	}
	query := ""
	if r.URL.RawQuery != "" {
		query = "?" + r.URL.RawQuery
	}
	return atomFeed{
		ID: "tag:" + host + ",2025:changes" + query, Title: "Changes of " + host, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Author: atomAuthor{"Demarche"},
		Link:   atomLink{"self", "application/atom+xml", scheme + "://" + r.Host + "/changes.atom" + query},
	}
}

var verbs = map[string]string{"ADDED": "Added", "CHANGED": "Changed", "RETRACTED": "Retracted"}

func (c entryOf) entry(feed string) atomEntry {
	feed, _, _ = strings.Cut(feed, "?")
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s by %s, revision %d\n", c.Kind, c.ID, c.Dataset, c.Revision)
	if c.Reason != "" {
		fmt.Fprintf(&text, "reason: %s\n", c.Reason)
	}
	for _, f := range c.Fields {
		switch {
		case string(f.Old) == "null":
			fmt.Fprintf(&text, "%s: %s\n", f.Name, f.New)
		default:
			fmt.Fprintf(&text, "%s: %s, was %s\n", f.Name, f.New, f.Old)
		}
	}
	e := atomEntry{
		ID: feed + "/" + c.Cursor, Title: fmt.Sprintf("%s: %s", verbs[c.Change], c.Label), Updated: c.RecordedAt,
		Categories: []atomCategory{{c.Kind}, {c.Dataset}}, Content: atomContent{"text", text.String()},
	}
	if c.Who != "" {
		e.Author = &atomAuthor{c.Who}
	}
	return e
}
