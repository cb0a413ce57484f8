package imports

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/demarche-graph/demarche/graph"
)

// country is a country as event data code it. Each becomes a STATE, Hong Kong and Greenland too.
type country struct {
	ISO   string   // ISO 3166-1 alpha-3; XKX, a user-assigned code, for Kosovo
	Names []string // in English, the usual one first
}

//go:embed countries.csv
var countriesCSV []byte

type countryTable struct{ byName, byFIPS, byCAMEO map[string]country }

// countries parses the embedded table, once. Its columns are iso3, fips, cameo, name and other names, of which fips, cameo
// and other names may have several values with '|' between. README.md has the sources and licences. It panics on a bad
// table, which is a bug.
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

// countryNamed finds a country by one of its English names, without case, accents and punctuation.
func countryNamed(name string) (country, bool) {
	c, ok := countries().byName[graph.Fold(name)]
	return c, ok
}
