// Package extsort sorts more than memory holds.
package extsort

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Sorter sorts items by key in memory that stays flat: what passes memory goes to a temporary file in sorted runs, and
// reading merges them. Items of one key keep the order in which they came.
type Sorter struct {
	dir    string
	memory int // bytes held before a run is written

	items []item
	size  int
	seq   uint64
	runs  []*os.File
}

type item struct {
	key   string
	seq   uint64
	value []byte
}

// perItem is about what an item costs besides its bytes.
const perItem = 64

// New makes a sorter whose temporary files lie in dir, "" being where the system keeps such files.
func New(dir string) *Sorter { return &Sorter{dir: dir, memory: 8 << 20} }

// Add takes a value, which must not be changed afterwards.
func (s *Sorter) Add(key string, value []byte) error {
	s.items = append(s.items, item{key, s.seq, value})
	s.seq++
	s.size += len(key) + len(value) + perItem
	if s.size < s.memory {
		return nil
	}
	return s.spill()
}

func before(a, b item) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.seq, b.seq))
}

func (s *Sorter) spill() error {
	slices.SortFunc(s.items, before)
	f, err := os.CreateTemp(s.dir, "demarche-sort-*")
	if err != nil {
		return fmt.Errorf("cannot make temporary files; set TMPDIR to a place with room: %w", err)
	}
	s.runs = append(s.runs, f)
	_ = os.Remove(f.Name()) // so that nothing is left after a crash; where open files cannot go, close does it
	w := bufio.NewWriterSize(f, 256<<10)
	var head []byte
	for _, it := range s.items {
		head = binary.AppendUvarint(head[:0], it.seq)
		head = binary.AppendUvarint(head, uint64(len(it.key)))
		head = binary.AppendUvarint(head, uint64(len(it.value)))
		for _, part := range [][]byte{head, []byte(it.key), it.value} {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	}
	s.items, s.size = nil, 0
	return w.Flush()
}

// Each hands over all items, keys in order. It may be called again, but nothing be added after it.
func (s *Sorter) Each(yield func(key string, value []byte) error) error {
	slices.SortFunc(s.items, before)
	var h merge
	if len(s.items) > 0 {
		rest := s.items
		h = append(h, &source{next: func() (item, error) {
			if len(rest) == 0 {
				return item{}, io.EOF
			}
			it := rest[0]
			rest = rest[1:]
			return it, nil
		}})
	}
	for _, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		h = append(h, &source{next: run(bufio.NewReaderSize(f, 64<<10))})
	}
	for _, src := range h {
		var err error
		if src.head, err = src.next(); err != nil {
			return err
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := yield(h[0].head.key, h[0].head.value); err != nil {
			return err
		}
		switch next, err := h[0].next(); {
		case errors.Is(err, io.EOF):
			heap.Pop(&h)
		case err != nil:
			return err
		default:
			h[0].head = next
			heap.Fix(&h, 0)
		}
	}
	return nil
}

// run reads what spill wrote. Its io.EOF is the end, between two items.
func run(r *bufio.Reader) func() (item, error) {
	return func() (it item, err error) {
		if it.seq, err = binary.ReadUvarint(r); err != nil {
			return it, err
		}
		var sizes [2]uint64
		for i := range sizes {
			if sizes[i], err = binary.ReadUvarint(r); err != nil {
				return it, io.ErrUnexpectedEOF
			}
		}
		both := make([]byte, sizes[0]+sizes[1])
		if _, err = io.ReadFull(r, both); err != nil {
			return it, io.ErrUnexpectedEOF
		}
		it.key, it.value = string(both[:sizes[0]]), both[sizes[0]:]
		return it, nil
	}
}

// source is one sorted run, or what is still in memory.
type source struct {
	head item
	next func() (item, error)
}

// merge is a heap of sources by their heads.
type merge []*source

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return before(m[i].head, m[j].head) < 0 }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(*source)) }
func (m *merge) Pop() any {
	old := *m
	last := old[len(old)-1]
	*m = old[:len(old)-1]
	return last
}

// Close removes temporary files.
func (s *Sorter) Close() {
	for _, f := range s.runs {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
}
