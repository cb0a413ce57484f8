package extsort

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// What passes memory comes back in order all the same, items of one key as they came, as often as asked.
func TestSorter(t *testing.T) {
	for _, memory := range []int{1, 1000, 1 << 20} {
		s := New(t.TempDir())
		s.memory = memory
		r := rand.New(rand.NewPCG(1, 2))
		var want []string
		for i := range 2000 {
			key, value := fmt.Sprintf("%03d", r.IntN(300)), fmt.Sprintf("%04d", i)
			want = append(want, key+value)
			if err := s.Add(key, []byte(value)); err != nil {
				t.Fatal(err)
			}
			if memory == 1 && i == 300 {
				s.memory = 5000 // not a run for each
			}
		}
		slices.Sort(want)
		for range 2 {
			var got []string
			if err := s.Each(func(key string, value []byte) error {
				got = append(got, key+string(value))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("memory %d: out of order", memory)
			}
		}
		stop := errors.New("stop")
		if err := s.Each(func(string, []byte) error { return stop }); !errors.Is(err, stop) {
			t.Error(err)
		}
		if (memory < 1<<20) != (len(s.runs) > 0) {
			t.Errorf("memory %d: %d runs", memory, len(s.runs))
		}
		s.Close()
	}
}
