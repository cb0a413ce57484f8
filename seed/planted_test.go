package seed

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/demarche-graph/demarche/graph"
)

// today is the date of the tests, so that none begins to fail by itself.
const today graph.Day = "2025-12-31"

// checked reads a dataset and lists what its checks find, each as PLACE LEVEL RULE.
func checked(t *testing.T, p location) (found []string) {
	t.Helper()
	o := opener{asked: map[string]bool{p.key(): true}}
	var all Problems
	o.checks = Checks{Today: today, Warned: func(_ string, w Problem) { all = append(all, w) }}
	o.open(p)
	defer closeAll(o.datasets)
	var errs Problems
	if err := o.err(); err != nil && !errors.As(err, &errs) {
		t.Fatal(err)
	}
	for _, x := range append(all, errs...).Sorted() {
		if x.Remedy() == "" {
			t.Errorf("%v has no remedy", x)
		}
		at := x.At
		at.File = filepath.Base(at.File)
		found = append(found, fmt.Sprintf("%s %s %s", at, x.Level(), x.Rule()))
	}
	return found
}

// base is a dataset in which nothing is wrong, for faults to be planted beside.
const base = `sources:
  - {id: s, title: A page, url: "https://example.org/s", published: "2025-07-01", publishedBy: [outlet], evidence: [{source: s}]}
  - {id: later, title: A later page, url: "https://example.org/later", published: "2025-12-01"}
actors:
  - {id: aland, name: Aland, kind: STATE, country: AZE, evidence: [{source: s}]}
  - {id: bland, name: Bland, kind: STATE, country: RUS, evidence: [{source: s}]}
  - {id: a-ministry, name: Ministry of Aland, kind: MINISTRY, country: AZE, partOf: [aland], evidence: [{source: s}]}
  - {id: b-police, name: Police of Bland, kind: AGENCY, country: RUS, partOf: [bland], evidence: [{source: s}]}
  - {id: a-voice, name: Voice, kind: PERSON, speaksFor: [a-ministry], evidence: [{source: s}]}
  - {id: b-voice, name: Voice of Bland, kind: PERSON, speaksFor: [bland], evidence: [{source: s}]}
  - {id: outlet, name: Outlet, kind: MEDIA_OUTLET, evidence: [{source: s}]}
  - {id: body, name: Body, kind: INTERNATIONAL_BODY, evidence: [{source: s}]}
places:
  - {id: town, name: Town, country: AZE, latitude: 40.4, longitude: 49.9, evidence: [{source: s}]}
actions:
  - {id: arrests, title: A, type: COERCE, status: OCCURRED, date: 2025-06-27, performers: [b-police], targets: [aland],
    evidence: [{source: s}]}
  - {id: death, title: A death, type: OCCURRENCE, status: OCCURRED, date: "2025-06-27", affected: [aland], evidence: [{source: s}]}
  - {id: wish, title: W, type: REQUEST, status: OCCURRED, date: 2025-06-28, performers: [a-ministry], addressees: [bland],
    evidence: [{source: s}]}
  - {id: words, title: Words, type: STATEMENT, status: OCCURRED, date: "2025-06-28", performers: [a-voice], evidence: [{source: s}]}
  - {id: year-process, title: A process, type: CONSULT, status: OCCURRED, date: "2025", performers: [aland, bland], evidence: [{source: s}]}
claims:
  - {id: a-says, text: It is so., stance: ASSERT, by: [a-voice], madeIn: [words], about: [arrests], evidence: [{source: s}]}
  - {id: b-says, text: It is not so., stance: DENY, by: [b-voice], about: [arrests], evidence: [{source: s}]}
`

// Parts of planted records.
const (
	src    = "evidence: [{source: s}]"
	act    = "actions:\n  - {id: x, title: X, type: ACCUSE, status: OCCURRED, performers: [aland], targets: [bland], "
	actor  = "actors:\n  - {id: y, name: Y, " + src + ", "
	claim  = "claims:\n  - {id: c, text: C, stance: ASSERT, " + src + ", "
	source = "sources:\n  - {id: t, title: T, "
)

// does is the start of an action x of a type by one actor, directed at another or, with "", at nobody.
func does(kind, by, at string) string {
	if at != "" {
		at = "targets: [" + at + "], "
	}
	return "actions:\n  - {id: x, title: X, type: " + kind + ", status: OCCURRED, performers: [" + by + "], " + at
}

// more is another accusation, by one actor.
func more(id, by string) string {
	return "\n  - {id: " + id + ", title: T, type: ACCUSE, status: OCCURRED, performers: [" + by + "], targets: [outlet], "
}

