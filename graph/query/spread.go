package query

import (
	"maps"
	"math/bits"
	"slices"
)

// Spread says how many rows some owners have together, such as actors of actions: of all, and of those that have the most. The
// zero value is of nobody.
type Spread struct {
	All int
	// top has the rows of the owners that have the most: of one, of two, of four, and so on.
	top []int
}

// SpreadOf makes a Spread of a histogram: how many owners have so many rows.
func SpreadOf(owners map[int]int) Spread {
	var s Spread
	n, next := 0, 1 // owners counted, and how many the next of top is of
	for _, rows := range slices.Backward(slices.Sorted(maps.Keys(owners))) {
		left := owners[rows]
		for ; rows > 0 && n+left >= next; next *= 2 {
			s.All += rows * (next - n)
			left -= next - n
			n = next
			s.top = append(s.top, s.All)
		}
		s.All += rows * left
		n += left
	}
	return s
}

// Even is the Spread of rows of which no owner has more than most.
func Even(all, most int) Spread {
	s := Spread{All: all}
	for n := most; n > 0 && n < all; n *= 2 {
		s.top = append(s.top, n)
	}
	return s
}

// With is the Spread of these owners and of others.
func (s Spread) With(others Spread) Spread {
	out := Spread{All: s.All + others.All}
	for i := range max(len(s.top), len(others.top)) {
		out.top = append(out.top, s.Of(1<<i)+others.Of(1<<i))
	}
	return out
}

// Of is how many rows n different owners have together, at most.
func (s Spread) Of(n int) int {
	if n <= 0 {
		return 0
	}
	if at := bits.Len(uint(n - 1)); at < len(s.top) {
		return s.top[at]
	}
	return s.All
}

// OfEach is how many rows n owners have, at most, who may be the same.
func (s Spread) OfEach(n int) int { return product(n, s.Of(1)) }

// product multiplies without overflow.
func product(a, b int) int {
	if a <= 0 || b <= 0 {
		return 0
	}
	if high, low := bits.Mul64(uint64(a), uint64(b)); high == 0 && low < 1<<50 {
		return int(low)
	}
	return 1 << 50
}

// AtMost is n times most, but not more than all.
func AtMost(n, most, all int) int { return max(0, min(product(n, most), all)) }
