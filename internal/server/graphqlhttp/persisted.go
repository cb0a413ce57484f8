package graphqlhttp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/maypok86/otter/v2"
)

const (
	persistedBytes    = 8 << 20  // of documents that are kept for clients that send their hash
	maxPersistedBytes = 16 << 10 // of one of these; a longer one is answered, and sent whole each time
	persistedOverhead = 256      // bytes of an entry besides its text
)

// readPersisted reads extensions.persistedQuery, as Apollo's clients send it for automatic persisted queries.
func (p *params) readPersisted(extensions map[string]any) *refusal {
	v := extensions["persistedQuery"]
	if v == nil {
		return nil
	}
	object, is := v.(map[string]any)
	if !is {
		return refused(http.StatusBadRequest, "extensions.persistedQuery is not an object")
	}
	if version, _ := object["version"].(json.Number); version != "1" {
		return refused(http.StatusBadRequest, "extensions.persistedQuery.version is not 1, the only one that is known here")
	}
	hash, _ := object["sha256Hash"].(string)
	if hash == "" {
		return refused(http.StatusBadRequest, "extensions.persistedQuery.sha256Hash is not a text")
	}
	p.hash = hash
	return nil
}

// persisted keeps documents by their hash. Only what has been found valid is kept. Which documents stay is decided by how often
// they are asked for, so that many new ones do not push out those in use; a client whose document is gone sends it again.
type persisted struct{ texts *otter.Cache[string, string] }

func newPersisted() *persisted {
	return &persisted{otter.Must(&otter.Options[string, string]{
		MaximumWeight: persistedBytes,
		Weigher:       func(_, text string) uint32 { return uint32(len(text) + persistedOverhead) },
		Executor:      func(evict func()) { evict() },
	})}
}

// keep remembers a valid document. Its hash has been checked.
func (k *persisted) keep(hash, text string) {
	if len(text) <= maxPersistedBytes {
		k.texts.SetIfAbsent(hash, text)
	}
}

// text finds the document of a request. A hash that comes with a document has to be that document's.
func (k *persisted) text(p *params) (string, *refusal) {
	switch {
	case p.hash == "":
		return p.query, nil
	case p.query != "":
		if hashOf(p.query) != p.hash {
			return "", refused(http.StatusBadRequest, "provided sha does not match query")
		}
		return p.query, nil
	}
	if text, known := k.texts.GetIfPresent(p.hash); known {
		return text, nil
	}
	return "", &refusal{http.StatusBadRequest, false, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"}
}

// hashOf is the SHA-256 of a document, in hexadecimal.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
