package plan

import (
	"cmp"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// check refuses a question that has no meaning, or that asks for too much.
func check(q *query.Query, find query.Find) error {
	if err := cmp.Or(checkFind(find), CheckLens(q.Lens)); err != nil {
		return err
	}
	for _, n := range q.RequiredNodes {
		if err := query.CheckID(n.ID); err != nil {
			return err
		}
	}
	if err := checkIncludes(q.Includes); err != nil {
		return err
	}
	return checkIncludes(q.SideIncludes)
}

// checkFind checks what a question starts from.
func checkFind(find query.Find) error {
	switch f := find.(type) {
	case query.FindStats:
		return nil
	case query.FindNodes: // imports look up thousands at a time
		for _, id := range f.IDs {
			if err := query.CheckID(id); err != nil {
				return err
			}
		}
		return nil
	case query.FindCounts:
		return checkDays(f.Since, f.Until)
	case query.FindList:
		if _, isNode := graph.NodeProps[f.Kind]; !isNode && f.Kind != graph.KindResponse {
			return fmt.Errorf("%w: a list of %s", graph.ErrInvalid, f.Kind)
		}
		return checkList(f.Kind, f.List)
	case query.FindChain:
		return cmp.Or(query.CheckID(f.Action), f.Check())
	case query.FindUnanswered:
		for _, ids := range [][]string{f.OwedBy, f.OwedTo, f.Kinds, f.Basis, f.Episodes, f.AttributedTo, f.Datasets} {
			if err := query.CheckIDs(ids); err != nil {
				return err
			}
		}
		if err := f.Check(); err != nil {
			return err
		}
		if err := checkDays(f.Since, f.Until, f.AsOf); err != nil {
			return err
		}
		return f.List.Check(graph.KindUnanswered)
	case query.FindExchange:
		if f.Between == f.And {
			return fmt.Errorf("%w: an exchange of %.40q with itself; name two sides", graph.ErrInvalid, f.And)
		}
		if err := cmp.Or(query.CheckID(f.Between), query.CheckID(f.And), checkDays(f.Since, f.Until)); err != nil {
			return err
		}
		return f.List.Check(graph.KindEntry)
	case query.FindSearch:
		return cmp.Or(query.CheckText(f.Text), f.List.Check(graph.KindNode))
	case query.FindAntecedents:
		return cmp.Or(query.CheckID(f.Action), f.Check())
	case query.FindSubgraph:
		if err := cmp.Or(query.CheckIDs(f.Around), f.Check()); err != nil {
			return err
		}
		return checkWhere(graph.KindAction, f.Where)
	case query.FindPaths:
		return cmp.Or(query.CheckID(f.From), query.CheckID(f.To), f.Check())
	case query.FindResponseTimes:
		for _, ids := range [][]string{f.By, f.To, f.Types, f.Modes} {
			if err := query.CheckIDs(ids); err != nil {
				return err
			}
		}
		return cmp.Or(f.Check(), checkDays(f.Since, f.Until, f.AsOf))
	}
	return fmt.Errorf("%w: a question without a start", graph.ErrInvalid)
}

// checkIncludes checks relations, at any depth.
func checkIncludes(includes []*query.Include) error {
	for _, inc := range includes {
		if h := inc.Relation.Path[0]; (h.Evidence || h.Parts != "") && inc.Where != nil {
			return fmt.Errorf("%w: %s cannot be narrowed", graph.ErrInvalid, inc.Relation.Name)
		}
		if err := checkList(inc.Relation.To, inc.List); err != nil {
			return err
		}
		if err := checkIncludes(inc.Includes); err != nil {
			return err
		}
	}
	return nil
}

// checkList checks a list of a kind: its page, order, cursor, groups and conditions.
func checkList(k graph.Kind, l query.List) error {
	if err := l.Check(k); err != nil {
		return err
	}
	if l.Order.By == query.ByRank {
		return fmt.Errorf("%w: this list has no order by rank", graph.ErrInvalid)
	}
	return checkWhere(k, l.Where)
}

// checkWhere checks the conditions of a list: each by itself, then whether they are too many, or nested too deep, however they
// are put. A database's planner takes exponential time for conditions that are nested deep.
func checkWhere(k graph.Kind, where query.Pred) error {
	if err := checkPred(k, where); err != nil {
		return err
	}
	if Terms(where) <= query.MaxConditionDepth {
		return nil
	}
	where = Normalize(where)
	if n := Terms(where); n > query.MaxConditions {
		return fmt.Errorf("%w: a filter of %d conditions; at most %d are possible: put alternatives of one field into its list, or ask in "+
			"several requests", graph.ErrTooComplex, n, query.MaxConditions)
	}
	if n := RelatedTerms(where); n > query.MaxRelated {
		return fmt.Errorf("%w: a filter with %d conditions on actors, places, episodes, answers or evidence; at most %d are possible: put "+
			"alternatives of one field into its list, or ask in several requests", graph.ErrTooComplex, n, query.MaxRelated)
	}
	if n := Depth(where); n > query.MaxConditionDepth {
		return fmt.Errorf("%w: a filter in which and, or and not are nested %d deep; at most %d are possible: ask in several requests",
			graph.ErrTooComplex, n, query.MaxConditionDepth)
	}
	return nil
}

// checkPred refuses conditions on values that a kind does not have.
func checkPred(k graph.Kind, p query.Pred) error {
	switch p := p.(type) {
	case nil:
		return nil
	case query.And:
		return checkAll(k, p)
	case query.Or:
		return checkAll(k, p)
	case query.Not:
		return checkPred(k, p.Pred)
	case query.In:
		return cmp.Or(query.CheckIDs(p.Values), checkColumn(k, p.Prop))
	case query.Like:
		return cmp.Or(query.CheckTexts(p.Values), checkColumn(k, p.Prop))
	case query.HasValue:
		return checkColumn(k, p.Prop)
	case query.Between:
		if !query.IsNumber(k, p.Prop) {
			return fmt.Errorf("%w: %s has no number %q", graph.ErrInvalid, k, p.Prop)
		}
	case query.HeldOn:
		return checkDays(p.Day)
	case query.Overlaps:
		return checkDays(p.Since, p.Until)
	case query.Related:
		return checkPred(p.Relation.To, p.Where)
	case query.IDIn:
		return query.CheckIDs(p)
	case query.InPlaces:
		return query.CheckIDs(p)
	case query.OwnedBy:
		return cmp.Or(query.CheckIDs(p), checkSource(k, "an owner"))
	case query.OfCountry:
		return cmp.Or(query.CheckIDs(p), checkSource(k, "a publisher's country"))
	case query.Matches:
		return query.CheckText(p.Text)
	case query.Attributed:
		return checkKeys(p.Keys)
	}
	return nil
}

// checkSource refuses what only sources have of another kind.
func checkSource(k graph.Kind, what string) error {
	if k != graph.KindSource {
		return fmt.Errorf("%w: %s has no %s", graph.ErrInvalid, k, what)
	}
	return nil
}

// checkKeys refuses more keys of the attribution than two lists of ids can give.
func checkKeys(keys []string) error {
	if len(keys) > 2*query.MaxIDs {
		return fmt.Errorf("%w: %d actors on one side; at most %d are possible", graph.ErrTooLarge, len(keys), query.MaxIDs)
	}
	return nil
}

// checkAll checks each of these conditions.
func checkAll(k graph.Kind, list []query.Pred) error {
	for _, p := range list {
		if err := checkPred(k, p); err != nil {
			return err
		}
	}
	return nil
}

// checkColumn refuses a value that a kind does not have.
func checkColumn(k graph.Kind, name string) error {
	switch {
	case k == graph.KindNode && name != "sortName" && name != "id":
		return fmt.Errorf("%w: things of several kinds have no common property %q", graph.ErrInvalid, name)
	case k != graph.KindNode && query.Column(k, name) < 0:
		return fmt.Errorf("%w: %s has no property %q", graph.ErrInvalid, k, name)
	}
	return nil
}

// checkDays refuses a text that is no day; "" is an open end.
func checkDays(days ...graph.Day) error {
	for _, d := range days {
		if d == "" {
			continue
		}
		if _, err := graph.ParseDay(string(d)); err != nil {
			return err
		}
	}
	return nil
}
