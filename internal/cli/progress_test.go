package cli

import (
	"bytes"
	"regexp"
	"testing"
)

// Without a terminal: plain lines, a tenth of the way apart, and a last one with the rate.
func TestProgressWithoutTerminal(t *testing.T) {
	for _, c := range []struct {
		name  string
		total int64
		quiet bool
		adds  []int
		want  string
	}{
		{"known", 40, false, []int{3, 3, 10, 24}, `^w: 6 of 40 \(15 %\)\nw: 16 of 40 \(40 %\)\nw: 40 in .* s, \d+ a second\n$`},
		{"unknown", 0, false, []int{99_999, 1, 50_000, 60_000}, `^w: 100000\nw: 210000\nw: 210000 in .* a second\n$`},
		{"fewer than ten", 3, false, []int{1, 2}, `^w: 1 of 3 \(33 %\)\nw: 3 in .*\n$`},
		{"none", 5, false, nil, `^w: 0 in .*\n$`},
		{"quiet", 40, true, []int{40}, `^$`},
	} {
		var out bytes.Buffer
		p := newProgress(&out, "w", c.total, c.quiet)
		for _, n := range c.adds {
			p.Add(n)
		}
		p.Done()
		if !regexp.MustCompile(c.want).Match(out.Bytes()) {
			t.Errorf("%s: %q", c.name, out.String())
		}
	}
}