// planted are faults, one in each file, with their place, level and rule; and beside each a sound text that looks like it.
var planted = []struct {
	name, want, text, sound string
}{
	{"only disputed", "2:105 error only-disputed",
		act + "evidence: [{source: s, disputes: true}]}\n",
		act + "evidence: [{source: s, disputes: true}, {source: later}]}\n"},
	{"only disputed, a tie", "2:96 error only-disputed",
		actor + "kind: AGENCY, partOf: [{actor: aland, evidence: [{source: s, disputes: true}]}]}\n",
		actor + "kind: AGENCY, partOf: [{actor: aland, evidence: [{source: s}]}]}\n"},
	{"only disputed, a claim with a dated field", "2:49 error only-disputed",
		strings.Replace(claim, src, "evidence: [{source: s, disputes: true}, {source: s, field: text}]", 1) + "by: [aland]}\n",
		strings.Replace(claim, src, "evidence: [{source: s, disputes: true}, {source: later}]", 1) + "by: [aland]}\n"},
	{"explicit on inferred", "2:104 error explicit-on-inferred",
		act + "evidence: [{source: s, basis: INFERRED}]}\n",
		act + "basis: INFERRED, evidence: [{source: s, basis: INFERRED}]}\n"},
	{"explicit link on inferred", "2:152 error explicit-on-inferred",
		act + src + ", places: [{place: town, evidence: [{source: s, basis: INFERRED}]}]}\n",
		act + src + ", places: [{place: town, basis: INFERRED, evidence: [{source: s, basis: INFERRED}]}]}\n"},
	{"actor without evidence", "2:5 warning actor-without-evidence",
		"actors:\n  - {id: y, name: Y, kind: PERSON}\n",
		"actors:\n  - {id: y, name: Y, kind: PERSON, evidence: [{source: s}]}\n"},
	{"a claim with evidence of its text only", "2:48 error no-evidence",
		strings.Replace(claim, src, "evidence: [{source: s, field: text}]", 1) + "}\n",
		strings.Replace(claim, src, "evidence: [{source: s, field: text}, {source: s}]", 1) + "}\n"},
	{"the same evidence twice", "2:135 error twice",
		act + "evidence: [{source: s, quote: so it is}, {source: s, quote: so it is}]}\n",
		act + "evidence: [{source: s, quote: so it is}, {source: s, quote: so it was}]}\n"},
	{"the same evidence, one with its line", "2:135 error twice",
		act + "evidence: [{source: s, quote: so it is}, {source: s, quote: so it is, locator: L3}]}\n",
		act + "evidence: [{source: s, quote: so it is, locator: L1}, {source: s, quote: so it is, locator: L3}]}\n"},
	{"the same source twice, for one thing", "2:118 error twice",
		act + "evidence: [{source: s}, {source: s}]}\n",
		act + "date: 2025-06-27, evidence: [{source: s}, {source: s, field: date}]}\n"},
	{"act after its page", "2:125 warning after-its-page",
		act + src + ", date: 2025-07-02}\n",
		act + src + ", date: 2025-07-01}\n"},
	{"act after one of two pages", "2:100 warning after-its-page",
		act + "date: 2025-08, evidence: [{source: later}, {source: s}]}\n",
		act + "date: 2025-08, evidence: [{source: later}, {source: s, field: date}]}\n"},
	{"announced act after its page", "2:125 warning after-its-page",
		strings.Replace(act, "OCCURRED", "REPORTED", 1) + src + ", date: 2025-09}\n",
		strings.Replace(act, "OCCURRED", "ANNOUNCED", 1) + src + ", date: 2025-09}\n"},
	{"act within a year after its page", "2:125 warning after-its-page",
		act + src + ", date: 2025-07-02/2025-08-01}\n",
		act + src + ", date: 2025}\n"},
	{"act after its page, never announced", "2:251 warning after-its-page",
		strings.Replace(act, "status: OCCURRED", "status: OCCURRED, "+
			"statusHistory: [{status: ALLEGED, since: 2025-07-01, sources: [s]}, {status: OCCURRED, "+
			"since: 2025-07-03, sources: [later]}]", 1) + src +
			", date: 2025-07-02}\n",
		strings.Replace(act, "status: OCCURRED", "status: OCCURRED, "+
			"statusHistory: [{status: ANNOUNCED, since: 2025-07-01, sources: [s]}, {status: OCCURRED, "+
			"since: 2025-07-03, sources: [later]}]", 1) + src +
			", date: 2025-07-02}\n"},
	{"a change of status after its page", "2:138 warning after-its-page",
		act + "evidence: [{source: later}], statusHistory: [{status: OCCURRED, since: 2025-07-02, sources: [s]}]}\n",
		act + "evidence: [{source: later}], statusHistory: [{status: OCCURRED, since: 2025-07-02, sources: [s, later]}]}\n"},
	{"a change of status in the future", "2:138 warning future",
		act + "evidence: [{source: later}], statusHistory: [{status: OCCURRED, since: 2026-07-02, sources: [s]}]}\n",
		act + "evidence: [{source: later}], statusHistory: [{status: OCCURRED, since: 2025-06-02, sources: [s]}]}\n"},
	{"claim in an act after its page", "4:49 warning after-its-page",
		"actions:\n  - {id: x, title: X, type: STATEMENT, status: OCCURRED, performers: [aland], date: 2025-11, evidence: [{source: " +
			"later}]}\n" + claim + "by: [aland], madeIn: [x]}\n",
		"actions:\n  - {id: x, title: X, type: STATEMENT, status: OCCURRED, performers: [aland], date: 2025-07-01, evidence: [{source: " +
			"later}]}\n" + claim + "by: [aland], madeIn: [x]}\n"},
	{"source without date", "2:5 warning undated-source",
		source + "kind: REPORT}\n",
		source + "kind: REPORT, accessed: 2025-12-30}\n"},
	{"published in the future", "2:34 warning future",
		source + "published: 2026-01-01}\n",
		source + "published: 2025-12-31}\n"},
	{"accessed in the future", "2:33 warning future",
		source + "accessed: 2026}\n",
		source + "accessed: 2025}\n"},
	{"accessed before published", "2:53 error order-of-time",
		source + "published: 2025-07, accessed: 2025-06-30}\n",
		source + "published: 2025-07, accessed: 2025-07-01}\n"},
	{"act in the future", "2:99 warning future",
		strings.Replace(act, "OCCURRED", "ALLEGED", 1) + "date: 2026-02, evidence: [{source: t}]}\n" + source + "accessed: 2025}\n",
		strings.Replace(act, "OCCURRED", "ANNOUNCED", 1) + "date: 2026-02, evidence: [{source: t}]}\n" + source + "accessed: 2025}\n"},
	{"announced for the far future", "2:126 warning far-future",
		strings.Replace(act, "OCCURRED", "ANNOUNCED", 1) + src + ", date: 2205}\n",
		strings.Replace(act, "OCCURRED", "ANNOUNCED", 1) + src + ", date: 2035}\n"},
	{"an act that ends in the far future", "2:125 warning far-future", act + src + ", date: 2025-06-27/2052-06-30}\n", act + src +
		", date: 2025-06-27/2025-06-30}\n"},
	{"an act after its page was read", "4:100 warning after-its-page",
		source + "accessed: 2025-02-01}\n" + act + "date: 2025-02-02, evidence: [{source: t}]}\n",
		source + "accessed: 2025-02-01}\n" + act + "date: 2025-02-01, evidence: [{source: t}]}\n"},
	{"a tie until the far future", "2:92 warning far-future",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2125-01-01}]}\n",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2030-01-01}]}\n"},
	{"a silence stated in the future", "2:170 warning future",
		act + src + ", silences: [{actor: bland, kind: NO_RESPONSE, asOf: 2026-03-01}]}\n",
		act + src + ", silences: [{actor: bland, kind: NO_RESPONSE, asOf: 2025-12-01}]}\n"},
	{"a silence before its act", "2:188 error order-of-time",
		act + src + ", date: 2025-06-27, silences: [{actor: bland, kind: NO_RESPONSE, asOf: 2025-06-26}]}\n",
		act + src + ", date: 2025-06-27, silences: [{actor: bland, kind: NO_RESPONSE, asOf: 2025-06}]}\n"},
	{"a part years before its whole", "2:146 warning far-from-whole",
		act + src + ", date: 2022-06-27, partOf: [arrests]}\n",
		act + src + ", date: 2024-08-27, partOf: [arrests]}\n"},
	{"a part of a process of a year", "2:146 warning far-from-whole",
		act + src + ", date: 2023-12-31, partOf: [year-process]}\n",
		act + src + ", date: 2024-02, partOf: [year-process]}\n"},
	{"not ended, but over", "2:105 warning ended-and-until",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2020, ended: false}]}\n",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2025, ended: false}]}\n"},
	{"ended, but to come", "2:105 warning ended-and-until",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2027, ended: true}]}\n",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2024, ended: true}]}\n"},
	{"a speaker who left", "4:71 warning speaker-left",
		actor + "kind: PERSON, speaksFor: [{actor: aland, until: 2020}], leads: [{actor: a-ministry, until: 2021-05}]}\nactions:\n  - {id: " +
			"x, title: X, type: STATEMENT, status: OCCURRED, performers: [y], date: 2025-06-27, " + src + "}\n",
		actor + "kind: PERSON, speaksFor: [{actor: aland, until: 2020}], leads: [{actor: a-ministry, until: 2025-05}]}\nactions:\n  - {id: " +
			"x, title: X, type: STATEMENT, status: OCCURRED, performers: [y], date: 2025-06-27, " + src + "}\n"},
	{"a claim of a speaker who left", "4:68 warning speaker-left",
		actor + "kind: PERSON, worksFor: [{actor: a-voice, until: 2020}]}\n" + claim + "by: [y], madeIn: [words]}\n",
		actor + "kind: PERSON, worksFor: [{actor: a-voice, since: 2020}]}\n" + claim + "by: [y], madeIn: [words]}\n"},
	{"two that answer each other", "3:133 error circle",
		act + src + ", respondsTo: [{action: z, mode: CONDEMN}]}" + more("z", "bland") + src + ", respondsTo: [{action: x, mode: CONDEMN}]}\n",
		act + src + ", respondsTo: [{action: z, mode: CONDEMN}]}" + more("z", "bland") + src + ", respondsTo: [{action: arrests, mode: " +
			"DEFEND}]}\n"},
	{"three that answer in a circle", "3:133 error circle",
		act + src + ", respondsTo: [{action: z, mode: OTHER}]}" + more("z", "bland") + src + ", respondsTo: [{action: w, mode: OTHER}]}" +
			more("w", "aland") + src + ", respondsTo: [{action: x, mode: OTHER}]}\n",
		act + src + ", respondsTo: [{action: z, mode: OTHER}, {action: w, mode: OTHER}]}" + more("z", "bland") + src +
			", respondsTo: [{action: w, mode: OTHER}]}" + more("w", "aland") + src + "}\n"},
	{"a state that condemns itself", "2:161 warning answers-itself",
		does("ACCUSE", "b-voice", "b-police") + src + ", respondsTo: [{action: arrests, mode: CONDEMN}]}\n",
		does("ACCUSE", "b-voice", "b-police") + src + ", respondsTo: [{action: arrests, mode: DEFEND}]}\n"},
	{"it reciprocates its own act", "2:155 warning answers-itself",
		does("COERCE", "a-ministry", "bland") + src + ", respondsTo: [{action: z, mode: RECIPROCATE}]}\n  - {id: z, title: Z, cameoCode: " +
			"\"112\", status: OCCURRED, performers: [a-voice], targets: [bland], " + src + "}\n",
		does("COERCE", "a-ministry, bland", "bland") + src + ", respondsTo: [{action: z, mode: RECIPROCATE}]}\n  - {id: z, title: Z, " +
			"cameoCode: \"112\", status: OCCURRED, performers: [a-voice], targets: [bland], " + src + "}\n"},
	{"a part that answers its whole", "2:152 warning answers-itself",
		does("STATEMENT", "aland", "bland") + src + ", partOf: [words], respondsTo: [{action: words, mode: CONFIRM}]}\n",
		does("STATEMENT", "aland", "bland") + src + ", partOf: [wish], respondsTo: [{action: words, mode: CONFIRM}]}\n"},
	{"it conciliates by arrests", "2:167 warning mode-against-act",
		"actions:\n  - {id: x, title: X, cameoCode: \"173\", status: OCCURRED, performers: [a-ministry], targets: [b-voice], " + src +
			", respondsTo: [{action: arrests, mode: CONCILIATE}]}\n",
		"actions:\n  - {id: x, title: X, cameoCode: \"173\", status: OCCURRED, performers: [a-ministry], targets: [b-voice], " + src +
			", respondsTo: [{action: arrests, mode: RETALIATE}]}\n"},
	{"it regrets by an assault", "2:142 warning mode-against-act",
		does("ASSAULT", "a-ministry", "") + src + ", respondsTo: [{action: death, mode: REGRET}]}\n",
		does("STATEMENT", "a-ministry", "") + src + ", respondsTo: [{action: death, mode: REGRET}]}\n"},
	{"it complies by an arrest", "2:153 warning mode-against-act",
		does("COERCE", "bland", "aland") + src + ", respondsTo: [{action: wish, mode: COMPLY}]}\n",
		does("COERCE", "bland", "outlet") + src + ", respondsTo: [{action: wish, mode: COMPLY}]}\n"},
	{"it complies by a refusal", "2:153 warning mode-against-act",
		does("REJECT", "bland", "aland") + src + ", respondsTo: [{action: wish, mode: COMPLY}]}\n",
		does("REJECT", "bland", "aland") + src + ", respondsTo: [{action: wish, mode: REFUSE}]}\n"},
	{"it retaliates by aid", "2:153 warning mode-against-act",
		does("AID", "aland", "bland") + src + ", respondsTo: [{action: arrests, mode: RETALIATE}]}\n",
		does("AID", "aland", "outlet") + src + ", respondsTo: [{action: arrests, mode: RETALIATE}]}\n"},
	{"it complies with an accusation", "2:149 warning mode-against-act", does("AGREE", "bland", "aland") + src +
		", respondsTo: [{action: z, mode: COMPLY}]}" + more("z", "aland") + src + "}\n",
		does("AGREE", "bland", "aland") + src + ", respondsTo: [{action: wish, mode: COMPLY}]}\n"},
	{"a response after its page", "2:195 warning after-its-page",
		act + "date: 2025-09, evidence: [{source: later}], respondsTo: [{action: arrests, mode: CONDEMN, evidence: [{source: s}]}]}\n",
		act + "date: 2025-09, evidence: [{source: later}], respondsTo: [{action: arrests, mode: CONDEMN, evidence: [{source: s}, {source: " +
			"later}]}]}\n"},
	{"an announcer who left", "4:68 warning speaker-left",
		actor + "kind: PERSON, worksFor: [{actor: a-voice, until: 2020}]}\nactions:\n  - {id: x, title: X, type: ACCUSE, status: OCCURRED, " +
			"announcers: [y], targets: [bland], date: 2025-06, " + src + "}\n",
		actor + "kind: PERSON, worksFor: [{actor: a-voice, until: 2024-09}]}\nactions:\n  - {id: x, title: X, type: ACCUSE, status: OCCURRED, " +
			"announcers: [y], targets: [bland], date: 2025-06, " + src + "}\n"},
	{"a claim for and against", "2:87 error supports-and-contradicts",
		claim + "by: [aland], supports: [b-says], contradicts: [b-says]}\n",
		claim + "by: [aland], supports: [a-says], contradicts: [b-says]}\n"},
	{"for it, and contradicted by it", "3:62 error supports-and-contradicts",
		claim + "by: [aland], contradicts: [d]}\n  - {id: d, text: D, stance: ASSERT, by: [bland], supports: [c], " + src + "}\n",
		claim + "by: [aland], contradicts: [d]}\n  - {id: d, text: D, stance: ASSERT, by: [bland], supports: [b-says], " + src + "}\n"},
	{"a contradiction of one holder", "2:92 warning contradicts-itself",
		claim + "by: [b-voice], contradicts: [b-says]}\n",
		claim + "by: [bland], contradicts: [b-says]}\n"},
	{"claims about each other", "3:57 error circle",
		claim + "by: [bland], about: [d]}\n  - {id: d, text: D, stance: DENY, by: [aland], about: [c], " + src + "}\n",
		claim + "by: [bland], about: [a-says]}\n  - {id: d, text: D, stance: DENY, by: [aland], about: [c], " + src + "}\n"},
	{"made in another's statement", "2:87 warning made-by-another",
		claim + "by: [b-voice], madeIn: [words]}\n",
		claim + "by: [aland], madeIn: [words]}\n"},
	{"on behalf of nobody of his", "2:91 warning on-behalf-without-tie",
		claim + "by: [a-voice], onBehalfOf: [bland]}\n",
		claim + "by: [a-voice], onBehalfOf: [aland]}\n"},
	{"code against type", "2:29 warning code-against-type",
		act + src + ", cameoCode: \"173\"}\n",
		act + src + ", cameoCode: \"112\"}\n"},
	{"code of root 01 against type", "2:29 warning code-against-type",
		act + src + ", cameoCode: \"012\"}\n",
		strings.Replace(act, "ACCUSE", "STATEMENT", 1) + src + ", cameoCode: \"012\"}\n"},
	{"root against type", "2:29 warning code-against-type",
		act + src + ", cameoCode: \"08\"}\n",
		strings.Replace(act, "ACCUSE", "RETREAT", 1) + src + ", cameoCode: \"08\"}\n"},
	{"a root of two digits", "2:34 warning root-code",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"14\"", 1) + src + "}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"140\"", 1) + src + "}\n"},
	{"the last root", "2:34 warning root-code",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"20\"", 1) + src + "}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"09\"", 1) + src + "}\n"},
	{"a cut code that is none", "2:34 error term",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"40\"", 1) + src + "}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"040\"", 1) + src + "}\n"},
	{"quad class against type", "2:130 warning code-against-type", act + src + ", quadClass: MATERIAL_COOPERATION}\n", act + src +
		", quadClass: MATERIAL_CONFLICT}\n"},
	{"intensity of conflict", "2:130 warning intensity-against-type",
		act + src + ", intensity: 2.5}\n",
		act + src + ", intensity: -2.5}\n"},
	{"intensity of cooperation", "2:127 warning intensity-against-type",
		strings.Replace(act, "ACCUSE", "AID", 1) + src + ", intensity: -7}\n",
		strings.Replace(act, "ACCUSE", "AID", 1) + src + ", intensity: 7}\n"},
	{"intensity against its code", "2:134 warning intensity-against-type",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"173\"", 1) + src + ", intensity: 5}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"173\"", 1) + src + ", intensity: -3}\n"},
	{"intensity of a friendly comment", "2:134 warning intensity-against-type",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"018\"", 1) + src + ", intensity: -3.4}\n",
		strings.Replace(act, "ACCUSE", "STATEMENT", 1) + src + ", intensity: -3.4}\n"},
	{"an occurrence that was performed", "2:72 error performed-occurrence",
		does("OCCURRENCE", "aland", "") + src + "}\n",
		"actions:\n  - {id: x, title: X, type: OCCURRENCE, status: OCCURRED, announcers: [aland], affected: [bland], " + src + "}\n"},
	{"a request to nobody", "2:5 warning request-to-nobody",
		strings.Replace(act, "ACCUSE", "REQUEST", 1) + src + "}\n",
		strings.Replace(act, "ACCUSE", "REQUEST", 1) + "addressees: [aland], " + src + "}\n"},
	{"a request by code to nobody", "2:5 warning request-to-nobody",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"104\"", 1) + src + "}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"104\"", 1) + "addressees: [aland], " + src + "}\n"},
	{"an action of nobody", "2:5 warning nobody",
		"actions:\n  - {id: x, title: X, type: SANCTION, status: OCCURRED, announcers: [aland], " + src + "}\n",
		"actions:\n  - {id: x, title: X, type: SANCTION, status: OCCURRED, affected: [aland], " + src + "}\n"},
	{"no such country", "2:70 error country-code",
		actor + "kind: PERSON, country: ZZZ}\n",
		actor + "kind: PERSON, country: XKX}\n"},
	{"a country of the past", "2:31 error country-code",
		"places:\n  - {id: p, name: P, country: YUG}\n",
		"places:\n  - {id: p, name: P, country: SRB}\n"},
	{"a state without country", "2:5 warning state-without-country",
		actor + "kind: STATE}\n",
		actor + "kind: GROUP}\n"},
	{"two states of one country", "2:69 warning country-twice",
		actor + "kind: STATE, country: AZE}\n",
		actor + "kind: STATE, country: TUR}\n"},
	{"a lone latitude", "2:32 error lone-coordinate",
		"places:\n  - {id: p, name: P, latitude: 40}\n",
		"places:\n  - {id: p, name: P, latitude: 40, longitude: 0}\n"},
	{"a lone longitude", "2:33 error lone-coordinate",
		"places:\n  - {id: p, name: P, longitude: 40}\n",
		"places:\n  - {id: p, name: P}\n"},
	{"ids alike but for case", "2:10 warning ids-alike",
		"places:\n  - {id: Town, name: P}\n",
		"places:\n  - {id: town-2, name: P}\n"},
	{"ids alike but for Unicode form", "3:10 warning ids-alike",
		"places:\n  - {id: Cafe\u0301, name: P}\n  - {id: Caf\u00e9, name: Q}\n",
		"places:\n  - {id: Cafe, name: P}\n  - {id: Caf\u00e9, name: Q}\n"},
	{"an invisible character in an id", "2:10 error invisible-character",
		"places:\n  - {id: \"to\\u200Bwn\", name: P}\n",
		"places:\n  - {id: \"to-wn\", name: P}\n"},
	{"a name twice", "3:19 warning name-twice",
		actor + "kind: AGENCY}\n  - {id: z, name: y, kind: AGENCY, " + src + "}\n",
		actor + "kind: AGENCY}\n  - {id: z, name: y, kind: COMPANY, " + src + "}\n"},
	{"a name twice, with accents", "2:19 warning name-twice",
		"actors:\n  - {id: y, name: Ministry  of ÁLAND, kind: MINISTRY, " + src + "}\n",
		"actors:\n  - {id: y, name: Ministry  of ÁLAND, kind: MINISTRY, country: FIN, " + src + "}\n"},
	{"a place twice", "2:19 warning name-twice",
		"places:\n  - {id: p, name: Town}\n",
		"places:\n  - {id: p, name: Town, country: RUS}\n"},
	{"an address twice", "2:45 warning url-twice",
		source + "published: 2025, url: \"http://EXAMPLE.org/s/\"}\n",
		source + "published: 2025, url: \"http://example.org/S\"}\n"},
	{"an address with a space", "2:45 error value",
		source + "published: 2025, url: \"https://example.org/a b\"}\n",
		source + "published: 2025, url: \"https://example.org/a%20b\"}\n"},
	{"a control character in a title", "2:20 error invisible-character",
		strings.Replace(act, "title: X", "title: \"X\\x07\"", 1) + src + "}\n",
		strings.Replace(act, "title: X", "title: \"Əliyev\u200Cها\"", 1) + src + "}\n"},
	{"a line break in a title", "2:20 error invisible-character",
		strings.Replace(act, "title: X", "title: \"X\\ny\"", 1) + src + "}\n",
		act + src + ", description: \"X\\ny\"}\n"},
	{"a name that turns around", "2:19 error invisible-character",
		"places:\n  - {id: p, name: \"P\u202Etxt\"}\n",
		"places:\n  - {id: p, name: \"القدس\"}\n"},
	{"an alias that turns around", "2:75 error invisible-character",
		actor + "kind: PERSON, aliases: [Y1, \"Y\u200F2\"]}\n",
		actor + "kind: PERSON, aliases: [Y1, \"ירושלים\"]}\n"},
	{"a member of a person", "2:72 error tie-kinds",
		actor + "kind: PERSON, memberOf: [a-voice]}\n",
		actor + "kind: PERSON, memberOf: [body]}\n"},
	{"a member of a person, in a map", "2:80 error tie-kinds",
		actor + "kind: PERSON, memberOf: [{actor: b-voice}]}\n",
		actor + "kind: PERSON, memberOf: [{actor: a-ministry}]}\n"},
	{"a mission hosted by an outlet", "2:104 error tie-kinds",
		actor + "kind: MISSION, country: RUS, partOf: [bland], hostedBy: [outlet]}\n",
		actor + "kind: MISSION, country: RUS, partOf: [bland], hostedBy: [aland]}\n"},
	{"a state as publisher", "2:54 warning state-as-publisher",
		source + "published: 2025, publishedBy: [aland], " + src + "}\n",
		source + "published: 2025, publishedBy: [a-ministry], " + src + "}\n"},
	{"a part of a person", "2:70 error tie-kinds",
		actor + "kind: AGENCY, partOf: [a-voice]}\n",
		actor + "kind: AGENCY, partOf: [a-ministry]}\n"},
	{"who leads a person", "2:69 error tie-kinds",
		actor + "kind: PERSON, leads: [a-voice]}\n",
		actor + "kind: PERSON, worksFor: [a-voice]}\n"},
	{"a person who is owned", "2:71 error tie-kinds",
		actor + "kind: PERSON, ownedBy: [aland]}\n",
		actor + "kind: COMPANY, ownedBy: [aland]}\n"},
	{"police of another state", "2:84 warning part-of-another-country",
		actor + "kind: AGENCY, country: AZE, partOf: [bland]}\n",
		actor + "kind: AGENCY, country: RUS, partOf: [bland]}\n"},
	{"police of another state's ministry", "2:84 warning part-of-another-country",
		actor + "kind: AGENCY, country: AZE, partOf: [z]}\n  - {id: z, name: Z, kind: MINISTRY, partOf: [bland], " + src + "}\n",
		actor + "kind: MEDIA_OUTLET, country: AZE, partOf: [z]}\n  - {id: z, name: Z, kind: MEDIA_OUTLET, country: RUS, " + src + "}\n"},
	{"police of two states", "2:77 warning part-of-another-country",
		actor + "kind: AGENCY, partOf: [aland, bland]}\n",
		actor + "kind: AGENCY, partOf: [{actor: aland, until: 2014}, {actor: bland, since: 2015}]}\n"},
	{"who leads four", "2:96 warning leads-many",
		actor + "kind: PERSON, leads: [aland, a-ministry, outlet, body]}\n",
		actor + "kind: PERSON, leads: [aland, a-ministry, outlet, {actor: body, ended: true}]}\n"},
	{"police of an outlet", "2:84 error tie-kinds", actor + "kind: AGENCY, country: RUS, partOf: [outlet]}\n", actor +
		"kind: MEDIA_OUTLET, partOf: [outlet]}\n"},
	{"a state that is a member of an outlet", "2:85 error tie-kinds", actor + "kind: STATE, country: TUR, memberOf: [outlet]}\n",
		actor + "kind: STATE, country: TUR, memberOf: [body]}\n"},
	{"an outlet that leads", "2:75 error tie-kinds", actor + "kind: MEDIA_OUTLET, leads: [a-ministry]}\n", actor +
		"kind: GROUP, leads: [a-ministry]}\n"},
	{"a state that is hosted", "2:85 error tie-kinds", actor + "kind: STATE, country: TUR, hostedBy: [bland]}\n",
		actor + "kind: INTERNATIONAL_BODY, hostedBy: [bland]}\n"},
	{"who leads four, one after another and at once", "2:176 warning leads-many",
		actor + "kind: PERSON, leads: [{actor: aland, until: 2010}, {actor: a-ministry, until: 2010}, outlet, {actor: body, since: 2010}, " +
			"{actor: bland, since: 2009}]}\n",
		actor + "kind: PERSON, leads: [{actor: aland, until: 2010}, {actor: a-ministry, until: 2008}, outlet, {actor: body, since: 2011}, " +
			"{actor: bland, since: 2009}]}\n"},
	{"a quotation of one letter", "2:124 warning quotation-length",
		act + "evidence: [{source: s, quote: x}]}\n",
		act + "evidence: [{source: s, quote: no}]}\n"},
	{"a quotation of thousands", "2:124 warning quotation-length",
		act + "evidence: [{source: s, quote: " + strings.Repeat("so it is ", 300) + "}]}\n",
		act + "evidence: [{source: s, quote: " + strings.Repeat("so it is ", 100) + "}]}\n"},
	{"an empty file", "1:1 error file",
		"",
		"# nothing yet\n"},
	{"an empty file, with a mark", "1:1 error file",
		"\ufeff \n",
		"\ufeff# nothing yet\n"},
	{"a file cut off", "3:1 warning cut-file",
		"places:\n  - id: p\n    name: The town of",
		"places:\n  - id: p\n    name: The town of\n"},
	{"a link that only a conclusion supports", "2:216 error explicit-on-inferred",
		act + "basis: INFERRED, evidence: [{source: later, basis: INFERRED}, {source: s, disputes: true}], places: [{place: town, basis: " +
			"EXPLICIT, evidence: [{source: later, basis: INFERRED}]}]}\n",
		act + "basis: INFERRED, evidence: [{source: later, basis: INFERRED}, {source: s, disputes: true}], places: [town]}\n"},
	{"an action without evidence, with its participants", "2:5 error no-evidence",
		strings.TrimSuffix(act, ", ") + "}\n",
		act + src + "}\n"},
	{"an act that answers itself", "2:141 error itself",
		does("ACCUSE", "aland", "bland") + src + ", respondsTo: [{action: x, mode: CONDEMN}]}\n",
		does("ACCUSE", "aland", "bland") + src + ", respondsTo: [{action: arrests, mode: CONDEMN}]}\n"},
	{"an invisible character in a name of many", "6:12 error invisible-character",
		"actors:\n  - id: y\n    name: Y\n    kind: PERSON\n    names:\n      ru: [\"Я\\u202E\"]\n    " + src + "\n",
		"actors:\n  - id: y\n    name: Y\n    kind: PERSON\n    names:\n      ru: [\"Я\"]\n    " + src + "\n"},
	{"who leads four, of whom one left", "2:196 warning leads-many",
		actor + "kind: PERSON, leads: [{actor: aland, until: 2019, since: 2012, ended: true}, {actor: a-ministry, since: 2010}, " +
			"{actor: outlet, since: 2011}, {actor: body, since: 2012}]}\n",
		actor + "kind: PERSON, leads: [{actor: aland, until: 2019, ended: true}, a-ministry, outlet, body]}\n"},
	{"an address in capitals", "2:45 error value",
		source + "published: 2025, url: \"HTP://EXAMPLE.org/x\"}\n",
		source + "published: 2025, url: \"HTTPS://EXAMPLE.org/x\"}\n"},
	{"a file cut within a quotation", "3:11 error syntax",
		"places:\n  - id: p\n    name: \"Бишкек, it's \\\"here\n\n",
		"places:\n  - id: p\n    name: \"Бишкек, it's \\\"here\\\"\"\n"},
	{"a file of one line cut within a quotation", "1:26 error syntax",
		"places: [{id: \"p\", name: 'It''s ",
		"places: [{id: \"p\", name: 'It''s'}]\n"},
	{"a document of nothing", "1:1 error file", "---\n", "# nothing\n"},
	{"an empty map", "1:1 error file", "{}\n", "# nothing\n"},
	{"null", "1:1 error file", "null\n", "# nothing\n"},
	{"an empty list", "1:9 error empty", "actors: []\n", "# actors: []\n"},
	{"a code that is a number", "2:34 error value",
		strings.Replace(act, "type: ACCUSE", "cameoCode: 12", 1) + src + "}\n",
		strings.Replace(act, "type: ACCUSE", "cameoCode: \"120\"", 1) + src + "}\n"},
	{"evidence for and against", "2:135 error twice",
		act + "evidence: [{source: s, quote: so it is}, {source: s, quote: so it is, disputes: true}]}\n",
		act + "evidence: [{source: s, quote: so it is}, {source: s, quote: so it was, disputes: true}]}\n"},
	{"deeply nested", "2:113 error syntax",
		act + "evidence: " + strings.Repeat("[", 300) + strings.Repeat("]", 300) + "}\n",
		act + "respondsTo: [{action: arrests, mode: OTHER, evidence: [{source: s}]}], " + src + "}\n"},
}

