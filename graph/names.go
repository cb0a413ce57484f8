package graph

import (
	"slices"
	"strings"
)

// NameIn is a name in a language. Properties that are ByLanguage hold such names, each written as one text (String).
type NameIn struct {
	Language string // BCP 47 tag, such as "ru" or "zh-Hant"
	Text     string // such as "Россия"
}

// String writes a name as a list holds it: the tag, one space, the name ("ru Россия").
func (n NameIn) String() string { return n.Language + " " + n.Text }

// ParseNameIn reads what String writes.
func ParseNameIn(s string) NameIn {
	language, text, _ := strings.Cut(s, " ")
	return NameIn{language, text}
}

// namesIn returns the names of a list, without their languages.
func namesIn(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = ParseNameIn(s).Text
	}
	return out
}

// PlainTexts returns the texts of a value: of a text itself, of a list its members, without their languages where the property
// has them. It is nil for a value that is no text.
func (p Property) PlainTexts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		if p.ByLanguage {
			return namesIn(v)
		}
		return v
	}
	return nil
}

// checkNames returns a Fault when a list holds something else than names in languages.
func checkNames(property string, list []string) error {
	for _, s := range list {
		n := ParseNameIn(s)
		if err := CheckLanguage(n.Language); err != nil {
			return err
		}
		if n.Text == "" || strings.TrimSpace(n.Text) != n.Text {
			return RuleValue.Fault("%s holds %.60q, which is not a language, one space and a name", property, s).
				WithRemedy(`write it like "ru Россия"`)
		}
	}
	return nil
}

// sortByLanguage puts names in order of their languages. Names in one language keep their order.
func sortByLanguage(list []string) []string {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b string) int {
		return strings.Compare(ParseNameIn(a).Language, ParseNameIn(b).Language)
	})
	return out
}
