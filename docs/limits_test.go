package docs_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/resolvers"
)

var update = flag.Bool("update", false, "write docs/generated/limits.md")

// The page of limits is that of the code.
func TestPageOfLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Limits of a request\n\nWhat a request may ask at most, as `make generate` wrote it from `resolvers/limits.go`. " +
		"More is refused with this code, before the store is asked wherever that is possible.\n\n" +
		"| what | at most | code | why |\n|---|---|---|---|\n")
	for _, l := range resolvers.Limits() {
		if l.Of == "" || l.Most <= 0 || l.Code == "" || l.Why == "" {
			t.Errorf("%+v says too little", l)
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", l.Of, l.Most, l.Code, l.Why)
	}
	if *update {
		if err := os.WriteFile("generated/limits.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, "generated/limits.md") != b.String() {
		t.Error("docs/generated/limits.md is stale: make generate")
	}
}
