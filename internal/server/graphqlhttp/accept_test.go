package graphqlhttp

import (
	"strings"
	"testing"
)

func TestAccepted(t *testing.T) {
	for header, want := range map[string]string{
		"":               legacy,
		"*/*":            legacy,
		"application/*":  legacy,
		legacy:           legacy,
		graphqlResponse:  graphqlResponse,
		"text/html, */*": legacy,
		graphqlResponse + ", " + legacy + ";q=0.9":                         graphqlResponse,
		graphqlResponse + "; charset=utf-8, " + legacy + "; charset=utf-8": graphqlResponse,
		legacy + "; charset=UTF-8, " + graphqlResponse:                     legacy,
		legacy + ";q=0.5, " + graphqlResponse + ";q=0.6":                   graphqlResponse,
		legacy + ", multipart/mixed":                                       legacy,
		graphqlResponse + ";q=0, */*":                                      legacy,
		legacy + ";q=0, */*":                                               graphqlResponse,
		"*/*, " + graphqlResponse:                                          graphqlResponse,
		"*/*;q=0.1, " + legacy + ";q=0.2":                                  legacy,
		"application/*;q=0.3, */*":                                         legacy,
		"Application/GraphQL-Response+JSON":                                graphqlResponse,
		"nonsense;;;, " + graphqlResponse:                                  graphqlResponse,
		eventStream:                                                        eventStream,
		eventStream + ", " + legacy:                                        legacy,
		eventStream + ";q=0":                                               "",
		"image/png":                                                        "",
		"text/html, application/xhtml+xml":                                 "",
		"application/graphql+json":                                         "",
		legacy + ";q=0":                                                    "",
		legacy + ";q=2":                                                    "",
		legacy + ";q=NaN":                                                  "",
		legacy + "; charset=utf-16":                                        "",
		"*/*;q=0":                                                          "",
		graphqlResponse + ";q=0," + legacy + ";q=0.001":                    legacy,
		"text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8": legacy,
	} {
		media, known := accepted([]string{header})
		if media != want || known != (want != "") {
			t.Errorf("%q: %q, not %q", header, media, want)
		}
	}
	if media, _ := accepted([]string{"image/png", graphqlResponse}); media != graphqlResponse {
		t.Errorf("of two headers: %q", media)
	}
}

func TestNotAcceptable(t *testing.T) {
	r := post(t, open(), "image/png", asked("{ __typename }"))
	if r.StatusCode != 406 || r.code(t) != "INVALID" || !strings.Contains(r.text, graphqlResponse) {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
}
