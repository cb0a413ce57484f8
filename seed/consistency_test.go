package seed

import "testing"

// Records that are right one by one and wrong together, beside sound ones that look like them.
func TestRecordsMakeSenseTogether(t *testing.T) {
	const (
		source = "sources:\n  - {id: s, title: S}\n"
		tail   = ", evidence: [{source: s}]}"
	)
	action := func(id, date, more string) string {
		return "  - {id: " + id + ", title: T, type: ACCUSE, status: OCCURRED, date: " + date + more + tail + "\n"
	}
	actor := func(id, tie string) string {
		return "  - {id: " + id + ", name: N, kind: AGENCY, partOf: [{" + tie + tail + "]}\n"
	}
	answers := func(to string) string { return ", respondsTo: [{action: " + to + ", mode: OTHER}]" }
	for name, c := range map[string]struct{ text, want string }{
		"interval backwards": {"actors:\n" + actor("a", "actor: b, since: 2020, until: 2019-12-31") + "  - {id: b, name: B, kind: STATE}\n",
			`a.yaml:4:45: until 2019-12-31 is before since 2020; exchange or correct them`},
		"interval within a year": {"actors:\n" + actor("a", "actor: b, since: 2020-05, until: 2020") + "  - {id: b, name: B, kind: STATE}\n", ""},
		"response too early": {"actions:\n" + action("x", "2025-06-27", answers("y")) + action("y", "2025-06-28", ""),
			`a.yaml:4:86: the response "x" (2025-06-27) is earlier than "y" (2025-06-28), to which it responds; correct a date, or exchange the ` +
				`two`},
		"response within the month": {"actions:\n" + action("x", "2025-06", answers("y")) + action("y", "2025-06-28", ""), ""},
		"response the same day":     {"actions:\n" + action("x", "2025-06-28", answers("y")) + action("y", "2025-06-28", ""), ""},
		"circle of three": {"actors:\n" + actor("a", "actor: b") + actor("b", "actor: c") + actor("c", "actor: a"),
			`a.yaml:6:45: PART_OF runs in a circle: a → b → c → a; take one link out`},
		"two circles through one": {"actors:\n  - {id: a, name: N, kind: AGENCY, partOf: [{actor: b" + tail + ", {actor: c" + tail + "]}\n" +
			actor("b", "actor: a") + actor("c", "actor: a"),
			"a.yaml:5:45: PART_OF runs in a circle: a → b → a; take one link out\na.yaml:6:45: PART_OF runs in a circle: a → c → a; take one " +
				"link out"},
		"diamond": {"actors:\n  - {id: a, name: N, kind: AGENCY, partOf: [{actor: b" + tail + ", {actor: c" + tail + "]}\n" + actor("b",
			"actor: d") + actor("c", "actor: d") + "  - {id: d, name: D, kind: STATE}\n", ""},
		"circle of places": {"places:\n  - {id: p, name: P, within: [{place: q" + tail + "]}\n  - {id: q, name: Q, within: [{place: p" + tail +
			"]}\n",
			`a.yaml:5:31: WITHIN runs in a circle: p → q → p; take one link out`},
		"circle of copies": {"  - {id: t, title: T, derivedFrom: [{source: u" + tail + "]}\n  - {id: u, title: U, derivedFrom: [{source: t" +
			tail + "]}\n",
			`a.yaml:4:37: DERIVED_FROM runs in a circle: t → u → t; take one link out`},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if _, err := Read(folder(source+c.text), "."); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}
