package plan

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// This file says what a lens (query.Lens) leaves out. A store renders it wherever a statement comes to a fact:
//
//   - An item of a kind that Strikes names stands when it meets Standing, and, if it is an edge, both ends stand.
//   - Any other edge stands when both ends do. EndsAt says of which kinds these may be that a lens can leave out.
//   - A row of the attribution stands with its action, its link or its claim. Of a row of an occasion, its response must still be
//     an act of the key, or answer one: there is a row of the action, or of a reply that stands, under the same key. So is the row
//     direct when one of these is.
//   - A claim counts for whom its speakers acted when it was made (ingest.ClaimRow): in the first action by id that stands of those
//     in which it was made, at any time when none does.
//   - What is owed, and what ended a stated silence, follows from the answers that stand (ingest.AnswerRow).
//
// What sources that are left come to is decided here for all stores: conditions on support and on attributedTo are rewritten, and
// Finish writes the support of facts. Evidence, and attributedTo as a value, a store reads without what comes from other sources.

// Strikes tells whether facts of a kind may be left out by what they say themselves.
func Strikes(k graph.Kind) bool {
	switch k {
	case graph.KindAction, graph.KindClaim, graph.KindResponse, graph.KindSilence, graph.KindContradiction:
		return true
	}
	return false
}

// Standing is what a fact has to meet by itself to stand; what is nil or "" is not asked.
type Standing struct {
	Supports *query.Members // its support is among these
	KnownOn  graph.Day      // its support has a knownBy, by this day
	Basis    []string       // it has one of these
	Datasets []string       // one of these states it
}

// StandingOf is what facts of a kind have to meet through a lens; nil when a lens does not strike the kind, or there is none.
func StandingOf(l *query.Lens, k graph.Kind) *Standing {
	if l == nil || !Strikes(k) {
		return nil
	}
	s := &Standing{KnownOn: l.KnownOn, Basis: l.Basis, Datasets: l.Datasets}
	if l.Sources != nil {
		s.Supports, s.KnownOn = &l.Sources.Standing, ""
	}
	return s
}

// EndsAt are the kinds at the start and at the end of edges of a label that a lens may leave out, and with them the edge.
func EndsAt(label graph.EdgeKind) (from, to []graph.Kind) {
	t, _ := graph.EdgeTypeOf(label)
	kept := func(kinds []graph.Kind) []graph.Kind {
		return slices.DeleteFunc(slices.Clone(kinds), func(k graph.Kind) bool { return !Strikes(k) })
	}
	return kept(t.From), kept(t.To)
}

// StruckLabels are the labels of edges that are facts a lens may leave out by what they say themselves.
func StruckLabels() []graph.EdgeKind { return struckLabels }

var struckLabels = func() (out []graph.EdgeKind) {
	for _, t := range graph.EdgeTypes {
		if Strikes(t.Fact) {
			out = append(out, t.Label)
		}
	}
	return out
}()

// MaxLensTexts is how many supports or sources a lens may name to a store.
const MaxLensTexts = 20_000

// CheckLens refuses a lens that has no meaning.
func CheckLens(l *query.Lens) error {
	if l == nil {
		return nil
	}
	return cmp.Or(checkDays(l.KnownOn), query.CheckIDs(l.Datasets), query.CheckIDs(l.Basis),
		checkWhere(graph.KindSource, l.Without), checkWhere(graph.KindSource, l.Only))
}

// ready refuses a lens that cannot be asked through.
func ready(l *query.Lens) error {
	if l.OnSources() && l.Sources == nil {
		return fmt.Errorf("%w: the sources of the lens have not been found", graph.ErrInvalid)
	}
	if max(len(l.Sources.Standing.Texts), len(l.Sources.Left.Texts)) > MaxLensTexts {
		return fmt.Errorf("%w: a lens that parts more than %d sets of sources from the others: name fewer sources in without, or most of "+
			"them; knownOn, basis and datasets part any number", graph.ErrTooComplex, MaxLensTexts)
	}
	return nil
}

// through rewrites what a lens on sources changes in a question: conditions on support and on attributedTo look at what is left,
// and the support of facts is not loaded, for Finish writes it.
func through(q *query.Query) (*query.Query, error) {
	if !q.Lens.OnSources() {
		return q, nil
	}
	if err := ready(q.Lens); err != nil {
		return nil, err
	}
	out, l := *q, q.Lens.Sources
	var err error
	where := func(k graph.Kind, p query.Pred) query.Pred {
		var failed error
		p, failed = ofLeft(l, k, p)
		err = firstOf(err, failed)
		return p
	}
	switch f := q.Find.(type) {
	case query.FindList:
		f.Where = where(f.Kind, f.Where)
		out.Find = f
	case query.FindSubgraph:
		f.Where = where(graph.KindAction, f.Where)
		out.Find = f
	case query.FindNodes, query.FindUnanswered, query.FindExchange, query.FindSearch, query.FindCounts, query.FindStats,
		query.FindAntecedents, query.FindChain, query.FindPaths, query.FindResponseTimes:
	}
	out.Projection, out.Includes = includesOfLeft(q.Projection, q.Includes, where)
	out.SideProjection, out.SideIncludes = includesOfLeft(q.SideProjection, q.SideIncludes, where)
	return &out, err
}

