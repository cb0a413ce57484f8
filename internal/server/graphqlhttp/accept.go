package graphqlhttp

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of responses.
const (
	graphqlResponse = "application/graphql-response+json"
	legacy          = "application/json"  // the statuses of its responses say less, for older clients
	eventStream     = "text/event-stream" // a response is an event: graphql-sse's distinct connections mode
)

// accepted chooses the media type of a response by the Accept headers of a request: the one with the higher quality, and of two
// with the same quality the one that stands first. It is application/json where a client takes anything, or says nothing, and
// text/event-stream where it takes that alone.
func accepted(headers []string) (media string, known bool) {
	header := strings.Join(headers, ",")
	switch header {
	case "", "*/*", legacy:
		return legacy, true
	case graphqlResponse:
		return graphqlResponse, true
	}
	ranges := splitRanges(header)
	wants := func(media string) (r mediaRange) {
		for _, m := range ranges {
			if m.matches(media) && m.specificity() > r.specificity() {
				r = m
			}
		}
		return r
	}
	older, newer := wants(legacy), wants(graphqlResponse)
	switch {
	case older.quality <= 0 && newer.quality <= 0 && wants(eventStream).quality > 0:
		return eventStream, true
	case older.quality <= 0 && newer.quality <= 0:
		return "", false
	case newer.quality > older.quality, newer.quality == older.quality && newer.precedes(older):
		return graphqlResponse, true
	}
	return legacy, true
}

// AcceptsEvents reports whether a client takes text/event-stream, and says so: for all types together a client that cannot read
// events would get them.
func AcceptsEvents(r *http.Request) bool {
	for _, m := range splitRanges(strings.Join(r.Header.Values("Accept"), ",")) {
		if m.name == eventStream && m.quality > 0 {
			return true
		}
	}
	return false
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	name    string
	quality float64
	place   int // in the header
}

// precedes reports whether a range names its media type, and another range of the same quality does not, or stands later.
func (m mediaRange) precedes(other mediaRange) bool {
	return m.specificity() == 3 && (other.specificity() < 3 || m.place < other.place)
}

func (m mediaRange) matches(media string) bool {
	return m.name == media || m.name == "application/*" || m.name == "*/*"
}

// specificity is higher for the range that tells more about a media type: of those that match, that one counts.
func (m mediaRange) specificity() int {
	switch m.name {
	case "":
		return 0
	case "*/*":
		return 1
	case "application/*":
		return 2
	}
	return 3
}

// splitRanges reads an Accept header. It leaves out what it cannot read, and a range of another charset than UTF-8.
func splitRanges(header string) (out []mediaRange) {
	for i, element := range strings.Split(header, ",") {
		name, parameters, err := mime.ParseMediaType(element)
		if err != nil || !isUTF8(parameters["charset"]) {
			continue
		}
		quality := 1.0
		if text, has := parameters["q"]; has {
			if quality, err = strconv.ParseFloat(text, 64); err != nil || !(quality >= 0 && quality <= 1) {
				continue
			}
		}
		out = append(out, mediaRange{name, quality, i})
	}
	return out
}

// isUTF8 reports whether a charset is UTF-8, as it is when none is named.
func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
