package seed

import (
	"cmp"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// organs are the kinds of actor that a state is made of.
var organs = []graph.ActorKind{graph.ActorGovernmentOffice, graph.ActorMinistry, graph.ActorAgency, graph.ActorMission}

// Kinds that ties seldom can join.
var (
	aPerson  = []graph.ActorKind{graph.ActorPerson}
	aState   = []graph.ActorKind{graph.ActorState}
	business = []graph.ActorKind{graph.ActorMediaOutlet, graph.ActorCompany, graph.ActorPerson}
)

// cannotJoin says of ties which kinds of actor they cannot join: nil is any kind. Where both are given, only the two together are
// refused.
var cannotJoin = []struct {
	tie      graph.EdgeKind
	from, to []graph.ActorKind
	remedy   string
}{
	{graph.PartOf, nil, aPerson, "a part belongs to an organisation or a state; worksFor leads to a person"},
	{graph.PartOf, organs, business, "an organ of a state is part of a state or of another organ"},
	{graph.PartOf, aState, slices.Concat(organs, business), "a state is part of no organ; it may be a member of a body (memberOf)"},
	{graph.MemberOf, nil, aPerson, "members are those of a body, a group or an office"},
	{graph.MemberOf, aState, slices.Concat(organs, business), "a state is a member of a body or a group"},
	{graph.Leads, nil, aPerson, "what is led is an organisation or a state"},
	{graph.Leads, []graph.ActorKind{graph.ActorMediaOutlet, graph.ActorMission}, nil, "who leads is a person"},
	{graph.SpeaksFor, aState, slices.Concat(organs, business), "who speaks for another is a person or an office"},
	{graph.OwnedBy, slices.Concat(aPerson, aState), nil, "what is owned is an outlet, a company or the like"},
	{graph.WorksFor, aState, nil, "who works for another is a person, a group or a company"},
	{graph.HostedBy, nil, aPerson, "a host is a state or a body"},
	{graph.HostedBy, aState, nil, "who is hosted is a mission or a body"},
	{graph.HostedBy, []graph.ActorKind{graph.ActorMission}, slices.Concat(organs, business, []graph.ActorKind{graph.ActorGroup}),
		"a mission is hosted by a state or an international body"},
}

// manyBodies is how many bodies one person seldom leads at once.
const manyBodies = 4

// checkTie looks at a tie, or the publisher of a source, together with what its ends are.
func (r *reader) checkTie(m *model, f *fact) {
	from, to := m.kindOf(f.From), m.kindOf(f.To)
	for _, rule := range cannotJoin {
		if rule.tie != f.Edge || rule.from != nil && !slices.Contains(rule.from, from) || rule.to != nil && !slices.Contains(rule.to, to) {
			continue
		}
		how, id, kind := "lead to", f.To, to
		if rule.to == nil {
			how, id, kind = "start from", f.From, from
		}
		r.faultAt(f.place("actor", "id"), graph.RuleTieKinds.Fault("%s of %q cannot %s %q, which is %s", f.Edge, f.From, how, id, kindWord(kind)).
			WithRemedy("%s", rule.remedy))
		return
	}
	if f.Edge == graph.PublishedBy && to == graph.ActorState {
		r.faultAt(f.place("actor", "id"), graph.RuleStatePublisher.Fault("the publisher of %q is the state %q", f.From, f.To).
			WithRemedy("name the office, ministry or outlet that published it"))
	}
	if f.Edge == graph.PartOf && slices.Contains(organs, from) {
		r.checkForeignPart(m, f)
	}
}

// kindWord writes a kind of actor with its article.
func kindWord(kind graph.ActorKind) string {
	row, _ := graph.ActorKinds.Of(kind)
	return withArticle(row.Label)
}

// homes returns the countries to which an actor belongs: its own or, when it gives none, those of the states that it is part of.
func (m *model) homes(id string) (out []string) {
	seen := []string{id}
	for i := 0; i < len(seen); i++ {
		f := m.nodes[seen[i]]
		if f == nil || f.Kind != graph.KindActor {
			continue
		}
		if c := f.text("country"); c != "" {
			out = append(out, c)
			continue
		}
		for _, whole := range m.ends(graph.PartOf, seen[i], false) {
			if !slices.Contains(seen, whole) {
				seen = append(seen, whole)
			}
		}
	}
	return out
}

// checkForeignPart reports an organ of one country that is part of another country's state or organ.
func (r *reader) checkForeignPart(m *model, f *fact) {
	if to := m.kindOf(f.To); to != graph.ActorState && !slices.Contains(organs, to) {
		return // a contingent may be part of an international body
	}
	theirs := m.homes(f.To)
	if len(theirs) == 0 {
		return
	}
	report := func(own string) {
		r.faultAt(f.place("actor", "id"), graph.RuleForeignPart.Fault("%q, of %s, is part of %q, of %s", f.From, own, f.To, theirs[0]).
			WithRemedy("correct a country, or name the whole that it is part of"))
	}
	if own := m.nodes[f.From].text("country"); own != "" {
		if !slices.Contains(theirs, own) {
			report(own)
		}
		return
	}
	wholes := m.out[graph.PartOf][f.From]
	for _, other := range wholes[:min(len(wholes), maxTwins)] {
		at := m.homes(other.To)
		apart := endsBefore(other.date("until"), f.date("since")) || endsBefore(f.date("until"), other.date("since"))
		if other == f || apart || len(at) == 0 || slices.ContainsFunc(at, func(c string) bool { return slices.Contains(theirs, c) }) {
			continue
		}
		if other.own == nil || other.own.position.before(f.own.position) {
			report(at[0])
			return
		}
	}
}

// before reports whether a position stands before another.
func (p position) before(q position) bool {
	return p.file < q.file || p.file == q.file && (p.line < q.line || p.line == q.line && p.column < q.column)
}

// checkManyBodies reports each person who leads many bodies at once, at the last of the links that say so.
func (r *reader) checkManyBodies(m *model) {
	for _, person := range sortedKeys(m.out[graph.Leads]) {
		if m.kindOf(person) != graph.ActorPerson {
			continue
		}
		var begins, ends []graph.Day
		var last *fact
		for _, f := range m.out[graph.Leads][person] {
			if f.own != nil && (last == nil || last.own.position.before(f.own.position)) {
				last = f
			}
			if ended, _ := f.Props["ended"].(bool); ended && f.text("until") == "" {
				continue
			}
			end := cmp.Or(f.date("until").Latest, "9999-12-31")
			begins = append(begins, cmp.Or(f.date("since").Earliest, end)) // without its beginning only the end is known
			ends = append(ends, end)
		}
		if n := mostAtOnce(begins, ends); n >= manyBodies && last != nil {
			r.faultAt(last.place("actor", "id"), graph.RuleManyBodies.Fault("%q leads %d bodies at once", person, n).
				WithRemedy("say since and until when, or whether worksFor or memberOf is meant"))
		}
	}
}

// mostAtOnce returns how many of the intervals with these first and last days overlap at most.
func mostAtOnce(begins, ends []graph.Day) (most int) {
	slices.Sort(begins)
	slices.Sort(ends)
	over := 0
	for i, day := range begins {
		for over < len(ends) && ends[over] < day {
			over++
		}
		most = max(most, i+1-over)
	}
	return most
}