// write writes a file of a folder.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// Each planted fault is found where it stands, and nothing else; and nothing is found in its sound neighbour. It makes no
// difference whether what the fault is about is told in the same dataset or in one that it requires.
func TestPlantedFaults(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "base/dataset.yaml", strings.ReplaceAll(head, "dataset:t", "dataset:base"))
	write(t, dir, "base/a.yaml", base)
	write(t, dir, "beside/dataset.yaml", head+"requires: [../base]\n")
	beside := filepath.Join(dir, "beside")
	for _, c := range planted {
		t.Run(c.name, func(t *testing.T) {
			for text, want := range map[string][]string{c.text: {"b.yaml:" + c.want}, c.sound: nil} {
				files := fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "a.yaml": {Data: []byte(base)}, "b.yaml": {Data: []byte(text)}}
				if got := checked(t, location{files: files, dir: "."}); !slices.Equal(got, want) {
					t.Errorf("%s\n got %q\nwant %q", text, got, want)
				}
				write(t, dir, "beside/b.yaml", text)
				if got := checked(t, location{name: beside, files: os.DirFS(beside), dir: ".", path: beside}); !slices.Equal(got, want) {
					t.Errorf("with a required dataset: %s\n got %q\nwant %q", text, got, want)
				}
			}
		})
	}
}

