package graphqlhttp

import (
	"fmt"
	"strings"
	"testing"
)

// persistedBody is a request as Apollo's clients send it.
func persistedBody(document, hash string) string {
	query := ""
	if document != "" {
		query = fmt.Sprintf(`"query":%q,`, document)
	}
	return fmt.Sprintf(`{%s"extensions":{"persistedQuery":{"version":1,"sha256Hash":%q}}}`, query, hash)
}

// TestPersisted: a client sends the hash alone; when the document is not known, once both; and from then on the hash.
func TestPersisted(t *testing.T) {
	const document, other = "{ __typename }", "{ t: __typename }"
	h := open()
	for i, c := range []struct {
		body, code, says string
		status           int
	}{
		{persistedBody("", hashOf(document)), "PERSISTED_QUERY_NOT_FOUND", `"message":"PersistedQueryNotFound"`, 400},
		{persistedBody(document, hashOf(other)), "INVALID", "provided sha does not match query", 400},
		{persistedBody("", hashOf(other)), "PERSISTED_QUERY_NOT_FOUND", "", 400},
		{persistedBody(document, hashOf(document)), "", `"Query"`, 200},
		{persistedBody("", hashOf(document)), "", `"Query"`, 200},
		{`{"documentId": "sha256:` + hashOf(document) + `"}`, "", `"Query"`, 200},
		{persistedBody("{ nobody }", hashOf("{ nobody }")), "INVALID", "nobody", 400},
		{persistedBody("", hashOf("{ nobody }")), "PERSISTED_QUERY_NOT_FOUND", "", 400},
		{persistedBody("", strings.Repeat("x", 100_000)), "PERSISTED_QUERY_NOT_FOUND", "", 400},
	} {
		r := post(t, h, graphqlResponse, c.body)
		if r.StatusCode != c.status || r.code(t) != c.code || !strings.Contains(r.text, c.says) || len(r.text) > 300 {
			t.Errorf("%d: %d %s", i, r.StatusCode, r.text)
		}
	}
	extensions := fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hashOf(document))
	if r := ask(t, h, "GET", got("extensions", extensions), ""); r.StatusCode != 200 || !strings.Contains(r.text, `"Query"`) {
		t.Errorf("by GET: %d %s", r.StatusCode, r.text)
	}
	// Older clients read the answer only when its status is 200.
	if r := post(t, h, legacy, persistedBody("", hashOf(other))); r.StatusCode != 200 || r.code(t) != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
}

func TestPersistedSwitchedOff(t *testing.T) {
	const document = "{ __typename }"
	h := New(Config{API: api(nobody), NoPersisted: true})
	r := post(t, h, graphqlResponse, persistedBody("", hashOf(document)))
	if r.StatusCode != 400 || r.code(t) != "PERSISTED_QUERY_NOT_SUPPORTED" || !strings.Contains(r.text, `"PersistedQueryNotSupported"`) {
		t.Errorf("%d %s", r.StatusCode, r.text)
	}
	if r := post(t, h, graphqlResponse, persistedBody(document, hashOf(document))); r.StatusCode != 200 {
		t.Errorf("with the document: %d %s", r.StatusCode, r.text)
	}
}

// Who sends ever new documents does not push out those that others use, and what is kept has a bound in bytes.
func TestPersistedStay(t *testing.T) {
	k := newPersisted()
	document := func(i int) string {
		return fmt.Sprintf("{ a%d: __typename }", i) + strings.Repeat(" ", maxPersistedBytes/2)
	}
	const used = 100
	keep := func(i int) { k.keep(hashOf(document(i)), document(i)) }
	known := func(i int) bool {
		_, err := k.text(&params{hash: hashOf(document(i))})
		return err == nil
	}
	hits, uses := 0, 0
	for i := range 40 * persistedBytes / maxPersistedBytes { // ten new ones for each use of one
		if keep(used + i); i%10 > 0 {
			continue
		}
		uses++
		if used := i / 10 % used; known(used) {
			hits++
		} else {
			keep(used)
		}
	}
	if bytes := k.texts.WeightedSize(); bytes > persistedBytes {
		t.Errorf("%d bytes are kept, of %d", bytes, persistedBytes)
	}
	if hits < uses*8/10 { // The least recently used ones alone would leave none.
		t.Errorf("%d of %d uses found their document", hits, uses)
	}
	long := strings.Repeat("x", maxPersistedBytes+1)
	k.keep(hashOf(long), long)
	if _, err := k.text(&params{hash: hashOf(long)}); err == nil {
		t.Error("a long document is kept")
	}
}
