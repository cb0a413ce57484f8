package observe

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/demarche-graph/demarche/graph/query"
)

// Record is what is known about one request. All methods are safe for concurrent use.
type Record struct {
	id    string
	begun time.Time
	work  *query.Work

	mu        sync.Mutex
	client    string
	name      string // of the operation
	hash      string // of the document
	document  string
	variables map[string]any
	cost      int64
	lane      string
	cache     string
	stream    bool     // it lasts as long as its client wants
	codes     []string // in the order in which they came, each once
	limits    []string
}

// recordKey is the key under which a context has its Record.
type recordKey struct{}

// From returns the record of a request. A context that has none gets a record that nobody reads.
func From(ctx context.Context) *Record {
	if r := recordOf(ctx); r != nil {
		return r
	}
	return &Record{}
}

func recordOf(ctx context.Context) *Record {
	r, _ := ctx.Value(recordKey{}).(*Record)
	return r
}

// Unseen returns a context whose requests are neither logged nor counted, for those that the server sends to itself.
func Unseen(ctx context.Context) context.Context {
	return context.WithValue(ctx, recordKey{}, &Record{})
}

// ID is the id that the client and the log see.
func (r *Record) ID() string { return r.id }

// SetClient says who asks: the name of a token, or an address. It is never a token itself.
func (r *Record) SetClient(key string) { r.set(func() { r.client = key }) }

// SetOperation names a document that was found valid: the name of its operation, which may be empty, and the document's hash.
func (r *Record) SetOperation(name, hash string) { r.set(func() { r.name, r.hash = name, hash }) }

// SetDocument keeps a document and the variables that came with it. Of slow requests, the log shows the document and the names
// of the variables, never their values.
func (r *Record) SetDocument(text string, variables map[string]any) {
	r.set(func() { r.document, r.variables = text, variables })
}

// SetCost says what the request costs by the estimate that is made before it runs.
func (r *Record) SetCost(cost int64) { r.set(func() { r.cost = cost }) }

// SetLane names the lane in which the request runs.
func (r *Record) SetLane(lane string) { r.set(func() { r.lane = lane }) }

// SetCache says what the cache of answers did: "hit" or "miss".
func (r *Record) SetCache(result string) { r.set(func() { r.cache = result }) }

// SetStream says that the request lasts as long as its client wants: it is never slow.
func (r *Record) SetStream() { r.set(func() { r.stream = true }) }

// AddLimit says that the request met a limit, such as "rate" or "queue".
func (r *Record) AddLimit(limit string) { r.set(func() { r.limits = addOnce(r.limits, limit) }) }

// AddCode adds the code of an error that the client sees.
func (r *Record) AddCode(code string) { r.set(func() { r.codes = addOnce(r.codes, code) }) }

// AddErrors adds the codes of errors that the client sees.
func (r *Record) AddErrors(errs gqlerror.List) {
	for _, err := range errs {
		if code, ok := err.Extensions["code"].(string); ok {
			r.AddCode(code)
		}
	}
}

func (r *Record) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

// operation is the name of the operation, else the beginning of the document's hash.
func (r *Record) operation() string { return cmp.Or(r.name, r.hash[:min(len(r.hash), 12)]) }

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// saneID is what may be taken over from a client into the log.
var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// idOf takes the id that a proxy or a client gave to a request, or makes one.
func idOf(given string) string {
	if saneID.MatchString(given) {
		return given
	}
	random := make([]byte, 12)
	_, _ = rand.Read(random) // It never fails: see crypto/rand.
	return hex.EncodeToString(random)
}
