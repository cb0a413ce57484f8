package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

// What is printed is the schema alone, so that it can be sent to a file; records is what most files hold.
func TestSchemaIsPrinted(t *testing.T) {
	for _, c := range []struct{ name, id string }{{"", "records"}, {"records", "records"}, {"additions", "additions"}, {"dataset",
		"dataset"}} {
		code, out, errs := run(t, strings.Fields("schema "+c.name)...)
		var s struct {
			Schema string `json:"$schema"`
			ID     string `json:"$id"`
		}
		if err := json.Unmarshal([]byte(out), &s); err != nil || code != 0 || errs != "" {
			t.Fatalf("%q: %d %v %s", c.name, code, err, errs)
		}
		if s.Schema != "https://json-schema.org/draft/2020-12/schema" || !strings.HasSuffix(s.ID, "/docs/schema/"+c.id+".schema.json") {
			t.Errorf("%q: %+v", c.name, s)
		}
	}
	if code, out, errs := run(t, "schema", "recods"); code != 2 || out != "" || !strings.Contains(errs, "did you mean records?") {
		t.Errorf("%d %s%s", code, out, errs)
	}
}
