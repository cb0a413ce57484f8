package imports

import (
	"strconv"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
)

// place adds the place of an event, and its country. A place is known by its number in the data, or else by its name. Whole
// says that it is the country itself.
func (im *Import) place(name, number string, c country, lat, lon, locator string, whole bool) (id, where string, err error) {
	f := fact{Node: graph.KindPlace, Name: name, Country: c.ISO, Locator: locator}
	if f.At = im.pointOf(lat, lon); f.At == nil && lat+lon != "" {
		im.note("coordinates that cannot be; the place is kept without them")
	}
	around := im.format.idWithin("place", c.ISO)
	switch {
	case whole && c.ISO != "":
		id = around
		f.Name = c.Names[0]
	case number != "":
		id = im.format.idWithin("place", number)
	default:
		id = im.format.idWithin("place", name)
	}
	if id != around && c.ISO != "" {
		f.Tie = &tie{Edge: graph.Within, To: around, Quote: name}
		implied := fact{Node: graph.KindPlace, Name: c.Names[0], Country: c.ISO, Locator: locator, Implied: true}
		if err := im.addFact(around, implied); err != nil {
			return "", "", err
		}
	}
	return id, name, im.addFact(id, f)
}

// pointOf parses coordinates in degrees (WGS 84). It is nil when they are missing or out of range.
func (im *Import) pointOf(lat, lon string) *point {
	a, err := strconv.ParseFloat(lat, 64)
	o, err2 := strconv.ParseFloat(lon, 64)
	if err != nil || err2 != nil || !(a >= -90 && a <= 90 && o >= -180 && o <= 180) {
		return nil
	}
	return &point{a, o}
}

// columnOf returns where field i begins, in characters from 1.
func columnOf(fields []string, i int) int {
	column := 1
	for _, f := range fields[:min(i, len(fields))] {
		column += utf8.RuneCountInString(f) + 1
	}
	return column
}
