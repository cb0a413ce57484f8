package resolvers

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestServedSchema: what is advertised works, and clients know what it means.
func TestServedSchema(t *testing.T) {
	body := post(t, nothingFound(), `{ __schema { directives { name locations } }
		locations: __type(name: "__DirectiveLocation") { enumValues { name } } }`, nil)
	for _, unknown := range []string{"defer", "stream", "DIRECTIVE_DEFINITION"} {
		if strings.Contains(body, `"`+unknown+`"`) {
			t.Errorf("%s is advertised: %s", unknown, body)
		}
	}
	for _, known := range []string{"include", "skip", "deprecated", "ENUM_VALUE"} {
		if !strings.Contains(body, `"`+known+`"`) {
			t.Errorf("%s is missing: %s", known, body)
		}
	}
	for _, document := range []string{`{ ... @defer { stats { undatedCount } } }`, `{ ... @stream { stats { undatedCount } } }`} {
		if f := failureOf(t, nothingFound(), document, nil); f.Extensions.Code != "INVALID" || !strings.Contains(f.Message, "Unknown directive") {
			t.Errorf("%s: %+v", document, f)
		}
	}
	if !strings.Contains(SDL(), "type Query {") || strings.Contains(SDL(), "__Schema") {
		t.Errorf("%.200s", SDL())
	}
}

// dense are documents whose tokens take much memory, or little. n tells them apart.
var dense = map[string]func(n int) string{
	"fields": func(n int) string {
		return fmt.Sprintf("{ a%d: stats { %s } }", n, strings.Repeat("undatedCount ", 450))
	},
	"ids": func(n int) string {
		return fmt.Sprintf("{ a%d: nodes(ids: [%s]) { id } }", n, strings.Repeat("1 ", 1200))
	},
	"objects": func(n int) string {
		return fmt.Sprintf("{ a%d: actions(filter: {and: [%s]}) { totalCount } }", n, strings.Repeat("{}", 600))
	},
	"fragments": func(n int) string {
		return fmt.Sprintf("{ a%d: stats { %s } }", n, strings.Repeat("...{undatedCount}", 250))
	},
}

// TestDocumentsAreBoundedInBytes: what is kept takes no more memory than is estimated, and the estimate is bounded.
func TestDocumentsAreBoundedInBytes(t *testing.T) {
	for name, text := range dense {
		t.Run(name, func(t *testing.T) {
			const count = 40 // so that what else goes on in the heap weighs little
			a := New(nothingFound())
			if _, errs := a.document(text(0)); errs != nil {
				t.Fatal(errs)
			}
			before, estimated := inUse(), int64(a.documents.WeightedSize())
			for n := 1; n <= count; n++ {
				if _, errs := a.document(text(n)); errs != nil {
					t.Fatal(errs)
				}
			}
			took, estimated := inUse()-before, int64(a.documents.WeightedSize())-estimated
			if kept := a.documents.EstimatedSize(); kept != count+1 {
				t.Fatalf("%d documents are kept", kept)
			}
			if took > estimated*5/4 || took*10 < estimated {
				t.Errorf("%d bytes are kept, estimated as %d", took, estimated)
			}
			runtime.KeepAlive(a)
		})
	}
	a := New(nothingFound())
	for n := range keptBytes / (256 * tokenBytes) * 2 {
		if _, errs := a.document(fmt.Sprintf("{ a%d: nodes(ids: [%s]) { id } }", n, strings.Repeat("1 ", 500))); errs != nil {
			t.Fatal(errs)
		}
	}
	if w := a.documents.WeightedSize(); w > keptBytes || w < keptBytes/2 {
		t.Errorf("%d bytes are kept, of %d", w, keptBytes)
	}
	long := fmt.Sprintf("{ nodes(ids: [%s]) { id } }", strings.Repeat("1 ", maxKeptBytes/tokenBytes))
	if _, errs := a.document(long); errs != nil {
		t.Fatal(errs)
	}
	if _, known := a.documents.GetIfPresent(long); known {
		t.Error("a large document is kept")
	}
}

// inUse is the memory that is reachable, in bytes.
func inUse() int64 {
	for range 4 { // What has a finalizer, or is in a pool, takes more than one turn to go.
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestLongDocuments: what would take long to validate is refused before.
func TestLongDocuments(t *testing.T) {
	for _, c := range []struct{ name, document, code, says string }{
		{"one field many times", "{" + strings.Repeat("__typename ", maxSameName+1) + "}", "TOO_COMPLEX", "500 fields of the name __typename"},
		{"in fragments", "{" + strings.Repeat("...{__typename}", maxSameName/2) + "...F} fragment F on Query {" +
			strings.Repeat("__typename ", maxSameName/2+1) + "}", "TOO_COMPLEX", "more than 500 fields"},
		{"a long name", "{" + strings.Repeat("x", maxDocument) + "}", "INVALID", "give lists and texts by variables"},
		{"many tokens", "{ nodes(ids: [" + strings.Repeat("1 ", maxTokens) + "]) { id } }", "INVALID", "exceeded token limit"},
	} {
		if f := failureOf(t, nothingFound(), c.document, nil); f.Extensions.Code != c.code || !strings.Contains(f.Message, c.says) {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
	long := strings.Repeat("x", 100_000)
	const document = "query($a: ActorOrder) { actors(orderBy: $a) { totalCount } }"
	body := post(t, nothingFound(), document, map[string]any{"a": map[string]any{long: 1}})
	if len(body) > 500 || !strings.Contains(body, "INVALID") {
		t.Errorf("%d bytes: %.300s", len(body), body)
	}
}
