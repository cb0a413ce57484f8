package seed

import (
	"fmt"
	"testing"

	"github.com/demarche-graph/demarche/internal/store/sqlite"
)

// BenchmarkApply adds an act to a dataset beside all that comes with Demarche: what a curator waits for.
func BenchmarkApply(b *testing.B) {
	s, err := sqlite.Open(b.Context(), ":memory:")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := Open(BuiltinNames(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, d := range all {
		if _, err := Load(b.Context(), s, d, Options{}); err != nil {
			b.Fatal(err)
		}
		d.Close()
	}
	n, kept := 0, NewKept()
	for b.Loop() {
		n++
		input := map[string]any{
			"dataset": map[string]any{"id": "dataset:notes", "name": "Notes", "licence": "CC0-1.0"},
			"sources": []any{map[string]any{"id": fmt.Sprint("page-", n), "title": "A page", "published": "2025-07-02"}},
			"actions": []any{map[string]any{
				"id": fmt.Sprint("note-", n), "title": "A note", "type": "STATEMENT", "status": "OCCURRED", "date": "2025-07-01",
				"performers": []any{map[string]any{"actor": "russia-foreign-ministry"}},
				"targets":    []any{map[string]any{"actor": "azerbaijan"}},
				"respondsTo": []any{map[string]any{"action": "sputnik-baku-sealed", "mode": "APPEAL"}},
				"evidence":   []any{map[string]any{"source": fmt.Sprint("page-", n)}},
			}},
		}
		if _, err := Apply(b.Context(), s, input, Edit{Who: "bench", Today: "2026-11-28", Kept: kept}); err != nil {
			b.Fatal(err)
		}
	}
}
