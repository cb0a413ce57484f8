package seed

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// linkChecks are the checks of an edge between actions, claims and actors, together with what its ends are.
var linkChecks = map[graph.EdgeKind]func(*reader, *model, *fact){
	graph.RespondsTo: (*reader).checkResponse, graph.Performed: (*reader).checkPerformer, graph.Contradicts: (*reader).checkContradiction,
	graph.Supports: (*reader).checkSupported, graph.MadeIn: (*reader).checkMadeIn, graph.OnBehalfOf: (*reader).checkOnBehalf,
	graph.Announced: func(r *reader, m *model, f *fact) { r.checkGone(m, f, f.From, m.dateOf(f.To)) },
	graph.Asserted:  func(r *reader, m *model, f *fact) { r.checkGone(m, f, f.From, m.claimDate(f.To)) },
}

// checkPerformer reports an occurrence that somebody performed, and a performer who had left long before.
func (r *reader) checkPerformer(m *model, f *fact) {
	if action := m.nodes[f.To]; action != nil && action.typeOf() == graph.TypeOccurrence {
		r.faultAt(f.place(), graph.RulePerformedOccurrence.Fault("%q performed %q, which is an OCCURRENCE: what befell somebody, without a doer",
			f.From, f.To).WithRemedy("give the action another type, or take the performer out"))
	}
	r.checkGone(m, f, f.From, m.dateOf(f.To))
}

// checkSupported reports a claim that supports what it also contradicts, or what contradicts it.
func (r *reader) checkSupported(m *model, f *fact) {
	if m.joined(graph.Contradicts, f.From, f.To) {
		r.faultAt(f.place(), graph.RuleSupportsAndDenies.Fault("%q supports %q, and one contradicts the other", f.From, f.To).
			WithRemedy("keep one of supports and contradicts"))
	}
}

// claimDate returns the date of the earliest act in which a claim was made.
func (m *model) claimDate(claim string) (first graph.Date) {
	for _, act := range m.ends(graph.MadeIn, claim, false) {
		if d := m.dateOf(act); d.Earliest != "" && (first.Earliest == "" || d.Earliest < first.Earliest) {
			first = d
		}
	}
	return first
}

// joined reports whether an edge of a kind joins two nodes, in either direction.
func (m *model) joined(kind graph.EdgeKind, a, b string) bool {
	return m.edges[graph.EdgeID(kind, a, b)] != nil || m.edges[graph.EdgeID(kind, b, a)] != nil
}

// checkContradiction reports a contradiction that one and the same holder is in on both sides.
func (r *reader) checkContradiction(m *model, f *fact) {
	others := m.ends(graph.Asserted, f.To, true)
	for _, holder := range m.ends(graph.Asserted, f.From, true) {
		if slices.Contains(others, holder) {
			r.faultAt(f.place(), graph.RuleContradictsItself.Fault("%q contradicts %q, and %q asserted both", f.From, f.To, holder).
				WithRemedy("correct who asserted them; what somebody corrects later, or says of another time, is no contradiction"))
			return
		}
	}
}

// speaking are the ties by which one actor's words are another's.
var speaking = []graph.EdgeKind{graph.PartOf, graph.SpeaksFor, graph.Leads, graph.WorksFor, graph.OwnedBy, graph.MemberOf}

// maxReached bounds how many nodes are looked at to find whether one is reached from another. Nobody has so many wholes.
const maxReached = 1000

// reaches reports whether edges of these kinds lead from one node to another, whatever their dates.
func (m *model) reaches(from, to string, kinds []graph.EdgeKind) bool {
	seen := []string{from}
	for i := 0; i < len(seen) && i < maxReached; i++ {
		if seen[i] == to {
			return true
		}
		for _, kind := range kinds {
			for _, next := range m.ends(kind, seen[i], false) {
				if !slices.Contains(seen, next) {
					seen = append(seen, next)
				}
			}
		}
	}
	return false
}

// checkMadeIn reports a claim that was made in a statement of somebody else: neither its speaker, nor one who speaks for it
// or for whom it speaks.
func (r *reader) checkMadeIn(m *model, f *fact) {
	speakers := slices.Concat(m.ends(graph.Asserted, f.From, true), m.ends(graph.OnBehalfOf, f.From, false))
	by := slices.Concat(m.ends(graph.Performed, f.To, true), m.ends(graph.Announced, f.To, true))
	if len(m.ends(graph.Asserted, f.From, true)) == 0 || len(by) == 0 {
		return
	}
	carrying := speaking[:4] // whoever owns an outlet, or is a member of a body, does not make its statements
	for _, s := range speakers {
		for _, p := range by {
			if m.reaches(s, p, carrying) || m.reaches(p, s, carrying) {
				return
			}
		}
	}
	r.faultAt(f.place(), graph.RuleMadeElsewhere.Fault("%q is a claim of %q, and was made in %q, a statement of %q", f.From, speakers[0],
		f.To, by[0]).
		WithRemedy("name the statement of its speaker, or the speaker of the statement; a missing tie may join the two"))
}

