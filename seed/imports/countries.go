package imports

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/demarche-graph/demarche/graph"
)

// A country as event data speak of it. Whatever they code as a country becomes a STATE, Hong Kong and Greenland too.
type country struct {
	ISO   string   // ISO 3166-1 alpha-3; XKX, a user-assigned code, for Kosovo
	Names []string // in English, the usual one first
}

//go:embed countries.csv
var countriesCSV []byte

type countryTable struct{ byName, byFIPS, byCAMEO map[string]country }

// countries reads the embedded table once: iso3, fips and cameo (several parted by '|'), name, other names. Sources and
// licences: README.md. A damaged table is a fault of the build, so it panics.
var countries = sync.OnceValue(func() countryTable {
	rows, err := csv.NewReader(bytes.NewReader(countriesCSV)).ReadAll()
	if err != nil {
		panic("imports: countries.csv: " + err.Error())
	}
	t := countryTable{map[string]country{}, map[string]country{}, map[string]country{}}
	put := func(into map[string]country, c country, keys ...string) {
		for _, k := range keys {
			if k != "" {
				into[k] = c
			}
		}
	}
	for _, row := range rows[1:] {
		c := country{row[0], append([]string{row[3]}, strings.FieldsFunc(row[4], func(r rune) bool { return r == '|' })...)}
		put(t.byFIPS, c, strings.Split(row[1], "|")...)
		put(t.byCAMEO, c, strings.Split(row[2], "|")...)
		for _, name := range c.Names {
			put(t.byName, c, graph.Fold(name))
		}
	}
	return t
})

// countryNamed finds a country by one of its English names; case, accents and punctuation do not count.
func countryNamed(name string) (country, bool) {
	c, ok := countries().byName[graph.Fold(name)]
	return c, ok
}
