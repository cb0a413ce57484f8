package imports

import (
	"cmp"
	"container/heap"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
)

// maxUnmatched is how many names are kept for the list of those without an alias.
const maxUnmatched = 10_000

// Unmatched is an actor that no alias led to, and how many times rows name it.
type Unmatched struct {
	Name, Code string
	Count      int
}

// unmatched keeps the commonest, the rarest of them at the top of a heap.
type unmatched []Unmatched

func (u *unmatched) add(t *entity) {
	if t.rows == 0 {
		return
	}
	heap.Push(u, Unmatched{mostFrequent(t.names), t.first.Code, t.rows})
	if len(*u) > maxUnmatched {
		heap.Pop(u)
	}
}

// rarer orders by count, names of one count from the end of the alphabet.
func rarer(a, b Unmatched) int {
	return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(b.Name, a.Name), cmp.Compare(b.Code, a.Code))
}

func (u unmatched) Len() int           { return len(u) }
func (u unmatched) Less(i, j int) bool { return rarer(u[i], u[j]) < 0 }
func (u unmatched) Swap(i, j int)      { u[i], u[j] = u[j], u[i] }
func (u *unmatched) Push(x any)        { *u = append(*u, x.(Unmatched)) }
func (u *unmatched) Pop() any {
	last := (*u)[len(*u)-1]
	*u = (*u)[:len(*u)-1]
	return last
}

// Unmatched lists the commonest actors without an alias, at most 10,000.
func (im *Import) Unmatched() []Unmatched {
	list := slices.Clone([]Unmatched(im.unmatched))
	slices.SortFunc(list, func(a, b Unmatched) int { return rarer(b, a) })
	return list
}

// WriteUnmatched writes them as CSV in the form of an alias file, the ids to be filled in.
func (im *Import) WriteUnmatched(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"name", "id", "code", "count"}}
	for _, u := range im.Unmatched() {
		rows = append(rows, []string{escapeFormula(u.Name), "", escapeFormula(u.Code), strconv.Itoa(u.Count)})
	}
	return out.WriteAll(rows)
}
