package seed

import (
	"strings"
	"testing"
)

// An edge that holds nothing but its two ends is backed as a whole: its evidence names no property, not even one of other edges.
func TestEdgesWithoutPropertiesTakeNone(t *testing.T) {
	for _, c := range []struct{ performers, want string }{
		{"[{actor: a-police, since: 2020}]", "a.yaml:17:36: unknown key since; possible are actor, basis, evidence"},
		{"[{actor: a-police, evidence: [{source: s, field: since}]}]",
			`a.yaml:17:66: field "since" is no property of what this backs; it has none; leave the key out`},
	} {
		_, err := Read(folder(strings.Replace(sound, "[a-police]", c.performers, 1)), ".")
		if err == nil || err.Error() != c.want {
			t.Errorf("%v\nwant %s", err, c.want)
		}
	}
}
