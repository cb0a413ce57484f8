package ingest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// TieSnapshot is the data from which attribution is computed: the actors concerned, and all ties above them.
type TieSnapshot struct {
	Actors map[string]ActorFacts
	Ties   map[string][]TieFacts // by From
	States map[string][]string   // ids of STATE actors by country
}

// valid reports whether a tie held at some time of the action. Unknown bounds are open, and an undated action uses all
// ties.
func (t TieFacts) valid(a ActionFacts) bool {
	if a.Earliest == "" {
		return true
	}
	return (t.SinceEarliest == "" || t.SinceEarliest <= a.Latest) && (t.UntilLatest == "" || t.UntilLatest >= a.Earliest)
}

// reach returns an actor and all actors that it reaches by ties of the kinds that carries accepts, as they held at the
// action's time. Each actor comes once, in cycles and diamonds too.
func (w *TieSnapshot) reach(actor string, a ActionFacts, carries func(graph.EdgeType) bool) []string {
	seen := []string{actor}
	for i := 0; i < len(seen); i++ {
		for _, t := range w.Ties[seen[i]] {
			if et, _ := graph.EdgeTypeOf(t.Kind); carries(et) && t.valid(a) && !slices.Contains(seen, t.To) {
				seen = append(seen, t.To)
			}
		}
	}
	return seen
}

// sides has the actors of one side of an action: true for one that the action names, false for one that is reached.
type sides map[string]bool

// ActingFor returns the actors for whom the action's performers act.
func (w *TieSnapshot) ActingFor(a ActionFacts) map[string]bool {
	return w.side(a, a.Performers, func(t graph.EdgeType) bool { return t.ActsFor }, false)
}

// DirectedAt returns the actors at whom the action is directed: its targets and addressees, the actors that these reach,
// and the states of their countries.
func (w *TieSnapshot) DirectedAt(a ActionFacts) map[string]bool {
	return w.side(a, a.Directed, func(t graph.EdgeType) bool { return t.DirectedAt }, true)
}

// side are the actors named, and all that they reach; with country, also the states whose country is theirs.
func (w *TieSnapshot) side(a ActionFacts, named []string, carries func(graph.EdgeType) bool, country bool) sides {
	s := sides{}
	for _, p := range named {
		for _, r := range w.reach(p, a, carries) {
			s[r] = s[r] || r == p
		}
		if c := w.Actors[p].Country; country && c != "" {
			for _, state := range w.States[c] {
				s[state] = s[state] || state == p
			}
		}
	}
	return s
}

// AttributionRows returns the rows of one action.
func (w *TieSnapshot) AttributionRows(a ActionFacts) []AttributionRow {
	var rows []AttributionRow
	sides := map[string]bool{}
	for _, s := range w.Sides(a) {
		sides[graph.AttributionKey(s, "")] = true
	}
	for _, k := range keys(w.ActingFor(a), w.DirectedAt(a)) {
		rows = append(rows, AttributionRow{Key: k.key, Action: a.ID, Direct: k.direct, Side: sides[k.key]})
	}
	return rows
}

// Sides returns the sides of an action: the states for which its performers act. A performer that acts for no state gives the
// actors at the top of what it acts for, or, when its ties run in a circle, itself. An occurrence has no side.
func (w *TieSnapshot) Sides(a ActionFacts) []string {
	if a.Type == graph.TypeOccurrence {
		return nil
	}
	var out []string
	for _, p := range a.Performers {
		reached := w.reach(p, a, func(t graph.EdgeType) bool { return t.ActsFor })
		states := slices.DeleteFunc(slices.Clone(reached), func(id string) bool { return !w.isState(id) })
		if len(states) == 0 {
			states = slices.DeleteFunc(slices.Clone(reached), func(id string) bool { return w.actsForAnother(id, a) })
		}
		if len(states) == 0 {
			states = []string{p}
		}
		out = append(out, states...)
	}
	return distinct(out)
}

