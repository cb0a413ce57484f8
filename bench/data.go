package main

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// dataVersion names what this file generates. Raise it with any change, so that stores loaded before are not taken
// for current ones.
const dataVersion = 3

const (
	numActors = 7000
	numStates = 200 // the first half has ministries, spokespeople and citizens, the second acts alone
	ministers = 1200
	people    = 1600
	outlets   = 300
	sources   = 400
)

// A world is the same for the same number of actions, on every machine. Actor 0 and so on are positions in actors.
type world struct {
	actors  []graph.Record
	whole   []int // the state or ministry that an actor belongs to, or -1
	actions []action
}

// action is what questions are chosen by.
type action struct {
	performers, targets, outlets []int
	answers                      int // the action that it responds to, or -1
	partOf                       int // the action that it is part of, or -1
	date                         string
	code                         string // CAMEO
	request                      bool
	mode                         string
}

func newWorld(actions int) *world {
	random := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // the same every time
	w := &world{}
	w.makeActors(random)
	pick := zipf(random, ranked(random))
	codes := graph.CAMEOCodes()
	first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range actions {
		a := action{answers: -1, partOf: -1}
		by := pick()
		a.performers = []int{by}
		if random.IntN(10) == 0 {
			a.performers = addOther(a.performers, pick())
		}
		a.targets = addOther(nil, pick())
		for random.IntN(3) == 0 {
			a.targets = addOther(a.targets, pick())
		}
		if a.targets[0] == by { // nobody acts on itself
			a.targets[0] = (by + 1) % numActors
		}
		for random.IntN(5) < 2 {
			a.outlets = addOther(a.outlets, numStates+ministers+people+random.IntN(outlets))
		}
		if a.request = random.IntN(20) == 0; !a.request && random.IntN(5) > 0 {
			a.code = codes[random.IntN(len(codes))].Code
		}
		day := first.AddDate(0, 0, i*3650/actions+random.IntN(3))
		if a.date = dateText(random, day); a.date == "" && slices.ContainsFunc(a.performers, w.alone) {
			a.date = day.Format(time.DateOnly) // 02-latest asks for the latest of these, and the peer puts undated ones first
		}
		if i > 100 && random.IntN(20) < 9 {
			a.answers = trigger(random, i)
			a.mode = string(graph.ResponseModes[random.IntN(len(graph.ResponseModes))].Name)
		}
		if i > 100 && random.IntN(100) == 0 {
			a.partOf = i - 1 - random.IntN(50)
		}
		w.actions = append(w.actions, a)
	}
	return w
}

// trigger is mostly a recent action, often one that many others answer.
func trigger(random *rand.Rand, i int) int {
	j := i - 1 - int(random.ExpFloat64()*40)
	if random.IntN(3) == 0 {
		j -= j % 50
	}
	return max(j, 0)
}

// dateText writes a day as sources give it: one in fifty vague, one in a hundred not at all.
func dateText(random *rand.Rand, day time.Time) string {
	text := day.Format(time.DateOnly)
	switch random.IntN(100) {
	case 0:
		return ""
	case 1:
		return text[:7]
	case 2:
		return text + "/" + day.AddDate(0, 0, 3).Format(time.DateOnly)
	case 3:
		return text + "~"
	}
	return text
}

// alone is true of an actor that nobody acts for.
func (w *world) alone(actor int) bool {
	return actor >= numStates/2 && (actor < numStates || actor >= numStates+ministers)
}

func addOther(list []int, x int) []int {
	for _, y := range list {
		if x == y {
			return list
		}
	}
	return append(list, x)
}

// ranked lists the actors from the busiest on: every second of the first ones is a state. The very first is a state
// that acts alone, the next one has many who act for it.
func ranked(random *rand.Rand) []int {
	states, others := random.Perm(numStates), random.Perm(numActors-numStates)
	list := []int{numStates - 1, 0}
	for i, x := range others {
		if i < len(states) && states[i] != 0 && states[i] != numStates-1 {
			list = append(list, states[i])
		}
		list = append(list, numStates+x)
	}
	return list
}

// zipf gives an actor each time it is called, the one of rank r in proportion to 1/r.
func zipf(random *rand.Rand, ranks []int) func() int {
	sums := make([]float64, len(ranks))
	total := 0.0
	for i := range ranks {
		total += 1 / float64(i+1)
		sums[i] = total
	}
	return func() int { return ranks[sort.SearchFloat64s(sums, random.Float64()*total)] }
}

func (w *world) makeActors(random *rand.Rand) {
	for i := range numActors {
		p, prefix, whole := graph.Props{"kind": string(graph.ActorGroup)}, "group", -1
		country := ""
		switch {
		case i < numStates:
			p["kind"], prefix = string(graph.ActorState), "state"
			country = countries[i]
		case i < numStates+ministers:
			p["kind"], prefix = string(graph.ActorMinistry), "ministry"
			whole = random.IntN(numStates / 2)
			country = countries[whole]
		case i < numStates+ministers+people:
			p["kind"], prefix = string(graph.ActorPerson), "person"
			whole = numStates + random.IntN(ministers)
			country = countries[w.whole[whole]]
		case i < numStates+ministers+people+outlets:
			p["kind"], prefix = string(graph.ActorMediaOutlet), "outlet"
		case i%5 == 0:
			p["kind"], prefix = string(graph.ActorInternationalBody), "body"
		}
		p["name"] = capital(word(random)) + " " + capital(word(random))
		p["description"] = "One of the " + strings.ToLower(fmt.Sprint(p["kind"])) + " actors of a world made up to measure with."
		if country != "" {
			p["country"] = country
		}
		w.actors = append(w.actors, graph.Record{Kind: graph.KindActor, ID: fmt.Sprintf("%s-%04d", prefix, i), Props: p})
		w.whole = append(w.whole, whole)
	}
}

