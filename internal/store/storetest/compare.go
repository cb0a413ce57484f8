package storetest

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
)

// Comparison is how two stores are compared.
type Comparison struct {
	Graphs    int // random graphs; -rapid.checks says otherwise
	Questions int // random questions of each graph

	// Shapes is how many questions there are to choose from; 0 means that each is made anew. It is for a store that plans a
	// question it has not seen for far longer than it takes to answer it: what it plans is few, what it answers is many.
	Shapes int
}

// Compare applies random graphs to two stores, empty ones each time, and asks both random questions: their answers must be
// the same in every value.
func Compare(t *testing.T, c Comparison, stores func() (a, b Store)) {
	t.Helper()
	defer checks(t, c.Graphs)()
	shapes := shapes(t, c.Shapes)
	rapid.Check(t, func(r *rapid.T) {
		a, b := stores()
		d := &draw{T: r}
		d.name()
		put, back := d.graph()
		second, later := d.second(put, back), d.later(put, back)
		p := pair{r, t, [2]Store{a, b}, [2]query.Reader{lens.Over(a), b}, tell(put, back, second, later)}
		for _, b := range []ingest.Batch{put, back, second, later} {
			p.apply(b)
		}
		for range c.Questions {
			if c.Shapes == 0 {
				p.put(d.question())
			} else {
				p.put(rapid.SampledFrom(shapes).Draw(r, "question"))
			}
		}
	})
}

// checks makes rapid check n random graphs, until the function that it returns is called.
func checks(t *testing.T, n int) (end func()) {
	t.Helper()
	var undo []func()
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa(n), "rapid.shrinktime": "20s", "rapid.nofailfile": "true"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			if err := f.Value.Set(value); err != nil {
				t.Fatal(err)
			}
			undo = append(undo, func() { _ = f.Value.Set(f.DefValue) })
		}
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// shapesSeed names the environment variable by which the shapes of a failed run are drawn again.
const shapesSeed = "DEMARCHE_SHAPES"

// shapes are n random questions, the shortest first: where one fails, a shorter one that fails as well is looked for. They are
// others each run. What rapid says of a failure gives the same graph again, but not these, so a failed test says how to.
func shapes(t *testing.T, n int) []question {
	t.Helper()
	if n == 0 {
		return nil
	}
	seed := rand.IntN(1_000_000_000)
	if text := os.Getenv(shapesSeed); text != "" {
		var err error
		if seed, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", shapesSeed, err)
		}
	}
	t.Logf("to ask the same questions again, with -rapid.seed of the graph: %s=%d", shapesSeed, seed)
	out := shapesOf(seed, n)
	slices.SortStableFunc(out, func(x, y question) int { return cmp.Compare(len(x.String()), len(y.String())) })
	return out
}

// shapesOf are the n random questions of a seed. As many begin in each way and go through each kind of lens as can be, so that a
// few dozen come by all that stores write by themselves.
func shapesOf(seed, n int) []question {
	out := make([]question, n)
	for i := range out {
		find, through := drawnFinds[i%len(drawnFinds)], drawnLenses[i/len(drawnFinds)%len(drawnLenses)]
		out[i] = rapid.Custom(func(r *rapid.T) question {
			d := &draw{r, most}
			return d.questionOf(find, through)
		}).Example(seed + i)
	}
	return out
}

// pair is two stores that hold the same graph.
type pair struct {
	*rapid.T
	test   *testing.T
	stores [2]Store
	// readers find the sources of lenses; the second store, the oracle, does so itself.
	readers [2]query.Reader
	graph   string // for people to read
}

// put asks both stores a question, page by page.
func (p *pair) put(q question) {
	for range 3 {
		a := p.ask(q)
		if q.list == nil || !a.More || len(a.Items) == 0 {
			return
		}
		edge := a.Items[len(a.Items)-1]
		if q.page.Page.Backward {
			edge = a.Items[0]
		}
		q.page.Page.Cursor = cursorOf(edge, q.page.Order, "")
	}
}

func (p *pair) apply(b ingest.Batch) {
	var said [2]string
	for i, s := range p.stores {
		a, err := s.Apply(p.test.Context(), b)
		if err != nil {
			p.Fatalf("store %d: %v", i, err)
		}
		n, err := s.Revision(p.test.Context())
		if err != nil {
			p.Fatalf("store %d: %v", i, err)
		}
		said[i] = fmt.Sprintf("%s, revision %d", counts(a), n)
	}
	if said[0] != said[1] {
		p.Fatalf("applied\n%s\n%s", said[0], said[1])
	}
}

func (p *pair) ask(q question) *query.Answer {
	var said [2]string
	var first *query.Answer
	for i, s := range p.readers {
		a, text, err := q.askOf(p.test, s)
		if err != nil {
			p.Fatalf("store %d: %s: %v\n--- the graph\n%s", i, q, causes(err), p.graph)
		}
		if i == 0 {
			first = a
		}
		said[i] = text
	}
	if said[0] != said[1] {
		p.Fatalf("%s\n--- the graph\n%s\n--- one store\n%s--- the other\n%s", q, p.graph, said[0], said[1])
	}
	return first
}

// causes are an error's text and what a store keeps from its clients, why it failed.
func causes(err error) []error {
	if several, is := err.(interface{ Unwrap() []error }); is {
		return several.Unwrap()
	}
	return []error{err}
}

// askOf asks a store, and writes its answer for comparing. What is not found is an answer.
func (q question) askOf(t *testing.T, s query.Reader) (a *query.Answer, text string, err error) {
	t.Helper()
	asked := &query.Query{Find: q.asked(), Projection: q.picked, Includes: q.wants, Lens: q.lens}
	var b strings.Builder
	if a, err = s.Fetch(t.Context(), asked); errors.Is(err, graph.ErrNotFound) {
		b.WriteString(err.Error())
		a = &query.Answer{}
	} else if err != nil {
		return nil, "", err
	}
	fmt.Fprintf(&b, "total %d, more %v, truncated %v\n", a.Total, a.More, a.Truncated)
	for _, e := range a.Edges {
		fmt.Fprintf(&b, "%+v\n", e)
	}
	fmt.Fprintf(&b, "%v %v %+v\n", a.Day, a.Paths, a.Stats)
	for _, c := range a.Counts {
		fmt.Fprintf(&b, "%+v\n", c)
	}
	for _, w := range a.Waits {
		fmt.Fprintf(&b, "%+v\n", w)
	}
	for _, rows := range a.Groups {
		fmt.Fprintf(&b, "%s\n", grouped(rows))
	}
	for _, side := range a.Sides {
		fmt.Fprintf(&b, "%s %d %d %d %.6f %v\n", side.Actor, side.Count, side.Responses, side.Rated, side.Intensity, side.Quads)
	}
	return a, b.String() + dump(a.Items, asked.LoadSpec(q.page.Order)), nil
}