// isState reports whether an actor is a state.
func (w *TieSnapshot) isState(actor string) bool {
	return w.Actors[actor].Kind == string(graph.ActorState)
}

// actsForAnother reports whether an actor acted for another at the action's time.
func (w *TieSnapshot) actsForAnother(actor string, a ActionFacts) bool {
	return slices.ContainsFunc(w.Ties[actor], func(t TieFacts) bool {
		et, _ := graph.EdgeTypeOf(t.Kind)
		return et.ActsFor && t.To != actor && t.valid(a)
	})
}

// ClaimRows returns the rows of one claim: of all for whom its speakers act at any time.
func (w *TieSnapshot) ClaimRows(c ClaimFacts) []ClaimRow {
	acts := func(t graph.EdgeType) bool { return t.ActsFor }
	ever := w.side(ActionFacts{}, c.Holders, acts, false)
	then := make([]sides, len(c.MadeIn))
	for i, o := range c.MadeIn {
		then[i] = w.side(ActionFacts{Earliest: o.Earliest, Latest: o.Latest}, c.Holders, acts, false)
	}
	var rows []ClaimRow
	for _, actor := range slices.Sorted(maps.Keys(ever)) {
		row := ClaimRow{Claim: c.ID, Actor: actor, Direct: ever[actor], Side: w.isState(actor), Counts: true}
		occasions := []string{}
		for i, o := range c.MadeIn {
			_, held := then[i][actor]
			if held {
				occasions = append(occasions, o.ID)
			}
			row.Counts = row.Counts && (held || i > 0)
		}
		if len(occasions) < len(c.MadeIn) {
			row.Occasions = occasions
		}
		rows = append(rows, row)
	}
	return rows
}

// ReplyRows returns the rows of one response link. It is a response to those for whom the trigger's performers act. Where
// nobody is named as the performer, it is one to those at whom the response is directed: a sanction over a death in custody
// answers the state that it strikes.
func (w *TieSnapshot) ReplyRows(response, trigger ActionFacts) []ReplyRow {
	to := w.ActingFor(trigger)
	if len(trigger.Performers) == 0 {
		to = w.DirectedAt(response)
	}
	var rows []ReplyRow
	for _, k := range keys(w.ActingFor(response), to) {
		rows = append(rows, ReplyRow{Key: k.key, Response: response.ID, Trigger: trigger.ID, Direct: k.direct})
	}
	return rows
}

// OccasionRows returns the rows of one response, given all that it responds to. It has them under the key of each exchange that
// it belongs to: with those at whom it is directed, and with those whose acts it answers.
func (w *TieSnapshot) OccasionRows(response ActionFacts, triggers []ActionFacts) []OccasionRow {
	by, with := w.ActingFor(response), w.DirectedAt(response)
	for _, t := range triggers {
		for actor, direct := range w.ActingFor(t) {
			with[actor] = with[actor] || direct
		}
	}
	var rows []OccasionRow
	for _, t := range triggers {
		if len(t.Performers) > 0 {
			continue
		}
		for a, d := range by {
			for b, e := range with {
				rows = append(rows, OccasionRow{Key: graph.AttributionKey(a, b), Response: response.ID, Occasion: t.ID, Direct: d && e})
			}
		}
	}
	slices.SortFunc(rows, func(x, y OccasionRow) int {
		return cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(x.Occasion, y.Occasion))
	})
	return rows
}

// key is a key of the attribution, and whether it holds without any tie or country.
type key struct {
	key    string
	direct bool
}

// keys returns the keys of each actor alone and of each pair of both sides, sorted.
func keys(by, at sides) []key {
	var out []key
	for a, d := range by {
		out = append(out, key{graph.AttributionKey(a, ""), d})
		for b, e := range at {
			out = append(out, key{graph.AttributionKey(a, b), d && e})
		}
	}
	for b, e := range at {
		out = append(out, key{graph.AttributionKey("", b), e})
	}
	slices.SortFunc(out, func(x, y key) int { return cmp.Compare(x.key, y.key) })
	return out
}

