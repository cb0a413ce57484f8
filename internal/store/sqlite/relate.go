package sqlite

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// traverse adds the path of a relation to a select, from an item of this select or of an outer one.
func (r *selectBuilder) traverse(rel *graph.Relation, from item) {
	at := &selectBuilder{c: r.c, item: from}
	for i, h := range rel.Path {
		r.hop(h, at, plan.Landing(rel, i))
		at = r
	}
	r.repeats = r.repeats || len(rel.Path) > 1
}

// hop continues a path by one hop, from the item of at, which is this select or an outer one.
func (r *selectBuilder) hop(h graph.Hop, at *selectBuilder, to graph.Kind) {
	switch {
	case len(h.Out)+len(h.In) > 0:
		r.edgeHop(h, at.pk, to)
	case h.Start, h.End:
		end := ".src"
		if h.End {
			end = ".dst"
		}
		e := r.join(r.c.whole("edge"), "e", "%s.pk = "+at.pk)
		r.item = item{kind: to, pk: e + end}
	case h.IDs != "":
		expr := at.column(h.IDs)
		ids := "(SELECT " + expr + " AS value)"
		if plan.TypeOf(at.kind, h.IDs) == graph.PropList {
			ids = "json_each(" + expr + ")"
		}
		r.byID(ids, to)
	case h.Evidence, h.Parts != "":
		list := at.own() + ".evidence"
		if h.Parts != "" {
			list = at.column(h.Parts)
		}
		v := r.join("json_each("+list+")", "v", "")
		if h.Evidence {
			r.where(r.c.fromLeft(v))
		}
		r.item = item{kind: to, pk: v + ".key", id: v + ".key", value: v + ".value"}
	case h.Sides:
		r.sidesOf(at)
	case h.Below:
		below := "WITH RECURSIVE below(pk) AS (SELECT " + at.pk + " UNION SELECT e.src FROM below CROSS JOIN edge e " +
			"WHERE e.dst = below.pk AND e." + labelled(plan.ActingTies()) + ") SELECT json_group_array(pk) FROM below"
		v := r.join("json_each(("+below+"))", "v", "")
		r.item = item{kind: to, pk: v + ".value"}
	case h.Above:
		above := "WITH RECURSIVE above(pk) AS (SELECT " + at.pk + " UNION SELECT e.dst FROM above CROSS JOIN edge e " +
			"WHERE e.src = above.pk AND e." + labelled(plan.ActingTies()) + r.c.heldOn("e", r.asOf) + ") SELECT json_group_array(pk) FROM above"
		v := r.join("json_each(("+above+"))", "v", "%s.value <> "+at.pk)
		r.item = item{kind: to, pk: v + ".value"}
	case h.Attribution != graph.NoSide && to == graph.KindClaim:
		r.heldBy(at.pk, false)
	case h.Attribution != graph.NoSide:
		r.attributions("ledger", graph.KindAction, sideKey(h.Attribution, at.idOf()), false)
	case h.Replies != graph.NoSide:
		r.attributions("replies", graph.KindResponse, sideKey(h.Replies, at.idOf()), false)
	}
}

// sidesOf continues a path to the sides of an action or a claim. Of an action, each stands in the key of a row, before the '>'.
func (r *selectBuilder) sidesOf(at *selectBuilder) {
	if at.kind == graph.KindClaim {
		h := r.join("held", "h", "%s.claim = "+at.pk+" AND %[1]s.side AND %[1]s.counts")
		r.item = item{kind: graph.KindActor, pk: h + ".actor"}
		return
	}
	l := r.join("ledger", "l", "%s.action = "+at.pk+" AND %[1]s.side")
	n := r.join(table(graph.KindActor), "n", "%s.id = rtrim("+l+".key, '>')")
	r.item = item{kind: graph.KindActor, pk: n + ".pk", table: n}
}

// heldBy continues a path to the claims that are made by, or on behalf of, one who acts for an actor.
func (r *selectBuilder) heldBy(actor string, direct bool) {
	h := r.join("held", "h", "%s.actor = "+actor+" AND %[1]s.counts")
	if direct {
		r.where(h + ".direct")
	}
	r.item = item{kind: graph.KindClaim, pk: h + ".claim"}
}

// sideKey is the expression of the attribution key of one side.
func sideKey(side graph.AttributionSide, id string) string {
	if side == graph.DirectedAt {
		return "'>' || " + id
	}
	return id + " || '>'"
}

// byID continues a path to the nodes or responses with the ids that a table of values has.
func (r *selectBuilder) byID(ids string, to graph.Kind) {
	v := r.join(ids, "v", "")
	r.repeats = true
	if to == graph.KindResponse {
		e := r.join("edge", "e", "%s.label = '"+string(graph.RespondsTo)+"' AND %[1]s.id = "+v+".value")
		r.item = item{kind: to, pk: e + ".pk", table: e}
		return
	}
	name := "node"
	if to != graph.KindNode {
		name = table(to)
	}
	n := r.join(name, "n", "%s.id = "+v+".value")
	r.item = item{kind: to, pk: n + ".pk", table: n}
}

// edgeHop continues a path along an edge, to its far end, or to the edge itself if the hop is AsFact.
func (r *selectBuilder) edgeHop(h graph.Hop, pk string, to graph.Kind) {
	var conds []string
	var far string
	if len(h.Out) > 0 {
		conds, far = append(conds, "%[1]s.src = "+pk+" AND %[1]s."+labelled(h.Out)), ".dst"
	}
	if len(h.In) > 0 {
		conds, far = append(conds, "%[1]s.dst = "+pk+" AND %[1]s."+labelled(h.In)), ".src"
	}
	cond := conds[0]
	if len(conds) > 1 {
		cond = "(" + conds[0] + " OR " + conds[1] + ")"
		r.repeats = true
	}
	e := r.join(r.c.edgesOf(h), "e", cond)
	switch {
	case h.AsFact:
		r.item = item{kind: to, pk: e + ".pk", table: e}
		return
	case len(conds) > 1:
		far = fmt.Sprintf("iif(%[1]s.src = %[2]s, %[1]s.dst, %[1]s.src)", e, pk)
	default:
		far = e + far
		r.repeats = r.repeats || len(h.Out)+len(h.In) > 1
	}
	r.item = item{kind: to, pk: far}
	if to != graph.KindNode && plan.Mixed(h, to) {
		r.own()
	}
}

// labelled is the condition that an edge has one of these labels.
func labelled(labels []graph.EdgeKind) string {
	parts := make([]string, len(labels))
	for i, l := range labels {
		parts[i] = "'" + string(l) + "'"
	}
	if len(parts) == 1 {
		return "label = " + parts[0]
	}
	return "label IN (" + strings.Join(parts, ", ") + ")"
}

// attributions continues a path to the actions (table ledger) or responses (table replies) that the attribution has under a
// key. The primary keys of these tables have the rows of a key by date.
func (r *selectBuilder) attributions(name string, kind graph.Kind, key string, direct bool) {
	l := r.join(name, "l", "%s.key = "+key)
	if direct {
		r.where(l + ".direct")
	}
	pk := l + ".action"
	if kind == graph.KindResponse {
		pk = l + ".edge"
	}
	r.item = item{kind: kind, pk: pk, id: l + ".id", earliest: l + ".earliest", latest: l + ".latest", place: l + ".placeInDay"}
	r.dated, r.undated = l+".earliest > ''", undatedRow(l)
}
