package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Canonical brings a record into one form, so that records that mean the same are equal and loading twice changes nothing.
func Canonical(r *Record) {
	Normalise(r)
	for _, p := range PropsOf(*r) {
		if list, ok := r.Props[p.Name].([]string); ok && p.ByLanguage {
			r.Props[p.Name] = sortByLanguage(list)
		}
	}
	canonicalCode(r)
	if r.Basis == "" {
		r.Basis = Explicit
	}
	r.Evidence = slices.Clone(r.Evidence)
	for i := range r.Evidence {
		r.Evidence[i] = r.Evidence[i].Canonical()
	}
}

// Canonical is the one form of evidence items that mean the same. An item that supports its fact, as most do, has no relation.
func (e Evidence) Canonical() Evidence {
	if e.Basis == "" {
		e.Basis = Explicit
	}
	if e.Relation == EvidenceSupports {
		e.Relation = ""
	}
	return e
}

// canonicalCode writes a CAMEO root from 10 to 20 as its "not specified below" code, 14 as 140, which means the same. So
// the two are equal wherever records are compared, and no code of two digits is left that may be a longer one whose zero
// a spreadsheet took. Goldstein rates 13 and 130 alone differently: there the rating of the root is kept as the intensity.
func canonicalCode(r *Record) {
	code, _ := r.Props["cameoCode"].(string)
	root, known := CAMEO(code)
	if r.Kind != KindAction || !known || len(code) != 2 || code[0] == '0' {
		return
	}
	whole, _ := CAMEO(code + "0")
	r.Props = maps.Clone(r.Props)
	r.Props["cameoCode"] = whole.Code
	if r.Props["intensity"] == nil && whole.Intensity != root.Intensity {
		r.Props["intensity"] = root.Intensity
	}
}

// Normalise restores the Go types of a record's values after the record went through JSON or YAML.
func Normalise(r *Record) {
	for _, p := range PropsOf(*r) {
		switch v := r.Props[p.Name].(type) {
		case nil:
			delete(r.Props, p.Name)
		case []any:
			if p.Type == PropHistory {
				r.Props[p.Name] = historyOf(v)
				continue
			}
			list := make([]string, 0, len(v))
			for _, e := range v {
				list = append(list, fmt.Sprint(e))
			}
			r.Props[p.Name] = list
		case int:
			r.Props[p.Name] = number(p.Type, float64(v))
		case int64:
			r.Props[p.Name] = number(p.Type, float64(v))
		case float64:
			r.Props[p.Name] = number(p.Type, v)
		}
	}
}

// historyOf reads a status history that went through JSON. What is none stays as it is, for Check to refuse.
func historyOf(v []any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return v
	}
	var list []StatusChange
	if err := json.Unmarshal(text, &list); err != nil {
		return v
	}
	return list
}

func number(t PropType, f float64) any {
	if t == PropInt && f == float64(int64(f)) {
		return int64(f)
	}
	return f
}

// PropsOf are the properties that a record may hold.
func PropsOf(r Record) []Property {
	if r.Edge == "" {
		return NodeProps[r.Kind]
	}
	t, _ := EdgeTypeOf(r.Edge)
	var out []Property
	for _, p := range EdgeProps {
		if slices.Contains(t.Props, p.Name) {
			out = append(out, p)
		}
	}
	return out
}

// CheckID returns a Fault when an id is not well formed. An id is a text without white space, control characters and '>',
// of at most 512 bytes.
func CheckID(id string) error {
	switch {
	case id == "":
		return RuleID.Fault("an id is empty")
	case len(id) > 512:
		return RuleID.Fault("id %.40q… is longer than 512 bytes", id)
	case !utf8.ValidString(id):
		return RuleID.Fault("id %q is not UTF-8", id)
	case strings.IndexFunc(id, func(c rune) bool { return c > 0xffff }) >= 0:
		// Neo4j orders texts by UTF-16 unit, SQLite by code point; up to U+FFFF these are one order.
		return RuleID.Fault("id %q holds a character beyond U+FFFF", id).WithRemedy("write it in plain letters")
	case strings.ContainsRune(id, '>') || strings.IndexFunc(id, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) >= 0:
		return RuleID.Fault("id %q holds white space, a control character or '>'", id).WithRemedy(`write it like "russia-foreign-ministry"`)
	}
	return nil
}

// Check reports everything that is wrong with a record by itself. The error is Faults, each with the record's key as its
// subject.
func Check(r Record) error {
	var found Faults
	bad := func(f Fault) { found = append(found, f.Of(r.Key())) }
	ids := []string{r.ID}
	if r.Edge != "" {
		if _, ok := EdgeTypeOf(r.Edge); !ok {
			bad(RuleTerm.Fault("there is no edge kind %s", r.Edge))
		}
		if ids = []string{r.From, r.To}; r.From == r.To {
			bad(RuleSelf.Fault("it joins a thing with itself"))
		}
	} else if !slices.Contains(NodeKinds, r.Kind) {
		bad(RuleTerm.Fault("there is no node kind %q", r.Kind))
	}
	for _, id := range ids {
		found = append(found, FaultsOf(CheckID(id))...)
	}
	if r.Basis != "" && !InVocabulary("Basis", string(r.Basis)) {
		bad(RuleTerm.Fault("basis %q is neither %s nor %s", r.Basis, Explicit, Inferred).In("basis"))
	}
	for _, e := range r.Evidence {
		for _, f := range FaultsOf(CheckEvidence(e)) {
			bad(f)
		}
	}
	known := PropsOf(r)
	for _, name := range slices.Sorted(maps.Keys(r.Props)) {
		i := slices.IndexFunc(known, func(p Property) bool { return p.Name == name && !p.Derived })
		if i < 0 {
			bad(RuleUnknownKey.Fault("it cannot hold %s", name).In(name))
			continue
		}
		for _, f := range FaultsOf(checkValue(known[i], r.Props[name])) {
			bad(f.In(name))
		}
	}
	for _, f := range FaultsOf(CheckStatus(r)) {
		bad(f)
	}
	if r.Edge == RespondsTo && r.Props["mode"] == nil {
		bad(RuleMissingKey.Fault("a response needs a mode, one of %s", strings.Join(Vocabularies["ResponseMode"], ", ")).In("mode"))
	}
	if r.Edge == SilentOn && r.Props["kind"] == nil {
		bad(RuleMissingKey.Fault("a silence needs a kind, %s", strings.Join(Vocabularies["SilenceKind"], " or ")).In("kind"))
	}
	return found.Err()
}

