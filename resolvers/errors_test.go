package resolvers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// driverText is what no client may see.
const driverText = "bolt://neo4j:secret@10.0.0.7"

func TestErrorsOfAStoreHaveCodes(t *testing.T) {
	for _, c := range []struct {
		name       string
		err        error
		code, says string
	}{
		{"not found", fmt.Errorf("%w: no actor with id %q", graph.ErrNotFound, "nobody"), "NOT_FOUND", `not found: no actor with id "nobody"`},
		{"invalid", fmt.Errorf("%w: a cursor that is damaged", graph.ErrInvalid), "INVALID", "invalid: a cursor that is damaged"},
		{"conflict", fmt.Errorf("%w: two names", graph.ErrConflict), "CONFLICT", "conflict: two names"},
		{"too large", fmt.Errorf("%w: 1001 groups", graph.ErrTooLarge), "TOO_LARGE", "too large: 1001 groups"},
		{"wrapped again", fmt.Errorf("chain: %w", fmt.Errorf("%w: x", graph.ErrNotFound)), "NOT_FOUND", "chain: not found: x"},
		{"of several the first that is known", errors.Join(fmt.Errorf("%w: a", graph.ErrTooLarge), fmt.Errorf("%w: b", graph.ErrTooLarge)),
			"TOO_LARGE", "too large: a\ntoo large: b"},
		{"unavailable, without a word of the driver's", fmt.Errorf("%w: %s", graph.ErrUnavailable, driverText), "UNAVAILABLE",
			"the store cannot be reached; try again in a while"},
		{"nobody said who she is", fmt.Errorf("%w: send a token", graph.ErrUnauthenticated), "UNAUTHENTICATED", "unauthenticated: send a token"},
		{"not allowed", fmt.Errorf("%w: this needs write", graph.ErrForbidden), "FORBIDDEN", "forbidden: this needs write"},
		{"out of time", context.DeadlineExceeded, "TIMEOUT", "the answer took too long; ask for less, or narrow the filter"},
		{"given up", fmt.Errorf("%s: %w", driverText, context.Canceled), "TIMEOUT",
			"the answer took too long; ask for less, or narrow the filter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := failureOf(t, &fakeReader{err: c.err}, `{ mine: actor(id: "a") { id } }`, nil)
			if f.Extensions.Code != c.code || f.Message != c.says {
				t.Errorf("\n got %s %q\nwant %s %q", f.Extensions.Code, f.Message, c.code, c.says)
			}
			if len(f.Path) != 1 || f.Path[0] != "mine" {
				t.Errorf("the path is %v", f.Path)
			}
		})
	}
}

// A client learns why the store is in trouble, and whether it helps to ask again.
func TestTroubleHasAReason(t *testing.T) {
	for _, c := range []struct {
		err       error
		reason    string
		retryable bool
	}{
		{graph.Unavailable(graph.StoreDamaged, "%s", driverText), "STORE_DAMAGED", false},
		{graph.Unavailable(graph.StoreReplaced, "%s", driverText), "STORE_REPLACED", true},
		{graph.Unavailable(graph.StoreDamaged, "%w", graph.Invalid("%s", driverText)), "STORE_DAMAGED", false},
		{graph.Unavailable(graph.StoreBusy, "%w", context.DeadlineExceeded), "STORE_BUSY", true},
		{graph.ErrUnavailable, "STORE_GONE", true},
	} {
		said := post(t, &fakeReader{err: c.err}, `{ actor(id: "a") { id } }`, nil)
		want := fmt.Sprintf(`"reason":"%s","retryable":%v`, c.reason, c.retryable)
		if !strings.Contains(said, want) || strings.Contains(said, driverText) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
}

// Whatever nobody foresaw is shown under an id only, and the log has the rest under that id.
func TestOtherErrorsAreInternal(t *testing.T) {
	for name, r := range map[string]*fakeReader{
		"one":                   {err: errors.New(driverText)},
		"one that wraps others": {err: fmt.Errorf("read: %w", errors.New(driverText))},
		"several":               {err: errors.Join(errors.New("first"), errors.New(driverText))},
		"a panic":               {panics: driverText},
		"a panic with an error": {panics: fmt.Errorf("%w: %s", graph.ErrInvalid, driverText)},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			before := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			defer slog.SetDefault(before)
			f := failureOf(t, r, `{ actor(id: "a") { id } }`, nil)
			if f.Extensions.Code != "INTERNAL" || strings.Contains(f.Message, driverText) {
				t.Errorf("a client sees %+v", f)
			}
			id := regexp.MustCompile(`[0-9a-f]{12}`).FindString(f.Message)
			if id == "" || !strings.Contains(log.String(), "id="+id) || !strings.Contains(log.String(), driverText) {
				t.Errorf("a client sees %q, and the log has %s", f.Message, log.String())
			}
		})
	}
}

