package ingest

import (
	"fmt"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// newsroom is the snapshot of the hand-worked answers. Russia owns an agency and, through a holding, a broadcaster, whose
// branch is part of it; two papers have an owner in common; a paper is owned by two countries' houses.
func newsroom() *SupportSnapshot {
	w := &SupportSnapshot{Sources: map[string]SourceFacts{}, Countries: map[string]string{
		"russia": "RUS", "holding": "", "azeri-paper": "AZE", "house-a": "GBR", "house-b": "USA"}}
	for _, t := range [][2]string{{"agency", "russia"}, {"holding", "russia"}, {"broadcaster", "holding"}, {"branch", "broadcaster"},
		{"paper-1", "tycoon"}, {"paper-2", "tycoon"}, {"torn-paper", "house-a"}, {"torn-paper", "house-b"},
		{"loop-1", "loop-2"}, {"loop-2", "loop-1"}} {
		w.AddOwner(t[0], t[1])
	}
	for _, s := range []SourceFacts{
		{ID: "agency-report", Published: "2025-06-28", Reliability: "D", Publishers: []string{"agency"}},
		{ID: "branch-report", Published: "2025-06", Reliability: "C", Publishers: []string{"branch"}},
		{ID: "azeri-report", Published: "2025-06-28", Accessed: "2025-06-29", Reliability: "B", Publishers: []string{"azeri-paper"}},
		{ID: "azeri-copy", Accessed: "2025-06-28", Publishers: []string{"azeri-paper"}, DerivedFrom: []string{"agency-report"}},
		{ID: "copy-of-copy", DerivedFrom: []string{"azeri-copy"}},
		{ID: "of-both", DerivedFrom: []string{"agency-report", "azeri-report"}},
		{ID: "paper-1-report", Publishers: []string{"paper-1"}, Reliability: "F"},
		{ID: "paper-2-report", Publishers: []string{"paper-2"}},
		{ID: "torn-report", Publishers: []string{"torn-paper"}},
		{ID: "leaflet", Published: "2025-06-27/.."}, {ID: "letter", Accessed: "2025"},
		{ID: "circular-1", DerivedFrom: []string{"circular-2"}}, {ID: "circular-2", DerivedFrom: []string{"circular-1"}},
		{ID: "loop-report", Publishers: []string{"loop-1"}},
		{ID: "joint-report", Publishers: []string{"azeri-paper", "paper-1"}},
	} {
		w.Sources[s.ID] = s
	}
	return w
}

func TestSupport(t *testing.T) {
	for name, c := range map[string]struct {
		of   []string
		want string
	}{
		"nothing":    {nil, "0/0 - - -"},
		"one source": {[]string{"agency-report"}, "1/1 D 2025-06-28 PUBLISHED RUS"},
		"a part of what a state owns is the same": {[]string{"agency-report", "branch-report"}, "2/1 C 2025-06-28 PUBLISHED RUS"},
		"of two countries":                        {[]string{"agency-report", "azeri-report"}, "2/2 B 2025-06-28 PUBLISHED -"},
		"a copy is of its original, and known by itself": {[]string{"azeri-copy", "azeri-report"},
			"2/2 B 2025-06-28 PUBLISHED AZE"},
		"a copy alone":                  {[]string{"azeri-copy"}, "1/1 - 2025-06-28 ACCESSED AZE"},
		"a copy of a copy":              {[]string{"agency-report", "copy-of-copy"}, "2/1 D 2025-06-28 PUBLISHED -"},
		"what is of both joins both":    {[]string{"agency-report", "azeri-report", "of-both"}, "3/1 B 2025-06-28 PUBLISHED -"},
		"an owner in common":            {[]string{"paper-1-report", "paper-2-report"}, "2/1 F - -"},
		"owners of several countries":   {[]string{"torn-report"}, "1/1 - - -"},
		"nobody published them":         {[]string{"leaflet", "letter"}, "2/2 - 2025-12-31 ACCESSED -"},
		"an open end is no day":         {[]string{"leaflet"}, "1/1 - - -"},
		"copies of each other":          {[]string{"circular-1", "circular-2"}, "2/1 - - -"},
		"owners in a circle":            {[]string{"loop-report"}, "1/1 - - -"},
		"published by two":              {[]string{"azeri-report", "joint-report", "paper-2-report"}, "3/1 B 2025-06-28 PUBLISHED -"},
		"a source that is not there":    {[]string{"agency-report", "burnt"}, "2/2 D 2025-06-28 PUBLISHED - missing"},
		"F is worse than nothing else":  {[]string{"agency-report", "paper-1-report"}, "2/2 D 2025-06-28 PUBLISHED -"},
		"a published day before a read": {[]string{"azeri-copy", "agency-report"}, "2/1 D 2025-06-28 PUBLISHED -"},
	} {
		s := newsroom().Support(c.of)
		or := func(text string) string {
			if text == "" {
				return "-"
			}
			return text
		}
		got := fmt.Sprintf("%d/%d %s %s", s.Sources, s.Origins, or(s.Reliability), or(string(s.KnownBy)))
		if s.KnownBy != "" {
			got += " " + string(s.KnownBasis)
		}
		got += " " + or(s.SoleCountry)
		if s.Missing {
			got += " missing"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if s.Key != graph.SupportKey(c.of) {
			t.Errorf("%s has the key %q", name, s.Key)
		}
	}
}

// Ties that join one by one come to the same in any order.
func TestOwnersJoinInAnyOrder(t *testing.T) {
	ties := [][2]string{{"a", "b"}, {"c", "d"}, {"b", "c"}, {"e", "a"}, {"f", "g"}}
	for i := range ties {
		var w SupportSnapshot
		for j := range ties {
			tie := ties[(i+j)%len(ties)]
			w.AddOwner(tie[0], tie[1])
		}
		for _, x := range []string{"a", "b", "c", "d", "e"} {
			if w.group(x) != w.group("a") {
				t.Errorf("from %d on, %s is in another group than a", i, x)
			}
		}
		if w.group("f") != w.group("g") || w.group("f") == w.group("a") || w.group("z") != "z" {
			t.Errorf("from %d on, f, g and z", i)
		}
	}
}
