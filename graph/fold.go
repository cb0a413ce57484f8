package graph

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text into the form in which both stores search it and order names by it, so that they agree. A user who types
// plain letters finds what is written with accents. The result holds lower-case letters and digits with single spaces
// between them, and no marks; folding it again changes nothing.
//
//   - Compatibility decomposition (Unicode Standard Annex 15, NFKD), without its combining marks: é is e, й is и, ﬁ is fi.
//   - Case folding, and letters that have no decomposition but a plain stand-in: ə is e, ß is ss, ł is l.
//   - Apostrophes and invisible characters (soft hyphens, joiners) are removed: Baku’s is bakus.
//   - Everything else that is no letter or digit, such as broken UTF-8, becomes a space.
//   - Han characters and kana, written without spaces, become words of their own, so that any run of them can be found.
//     Kana keep their voicing marks (が is not か), Hangul its syllables.
//
// Marks are removed in every script. In scripts that write vowels as marks (Devanagari, Thai) a search therefore finds more
// than was asked for, never less.
func Fold(s string) string {
	text := s
	if !isASCII(s) {
		// Package norm v0.30.0 leaves accents whole after a broken byte.
		text = strings.ToValidUTF8(s, " ")
		// NFKD turns the acute accent into a space with a mark; it is typed for an apostrophe.
		text = norm.NFKD.String(strings.ReplaceAll(text, "´", "'"))
	}
	out := make([]byte, 0, len(text)+len(text)/4)
	var (
		gap  bool // a space is due before the next letter
		jamo bool // a part of a Hangul syllable was written
		prev rune // the character before, as it stands in the text
	)
	for _, r := range text {
		before := prev
		prev = r
		switch classify(r) {
		case space:
			gap = len(out) > 0
			continue
		case mark:
			if kana, ok := voiced(before, r); ok {
				_, size := utf8.DecodeLastRune(out)
				out = utf8.AppendRune(out[:len(out)-size], kana)
			}
			continue
		case word:
			if len(out) > 0 {
				out = append(out, ' ')
			}
			gap = true
		case letter:
			if gap {
				out = append(out, ' ')
				gap = false
			}
			jamo = jamo || r >= firstJamo && unicode.Is(unicode.Hangul, r)
		}
		out = appendPlain(out, r)
	}
	switch {
	case jamo: // nothing but Hangul is left to compose: all marks are gone
		return norm.NFC.String(string(out))
	case string(out) == s: // compares without copying
		return s
	}
	return string(out)
}

// Tokens returns the words of the folded text in order, nil when there are none. The text may be folded already.
func Tokens(s string) []string {
	return strings.Fields(Fold(s))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// A class is what folding does with a character of decomposed text.
type class int

const (
	space  class = iota // separates words
	mark                // is removed, and does not separate words
	letter              // is kept
	word                // is kept, as a word of its own
)

const (
	firstJamo = 0x1100 // no Hangul stands before it
	firstHan  = 0x2E80 // neither Han nor kana stand before it
)

func classify(r rune) class {
	switch r {
	case '\'', '`', '‘', '’', '‛',
		'ʹ', 'ʺ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ˮ', // letters by category, apostrophes in transliteration
		'ـ',                // the Arabic tatweel only stretches a word
		'\u115F', '\u1160': // Hangul fillers: letters by category, yet invisible
		return mark
	case '\u200B': // the zero-width space is invisible, but separates words
		return space
	}
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return letter
	case r < utf8.RuneSelf:
		return space
	case unicode.In(r, unicode.L, unicode.Nd, unicode.Nl): // Nl for 〇
		if r >= firstHan && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			return word
		}
		return letter
	case unicode.In(r, unicode.M, unicode.Cf):
		return mark
	}
	return space
}

// voiced joins a kana and its combining voicing mark, such as か and U+3099 to が; false when they cannot be joined.
func voiced(kana, voicing rune) (rune, bool) {
	if voicing != '\u3099' && voicing != '\u309A' {
		return 0, false
	}
	s := norm.NFC.String(string([]rune{kana, voicing}))
	r, size := utf8.DecodeRuneInString(s)
	return r, size == len(s)
}

func appendPlain(out []byte, r rune) []byte {
	switch {
	case 'A' <= r && r <= 'Z':
		return append(out, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return append(out, byte(r))
	}
	// Letters that share a capital become equal this way, such as ς and σ.
	r = unicode.ToLower(unicode.ToUpper(r))
	if plain, ok := plainLetters[r]; ok {
		return append(out, plain...)
	}
	return utf8.AppendRune(out, r)
}

// plainLetters says how people type letters that Unicode does not decompose when their keyboard lacks them. Keys are
// lower-case letters, and values are folded text.
var plainLetters = map[rune]string{
	'ə': "e", 'ǝ': "e", 'ı': "i", 'ȷ': "j", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th",
	'ł': "l", 'ħ': "h", 'ŧ': "t", 'ŋ': "n",
	'ґ': "г",
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", // Persian and Arabic keyboards write these differently
}
