package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// Stores loaded before are used again as long as dataVersion stands: whoever changes the data must see it here.
func TestDataIsTheSameEveryTime(t *testing.T) {
	const version, want = 3, "5c65e2faf8cce904"
	h := sha256.New()
	enc := json.NewEncoder(h)
	for b := range newWorld(2000).batches(500) {
		for _, r := range b.Puts {
			if err := graph.Check(r); err != nil {
				t.Fatal(err)
			}
			if err := enc.Encode(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)[:8]); got != want || dataVersion != version {
		t.Errorf("the data of version %d are now %s, not %s of version %d: raise dataVersion and note both here", dataVersion, got, want, version)
	}
}

func TestDegreesAreSkewed(t *testing.T) {
	w := newWorld(10_000)
	counts := make([]int, numActors)
	for _, a := range w.actions {
		for _, p := range a.performers {
			counts[p]++
		}
	}
	if busiest := counts[numStates-1]; busiest < 800 || busiest > 1500 {
		t.Errorf("the busiest actor performed %d of 10,000 actions, not about a tenth", busiest)
	}
}

func TestAnActorThatActsAloneHasNoUndatedAction(t *testing.T) {
	w := newWorld(10_000)
	undated := 0
	for i, a := range w.actions {
		if a.date != "" {
			continue
		}
		undated++
		for _, p := range a.performers {
			if w.alone(p) {
				t.Errorf("%s is undated, and %s performed it", w.actionID(i), w.id(p))
			}
		}
	}
	if undated == 0 {
		t.Error("no action is undated")
	}
}

func TestEveryQuestionHasSomethingToAskAbout(t *testing.T) {
	all, err := questions(newWorld(20_000))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 12 {
		t.Errorf("%d questions", len(all))
	}
}

func TestPercentile(t *testing.T) {
	ten := make([]time.Duration, 10)
	for i := range ten {
		ten[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		of   []time.Duration
		p    float64
		want time.Duration
	}{{ten, 50, 5}, {ten, 99, 10}, {ten, 90, 9}, {ten, 1, 1}, {ten[:1], 50, 1}, {nil, 50, 0}} {
		if got := percentile(c.of, c.p); got != c.want {
			t.Errorf("percentile %v of %v is %d, not %d", c.p, c.of, got, c.want)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 2, 3}, 2.5}, {[]float64{7}, 7}, {nil, 0}} {
		if got := median(c.of); got != c.want {
			t.Errorf("the median of %v is %v, not %v", c.of, got, c.want)
		}
	}
}

// Rounds are compared with each other, not their medians: a slow round is slow for both.
func TestRatios(t *testing.T) {
	var r results
	for round, rates := range [][2]float64{{10, 40}, {5, 25}, {20, 60}} {
		for i, c := range []string{peer, demarcheNeo4j} {
			r.Cells = append(r.Cells, measured{Question: "q", Contender: c, Connections: 16, Round: round, Rate: rates[i]})
		}
	}
	if got := span(r.ratios("q", 16, rate, demarcheNeo4j, peer)); got != "4.0 (3.0 to 5.0)" {
		t.Error(got)
	}
}

// The same answer in the words of the three.
func TestNormalForm(t *testing.T) {
	const want = `("a" "A" [("x" <nil> [("1")` + "\n" + `("2")])` + "\n" + `("b" 1.5 [])])`
	for _, text := range []string{
		`{"data":{"actor":{"id":"a","name":"A","actions":{"nodes":[` +
			`{"id":"x","n":null,"targets":[{"id":"2"},{"id":"1"}]},{"id":"b","n":1.5,"targets":[]}]}}}}`,
		`{"data":{"actors":[{"id":"a","name":"A","c":{"edges":[` +
			`{"node":{"id":"x"},"properties":{"n":null,"t":[{"id":"1"},{"id":"2"}]}},{"node":{"id":"b","n":1.50,"t":[]}}]}}]}}`,
	} {
		if got, err := fromJSON([]byte(text), true); got != want || err != nil {
			t.Errorf("%s\nis %s, %v", text, got, err)
		}
	}
	if _, err := fromJSON([]byte(`{"errors":[{"message":"no"}],"data":null}`), true); err == nil {
		t.Error("an error passes for an answer")
	}
	one, _ := fromJSON([]byte(`{"data":{"l":[{"id":"1"},{"id":"2"}]}}`), false)
	two, _ := fromJSON([]byte(`{"data":{"l":[{"id":"2"},{"id":"1"}]}}`), false)
	if one == two {
		t.Error("the order of a list is lost")
	}
}
