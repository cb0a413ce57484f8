package answers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
	"github.com/demarche-graph/demarche/resolvers"
)

// Config says what is kept.
type Config struct {
	// Run asks the store.
	Run graphqlhttp.Runner
	// Revision is that of the store: see query.Reader.
	Revision func(context.Context) (int64, error)
	// Bytes is how much is kept, with what keeping it takes. 0 keeps nothing, and asks identical questions as often as they come.
	Bytes int64
	// Staleness is how old the revision may be that says whether what was kept still holds. 0 asks the store every time.
	Staleness time.Duration
	// Timeout bounds a question that several may wait for.
	Timeout time.Duration
	// Seen is told of each request whether its answer was kept, for logs and metrics; nil is nobody.
	Seen func(ctx context.Context, about About, cache string)
	// Now is the time by which days begin; nil is time.Now.
	Now func() time.Time
}

const (
	largestPart = 32  // an answer is kept if it takes at most this part of all
	overhead    = 400 // bytes an answer takes beside its text: key, entry, the cache's own
)

// Answers keeps answers. All methods are safe for concurrent use.
type Answers struct {
	config    Config
	kept      *otter.Cache[resolvers.Key, *answer] // nil when nothing is
	revisions revisions
	flights   flights
}

// answer is one that was kept.
type answer struct {
	revision int64
	day      string // in UTC, "" when it holds on all
	data     []byte
	tag      string
	about    About
}

// About says what a question was.
type About struct {
	Name, Hash string // of the operation, and of its document
	Cost       int64  // when it was asked
}

// What Config.Seen is told.
const (
	Hit    = "hit"    // the answer was kept
	Miss   = "miss"   // the store was asked
	Shared = "shared" // another who asked the same was waited with
)

// New keeps the answers of c.Run.
func New(c Config) *Answers {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Seen == nil {
		c.Seen = func(context.Context, About, string) {}
	}
	a := &Answers{config: c, revisions: revisions{read: c.Revision}, flights: flights{timeout: c.Timeout, under: map[flightKey]*flight{}}}
	if c.Bytes > 0 {
		a.kept = otter.Must(&otter.Options[resolvers.Key, *answer]{
			MaximumWeight: uint64(c.Bytes),
			Weigher:       func(_ resolvers.Key, one *answer) uint32 { return uint32(cap(one.data) + overhead) }, //nolint:gosec // see keep
		})
		a.revisions.wentBack = a.kept.InvalidateAll
	}
	return a
}

// Kept is a graphqlhttp.Kept: it returns the answer to a request, if it is kept and still holds. The request need not have been
// prepared.
func (a *Answers) Kept(ctx context.Context, r resolvers.Request) (result graphqlhttp.Result, kept bool) {
	if a.kept == nil {
		return result, false
	}
	one, found := a.kept.GetIfPresent(r.Key())
	if !found {
		return result, false
	}
	revision, err := a.revision(ctx)
	if err != nil || !one.holds(revision, a.today()) {
		return result, false
	}
	a.config.Seen(ctx, one.about, Hit)
	return one.result(), true
}

// Run is a graphqlhttp.Runner for what is not kept.
func (a *Answers) Run(ctx context.Context, op *resolvers.Operation) graphqlhttp.Result {
	if a.kept == nil {
		return a.config.Run(ctx, op)
	}
	if op.Type != ast.Query {
		result := a.config.Run(ctx, op)
		_, _ = a.revisions.current(ctx, 0) // what was written here is seen at once
		return result
	}
	revision, err := a.revision(ctx)
	if err != nil { // the store is in trouble, and says so better itself
		return a.config.Run(ctx, op)
	}
	k := flightKey{key: op.Key, revision: revision}
	if op.DependsOnToday {
		k.day = a.today()
	}
	result, shared, err := a.flights.join(ctx, k, func(ctx context.Context) graphqlhttp.Result { return a.ask(ctx, op, k) })
	if shared {
		a.config.Seen(ctx, aboutOf(op), Shared)
	} else {
		a.config.Seen(ctx, aboutOf(op), Miss)
	}
	if err != nil {
		result.Response = resolvers.Refused(ctx, err)
	}
	return result
}

// ask asks the store, and keeps the answer if the revision and the day have stayed the same.
func (a *Answers) ask(ctx context.Context, op *resolvers.Operation, k flightKey) graphqlhttp.Result {
	result := a.config.Run(ctx, op)
	revision, err := a.revisions.current(ctx, 0)
	if err != nil || revision != k.revision || (k.day != "" && k.day != a.today()) {
		return result
	}
	data := result.Response.Data
	if len(result.Response.Errors)+len(result.Response.Extensions) > 0 || len(data) == 0 {
		return result
	}
	one := &answer{revision: k.revision, day: k.day, data: data, tag: Tag(data), about: aboutOf(op)}
	if cap(data) > len(data)+len(data)/8 { // what was written in pieces may have much room to spare
		one.data = append(make([]byte, 0, len(data)), data...)
	}
	if int64(len(data)+overhead) <= a.config.Bytes/largestPart {
		a.kept.Set(op.Key, one)
	}
	return one.result()
}

// revision is that of the store, at most Staleness old.
func (a *Answers) revision(ctx context.Context) (int64, error) {
	return a.revisions.current(ctx, a.config.Staleness)
}

func aboutOf(op *resolvers.Operation) About { return About{op.Name, op.Hash, op.Cost} }

func (a *Answers) today() string { return a.config.Now().UTC().Format(time.DateOnly) }

func (one *answer) holds(revision int64, today string) bool {
	return one.revision == revision && (one.day == "" || one.day == today)
}

func (one *answer) result() graphqlhttp.Result {
	return graphqlhttp.Result{Response: &graphql.Response{Data: one.data}, Tag: one.tag}
}

// Tag names the content of an answer for a strong ETag: a hash of its bytes, so that all servers give the same bytes the same.
func Tag(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// Bytes is how much is kept.
func (a *Answers) Bytes() int64 {
	if a.kept == nil {
		return 0
	}
	return int64(a.kept.WeightedSize()) //nolint:gosec // at most Config.Bytes
}