// Facts and faults are the same in every format.
func TestPlantedFaultsInOtherFormats(t *testing.T) {
	for name, c := range map[string]struct{ file, text, sound, want string }{
		"a cut code in CSV": {"actions.csv",
			"id,title,cameoCode,status,performers,targets,source\nx,X,14,OCCURRED,aland,bland,s\n",
			"id,title,cameoCode,status,performers,targets,source\nx,X,014,OCCURRED,aland,bland,s\ny,Y,140,OCCURRED,aland,bland,s\n",
			"actions.csv:2:5 error cut-code"},
		"a code in JSON Lines": {"r.jsonl",
			`{"node":"Action","id":"x","title":"X","cameoCode":"14","status":"OCCURRED","performers":["aland"],"evidence":[{"source":"s"}]}`,
			`{"node":"Action","id":"x","title":"X","cameoCode":"140","status":"OCCURRED","performers":["aland"],"evidence":[{"source":"s"}]}`,
			"r.jsonl:1:51 warning root-code"},
		"the same evidence twice in CSV": {"actors.csv",
			"id,name,kind,source,quote\ny,Y,PERSON,s,so it is\ny,,,s,so it is\n",
			"id,name,kind,source,quote\ny,Y,PERSON,s,so it is\ny,,,s,so it was\n", "actors.csv:3:1 error twice"},
		"only disputed in CSV": {"supports.csv", "from,to,source,disputes\na-says,b-says,s,true\n",
			"from,to,source,disputes\na-says,b-says,s,true\na-says,b-says,later,\n", "supports.csv:2:1 error only-disputed"},
		"against oneself in JSON Lines": {"r.jsonl",
			`{"edge":"RESPONDS_TO","from":"words","to":"wish","mode":"CONDEMN","evidence":[{"source":"s"}]}`,
			`{"edge":"RESPONDS_TO","from":"words","to":"wish","mode":"EXPLAIN","evidence":[{"source":"s"}]}`,
			"r.jsonl:1:57 warning answers-itself"},
		"a made-up country in CSV": {"places.csv", "id,name,country\np,P,ABC\n", "id,name,country\np,P,ABW\n",
			"places.csv:2:5 error country-code"},
		"a bidirectional character in CSV": {"places.csv", "id,name\np,P\u2067x\n", "id,name\np,P\u200dx\n",
			"places.csv:2:3 error invisible-character"},
		"a member of a person in CSV": {"member_of.csv", "from,to,source\nb-voice,a-voice,s\n", "from,to,source\nb-voice,body,s\n",
			"member_of.csv:2:1 error tie-kinds"},
		"an address twice in JSON Lines": {"r.jsonl", `{"node":"Source","id":"t","title":"T","published":"2025","url":"https://example.org/s"}`,
			`{"node":"Source","id":"t","title":"T","published":"2025","url":"https://example.org/t"}`, "r.jsonl:1:64 warning url-twice"},
		"after its page in CSV": {"actions.csv", "id,title,type,status,date,performers,source\nx,X,ACCUSE,OCCURRED,2025-09-01,aland,s\n",
			"id,title,type,status,date,performers,source\nx,X,ACCUSE,OCCURRED,2025-09-01,aland,later\n",
			"actions.csv:2:21 warning after-its-page"},
		"letters of two bytes in CSV": {"places.csv", "id,name,country\np,Бишкек,ABC\n", "id,name,country\np,Бишкек,KGZ\n",
			"places.csv:2:10 error country-code"},
		"a cell of two lines in CSV": {"actors.csv",
			"id,name,kind,description,country,source\np,P,PERSON,\"Б\nж\",ABC,s\n", "id,name,kind,country,source\np,P,PERSON,KGZ,s\n",
			"actors.csv:3:4 error country-code"},
		"CSV cut within a quotation": {"places.csv", "id,name,country\np,П,KGZ\nq,\"П \"\"a\"\" ",
			"id,name,country\np,П,KGZ\nq,\"П \"\"a\"\" \",KGZ\n",
			"places.csv:3:3 error syntax"},
		"a mark within a cell in CSV": {"places.csv", "id,name,country\np,П,KGZ\nq,П\"a,KGZ\n", "id,name,country\np,П,KGZ\nq,\"П\"\"a\",KGZ\n",
			"places.csv:3:4 error syntax"},
		"CSV in UTF-16":    {"places.csv", "\xff\xfei\x00d\x00,\x00n\x00a\x00m\x00e\x00\n\x00", "id,name\np,P\n", "places.csv:1:1 error file"},
		"empty CSV":        {"actors.csv", "", "id,name\n", "actors.csv:1:1 error file"},
		"empty JSON Lines": {"r.jsonl", "\n", `{"node":"Place","id":"p","name":"P"}`, "r.jsonl:1:1 error file"},
		"CSV cut off": {"places.csv", "id,name,country\np,P,AZE\nq,Q", "id,name,country\np,P,AZE\nq,Q,AZE",
			"places.csv:3:3 warning cut-file"},
		"JSON Lines cut off": {"r.jsonl", `{"node":"Place","id":"p","na`, `{"node":"Place","id":"p","name":"P"}`,
			"r.jsonl:1:26 error syntax"},
		"deep JSON Lines": {"r.jsonl", `{"node":"Place","id":"p","name":` + strings.Repeat("[", 300) + strings.Repeat("]", 300) + `}`,
			`{"node":"Place","id":"p","name":"[[["}`, "r.jsonl:1:41 error syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			for text, want := range map[string][]string{c.text: {c.want}, c.sound: nil} {
				files := fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "a.yaml": {Data: []byte(base)}, c.file: {Data: []byte(text)}}
				if got := checked(t, location{files: files, dir: "."}); !slices.Equal(got, want) {
					t.Errorf("%s\n got %q\nwant %q", text, got, want)
				}
			}
		})
	}
}

