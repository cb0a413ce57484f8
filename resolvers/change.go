package resolvers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// PositionCursor writes a place in the log as the text that clients see.
func PositionCursor(p ingest.Position) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "change %d.%d", p.Revision, p.Place))
}

// ParsePosition reads a cursor that PositionCursor wrote. Another text is graph.ErrInvalid.
func ParsePosition(argument, cursor string) (p ingest.Position, err error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	revision, place, found := strings.Cut(strings.TrimPrefix(string(text), "change "), ".")
	var errRevision, errPlace error
	p.Revision, errRevision = strconv.ParseInt(revision, 10, 64)
	p.Place, errPlace = strconv.Atoi(place)
	if err != nil || !found || errRevision != nil || errPlace != nil || p.Revision < 0 || p.Place < 0 || PositionCursor(p) != cursor {
		return ingest.Position{}, graph.Invalid("%s is no cursor of a change; take the cursor of one", argument)
	}
	return p, nil
}

// maxRevision is the least number that is too large for a revision: beyond it, JavaScript has no whole numbers.
const maxRevision = 1 << 53

// revision reads an argument that is a Revision, nil when it is not given.
func revision(arguments map[string]any, name string) (*int64, error) {
	v := arguments[name]
	if v == nil {
		return nil, nil //nolint:nilnil // it is not given, and nothing is wrong
	}
	n, err := integer(name, v)
	if err != nil {
		return nil, err
	}
	if n < 0 || n >= maxRevision {
		return nil, graph.Invalid("%s is %d; a revision is from 0 to 2^53-1", name, n)
	}
	r := int64(n)
	return &r, nil
}

// changeFilter reads a ChangeFilter. Who may not see who wrote may not filter by it either.
func changeFilter(argument any, admin bool) (f ingest.ChangeFilter, err error) {
	m, _ := argument.(map[string]any)
	list := func(name string) []string {
		values, _ := stringList(m[name])
		if len(values) > query.MaxIDs && err == nil {
			err = fmt.Errorf("%w: filter.%s has %d members; at most %d are possible", graph.ErrTooLarge, name, len(values), query.MaxIDs)
		}
		return values
	}
	f.IDs, f.Datasets, f.Who = list("id"), list("dataset"), list("who")
	for _, k := range list("kind") {
		f.Kinds = append(f.Kinds, kindOfTerm(k))
	}
	for _, label := range list("edge") {
		if _, known := graph.EdgeTypeOf(graph.EdgeKind(label)); !known {
			return f, graph.Invalid("filter.edge: %s is no label of an edge; write one such as %s", label, graph.RespondsTo)
		}
		f.Edges = append(f.Edges, graph.EdgeKind(label))
	}
	if len(f.Who) > 0 && !admin {
		return f, fmt.Errorf("%w: filter.who needs the scope admin; ask the operator for such a token", graph.ErrForbidden)
	}
	return f, err
}

// kindOfTerm is the kind that a value of NodeKind means.
func kindOfTerm(term string) graph.Kind { return graph.Kind(term[:1] + strings.ToLower(term[1:])) }

// changeKind is the term for what became of a statement.
func changeKind(c ingest.Change) string {
	switch {
	case c.Old == nil:
		return "ADDED"
	case c.New == nil:
		return "RETRACTED"
	}
	return "CHANGED"
}

// changeObject is a change as the schema shows it. labels are those of the ends of edges, by id; names says whether the one who
// asks may see who wrote.
func changeObject(c ingest.Change, labels map[string]string, names bool) object {
	r := c.Record()
	o := object{
		"cursor": PositionCursor(c.Position), "revision": c.Revision, "recordedAt": c.RecordedAt.UTC().Format(time.RFC3339),
		"who": nil, "dataset": c.Dataset, "reason": orNull(c.Reason), "id": r.Key(), "kind": string(r.Kind), "label": r.Label(),
		"from": nil, "to": nil, "change": changeKind(c), "fields": changedFields(c),
	}
	if names {
		o["who"] = orNull(c.Who)
	}
	if r.Edge != "" {
		from, to := changeEnd(r.From, labels), changeEnd(r.To, labels)
		o["kind"], o["from"], o["to"] = string(r.Edge), from, to
		o["label"] = fmt.Sprintf("%s → %s", from["label"], to["label"])
	}
	return o
}

func changeEnd(id string, labels map[string]string) object {
	label := labels[id]
	if label == "" {
		label = id
	}
	return object{"id": id, "label": label}
}

func changedFields(c ingest.Change) []object {
	out := []object{}
	for _, f := range c.Fields() {
		out = append(out, object{"name": f.Name, "old": asJSON(f.Old), "new": asJSON(f.New)})
	}
	return out
}

func asJSON(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null") // values of records are texts, numbers and lists of these
	}
	return text
}

// labelsOfEnds asks a store what the nodes at the ends of edges that changed are called.
func labelsOfEnds(ctx context.Context, store query.Reader, changes []ingest.Change) (map[string]string, error) {
	var ids []string
	for _, c := range changes {
		if r := c.Record(); r.Edge != "" {
			ids = append(ids, r.From, r.To)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	labels := make(map[string]string, len(ids))
	for part := range slices.Chunk(ids, query.MaxPage) {
		q := &query.Query{Find: query.FindNodes{IDs: part}}
		to := selectedValues(q)
		for _, k := range graph.NodeKinds {
			to.addValues(k, "id", graph.LabelProp(k))
		}
		found, err := store.Fetch(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, it := range found.Items {
			if it != nil {
				labels[it.Text("id")] = it.Text(graph.LabelProp(it.Kind))
			}
		}
	}
	return labels, nil
}
