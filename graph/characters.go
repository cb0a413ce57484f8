package graph

import (
	"slices"
	"strings"
	"unicode"
)

// Invisible reports whether a character cannot be seen: a control or format character, such as a zero-width space or one
// that turns the direction of writing, or a filler. White space is not meant.
func Invisible(c rune) bool {
	switch c {
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u034F', '\u180B', '\u180C', '\u180D', '\u180E', '\u2800': // fillers, joiners, selectors
		return true
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// deceptive reports whether a character has no place in a title or a name: a control character, a line or paragraph
// separator, or one that turns the direction of writing (Bidi_Control), by which a text can look like another. Joiners stay,
// since Persian and Indic names need them.
func deceptive(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || c >= 0xE0001 && c <= 0xE007F
}

// shownProps are the properties that are shown as one line: titles and names.
var shownProps = []string{"name", "names", "title", "aliases", "topics"}

// longProps are texts that may have several lines.
var longProps = []string{"text", "description", "summary", "note"}

// misplaced reports whether a character has no place in the text of a property.
func misplaced(property string, c rune) bool {
	if c >= ' ' && c < 0x7f {
		return false
	}
	return slices.Contains(shownProps, property) && deceptive(c) ||
		slices.Contains(longProps, property) && deceptive(c) && !strings.ContainsRune("\n\r\t", c)
}

// CheckShown returns a Fault when the text of a property, or an item of its list, holds a character that has no place there.
func CheckShown(property, text string) error {
	for _, c := range text {
		if misplaced(property, c) {
			return RuleInvisible.Fault("%s holds the character %U, which cannot be seen", property, c).WithRemedy("take it out").In(property)
		}
	}
	return nil
}

// Showable returns the text of a property without the characters that CheckShown refuses: white space becomes a space, the
// others go.
func Showable(property, text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case !misplaced(property, c):
			return c
		case unicode.IsSpace(c):
			return ' '
		}
		return -1
	}, text)
}
