package oracle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

var (
	actsFor  = []graph.EdgeKind{graph.PartOf, graph.SpeaksFor, graph.Leads}
	belongTo = append(slices.Clone(actsFor), graph.WorksFor, graph.OwnedBy)
)

// bounds are the first and last day that an EDTF text allows, "" for unknown.
func bounds(v any) (first, last string) {
	text, _ := v.(string)
	if d, err := graph.ParseDate(text); text != "" && err == nil {
		return string(d.Earliest), string(d.Latest)
	}
	return "", ""
}

// held reports whether a tie may have held at some time from one day to another, "" for any time.
func held(tie graph.Record, from, to string) bool {
	since, _ := bounds(tie.Props["since"])
	_, until := bounds(tie.Props["until"])
	return from == "" || (since == "" || since <= to) && (until == "" || until >= from)
}

// reach is an actor and all that it reaches by ties of these labels that held at the time of an action.
func (s *Store) reach(actor string, at graph.Record, labels []graph.EdgeKind) []string {
	from, _ := at.Props["earliest"].(string)
	to, _ := at.Props["latest"].(string)
	out := []string{actor}
	for i := 0; i < len(out); i++ {
		for _, tie := range s.along(labels...) {
			if tie.From == out[i] && held(tie, from, to) && !slices.Contains(out, tie.To) {
				out = append(out, tie.To)
			}
		}
	}
	return out
}

