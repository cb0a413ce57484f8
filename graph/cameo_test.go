package graph

import (
	"slices"
	"strings"
	"testing"
)

func TestCAMEO(t *testing.T) {
	tests := []struct {
		code      string
		typ       ActionType
		quad      QuadClass
		intensity float64
		why       string
	}{
		// The founding case.
		{"010", "STATEMENT", "VERBAL_COOPERATION", 0, "makes a statement"},
		{"012", "STATEMENT", "VERBAL_COOPERATION", -0.4, "regrets: a pessimistic comment, no apology"},
		{"020", "REQUEST", "VERBAL_COOPERATION", 3, "appeals: GDELT counts them as cooperation, PLOVER has requests as conflict"},
		{"030", "AGREE", "VERBAL_COOPERATION", 4, "expresses intent to cooperate"},
		{"111", "ACCUSE", "VERBAL_CONFLICT", -2, "denounces"},
		{"112", "ACCUSE", "VERBAL_CONFLICT", -2, "accuses"},
		{"120", "REJECT", "VERBAL_CONFLICT", -4, "refuses"},
		{"160", "SANCTION", "MATERIAL_CONFLICT", -4, "reduces relations"},
		{"172", "COERCE", "MATERIAL_CONFLICT", -5, "imposes administrative sanctions"},
		{"173", "COERCE", "MATERIAL_CONFLICT", -5, "arrests"},
		// Roots have the type of their "not specified below" code.
		{"01", "STATEMENT", "VERBAL_COOPERATION", 0, "PLOVER drops statements"},
		{"02", "REQUEST", "VERBAL_COOPERATION", 3, "PLOVER counts appeals as requests"},
		{"08", "CONCEDE", "MATERIAL_COOPERATION", 5, "080, though 084 to 087 are RETREAT"},
		{"16", "SANCTION", "MATERIAL_CONFLICT", -4, "160, though 163 is COERCE"},
		{"17", "COERCE", "MATERIAL_CONFLICT", -7, "170, though 175 is ASSAULT"},
		{"19", "ASSAULT", "MATERIAL_CONFLICT", -10, "190, though 191 and 192 are COERCE"},
		// PLOVER splits some roots.
		{"0813", "RETREAT", "MATERIAL_COOPERATION", 5, "easing a curfew is a deed, easing a ban a concession"},
		{"090", "ACCUSE", "MATERIAL_COOPERATION", -2, "investigating accuses, which GDELT counts as cooperation"},
		{"140", "PROTEST", "VERBAL_CONFLICT", -6.5, "in the street, which GDELT counts as words"},
		{"163", "COERCE", "MATERIAL_CONFLICT", -8, "an embargo coerces"},
		{"1712", "ASSAULT", "MATERIAL_CONFLICT", -9.2, "destroying property is physical harm"},
	}
	for _, tt := range tests {
		c, ok := CAMEO(tt.code)
		if !ok || c.Code != tt.code || !c.Rated || c.Type != tt.typ || c.QuadClass != tt.quad || c.Intensity != tt.intensity {
			t.Errorf("CAMEO(%q) = %+v, %v; want %s %s %v: %s", tt.code, c, ok, tt.typ, tt.quad, tt.intensity, tt.why)
		}
	}
	for _, code := range []string{"", "1", "40", "0400", "21", "1214", " 040"} {
		if c, ok := CAMEO(code); ok {
			t.Errorf("CAMEO(%q) = %+v, want none", code, c)
		}
	}
}

func TestCAMEOTableIsWhole(t *testing.T) {
	codes := CAMEOCodes()
	if len(codes) != 312 {
		t.Errorf("%d codes, want 312", len(codes))
	}
	if !slices.IsSortedFunc(codes, func(a, b Coding) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("codes are not sorted")
	}
	types, quads, levels := map[ActionType]int{}, map[QuadClass]int{}, map[int]int{}
	var unrated []string
	for _, c := range codes {
		types[c.Type]++
		quads[c.QuadClass]++
		levels[len(c.Code)]++
		if c.Wording == "" || c.ICEWSWording == "" {
			t.Errorf("%s has no wording", c.Code)
		}
		if _, ok := QuadClassOf(c.Type, c.Code); !ok {
			t.Errorf("%s has type %q, which does not exist", c.Code, c.Type)
		}
		if c.Intensity < -10 || c.Intensity > 10 {
			t.Errorf("%s: intensity %v is outside -10..10", c.Code, c.Intensity)
		}
		if !c.Rated {
			unrated = append(unrated, c.Code)
		}
		wantParent := c.Code[:len(c.Code)-1]
		if len(c.Code) == 2 {
			wantParent = ""
		} else if _, ok := CAMEO(wantParent); !ok {
			t.Errorf("%s: its parent %s is not in the table", c.Code, wantParent)
		}
		if c.Parent != wantParent {
			t.Errorf("%s: parent %q, want %q", c.Code, c.Parent, wantParent)
		}
	}
	if !slices.Equal(unrated, []string{"1213"}) {
		t.Errorf("codes without a Goldstein value: %v, want 1213 alone", unrated)
	}
	for typ, want := range map[ActionType]int{
		"STATEMENT": 11, "AGREE": 29, "CONSULT": 8, "SUPPORT": 9, "COOPERATE": 6, "AID": 7, "CONCEDE": 11, "RETREAT": 15,
		"REQUEST": 56, "ACCUSE": 19, "REJECT": 28, "THREATEN": 23, "PROTEST": 27, "MOBILIZE": 6, "SANCTION": 13, "COERCE": 14,
		"ASSAULT": 30,
	} {
		if types[typ] != want {
			t.Errorf("%d codes of type %s, want %d", types[typ], typ, want)
		}
		delete(types, typ)
	}
	if len(types) > 0 {
		t.Errorf("types beyond the seventeen: %v", types)
	}
	for quad, want := range map[QuadClass]int{
		"VERBAL_COOPERATION": 85, "MATERIAL_COOPERATION": 45, "VERBAL_CONFLICT": 119, "MATERIAL_CONFLICT": 63,
	} {
		if quads[quad] != want {
			t.Errorf("%d codes of %s, want %d", quads[quad], quad, want)
		}
	}
	if levels[2] != 20 || levels[3] != 147 || levels[4] != 145 {
		t.Errorf("codes by length: %v, want 20 of two digits, 147 of three, 145 of four", levels)
	}
}