// checkOnBehalf reports a claim on behalf of somebody to whom none of its speakers has a tie.
func (r *reader) checkOnBehalf(m *model, f *fact) {
	speakers := m.ends(graph.Asserted, f.From, true)
	if len(speakers) == 0 || slices.ContainsFunc(speakers, func(s string) bool { return m.reaches(s, f.To, speaking) }) {
		return
	}
	r.faultAt(f.place(), graph.RuleOnBehalf.Fault("%q speaks on behalf of %q, and no tie leads from the one to the other", speakers[0], f.To).
		WithRemedy("add the tie, such as speaksFor, to the speaker"))
}

// checkResponse looks at a response: who answers whom, and whether its act is one that its mode describes.
func (r *reader) checkResponse(m *model, f *fact) {
	response, trigger := m.nodes[f.From], m.nodes[f.To]
	if response == nil || trigger == nil {
		return
	}
	if kinds := []graph.EdgeKind{graph.PartOfAction}; m.reaches(f.From, f.To, kinds) || m.reaches(f.To, f.From, kinds) {
		r.faultAt(f.place(), graph.RuleAnswersItself.Fault("%q responds to %q, and one is part of the other", f.From, f.To).
			WithRemedy("take the link out, or name the act that it responds to"))
	}
	by, to := m.sides(f.From), m.sides(f.To)
	mode := f.text("mode")
	if len(by) == 1 && slices.Equal(by, to) && graph.EscalationOf(mode, trigger.intensity()) == graph.Escalates {
		r.faultAt(f.place("mode"), graph.RuleAnswersItself.Fault("%q acted in both %q and %q, and the one would %s the other", by[0], f.From,
			f.To,
			wordOf(mode)).WithRemedy("correct mode, performers or the link"))
	}
	r.checkMode(m, f, response, to)
	if t := trigger.typeOf(); mode == "COMPLY" && slices.Contains(asksNothing, t) {
		r.faultAt(f.place("mode"), graph.RuleModeAgainstAct.Fault("mode COMPLY answers %q, which is of type %s and asks for nothing", f.To, t).
			WithRemedy("choose the mode that says what the act does, or name the request that it complies with"))
	}
	if !response.wasAnnounced() {
		r.checkPages(m, f, response.date("date"))
	}
}

// asksNothing are types of act with which nobody can comply.
var asksNothing = []graph.ActionType{"ACCUSE", "REJECT", "ASSAULT", graph.TypeStatement, graph.TypeOccurrence}

// wordOf is the verb of a mode, such as retaliate.
func wordOf(mode string) string {
	return map[string]string{"RETALIATE": "retaliate for", "CONDEMN": "condemn", "OBJECT": "object to", "REFUSE": "refuse",
		"THREATEN": "threaten because of", "RECIPROCATE": "reciprocate"}[mode]
}

// intensity returns the intensity of an action, its own or that of its code; nil when it has neither.
func (f *fact) intensity() *float64 {
	if i, given := f.Props["intensity"].(float64); given {
		return &i
	}
	if c, _ := graph.CAMEO(f.text("cameoCode")); c.Rated {
		return &c.Intensity
	}
	return nil
}

// atOdds has for each mode the types of act that it cannot describe, when they are directed at those who are answered. Of
// the modes that de-escalate these are material conflict and threats; of those that escalate, yielding and giving.
var atOdds = func() map[string][]graph.ActionType {
	var conflict []graph.ActionType
	for _, t := range graph.ActionTypes {
		if t.Class == graph.MaterialConflict {
			conflict = append(conflict, t.Name)
		}
	}
	conflict = append(conflict, "THREATEN")
	giving := []graph.ActionType{"AGREE", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
	modes := map[string][]graph.ActionType{}
	for _, mode := range graph.ResponseModes {
		if mode.Class == graph.DeEscalates {
			modes[string(mode.Name)] = conflict
		} else if mode.Class == graph.Escalates {
			modes[string(mode.Name)] = giving
		}
	}
	modes["COMPLY"] = append([]graph.ActionType{"REJECT"}, conflict...)
	return modes
}()

// checkMode reports a response whose act is at odds with its mode. An act that is directed at others only is left alone: to
// comply with an ally's wish may hurt a third, and to aid a third may be a retaliation.
func (r *reader) checkMode(m *model, f, response *fact, answered []string) {
	mode, t := f.text("mode"), response.typeOf()
	if !slices.Contains(atOdds[mode], t) {
		return
	}
	act := m.facts(f.From)
	at := m.ties.DirectedAt(act)
	switch {
	case len(act.Directed) == 0 || len(answered) == 0: // at whom it is directed, or whom it answers, is not known
		if graph.EscalationOf(mode, nil) == graph.Escalates {
			return
		}
	case !slices.ContainsFunc(answered, func(id string) bool { _, is := at[id]; return is }):
		return
	}
	r.faultAt(f.place("mode"), graph.RuleModeAgainstAct.Fault("mode %s does not fit %q, which is of type %s", mode, f.From, t).
		WithRemedy("choose the mode that says what the act does, or correct its type or the link"))
}
