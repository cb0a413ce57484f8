package seed

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// requiredToo is stated by the required dataset, beside base.
const requiredToo = `sources:
  - {id: undated, title: An undated page, accessed: "2025-12-30"}
actors:
  - {id: c-agency, name: Agency, kind: AGENCY, partOf: [bland], evidence: [{source: s}]}
  - {id: left, name: Left, kind: PERSON, speaksFor: [{actor: bland, since: 2001}], evidence: [{source: s}]}
actions:
  - {id: silent, title: S, type: REQUEST, status: OCCURRED, performers: [aland], addressees: [bland], evidence: [{source: s}],
    silences: [{actor: bland, kind: NO_RESPONSE, asOf: 2025-06-20}]}
  - {id: answer, title: U, type: ACCUSE, status: OCCURRED, targets: [bland], evidence: [{source: s}],
    respondsTo: [{action: arrests, mode: RETALIATE}]}
  - {id: item, title: I, type: ACCUSE, status: OCCURRED, performers: [aland], targets: [bland], partOf: [year-process],
    evidence: [{source: s}]}
  - {id: sworn, title: I, type: ACCUSE, status: OCCURRED, performers: [left], targets: [aland], date: 2025-06-27,
    evidence: [{source: undated}]}
claims:
  - {id: behalf, text: B, stance: ASSERT, onBehalfOf: [bland], evidence: [{source: s}]}
  - {id: against, text: A, stance: ASSERT, contradicts: [b-says], evidence: [{source: s}]}
  - {id: support, text: S, stance: ASSERT, by: [bland], supports: [b-says], evidence: [{source: s}]}
`

// What a dataset adds to one that it requires can make something false that the required one states. It is found at the addition.
func TestAdditionsThatMakeRequiredFactsFalse(t *testing.T) {
	for name, c := range map[string]struct{ want, text, sound string }{
		"a date before what is answered": {"2:24 error order-of-time",
			"actions:\n  - {id: answer, date: 2025-06-26}\n", "actions:\n  - {id: answer, date: 2025-06-28}\n"},
		"a date after a silence": {"2:24 error order-of-time",
			"actions:\n  - {id: silent, date: 2025-06-21}\n", "actions:\n  - {id: silent, date: 2025-06-19}\n"},
		"a date far from the whole": {"2:22 warning far-from-whole",
			"actions:\n  - {id: item, date: 2020-06-21}\n", "actions:\n  - {id: item, date: 2025-06-21}\n"},
		"a speaker without tie": {"2:23 warning on-behalf-without-tie",
			"claims:\n  - {id: behalf, by: [{actor: a-voice, " + src + "}]}\n",
			"claims:\n  - {id: behalf, by: [{actor: b-voice, " + src + "}]}\n"},
		"one holder of two claims": {"2:24 warning contradicts-itself",
			"claims:\n  - {id: against, by: [{actor: b-voice, " + src + "}]}\n",
			"claims:\n  - {id: against, by: [{actor: a-voice, " + src + "}]}\n"},
		"a retaliation against oneself": {"2:31 warning answers-itself",
			"actions:\n  - {id: answer, performers: [{actor: b-voice, " + src + "}]}\n",
			"actions:\n  - {id: answer, performers: [{actor: a-voice, " + src + "}]}\n"},
		"a page before its act": {"2:30 warning after-its-page",
			"sources:\n  - {id: undated, published: 2025-06-26}\n", "sources:\n  - {id: undated, published: 2025-06-27}\n"},
		"a country of another's organ": {"2:29 warning part-of-another-country",
			"actors:\n  - {id: c-agency, country: AZE}\n", "actors:\n  - {id: c-agency, country: RUS}\n"},
		"the end of a speaker's tie": {"2:50 warning speaker-left",
			"actors:\n  - {id: left, speaksFor: [{actor: bland, until: 2010, evidence: [{source: s}]}]}\n",
			"actors:\n  - {id: left, speaksFor: [{actor: bland, until: 2025, evidence: [{source: s}]}]}\n"},
		"an end before the beginning": {"2:50 error order-of-time",
			"actors:\n  - {id: left, speaksFor: [{actor: bland, until: 2000, evidence: [{source: s}]}], leads: [{actor: bland, evidence: " +
				"[{source: s}]}]}\n",
			"actors:\n  - {id: left, speaksFor: [{actor: bland, until: 2001, evidence: [{source: s}]}], leads: [{actor: bland, evidence: " +
				"[{source: s}]}]}\n"},
		"against what is supported": {"2:33 error supports-and-contradicts",
			"claims:\n  - {id: support, contradicts: [{claim: b-says, evidence: [{source: s}]}]}\n",
			"claims:\n  - {id: support, contradicts: [{claim: a-says, evidence: [{source: s}]}]}\n"},
		"a target without evidence": {"2:26 error no-evidence",
			"actions:\n  - {id: item, targets: [outlet]}\n", "actions:\n  - {id: item, targets: [{actor: outlet, " + src + "}]}\n"},
		"nothing of it": {"", "actions:\n  - {id: answer, date: 2025-06-28}\n", "actors:\n  - {id: y, name: Y, kind: GROUP, " + src + "}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "base/dataset.yaml", "id: dataset:base\nname: B\nversion: \"1\"\nlicence: CC0-1.0\n")
			write(t, dir, "base/a.yaml", base)
			write(t, dir, "base/b.yaml", requiredToo)
			write(t, dir, "beside/dataset.yaml", head+"requires: [../base]\n")
			beside := filepath.Join(dir, "beside")
			for text, want := range map[string]string{c.text: c.want, c.sound: ""} {
				write(t, dir, "beside/b.yaml", text)
				var all []string
				if want != "" {
					all = []string{"b.yaml:" + want}
				}
				if got := checked(t, location{name: beside, files: os.DirFS(beside), dir: ".", path: beside}); !slices.Equal(got, all) {
					t.Errorf("%s\n got %q\nwant %q", text, got, all)
				}
			}
		})
	}
}
