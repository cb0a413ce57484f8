package imports

import (
	"cmp"
	"container/heap"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
)

// maxUnmatched bounds the list of names without an alias.
const maxUnmatched = 10_000

// Unmatched is an actor without an alias, with the number of rows that name it.
type Unmatched struct {
	Name, Code string
	Count      int
}

// unmatched is a heap of the commonest actors without an alias, the rarest of them on top.
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

// rarer compares by count, then by name from the end of the alphabet.
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

// Unmatched lists the commonest actors without an alias, at most maxUnmatched.
func (im *Import) Unmatched() []Unmatched {
	list := slices.Clone([]Unmatched(im.unmatched))
	slices.SortFunc(list, func(a, b Unmatched) int { return rarer(b, a) })
	return list
}

// WriteUnmatched writes what Unmatched lists as an alias file whose ids are to be filled in.
func (im *Import) WriteUnmatched(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"name", "id", "code", "count"}}
	for _, u := range im.Unmatched() {
		rows = append(rows, []string{escapeFormula(u.Name), "", escapeFormula(u.Code), strconv.Itoa(u.Count)})
	}
	return out.WriteAll(rows)
}
