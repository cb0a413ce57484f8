package resolvers

import (
	"testing"
)

// operatorCases are what the fields of filters mean that take operators, a flag or a number.
var operatorCases = []struct{ list, filter, means string }{
	{"actors", `name: {equals: "Bakı"}`, "sortName baki"},
	{"actors", `name: {in: ["A", "B"]}`, "sortName a|b"},
	{"actors", `name: {contains: "ZAKH"}`, "sortName contains zakh"},
	{"actors", `name: {startsWith: "Мар"}`, "sortName starts with мар"},
	{"actors", `name: {exists: true}`, "has sortName"},
	{"actors", `name: {exists: false}`, "not has sortName"},
	{"actors", `name: {startsWith: "m", contains: "z"}`, "(sortName contains z and sortName starts with m)"},
	{"actors", `name: {}`, "all"},
	{"actors", `actionCount: {gte: 3}`, "actions 3.."},
	{"actors", `receivedCount: {lte: 3}`, "received ..3"},

	{"actions", `title: {contains: "Raid"}`, "sortName contains raid"},
	{"actions", `cameoCode: {startsWith: "17"}`, "cameoCode starts with 17"},
	{"actions", `cameoCode: {equals: "173"}`, "cameoCode 173"},
	{"actions", `intensity: {equals: -5}`, "intensity -5..-5"},
	{"actions", `intensity: {gte: -5}`, "intensity -5.."},
	{"actions", `intensity: {lte: 2.5}`, "intensity ..2.5"},
	{"actions", `intensity: {gt: -5}`, "(intensity -5.. and not intensity -5..-5)"},
	{"actions", `intensity: {lt: 0}`, "(intensity ..0 and not intensity 0..0)"},
	{"actions", `intensity: {gte: -5, lte: 5}`, "(intensity -5.. and intensity ..5)"},
	{"actions", `intensity: {exists: true}`, "intensity .."},
	{"actions", `intensity: {exists: false}`, "not intensity .."},
	{"actions", `intensity: {gte: null}`, "all"},
	{"actions", `intensity: null`, "all"},
	{"actions", `responseCount: {gte: 1}`, "responses 1.."},
	{"actions", `claimCount: {gte: 1}`, "claims 1.."},
	{"actions", `evidenceCount: {gte: 1}`, "evidence 1.."},
	{"actions", `mentions: {gte: 1}`, "mentions 1.."},
	{"actions", `credibility: {lte: 2}`, "credibility ..2"},
	{"actions", `hasResponse: true`, "some Action.responses [anything]"},
	{"actions", `hasResponse: false`, "not some Action.responses [anything]"},
	{"actions", `isResponse: true`, "some Action.respondsTo [anything]"},
	{"actions", `isResponse: false`, "not some Action.respondsTo [anything]"},
	{"actions", `support: {origins: {lte: 1}}`, "some Action.support [origins ..1]"},
	{"actions", `support: {sources: {gt: 1}, reliability: [A, B], soleCountry: ["RUS"], knownBy: "2025-07-02"}`,
		"some Action.support [((sources 1.. and not sources 1..1) and reliability A|B and soleCountry RUS and date ..2025-07-02)]"},
	{"actions", `support: {reliability: []}`, "some Action.support [none]"},
	{"actions", `support: {}`, "all"},
	{"actions", `support: null`, "all"},
	{"actions", `respondedWithin: 3`, "some Action.responses [delayDays 0..3]"},
	{"actions", `dated: true`, "date .."},
	{"actions", `dated: false`, "not date .."},

	{"responses", `support: {sources: {equals: 1}}`, "some Response.support [sources 1..1]"},
	{"responses", `delayDays: {lte: 3}`, "delayDays ..3"},
	{"responses", `intensityChange: {gte: 0}`, "intensityChange 0.."},
	{"responses", `wordOrDeed: [WORD]`, "(fromQuadClass VERBAL_COOPERATION|VERBAL_CONFLICT or " +
		"(fromQuadClass NEUTRAL and not fromType OCCURRENCE))"},
	{"responses", `wordOrDeed: [DEED]`, "fromQuadClass MATERIAL_COOPERATION|MATERIAL_CONFLICT"},
	{"responses", `wordOrDeed: []`, "fromQuadClass "},
	{"responses", `escalation: []`, "none"},
	{"responses", `escalation: [ESCALATE]`,
		"((mode RECIPROCATE and (toIntensity ..0 and not toIntensity 0..)) or mode RETALIATE|CONDEMN|OBJECT|REFUSE|THREATEN)"},
	{"responses", `escalation: [DEESCALATE]`,
		"((mode RECIPROCATE and (toIntensity 0.. and not toIntensity ..0)) or mode COMPLY|CONCILIATE|REGRET)"},
	{"responses", `escalation: [NEUTRAL]`,
		"((mode RECIPROCATE and not ((toIntensity ..0 and not toIntensity 0..) or (toIntensity 0.. and not toIntensity ..0)))" +
			" or mode DENY|DEFEND|CONFIRM|APPEAL|EXPLAIN|RAISE_ALARM|OTHER)"},

	{"claims", `support: {soleCountry: ["AZE"]}`, "some Claim.support [soleCountry AZE]"},
	{"claims", `credibility: {lte: 2}`, "credibility ..2"},
	{"claims", `contradicted: true`, "some Claim.contradicts [anything]"},
	{"claims", `contradicted: false`, "not some Claim.contradicts [anything]"},
}

func TestOperators(t *testing.T) {
	for _, c := range operatorCases {
		t.Run(c.list+" "+c.filter, func(t *testing.T) {
			q := queryOf(t, `{ `+c.list+`(filter: {`+c.filter+`}) { totalCount } }`)
			if got := said(askedList(t, q).Where); got != c.means {
				t.Errorf("\nmeans %s\n want %s", got, c.means)
			}
		})
	}
}

func TestOperatorsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ name, filter string }{
		{"a text without a letter or digit", `{title: {contains: "…"}}`},
		{"an empty text", `{cameoCode: {startsWith: ""}}`},
		{"a number that is a text", `{intensity: {gt: "five"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f := failureOf(t, nothingFound(), `{ actions(filter: `+c.filter+`) { totalCount } }`, nil); f.Extensions.Code != "INVALID" {
				t.Errorf("%+v", f)
			}
		})
	}
}

// Numbers of variables come as JSON has them, whole or not.
func TestOperatorsOfVariables(t *testing.T) {
	for _, document := range []string{
		`query($x: Float) { actions(filter: {intensity: {gte: $x}}) { totalCount } }`,
		`query($x: Float) { episodes { nodes { actions(filter: {intensity: {gte: $x}}) { totalCount } } } }`,
	} {
		for x, want := range map[float64]string{-5: "intensity -5..", 2.5: "intensity 2.5.."} {
			q := queryWith(t, document, map[string]any{"x": x})
			l := askedList(t, q)
			if len(q.Includes) > 0 {
				l = q.Includes[0].List
			}
			if got := said(l.Where); got != want {
				t.Errorf("%s with %v means %s", document, x, got)
			}
		}
	}
}