// ends are the far ends of an action's edges of some labels.
func (s *Store) ends(action string, labels ...graph.EdgeKind) []string {
	var out []string
	for _, e := range s.along(labels...) {
		switch action {
		case e.From:
			out = append(out, e.To)
		case e.To:
			out = append(out, e.From)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *Store) performers(action string) []string { return s.ends(action, graph.Performed) }

func (s *Store) directed(action string) []string {
	return s.ends(action, graph.Targets, graph.AddressedTo)
}

// by reports whether an action is done by one who acts for an actor, and whether by that actor itself.
func (s *Store) by(action, actor string) (acts, itself bool) {
	for _, p := range s.performers(action) {
		acts = acts || slices.Contains(s.reach(p, s.nodes[action], actsFor), actor)
		itself = itself || p == actor
	}
	return acts, itself
}

// at reports whether an action is directed at an actor, and whether at that actor itself.
func (s *Store) at(action, actor string) (directed, itself bool) {
	x := s.nodes[actor]
	for _, d := range s.directed(action) {
		country := s.nodes[d].Props["country"]
		directed = directed || slices.Contains(s.reach(d, s.nodes[action], belongTo), actor) ||
			x.Props["kind"] == string(graph.ActorState) && country != nil && country == x.Props["country"]
		itself = itself || d == actor
	}
	return directed, itself
}

// holders are those who asserted a claim, and those on whose behalf it was.
func (s *Store) holders(claim string) []string {
	return s.ends(claim, graph.Asserted, graph.OnBehalfOf)
}

// occasion is the action in which a claim was made, the first by id; one without a date when there is none.
func (s *Store) occasion(claim string) graph.Record {
	if made := s.ends(claim, graph.MadeIn); len(made) > 0 {
		return s.nodes[made[0]]
	}
	return graph.Record{}
}

// heldBy reports whether a claim is made by, or on behalf of, one who acts for an actor, and whether by that actor itself.
func (s *Store) heldBy(claim, actor string) (held, itself bool) {
	for _, h := range s.holders(claim) {
		held = held || slices.Contains(s.reach(h, s.occasion(claim), actsFor), actor)
		itself = itself || h == actor
	}
	return held, itself
}

// sidesOf are the states for which the speakers of a claim speak, or the sides of an action: the states for which its
// performers act; of one that acts for no state, those at the top of what it acts for, or itself.
func (s *Store) sidesOf(x thing) []string {
	var out []string
	named, at := s.performers(s.id(x)), x.record
	if x.kind == graph.KindClaim {
		named, at = s.holders(s.id(x)), s.occasion(s.id(x))
	} else if s.text(x, "type") == string(graph.TypeOccurrence) {
		return nil
	}
	for _, actor := range named {
		var states, tops []string
		for _, id := range s.reach(actor, at, actsFor) {
			if s.nodes[id].Props["kind"] == string(graph.ActorState) {
				states = append(states, id)
			}
			if len(s.reach(id, at, actsFor)) == 1 {
				tops = append(tops, id)
			}
		}
		switch {
		case len(states) > 0 || x.kind == graph.KindClaim:
			out = append(out, states...)
		case len(tops) > 0:
			out = append(out, tops...)
		default:
			out = append(out, actor)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// onLedger reports whether an action is attributed under a key. For a reply, trigger is the action that it answers.
func (s *Store) onLedger(key, action, trigger string, direct bool) bool {
	by, at, _ := strings.Cut(key, ">")
	if by == "" && at == "" {
		return false
	}
	if by != "" {
		if acts, itself := s.by(action, by); !acts || direct && !itself {
			return false
		}
	}
	if at == "" {
		return true
	}
	meets, itself := s.at(action, at)
	if trigger != "" && len(s.performers(trigger)) > 0 {
		meets, itself = s.by(trigger, at)
	}
	return meets && (itself || !direct)
}

// related are the things that a relation gives, each once.
func (s *Store) related(x thing, rel *graph.Relation) []thing { return s.relatedAsOf(x, rel, "") }

// relatedAsOf is related, by ties that held on a day.
func (s *Store) relatedAsOf(x thing, rel *graph.Relation, asOf graph.Day) []thing {
	list := []thing{x}
	for _, h := range rel.Path {
		var next []thing
		seen := map[string]bool{}
		for _, from := range list {
			for _, to := range s.hop(from, h, rel, asOf) {
				if h.Evidence || h.Parts != "" || !seen[s.id(to)] {
					seen[s.id(to)] = true
					next = append(next, to)
				}
			}
		}
		list = next
	}
	return list
}

func (s *Store) hop(x thing, h graph.Hop, rel *graph.Relation, asOf graph.Day) []thing {
	var out []thing
	add := func(id string) {
		if y, ok := s.node(id); ok {
			out = append(out, y)
		} else if e, ok := s.edges[id]; ok {
			out = append(out, s.fact(e, graph.KindResponse))
		}
	}
	switch {
	case h.Start:
		add(x.record.From)
	case h.End:
		add(x.record.To)
	case rel.To == graph.KindSupport:
		out = append(out, thing{kind: graph.KindSupport, values: s.support(x)})
	case h.IDs != "":
		switch v := s.value(x, h.IDs).(type) {
		case string:
			add(v)
		case []string:
			for _, id := range v {
				add(id)
			}
		}
	case h.Evidence:
		for _, e := range x.evidence {
			v := map[string]any{"source": e.Source, "quote": known(e.Quote), "language": known(e.Language),
				"translation": known(e.Translation), "locator": known(e.Locator), "field": known(e.Field),
				"attributedTo": known(e.AttributedTo), "basis": known(string(e.Basis)),
				"relation": string(cmp.Or(e.Relation, graph.EvidenceSupports))}
			out = append(out, thing{kind: graph.KindEvidence, values: v})
		}
	case h.Parts != "":
		for _, c := range x.record.StatusHistory() {
			v := map[string]any{"status": string(c.Status), "since": c.Since, "sources": c.Sources}
			out = append(out, thing{kind: graph.KindStatusChange, values: v})
		}
	case h.Sides:
		for _, id := range s.sidesOf(x) {
			add(id)
		}
	case h.Below:
		for _, y := range s.all(graph.KindActor) {
			if slices.Contains(s.reach(s.id(y), graph.Record{}, actsFor), s.id(x)) {
				out = append(out, y)
			}
		}
	case h.Above:
		on := graph.Record{Props: graph.Props{"earliest": string(asOf), "latest": string(asOf)}}
		for _, id := range s.reach(s.id(x), on, actsFor)[1:] {
			add(id)
		}
	case h.Attribution != graph.NoSide && rel.To == graph.KindClaim:
		for _, c := range s.all(graph.KindClaim) {
			if held, _ := s.heldBy(s.id(c), s.id(x)); held {
				out = append(out, c)
			}
		}
	case h.Attribution != graph.NoSide:
		for _, a := range s.all(graph.KindAction) {
			if s.onLedger(side(h.Attribution, s.id(x)), s.id(a), "", false) {
				out = append(out, a)
			}
		}
	case h.Replies != graph.NoSide:
		for _, r := range s.all(graph.KindResponse) {
			if s.onLedger(side(h.Replies, s.id(x)), r.record.From, r.record.To, false) {
				out = append(out, r)
			}
		}
	default:
		for _, e := range s.along(append(slices.Clone(h.Out), h.In...)...) {
			leaves := slices.Contains(h.Out, e.Edge) && e.From == s.id(x)
			enters := slices.Contains(h.In, e.Edge) && e.To == s.id(x)
			switch {
			case !leaves && !enters:
			case h.AsFact:
				out = append(out, s.fact(e, rel.To))
			case leaves:
				add(e.To)
			default:
				add(e.From)
			}
		}
	}
	return out
}

func side(side graph.AttributionSide, id string) string {
	if side == graph.DirectedAt {
		return ">" + id
	}
	return id + ">"
}