// countries are the codes of the made-up states, in their order; a record with a code that is none would be refused.
var countries = graph.CountryCodes()

func word(random *rand.Rand) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + random.IntN(2) {
		b.WriteByte(consonants[random.IntN(len(consonants))])
		b.WriteByte(vowels[random.IntN(len(vowels))])
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (w *world) id(actor int) string   { return w.actors[actor].ID }
func (w *world) name(actor int) string { return w.actors[actor].Props["name"].(string) }
func (w *world) actionID(i int) string { return fmt.Sprintf("action-%07d", i) }
func (w *world) edges(l graph.EdgeKind, from string, to []int) (list []graph.Record) {
	for _, t := range to {
		list = append(list, graph.Record{Edge: l, From: from, To: w.id(t)})
	}
	return list
}

// batches gives the records to load, so many actions at a time; the actors come first.
func (w *world) batches(size int) iter.Seq[ingest.Batch] {
	data := graph.Record{Kind: graph.KindDataset, ID: "dataset:bench", Props: graph.Props{"name": "A made-up world to measure with"}}
	return func(yield func(ingest.Batch) bool) {
		b := ingest.Batch{Dataset: data, Puts: w.ground()}
		for i := 0; i < len(w.actions); i += size {
			for j := i; j < min(i+size, len(w.actions)); j++ {
				b.Puts = append(b.Puts, w.recordsOf(j)...)
			}
			if !yield(b) {
				return
			}
			b.Puts = nil
		}
	}
}

// ground are the actors, their ties, and the sources.
func (w *world) ground() []graph.Record {
	puts := append([]graph.Record{}, w.actors...)
	for i := range sources {
		puts = append(puts, graph.Record{Kind: graph.KindSource, ID: sourceID(i), Props: graph.Props{
			"title": fmt.Sprintf("Report %d", i), "published": published(i),
		}})
	}
	for i, whole := range w.whole {
		if whole < 0 {
			continue
		}
		tie := graph.PartOf
		if w.actors[i].Props["kind"] == string(graph.ActorPerson) {
			tie = graph.SpeaksFor
		}
		puts = append(puts, graph.Record{Edge: tie, From: w.id(i), To: w.id(whole), Props: graph.Props{"since": "2010"}})
	}
	return puts
}

func sourceID(i int) string { return fmt.Sprintf("source-%03d", i) }

// published is the day of a source: one comes out each day, after all that was done.
func published(source int) string {
	return time.Date(2025, 1, 1+source, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func (w *world) recordsOf(i int) []graph.Record {
	a, id := w.actions[i], w.actionID(i)
	props := graph.Props{"title": fmt.Sprintf("%s and %s, matter %d", w.name(a.performers[0]), w.name(a.targets[0]), i/9),
		"description": "What was said, done or left undone on that day, in some words.", "status": string(graph.StatusReported)}
	if a.date != "" {
		props["date"] = a.date
	}
	switch {
	case a.code != "":
		props["cameoCode"] = a.code
	case a.request:
		props["type"] = string(graph.TypeRequest)
	default:
		props["type"] = string(graph.TypeStatement)
	}
	said := []graph.Evidence{{Source: sourceID(i % sources), Quote: "and so it was, as they said", Locator: fmt.Sprintf("L%d", i%90)}}
	puts := []graph.Record{{Kind: graph.KindAction, ID: id, Props: props, Evidence: said}}
	for _, p := range a.performers {
		puts = append(puts, graph.Record{Edge: graph.Performed, From: w.id(p), To: id})
	}
	for _, p := range a.outlets {
		puts = append(puts, graph.Record{Edge: graph.Announced, From: w.id(p), To: id})
	}
	to := graph.Targets
	if a.request {
		to = graph.AddressedTo
	}
	puts = append(puts, w.edges(to, id, a.targets)...)
	if a.answers >= 0 {
		puts = append(
			puts,
			graph.Record{Edge: graph.RespondsTo, From: id, To: w.actionID(a.answers), Props: graph.Props{"mode": a.mode}, Evidence: said},
		)
	}
	if a.partOf >= 0 {
		puts = append(puts, graph.Record{Edge: graph.PartOfAction, From: id, To: w.actionID(a.partOf)})
	}
	if i%50 == 0 {
		claim := fmt.Sprintf("claim-%07d", i)
		puts = append(
			puts,
			graph.Record{
				Kind:  graph.KindClaim,
				ID:    claim,
				Props: graph.Props{"text": "That it was " + word(rand.New(rand.NewPCG(uint64(i), 1))), "stance": "ALLEGE"},
			}, //nolint:gosec // the same every time
			graph.Record{Edge: graph.About, From: claim, To: id},
			graph.Record{Edge: graph.Asserted, From: w.id(a.performers[0]), To: claim},
		)
	}
	return puts
}