// What a request gets wrong is found without asking the store.
func TestFaultsOfARequest(t *testing.T) {
	for _, c := range []struct{ name, document, code, says string }{
		{"a document that cannot be read", `{`, "INVALID", "Expected Name"},
		{"a field that is not", `{ actor(id: "a") { nam } }`, "INVALID", `Cannot query field "nam"`},
		{"an argument that is not", `{ actor(id: "a", name: "a") { id } }`, "INVALID", `Unknown argument "name"`},
		{"an argument that is missing", `{ actor { id } }`, "INVALID", "is required"},
		{"an enum value that is not", `{ actions(filter: {type: [WAR]}) { totalCount } }`, "INVALID", "WAR"},
		{"a variable that is not declared", `{ actor(id: $id) { id } }`, "INVALID", `Variable "$id" is not defined`},
		{"a variable without a value", `query($id: ID!) { actor(id: $id) { id } }`, "INVALID", "must be defined"},
		{"a mutation", `mutation { apply { id } }`, "INVALID", ""},
		{"a document that is too long", `{ stats { ` + strings.Repeat("undatedCount ", maxTokens) + `} }`, "INVALID", "exceeded token limit"},
		{"a search for nothing", `{ search(text: "…") { totalCount } }`, "INVALID", "no letter or digit"},
		{"a chain that is too deep", `{ chain(action: "x", maxDepth: 51) { truncated } }`, "INVALID", "1 to 50"},
		{"more nodes than there may be", `{ subgraph(around: ["x"], maxNodes: 5001) { truncated } }`, "INVALID", "1 to 5000"},
		{"a drawing around nothing", `{ subgraph(around: []) { truncated } }`, "INVALID", "1 to 50"},
		{"paths that are too long", `{ paths(from: "a", to: "b", maxLength: 13) { length } }`, "INVALID", "1 to 12"},
		{"a matrix of nobody", `{ matrix(actors: []) { rows { cells { count } } } }`, "INVALID", "1 to 40"},
		{"antecedents of no day", `{ antecedents(action: "x", maxDays: 0) { delayDays } }`, "INVALID", "1 to 365"},
		{"no antecedents", `{ antecedents(action: "x", first: 0) { delayDays } }`, "INVALID", "1 to 500"},
		{"no cascades", `{ cascades(episode: "x", first: 0) { length } }`, "INVALID", "1 to 50"},
		{"response times of nobody", `{ responseTimes(filter: {type: [REQUEST]}) { n } }`, "INVALID", "name who answers in by, or whom in to"},
		{"response times of a range that ends before it begins",
			`{ responseTimes(filter: {by: ["a"], since: "2025-07-01", until: "2025-06-01"}) { n } }`, "INVALID", "before since"},
		{"response times as of no day", `{ responseTimes(filter: {by: ["a"]}, asOf: "2025-02-30") { n } }`, "INVALID", "2025-02-30"},
		{"silence of a negative age", `{ unanswered(filter: {minAgeDays: -1}) { totalCount } }`, "INVALID", "0 to 36500"},
		{"an exchange whose entries are asked for twice",
			`{ exchange(between: "a", and: "b") { a: entries(first: 1) { totalCount } b: entries(first: 2) { totalCount } } }`, "TOO_COMPLEX",
			"once"},
		{"a group that is too large", `{ actions { aggregate(by: TYPE, first: 501) { count } } }`, "TOO_LARGE", "at most 500"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := nothingFound()
			f := failureOf(t, r, c.document, nil)
			if f.Extensions.Code != c.code || !strings.Contains(f.Message, c.says) {
				t.Errorf("%+v", f)
			}
			if r.asked != nil {
				t.Errorf("the store was asked %+v", r.asked)
			}
		})
	}
}

// More ids than a page are too many to look up at once.
func TestNodesOfTooManyIDs(t *testing.T) {
	ids := make([]string, 501)
	f := failureOf(t, nothingFound(), `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
	if f.Extensions.Code != "TOO_LARGE" {
		t.Errorf("%+v", f)
	}
}

// The log tells an operator what no client is told: the cause of trouble. A client that gives up is no trouble.
func TestTroubleIsLogged(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	for _, c := range []struct {
		err    error
		logged string
	}{
		{graph.Unavailable(graph.StoreDamaged, "page 7 is torn"), "level=ERROR"},
		{graph.Unavailable(graph.ServerBusy, "64 wait"), "level=WARN"},
		{fmt.Errorf("%w: no route", graph.ErrUnavailable), "level=WARN"},
		{fmt.Errorf("reading: %w", context.DeadlineExceeded), "level=WARN"},
		{context.Canceled, ""},
		{fmt.Errorf("%w: nobody", graph.ErrNotFound), ""},
	} {
		log.Reset()
		shown := present(t.Context(), c.err)
		if c.logged == "" {
			if log.Len() > 0 {
				t.Errorf("%v is logged: %s", c.err, log.String())
			}
			continue
		}
		if !strings.Contains(log.String(), c.logged) || !strings.Contains(log.String(), c.err.Error()) {
			t.Errorf("%v is logged as %s", c.err, log.String())
		}
		if strings.Contains(shown.Message, c.err.Error()) {
			t.Errorf("a client sees the cause: %s", shown.Message)
		}
	}
}