// OwedRows are the rows of a request: one for each addressee and key, with the day on which the request was first answered, if
// it was. An answer is an action of an actor that acts for the addressee, or of one for whom the addressee acts.
func (w *TieSnapshot) OwedRows(request ActionFacts, answers []ActionFacts) []OwedRow {
	if request.Type != graph.TypeRequest {
		return nil
	}
	var rows []OwedRow
	asking := w.ActingFor(request)
	for _, asked := range distinct(request.Addressees) {
		if w.Actors[asked].Kind == string(graph.ActorGroup) {
			continue
		}
		row := OwedRow{Action: request.ID, Actor: asked}
		for _, r := range answers {
			if !w.answers(r, asked) {
				continue
			}
			row.Answered = true
			if r.Earliest != "" && (row.AnsweredOn == "" || r.Earliest < row.AnsweredOn) {
				row.AnsweredOn = r.Earliest
			}
		}
		by := w.side(request, []string{asked}, func(t graph.EdgeType) bool { return t.ActsFor }, false)
		for _, k := range append(keys(by, asking), key{graph.AttributionKey("", ""), true}) {
			row.Key, row.Direct = k.key, k.direct
			rows = append(rows, row)
		}
	}
	return rows
}

// AnswerRows are the rows of one action: which of its answers are those of each actor that owes it one, or is said to.
func (w *TieSnapshot) AnswerRows(a ActionFacts, answers []ActionFacts) []AnswerRow {
	var owing []string
	if a.Type == graph.TypeRequest {
		owing = append(owing, a.Addressees...)
	}
	for _, s := range a.Silences {
		owing = append(owing, s.Actor)
	}
	var rows []AnswerRow
	for _, actor := range distinct(owing) {
		for _, r := range answers {
			if w.answers(r, actor) {
				rows = append(rows, AnswerRow{Action: a.ID, Actor: actor, Response: r.ID})
			}
		}
	}
	return rows
}

// SilenceEnds says of each stated silence on an action which answer ended it: the first, by date, that would have settled a
// computed silence, and that explains where an explanation was lacking. An answer of before the day as of which the silence
// was stated (else the day of the action) ends nothing; an undated answer ends only a silence on an undated action.
func (w *TieSnapshot) SilenceEnds(a ActionFacts, answers []ActionFacts) []SilenceEnd {
	var ends []SilenceEnd
	for _, s := range a.Silences {
		end, first := SilenceEnd{Actor: s.Actor, Action: a.ID}, ActionFacts{}
		since := cmp.Or(s.Stated, a.Earliest)
		for _, r := range answers {
			switch explains := slices.Contains(a.Explanations, r.ID); {
			case s.Kind == string(graph.NoExplanation) && !explains, !w.answers(r, s.Actor):
				continue
			case r.Earliest == "" && a.Earliest != "", r.Earliest != "" && r.Earliest < since:
				continue
			}
			if end.Response == "" || r.before(first) {
				end.Response, end.On, first = r.ID, r.Earliest, r
			}
		}
		ends = append(ends, end)
	}
	return ends
}

// before reports whether an action comes before another in order by date, the undated last.
func (f ActionFacts) before(other ActionFacts) bool {
	if (f.Earliest == "") != (other.Earliest == "") {
		return other.Earliest == ""
	}
	return cmp.Or(cmp.Compare(f.Earliest, other.Earliest), cmp.Compare(f.Latest, other.Latest),
		cmp.Compare(f.PlaceInDay, other.PlaceInDay), cmp.Compare(f.ID, other.ID)) < 0
}

// answers tells whether an action that responds to a request answers for one who was asked.
func (w *TieSnapshot) answers(r ActionFacts, asked string) bool {
	if _, acts := w.ActingFor(r)[asked]; acts {
		return true
	}
	wholes := w.reach(asked, r, func(t graph.EdgeType) bool { return t.ActsFor })
	return slices.ContainsFunc(r.Performers, func(p string) bool { return slices.Contains(wholes, p) })
}

// distinct sorts texts and keeps each once.
func distinct(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }
