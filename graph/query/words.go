package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// SampledTexts is how many texts a store should take at random for CountWords.
const SampledTexts = 2000

// WordCounts say in how many texts a word with some beginning stands, by a sample of texts. The zero value finds every
// beginning in every text.
type WordCounts struct {
	texts  int            // in the sample
	begins map[string]int // texts of the sample with a word that begins so, where they are more than rareTexts
}

const (
	rareTexts   = 4  // so few texts of a sample may be chance
	longestStem = 12 // bytes of the longest beginning that is counted

	keptTogether = 4 // entries that are read in the time in which one is merged
)

// CountWords counts the words of folded texts (graph.Fold) that were taken at random.
func CountWords(texts []string) WordCounts {
	c := WordCounts{len(texts), map[string]int{}}
	last := map[string]int{} // the text in which a beginning was counted last
	for i, text := range texts {
		for word := range strings.FieldsSeq(text) {
			for n := range stems(word) {
				if stem := word[:n]; last[stem] != i+1 {
					last[stem] = i + 1
					c.begins[stem]++
				}
			}
		}
	}
	for stem, n := range c.begins {
		if n <= rareTexts {
			delete(c.begins, stem)
		}
	}
	return c
}

// stems yields the lengths in bytes of the beginnings of a word that are counted.
func stems(word string) func(func(int) bool) {
	return func(yield func(int) bool) {
		for n := 0; n < min(len(word), longestStem); {
			_, size := utf8.DecodeRuneInString(word[n:])
			if n += size; !yield(n) {
				return
			}
		}
	}
}

// Read is how many entries of a full-text index of so many texts are read to find those that have all of these tokens: an index
// reads what it has under every word that begins with a token, for rare tokens and common ones alike. Single characters begin too
// many words to be kept together, so that theirs are merged, and count several times those of longer tokens.
func (c WordCounts) Read(tokens []string, texts int) (entries int) {
	for _, t := range tokens {
		n := c.Of([]string{t}, texts)
		if utf8.RuneCountInString(t) > 1 {
			n /= keptTogether
		}
		entries += n
	}
	return entries
}

// Of is how many of so many texts have a word that begins with each of these tokens, at most.
func (c WordCounts) Of(tokens []string, texts int) int {
	if c.texts == 0 || len(tokens) == 0 {
		return texts
	}
	least := c.texts
	for _, t := range tokens {
		ends := slices.Collect(stems(t))
		n := rareTexts
		if len(ends) > 0 {
			n = max(n, c.begins[t[:ends[len(ends)-1]]])
		}
		least = min(least, n)
	}
	return min(texts, texts*least/c.texts+1)
}
