package main

import (
	"fmt"
	"math"
	"strings"
)

// chart draws the rates at 16 connections as multiples of the peer's, on a logarithmic scale. It follows the reader's
// light or dark colours.
func (r results) chart() string {
	const (
		left, width, line, gap = 130.0, 560.0, 11.0, 12.0
		lowest, highest        = 0.5, 200.0
	)
	series := []struct{ name, class string }{{peer, "p"}, {demarcheNeo4j, "n"}, {demarcheSQLite, "s"}, {raw, "r"}}
	x := func(v float64) float64 {
		v = min(max(v, lowest), highest)
		return left + width*math.Log(v/lowest)/math.Log(highest/lowest)
	}
	var b strings.Builder
	y := 46.0
	for _, q := range r.questions() {
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="end">%s</text>`+"\n", left-8, y+2.5*line, q)
		for _, s := range series {
			v := median(r.ratios(q, 16, rate, s.name, peer))
			if s.name == peer {
				v = 1
			}
			if v == 0 { // raw Cypher keeps no answers
				continue
			}
			fmt.Fprintf(&b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.0f"/><text class="v" x="%.1f" y="%.1f">%s</text>`+"\n",
				s.class, left, y, x(v)-left, line-1, x(v)+4, y+line-2.5, short(v))
			y += line
		}
		y += gap
	}
	var key strings.Builder
	for i, s := range series {
		fmt.Fprintf(
			&key,
			`<rect class="%s" x="%d" y="24" width="10" height="10"/><text x="%d" y="33">%s</text>`+"\n",
			s.class,
			130+i*150,
			145+i*150,
			s.name,
		)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 %.0f" font-family="sans-serif" font-size="11" role="img">
<title>Answers a second at 16 connections, as multiples of those of @neo4j/graphql</title>
<style>text{fill:#222}.v{font-size:9px}.p{fill:#999}.n{fill:#2a6fbb}.s{fill:#2e8b57}.r{fill:#c9822b}
@media (prefers-color-scheme: dark){text{fill:#ddd}.p{fill:#888}.n{fill:#6ba7e8}.s{fill:#63c08b}.r{fill:#e0a458}}</style>
<text x="130" y="14">Answers a second at 16 connections, as multiples of the peer's (logarithmic)</text>
%s%s</svg>
`, y, key.String(), b.String())
}
