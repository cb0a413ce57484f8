package graphqlhttp

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

const methods = "GET, HEAD, POST, OPTIONS"

// params are what a client asks.
type params struct {
	query         string // "" when the document is named by its hash or id
	operationName string
	variables     map[string]any
	hash          string // SHA-256 of the document in hexadecimal, or the id of a trusted one

	text string // the document, when it has been found
}

// refusal is why a request is not answered. Whoever refuses says the status that holds for every media type (always), or the one
// for application/graphql-response+json alone.
type refusal struct {
	status  int
	always  bool
	code    string
	message string
}

// refused is a request that is not well-formed.
func refused(status int, format string, args ...any) *refusal {
	return &refusal{status, true, "INVALID", fmt.Sprintf(format, args...)}
}

// read reads what a request asks. The method decides where from.
func read(r *http.Request, admit admitValues) (*params, *refusal) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return readURL(r.URL.RawQuery, admit)
	case http.MethodPost:
		return readBody(r, admit)
	}
	return nil, refused(http.StatusMethodNotAllowed, "ask by GET or POST")
}

// notJSON refuses what readJSON does not read.
func notJSON(what string, err error) *refusal {
	if errors.Is(err, errTooMany) {
		return &refusal{http.StatusRequestEntityTooLarge, true, "TOO_LARGE", err.Error()}
	}
	return refused(http.StatusBadRequest, "%s: %.200s", what, err)
}

// readURL reads a GET request. Keys that it does not know may be there.
func readURL(query string, admit admitValues) (*params, *refusal) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, refused(http.StatusBadRequest, "the parameters of the URL cannot be read: %.200s", err)
	}
	object := map[string]any{}
	for _, key := range [...]string{"query", "operationName", "documentId", "variables", "extensions"} {
		texts := values[key]
		switch {
		case len(texts) == 0 || len(texts) == 1 && texts[0] == "":
			continue
		case len(texts) > 1:
			return nil, refused(http.StatusBadRequest, "the parameter %s stands %d times in the URL", key, len(texts))
		case !utf8.ValidString(texts[0]):
			return nil, refused(http.StatusBadRequest, "the parameter %s is not UTF-8", key)
		}
		object[key] = texts[0]
		if key == "variables" || key == "extensions" {
			if object[key], err = readJSON([]byte(texts[0]), admit); err != nil {
				return nil, notJSON("the parameter "+key+" is not JSON", err)
			}
		}
	}
	return paramsOf(object)
}

// readBody reads a POST request. It takes JSON alone, which no page of another origin can send without asking first.
func readBody(r *http.Request, admit admitValues) (*params, *refusal) {
	if !isJSON(r.Header.Get("Content-Type")) {
		return nil, refused(http.StatusUnsupportedMediaType, "send JSON in UTF-8, with the header Content-Type: application/json")
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return nil, refused(http.StatusUnsupportedMediaType, "send the body as it is; compressed ones are not read")
	}
	text, err := textOf(r.Body)
	if err != nil {
		return nil, refused(http.StatusBadRequest, "the request broke off; send it again")
	}
	return readText(text, admit)
}

// readText reads a request in JSON.
func readText(text []byte, admit admitValues) (*params, *refusal) {
	if !utf8.Valid(text) {
		return nil, refused(http.StatusBadRequest, "the body is not UTF-8")
	}
	value, err := readJSON(text, admit)
	if err != nil {
		return nil, notJSON("the body is not one JSON object", err)
	}
	object, is := value.(map[string]any)
	if _, batch := value.([]any); batch {
		return nil, refused(http.StatusBadRequest, "the body is a list; send each request by itself, batches are not answered")
	} else if !is {
		return nil, refused(http.StatusBadRequest, `the body is not a JSON object, such as {"query": "{ __typename }"}`)
	}
	return paramsOf(object)
}

// isJSON reports whether a media type is one of JSON requests, in UTF-8.
func isJSON(contentType string) bool {
	if contentType == legacy {
		return true
	}
	media, parameters, err := mime.ParseMediaType(contentType)
	return err == nil && (media == legacy || media == "application/graphql+json") && isUTF8(parameters["charset"])
}

// paramsOf takes the parameters that it knows out of an object. Each may be null. Names count to the letter.
func paramsOf(object map[string]any) (*params, *refusal) {
	p := &params{}
	var id string
	var extensions map[string]any
	for _, err := range [...]*refusal{
		take(object, "query", "a text", &p.query), take(object, "operationName", "a text", &p.operationName),
		take(object, "documentId", "a text", &id), take(object, "variables", "an object", &p.variables),
		take(object, "extensions", "an object", &extensions),
	} {
		if err != nil {
			return nil, err
		}
	}
	p.hash = strings.TrimPrefix(id, "sha256:")
	if err := p.readPersisted(extensions); err != nil {
		return nil, err
	}
	if _, has := object["query"].(string); !has && p.hash == "" {
		return nil, refused(http.StatusBadRequest, "query is missing: the text of a GraphQL document")
	}
	return p, nil
}

// take copies a parameter that is there and not null.
func take[T any](object map[string]any, key, what string, to *T) *refusal {
	v := object[key]
	if v == nil {
		return nil
	}
	value, is := v.(T)
	if !is {
		return refused(http.StatusBadRequest, "%s is not %s", key, what)
	}
	*to = value
	return nil
}
