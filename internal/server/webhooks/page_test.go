package webhooks

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/seed"
)

var update = flag.Bool("update", false, "write the examples of docs/webhooks.md anew; read what changed before you keep them")

var (
	examples = regexp.MustCompile(`(?s)(<!-- examples: [^\n]+ -->\n).*(<!-- end of examples -->)`)
	time1    = regexp.MustCompile(`"timestamp":"[^"]+"`)
)

// The page shows of each type the first message that the built-in datasets give: of one that is loaded after the other. All messages
// have the shapes of the schema.
func TestPage(t *testing.T) {
	const page = "../../../docs/webhooks.md"
	w, r := newWorld(t, openFile(t)), newReceiver(t)
	datasets, err := seed.Open([]string{"founding-case", "azerbaijan-russia-2025"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	load := func(d *seed.Dataset) {
		t.Helper()
		defer d.Close()
		if _, err := seed.Load(t.Context(), w, d, seed.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	load(datasets[0])
	w.feed = live.NewFeed(w.Store, live.Limits{})
	w.now = time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC)
	w.hook("desk", r.URL)
	w.run(t)
	load(datasets[1])
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var list []got
	for last := fmt.Sprintf(`"since":%d,`, head-1); ; { // the message of the last revision comes last
		if list = r.takes(t, len(list)+1); strings.Contains(list[len(list)-1].Body, last) {
			break
		}
	}
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schema/webhooks.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	first := map[Type]string{}
	for _, g := range list {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(g.Body))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Errorf("%v\n%s", err, g.Body)
		}
		if kind := Type(g.Type); first[kind] == "" {
			first[kind] = g.Body
		}
	}
	var shown bytes.Buffer
	for _, kind := range Types {
		body := first[kind]
		if kind != TypeAnnouncedPassed {
			body = time1.ReplaceAllString(body, `"timestamp":"2026-11-28T09:41:07.218403Z"`)
		}
		shown.WriteString("\n```json\n")
		if err := json.Indent(&shown, []byte(body), "", "  "); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		shown.WriteString("\n```\n")
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	fresh := examples.ReplaceAllStringFunc(string(text), func(s string) string {
		m := examples.FindStringSubmatch(s)
		return m[1] + shown.String() + "\n" + m[2]
	})
	switch {
	case fresh == string(text):
	case *update:
		if err := os.WriteFile(page, []byte(fresh), 0o644); err != nil { //nolint:gosec // a page of the repository
			t.Fatal(err)
		}
	default:
		t.Error("docs/webhooks.md is stale: go test ./internal/server/webhooks -run Page -update, and read what changed")
	}
}
