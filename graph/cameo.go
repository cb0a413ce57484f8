package graph

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Coding is one code of CAMEO (Conflict and Mediation Event Observations, codebook 1.1b3, 2012) and all that the code
// fixes about an action. Sources and licences of the table: coding/README.md.
type Coding struct {
	Code   string // two to four digits, a string: "040" is not 40
	Parent string // the code one level up, "" for the twenty roots

	Wording      string // as GDELT words the code
	ICEWSWording string // as ICEWS words it; under root 10 the two number different demands

	Type      ActionType
	QuadClass QuadClass // GDELT's, never NEUTRAL: to compare with; the class of an action is that of its type (QuadClassOf)

	Intensity float64 // on Goldstein's scale, -10 (conflict) to 10 (cooperation); 0 when not Rated
	Rated     bool    // false for 1213 alone, for which the table has no value: such an action's intensity is null
}

// CAMEO returns the row of a code; false when the table has no such code. Codes are compared as text.
func CAMEO(code string) (Coding, bool) {
	c, ok := cameo().byCode[code]
	return c, ok
}

// CAMEOCodes returns all 312 codes in the order of the codebook: as text, so that 01, 010 and 011 stand before 02.
func CAMEOCodes() []Coding {
	return slices.Clone(cameo().sorted)
}

// CAMEOByICEWSWording returns the code that has this wording in ICEWS, as in the relation names of its quadruples; false
// when none has. Case, punctuation and padding do not count. A root and its "not specified below" code share a wording
// (04 and 040 are both Consult); then it returns the longer code.
func CAMEOByICEWSWording(wording string) (Coding, bool) {
	c, ok := cameo().byICEWS[Fold(wording)]
	return c, ok
}

//go:embed coding/cameo.csv
var cameoCSV []byte

type cameoTable struct {
	sorted  []Coding
	byCode  map[string]Coding
	byICEWS map[string]Coding // by folded wording
}

// cameo reads the embedded table once. A damaged table is a fault of the build, so it panics.
var cameo = sync.OnceValue(func() cameoTable {
	rows, err := csv.NewReader(bytes.NewReader(cameoCSV)).ReadAll()
	if err != nil {
		panic("graph: coding/cameo.csv: " + err.Error())
	}
	t := cameoTable{byCode: map[string]Coding{}, byICEWS: map[string]Coding{}}
	for i, row := range rows[1:] {
		c, err := parseCoding(row)
		if err != nil {
			panic(fmt.Sprintf("graph: coding/cameo.csv: row %d: %v", i+2, err))
		}
		t.byCode[c.Code] = c
	}
	for code, c := range t.byCode {
		if c.Type == "" {
			c.Type = typeOfUntyped(t.byCode, code)
			t.byCode[code] = c
		}
	}
	for _, code := range slices.Sorted(maps.Keys(t.byCode)) {
		c := t.byCode[code]
		t.sorted = append(t.sorted, c)
		key := Fold(c.ICEWSWording)
		if len(c.Code) >= len(t.byICEWS[key].Code) {
			t.byICEWS[key] = c
		}
	}
	return t
})

// parseCoding reads code, parent, wording, ICEWS wording, GDELT's quad class 1-4, Goldstein value, PLOVER type.
func parseCoding(row []string) (Coding, error) {
	c := Coding{Code: row[0], Parent: row[1], Wording: row[2], ICEWSWording: row[3], Type: ActionType(row[6])}
	switch row[4] {
	case "1":
		c.QuadClass = VerbalCooperation
	case "2":
		c.QuadClass = MaterialCooperation
	case "3":
		c.QuadClass = VerbalConflict
	case "4":
		c.QuadClass = MaterialConflict
	default:
		return c, fmt.Errorf("quad class %q: want 1 to 4", row[4])
	}
	if row[5] == "" {
		return c, nil
	}
	var err error
	c.Intensity, err = strconv.ParseFloat(row[5], 64)
	c.Rated = err == nil
	return c, err
}

// leftOutByPLOVER tells whether the code is of root 01 or 02, comments and appeals, which PLOVER's table does not list.
func (c Coding) leftOutByPLOVER() bool {
	return strings.HasPrefix(c.Code, "01") || strings.HasPrefix(c.Code, "02")
}

// typeOfUntyped decides where PLOVER's table is silent. It drops root 01 and moves root 02 into its requests, but lists
// neither; and it lists no roots. A root alone means as much as its "not specified below" code, so 16 has the type of 160
// (SANCTION), 17 of 170 (COERCE), 08 of 080 (CONCEDE), though PLOVER spreads the children of these over two types.
func typeOfUntyped(byCode map[string]Coding, code string) ActionType {
	switch {
	case strings.HasPrefix(code, "01"):
		return TypeStatement
	case strings.HasPrefix(code, "02"):
		return TypeRequest
	}
	return byCode[code+"0"].Type
}