// firstOf is the first of two errors that is one.
func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// includesOfLeft rewrites relations. In place of a relation to support, which keeps its place in the list, it has the key loaded.
func includesOfLeft(
	values query.Projection, list []*query.Include, where func(graph.Kind, query.Pred) query.Pred,
) (query.Projection, []*query.Include) {
	out := make([]*query.Include, len(list))
	for i, inc := range list {
		own := *inc
		if toSupport(inc.Relation) {
			if values != nil {
				values = slices.Clone(values)
				values.Add(inc.Relation.From, "support")
			}
			own.Projection, own.Includes = query.Projection{}, nil
			own.Relation = &graph.Relation{From: noKind, Name: inc.Relation.Name, To: graph.KindSupport, Path: inc.Relation.Path}
			out[i] = &own
			continue
		}
		own.Where = where(inc.Relation.To, inc.Where)
		own.Projection, own.Includes = includesOfLeft(inc.Projection, inc.Includes, where)
		out[i] = &own
	}
	return values, out
}

// noKind is the kind of nothing: a relation from it applies to no item.
const noKind graph.Kind = "none"

// toSupport tells whether a relation gives the support of a fact.
func toSupport(r *graph.Relation) bool { return r.To == graph.KindSupport }

// ofLeft rewrites a condition on items of a kind.
func ofLeft(l *query.LensSources, k graph.Kind, p query.Pred) (query.Pred, error) {
	all := func(list []query.Pred) ([]query.Pred, error) {
		out := make([]query.Pred, len(list))
		var err error
		for i, p := range list {
			var failed error
			out[i], failed = ofLeft(l, k, p)
			err = firstOf(err, failed)
		}
		return out, err
	}
	switch p := p.(type) {
	case query.And:
		list, err := all(p)
		return query.And(list), err
	case query.Or:
		list, err := all(p)
		return query.Or(list), err
	case query.Not:
		inner, err := ofLeft(l, k, p.Pred)
		return query.Not{Pred: inner}, err
	case query.Related:
		if toSupport(p.Relation) {
			return onSupport(l, p.Where)
		}
		var err error
		p.Where, err = ofLeft(l, p.Relation.To, p.Where)
		return p, err
	case query.In:
		if p.Prop == "attributedTo" && k != graph.KindEvidence {
			return query.Related{Relation: graph.RelationOf(k, "evidence"), Where: p}, nil
		}
	case nil, query.IDIn, query.Between, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches, query.Attributed,
		query.InPlaces, query.OwnedBy, query.OfCountry:
	}
	return p, nil
}

// onSupport is the condition that the support of a fact, as far as its sources are left, meets a condition.
func onSupport(l *query.LensSources, where query.Pred) (query.Pred, error) {
	keys, err := l.Reduced.Keys(where)
	if err != nil {
		return nil, err
	}
	if len(keys.Texts) > MaxLensTexts {
		return nil, fmt.Errorf("%w: a condition on support that parts more than %d sets of sources from the others, through a lens: "+
			"narrow the lens, or leave the condition out", graph.ErrTooComplex, MaxLensTexts)
	}
	in := query.In{Prop: "support", Values: keys.Texts}
	if keys.Except {
		return query.Not{Pred: in}, nil
	}
	return in, nil
}

// Finish writes the support of facts into an answer through a lens on sources. A store calls it last.
func (p Plan) Finish(a *query.Answer) {
	if !p.Lens.OnSources() {
		return
	}
	finish := finisher{p.Lens.Sources.Reduced, map[*query.Item]bool{}}
	finish.items(a.Items, p.asked.Includes)
	for _, s := range a.Sides {
		if s.Item != nil {
			finish.items([]*query.Item{s.Item}, p.asked.SideIncludes)
		}
	}
	if _, counts := p.Find.(query.FindCounts); counts {
		finish.items(a.Items, p.asked.SideIncludes)
	}
}

// finisher writes support into items, into each once, though it may come up several times.
type finisher struct {
	query.Reduced
	done map[*query.Item]bool
}

func (f finisher) items(items []*query.Item, includes []*query.Include) {
	for _, it := range items {
		if it == nil || f.done[it] {
			continue
		}
		f.done[it] = true
		key := it.Text("support")
		for i, inc := range includes {
			switch related := it.Related; {
			case toSupport(inc.Relation) && inc.Relation.From != it.Kind:
			case toSupport(inc.Relation):
				related[i] = &query.Items{Items: []*query.Item{f.Support(key)}, Total: -1}
				if inc.Total {
					related[i].Total = 1
				}
			case i < len(related) && related[i] != nil:
				f.items(related[i].Items, inc.Includes)
			}
		}
		if at := query.Column(it.Kind, "support"); key != "" && at >= 0 {
			it.Values[at] = f.Support(key).Text("id")
		}
	}
}
