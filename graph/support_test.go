package graph

import (
	"slices"
	"strings"
	"testing"
)

func TestSupportedBy(t *testing.T) {
	got := SupportedBy([]Evidence{{Source: "b"}, {Source: "a", Quote: "x"}, {Source: "b", Locator: "L2"},
		{Source: "c", Relation: EvidenceDisputes},
		{Source: "d", Field: "date"}, {Source: "b", Relation: EvidenceUpdates}})
	if !slices.Equal(got, []string{"a", "b"}) {
		t.Error(got)
	}
}

func TestSupportKey(t *testing.T) {
	long := strings.Repeat("x", 512)
	keys := map[string]bool{}
	for _, sources := range [][]string{nil, {"0"}, {"a"}, {"a", "b"}, {"1"}, {"b"}, {long}, {"a", long}, {"b", long}, {long, long + "y"}} {
		k := SupportKey(sources)
		if keys[k] || len(k) > maxSupportKey || k != SupportKey(slices.Clone(sources)) {
			t.Errorf("%.40v has the key %q", sources, k)
		}
		keys[k] = true
	}
	if k := SupportKey([]string{"bbc-plane", "reuters-plane"}); k != "2 bbc-plane reuters-plane" {
		t.Error(k)
	}
}
