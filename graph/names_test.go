package graph

import (
	"slices"
	"testing"
)

// Statements that give the same names in another order of languages are equal; the order within a language says which is common.
func TestNamesAreCanonical(t *testing.T) {
	given := []string{"ru Россия", "fr Russie", "ru РФ", "ar روسيا"}
	r := Record{Kind: KindActor, ID: "russia", Props: Props{"names": given, "aliases": []string{"ru b", "ar a"}}}
	Canonical(&r)
	if got := r.Props["names"].([]string); !slices.Equal(got, []string{"ar روسيا", "fr Russie", "ru Россия", "ru РФ"}) {
		t.Errorf("%q", got)
	}
	if got := r.Props["aliases"].([]string); got[0] != "ru b" || given[0] != "ru Россия" {
		t.Errorf("%q, %q", got, given)
	}
	if n := ParseNameIn("en United States"); n != (NameIn{"en", "United States"}) || n.String() != "en United States" {
		t.Errorf("%+v", n)
	}
}