func TestCAMEOCodesIsACopy(t *testing.T) {
	CAMEOCodes()[0].Code = "spoilt"
	if got := CAMEOCodes()[0].Code; got != "01" {
		t.Errorf("a caller changed the table: first code %q", got)
	}
}

func TestCAMEOByICEWSWording(t *testing.T) {
	tests := []struct{ wording, want, why string }{
		{"Make statement", "010", ""},
		{"Make an appeal or request", "020", "GDELT says: Appeal, not specified below"},
		{"Consult", "040", "04 is worded so too; the longest code is meant"},
		{"CONSULT", "040", "case does not count"},
		{"Use unconventional mass violence", "200", ""},
		{"Demand meeting, negotiation", "106", "GDELT's 108: under root 10 the two number differently"},
		{"Demand mediation", "108", "GDELT's 105"},
		{"Meet at a 'third' location", "044", ""},
		{"  Impose embargo, boycott, or sanctions\u00a0", "163", "quadruple files pad names"},
		{"Reject judicial cooperation", "1213", ""},
		{"Demand withdrawal", "", "GDELT's wording of 106, which ICEWS lacks"},
		{"", "", ""},
		{"nothing of the kind", "", ""},
	}
	for _, tt := range tests {
		c, ok := CAMEOByICEWSWording(tt.wording)
		if c.Code != tt.want || ok != (tt.want != "") {
			t.Errorf("CAMEOByICEWSWording(%q) = %q, %v; want %q. %s", tt.wording, c.Code, ok, tt.want, tt.why)
		}
	}
	for _, c := range CAMEOCodes() {
		got, ok := CAMEOByICEWSWording(c.ICEWSWording)
		if !ok || got.Code != c.Code && got.Code != c.Code+"0" {
			t.Errorf("wording of %s, %q, leads to %q", c.Code, c.ICEWSWording, got.Code)
		}
	}
}

func TestQuadClassOf(t *testing.T) {
	for _, c := range []struct {
		quad  QuadClass
		code  string
		types []ActionType
	}{
		{"NEUTRAL", "", []ActionType{"STATEMENT", "OCCURRENCE"}},
		{"VERBAL_COOPERATION", "", []ActionType{"AGREE", "CONSULT", "SUPPORT", "CONCEDE"}},
		{"MATERIAL_COOPERATION", "", []ActionType{"COOPERATE", "AID", "RETREAT"}},
		{"VERBAL_CONFLICT", "", []ActionType{"REQUEST", "ACCUSE", "REJECT", "THREATEN"}},
		{"MATERIAL_CONFLICT", "", []ActionType{"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}},
		{"NEUTRAL", "012", []ActionType{"STATEMENT"}},
		{"NEUTRAL", "020", []ActionType{"REQUEST"}},
		{"NEUTRAL", "02", []ActionType{"REQUEST"}},
		{"VERBAL_CONFLICT", "020", []ActionType{"ACCUSE"}}, // a curator's type beats the code
		{"VERBAL_CONFLICT", "012", []ActionType{"REQUEST"}},
		{"NEUTRAL", "111", []ActionType{"STATEMENT"}},
		{"VERBAL_CONFLICT", "104", []ActionType{"REQUEST"}},
		{"VERBAL_CONFLICT", "090", []ActionType{"ACCUSE"}}, // GDELT: material cooperation
		{"MATERIAL_CONFLICT", "140", []ActionType{"PROTEST"}},
		{"", "010", []ActionType{"", "statement"}},
	} {
		for _, typ := range c.types {
			if got, ok := QuadClassOf(typ, c.code); got != c.quad || ok != (c.quad != "") {
				t.Errorf("QuadClassOf(%q, %q) = %q, %v; want %q", typ, c.code, got, ok, c.quad)
			}
		}
	}
}

// Words are the verbal classes and what is neutral; of what befell someone there is neither.
func TestWordOrDeedOf(t *testing.T) {
	for _, c := range []struct {
		quad QuadClass
		typ  ActionType
		want WordOrDeed
	}{
		{"VERBAL_CONFLICT", "ACCUSE", Word}, {"MATERIAL_CONFLICT", "COERCE", Deed}, {"NEUTRAL", "STATEMENT", Word},
		{"NEUTRAL", "REQUEST", Word}, {"NEUTRAL", "OCCURRENCE", ""}, {"MATERIAL_CONFLICT", "OCCURRENCE", Deed}, {"", "", ""},
	} {
		if got, ok := WordOrDeedOf(c.quad, c.typ); got != c.want || ok != (c.want != "") {
			t.Errorf("WordOrDeedOf(%q, %q) = %q, %v; want %q", c.quad, c.typ, got, ok, c.want)
		}
	}
}
