package query

import (
	"strings"
	"testing"
)

// A rare word beside common ones is found in few texts, and the index reads what it has of the common ones all the same.
func TestWordsThatAreRead(t *testing.T) {
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = "about beyond crisis"
		if i < 10 {
			texts[i] += " rare"
		}
	}
	c := CountWords(texts)
	for _, w := range []struct {
		tokens      string
		found, read int
	}{
		{"rare", 101, 25},
		{"about", 1000, 250},
		{"about rare", 101, 275},
		{"a", 1000, 1000},
		{"a b c", 1000, 3000},
		{"a b c zebra", 41, 3010},
	} {
		tokens := strings.Fields(w.tokens)
		if found, read := c.Of(tokens, 1000), c.Read(tokens, 1000); found != w.found || read != w.read {
			t.Errorf("%s: found in %d, %d are read; want %d and %d", w.tokens, found, read, w.found, w.read)
		}
	}
}