// The remedy of a code without its zero names both codes that may be meant, and that of a code which is none the longer one.
func TestRemediesOfCutCodes(t *testing.T) {
	for code, want := range map[string]string{
		"14":      `write "014", or "140", which means the same as the root 14`,
		"40":      `write "040", if a spreadsheet took its zero; codes are texts such as "173"`,
		" 14":     `write "014", or "140", which means the same as the root 14`,
		"'14":     `write "014", or "140", which means the same as the root 14`,
		"1.4E+01": `write "014", or "140", which means the same as the root 14`,
		"173.0":   `write "173"`,
		"99":      `codes are texts such as "173"`,
	} {
		text := "id,title,cameoCode,status,performers,source\nx,X," + code + ",OCCURRED,aland,s\n"
		_, err := Read(fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "a.yaml": {Data: []byte(base)}, "actions.csv": {Data: []byte(text)}},
			".")
		if found := graph.FaultsOf(err); len(found) != 1 || found[0].Remedy() != want {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Warnings are counted beyond the first ones, and a dataset too large to be compared says so.
func TestManyWarnings(t *testing.T) {
	var text strings.Builder
	text.WriteString("actors:\n")
	for i := range maxProblems + 3 {
		fmt.Fprintf(&text, "  - {id: a%d, name: A%d, kind: PERSON}\n", i, i)
	}
	files := fstest.MapFS{"dataset.yaml": {Data: []byte(head)}, "b.yaml": {Data: []byte(text.String())}}
	got := checked(t, location{files: files, dir: "."})
	if len(got) != maxProblems+1 || got[0] != "b.yaml:1:1 warning more-warnings" {
		t.Errorf("%d, first %s", len(got), got[0])
	}
	was := maxCompared
	maxCompared = 100
	t.Cleanup(func() { maxCompared = was })
	if got := checked(t, location{files: files, dir: "."}); !slices.Equal(got, []string{"dataset.yaml:1:1 warning not-compared"}) {
		t.Errorf("%.300q", got)
	}
}

// What comes with Demarche has neither errors nor warnings.
func TestBuiltinDatasetsKeepTheRules(t *testing.T) {
	for _, name := range BuiltinNames() {
		var warnings Problems
		c := Checks{Today: "2026-11-27", Warned: func(_ string, w Problem) { warnings = append(warnings, w) }}
		datasets, err := OpenChecked([]string{name}, nil, c)
		closeAll(datasets)
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v\n%v", name, err, warnings)
		}
	}
}
