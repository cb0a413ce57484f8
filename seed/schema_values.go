package seed

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Patterns use the syntax that Go shares with JavaScript, in which editors run them.
const (
	idCharacters = `[^\s\x00-\x1f\x7f-\x9f>]`
	aDate        = `[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[~?%]?`
	boundedDate  = `^` + aDate + `(/` + aDate + `)?$`
	anyDate      = `^(` + aDate + `(/(` + aDate + `|\.\.))?|\.\./` + aDate + `)$`
)

// property describes a property's values, with the limits that prop checks.
func (b *schemaBuilder) property(p graph.Property, described string) part {
	s := part{}
	switch {
	case p.Vocabulary != "":
		return b.vocabulary(p.Vocabulary, described)
	case p.Name == "cameoCode":
		s = codes()
	case slices.Contains(dates, p.Name):
		s = dated()
		if p.Name == "date" { // an action's, by which it is put in order
			s["pattern"] = boundedDate
		}
	case p.Name == "country":
		s = pattern(country.String(), "Write an ISO 3166-1 alpha-3 code, such as AZE.")
	case p.Name == "language":
		s = languageTag()
	case p.Name == "url":
		s = pattern(address.String(), "Write a web address with https://.")
	case p.ByLanguage:
		s = part{"type": "object", "propertyNames": languageTag(),
			"additionalProperties": part{"type": "array", "items": someText(), "uniqueItems": true}}
	case p.Type == graph.PropText:
		s = someText()
	case p.Type == graph.PropList:
		s = part{"type": "array", "items": someText(), "uniqueItems": true}
	case p.Type == graph.PropHistory:
		change := closed(part{
			"status": b.vocabulary("ActionStatus", "StatusChange.status"),
			"since":  with(dated(), "description", b.of("StatusChange.since")),
			"sources": part{"type": "array", "items": ref("id"), "minItems": 1,
				"description": b.of("StatusChange.sources") + " Their ids."},
		}, changeKeys)
		s = part{"type": "array", "items": change, "minItems": 1}
	case p.Type == graph.PropFlag:
		s["type"] = "boolean"
	case p.Type == graph.PropNumber:
		s["type"] = "number"
	case p.Type == graph.PropInt:
		s["type"] = "integer"
	}
	if least, most, ok := graph.RangeOf(p.Name); ok {
		s["minimum"], s["maximum"] = least, most
	}
	return with(s, "description", b.of(described))
}

// dated describes an EDTF date. A year without quotation marks is a number to YAML.
func dated() part {
	return part{"type": []string{"string", "integer"}, "pattern": anyDate, "minimum": 1, "maximum": 9999,
		"patternErrorMessage": "Write a date as EDTF: 2025-06-27, 2025-06, 2025-06-27~ (about), 2025-06-27/2025-06-30."}
}

// codes describes a CAMEO code. Editors show errorMessage and patternErrorMessage instead of a list of what is possible,
// though JSON Schema does not have them.
func codes() part {
	var list, meanings []string
	for _, c := range graph.CAMEOCodes() {
		list, meanings = append(list, c.Code), append(meanings, c.Wording)
	}
	return part{"enum": list, "enumDescriptions": meanings, "errorMessage": "Not in the CAMEO table; codes are texts such as \"173\"."}
}

func ref(name string) part { return part{"$ref": "#/$defs/" + name} }

func pattern(p, otherwise string) part {
	return part{"type": "string", "pattern": p, "patternErrorMessage": otherwise}
}

// languageTag describes a language tag, as far as a pattern can.
func languageTag() part {
	return pattern(`^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$`, "Write a language tag of BCP 47, such as en, ru or zh-Hant.")
}

func someText() part { return pattern(`\S`, "Leave the key out when it is unknown.") }

// with sets a key and returns the part.
func with(s part, key string, value any) part {
	s[key] = value
	return s
}

// closed describes a map that holds these keys and no others.
func closed(properties part, needed []string) part {
	s := part{"type": "object", "properties": properties, "additionalProperties": false}
	if len(needed) > 0 {
		s["required"] = needed
	}
	return s
}
