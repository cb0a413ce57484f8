package imports

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/seed"
)

// buildRecords makes the records of actors, sources, places and ties.
func (im *Import) buildRecords(ctx context.Context) error {
	if err := im.node(im.codingSourceRecord()); err != nil {
		return err
	}
	return im.eachEntity(func(t *entity) error {
		switch {
		case t.first.Curated:
			im.Mapped++
		case t.first.Node == graph.KindSource:
			im.Sources++
		case t.first.Node == graph.KindPlace:
			im.Places++
		default:
			im.Actors++
			im.unmatched.add(t)
		}
		ties := t.edges(im.codingSource())
		im.records += len(ties)
		for _, r := range ties {
			if err := im.ties.Add(r.Key(), jsonOf(r)); err != nil {
				return err
			}
		}
		if err := im.node(t.record(im.codingSource())); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// node adds a node. Sources sort first, as the evidence of the others names them.
func (im *Import) node(r graph.Record) error {
	im.records++
	im.nodeCount++
	return im.nodes.Add(strconv.Itoa(slices.Index(graph.NodeKinds, r.Kind))+r.ID, jsonOf(r))
}

var _ seed.Loadable = (*Import)(nil)

// Record implements seed.Loadable.
func (im *Import) Record() graph.Record { return im.Dataset }

// Size implements seed.Loadable.
func (im *Import) Size() int { return im.records }

// Each implements seed.Loadable: sources, actors and places, ties, then each action with its edges.
func (im *Import) Each(yield func(graph.Record) error) error {
	ready := func(_ string, value []byte) error {
		var r graph.Record
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		graph.Normalise(&r)
		showable(&r)
		return yield(r)
	}
	if err := im.nodes.Each(ready); err != nil {
		return err
	}
	if err := im.ties.Each(ready); err != nil {
		return err
	}
	return im.eachEvent(func(id string, e *event) error {
		for _, r := range e.write(id, im.codingSource()) {
			showable(&r)
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// showable takes out of a record's names and titles what cannot be seen. Event data copy what stood on a page; what a quotation
// holds stays.
func showable(r *graph.Record) {
	for name, v := range r.Props {
		switch v := v.(type) {
		case string:
			r.Props[name] = graph.Showable(name, v)
		case []string:
			for i, item := range v {
				v[i] = graph.Showable(name, item)
			}
		}
	}
}

// CheckAliases makes sure, before a load, that the actors of aliases are in the store. The error is seed.Problems.
func (im *Import) CheckAliases(ctx context.Context, s query.Reader) error {
	var ids []string
	for _, a := range im.opts.Aliases {
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := s.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: ids}, Projection: query.Projection{}})
	if err != nil {
		return err
	}
	var problems seed.Problems
	for i, a := range im.opts.Aliases {
		switch it := found.Items[i]; {
		case it == nil:
			problems = append(problems, a.problem(graph.RuleUnknownID.Fault("there is no actor %q in the store", a.ID).
				WithRemedy("load the dataset that has it first, or mend the id")))
		case it.Kind != graph.KindActor:
			problems = append(problems, a.problem(graph.RuleWrongKind.Fault("%q is %s", a.ID, it.Kind).WithRemedy("an alias leads to an actor")))
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}