// CheckEvidence returns the Faults of an evidence item by itself, each in the key that is wrong.
func CheckEvidence(e Evidence) error {
	var found Faults
	if e.Relation != "" && !InVocabulary("EvidenceRelation", string(e.Relation)) {
		found = append(found, RuleTerm.Fault("relation %.60q is none of %s", e.Relation,
			strings.Join(Vocabularies["EvidenceRelation"], ", ")).In("relation"))
	}
	if e.Language != "" {
		for _, f := range FaultsOf(CheckLanguage(e.Language)) {
			found = append(found, f.In("language"))
		}
	}
	if e.Translation != "" && e.Quote == "" {
		found = append(found, RuleMissingKey.Fault("a translation has no quotation that it translates").
			WithRemedy("give the quotation in its own language too").In("translation"))
	}
	return found.Err()
}

// CheckLanguage returns a Fault when a text is no language tag of BCP 47 in its usual spelling: "en", "az", "zh-Hant", "pt-BR".
func CheckLanguage(tag string) error {
	switch t, err := language.Raw.Parse(tag); {
	case err != nil:
		return RuleValue.Fault("language %.60q is no tag of BCP 47", tag).WithRemedy("write such as en, ru or zh-Hant")
	case t.String() != tag:
		return RuleValue.Fault("language %.60q is not spelt as BCP 47 spells it", tag).WithRemedy("write %s", t)
	}
	return nil
}

var (
	dateProps = []string{"date", "since", "until", "asOf", "published", "accessed"}
	ranges    = map[string][2]float64{
		"intensity": {-10, 10}, "latitude": {-90, 90}, "longitude": {-180, 180}, "credibility": {1, 6}, "mentions": {0, 1e15},
		"sequence": {1, 9999},
	}
)

// checkValue returns a Fault when a property cannot have a value.
func checkValue(p Property, v any) error {
	another := func(is, should string) error {
		return RuleValue.Fault("%s is %s", p.Name, is).WithRemedy("it should be %s", should)
	}
	var f float64
	switch v := v.(type) {
	case string:
		if p.Type != PropText {
			return another("a text", "another type")
		}
		return checkText(p, v)
	case []string:
		if p.Type != PropList {
			return another("a list", "one value")
		}
		for _, item := range v {
			if err := CheckShown(p.Name, item); err != nil {
				return err
			}
		}
		if p.ByLanguage {
			return checkNames(p.Name, v)
		}
		return nil
	case []StatusChange:
		if p.Type != PropHistory {
			return another("a history of statuses", "another type")
		}
		return checkHistory(v)
	case bool:
		if p.Type != PropFlag {
			return another("true or false", "another type")
		}
		return nil
	case int64:
		f = float64(v)
	case float64:
		f = v
		if p.Type == PropInt {
			return another(fmt.Sprint(v), "a whole number")
		}
	default:
		return RuleValue.Fault("%s has a value of no known type", p.Name)
	}
	if p.Type != PropNumber && p.Type != PropInt {
		return another("a number", "another type")
	}
	if r, ok := ranges[p.Name]; ok && (f < r[0] || f > r[1]) {
		return another(fmt.Sprint(f), fmt.Sprintf("from %v to %v", r[0], r[1]))
	}
	return nil
}

func checkText(p Property, v string) error {
	switch {
	case !utf8.ValidString(v) || strings.ContainsRune(v, 0):
		return RuleValue.Fault("%s is not clean UTF-8 text", p.Name)
	case p.Vocabulary != "" && !InVocabulary(p.Vocabulary, v):
		return RuleTerm.Fault("%s %q is none of %s", p.Name, v, strings.Join(Vocabularies[p.Vocabulary], ", "))
	case p.Name == "language":
		return CheckLanguage(v)
	case p.Name == "country" && !IsCountry(v):
		return RuleCountryCode.Fault("country %.60q is no ISO 3166-1 alpha-3 code", v).
			WithRemedy("write that of a country as it is now, such as AZE; Kosovo is XKX")
	case CheckShown(p.Name, v) != nil:
		return CheckShown(p.Name, v)
	case !slices.Contains(dateProps, p.Name):
		return nil
	}
	d, err := ParseDate(v)
	if err == nil && p.Name == "date" && (d.Earliest == "" || d.Latest == "") {
		return RuleDate.Fault("date %q has an open end, so it cannot be put in order", v).WithRemedy("write both, such as 2025-06-27/2025-06-30")
	}
	return err
}

// RangeOf returns the least and the largest number that the property of this name may have; false when it has no limits.
func RangeOf(property string) (least, most float64, ok bool) {
	r, ok := ranges[property]
	return r[0], r[1], ok
}
