package imports

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// records returns how many records write makes.
func (e *event) records() int { return 1 + len(e.By) + len(e.At) + len(e.Places) }

// write makes the records of an event: the action, who took part, and where. The evidence of each is the coded data; the
// action rests on the documents behind the data too.
func (e *event) write(id, codings string) []graph.Record {
	var evidence []graph.Evidence
	for i, w := range e.Wordings {
		locator := w.Locator
		if i == 0 && e.Rows > 1 {
			locator = fmt.Sprintf("%d rows, %s to %s", e.Rows, e.FirstLoc, e.LastLoc)
		}
		evidence = append(evidence, stated(codings, w.Text, locator))
	}
	for _, s := range e.Stories {
		evidence = append(evidence, stated(s.ID, "", s.Locator))
	}
	records := []graph.Record{{Kind: graph.KindAction, ID: id, Basis: graph.Explicit, Evidence: evidence, Props: graph.Props{
		"title": e.title(), "description": e.description(), "cameoCode": e.Code, "status": statusReported, "date": string(e.Day),
		"mentions": int64(max(e.Mentions, e.Rows)), // where the data count no mentions, each row is one
	}}}
	edge := func(kind graph.EdgeKind, from, to string, names []wording) {
		r := graph.Record{Edge: kind, From: from, To: to, Basis: graph.Explicit}
		for _, n := range names {
			r.Evidence = append(r.Evidence, stated(codings, n.Text, n.Locator))
		}
		records = append(records, r)
	}
	for _, s := range e.By {
		edge(graph.Performed, s.ID, id, s.Names)
	}
	for _, s := range e.At {
		edge(graph.Targets, id, s.ID, s.Names)
	}
	for _, p := range e.Places {
		edge(graph.TookPlaceIn, id, p.ID, []wording{p.wording})
	}
	return records
}

// stated makes an item of explicit evidence.
func stated(source, quote, locator string) graph.Evidence {
	return graph.Evidence{Source: source, Quote: quote, Locator: locator, Basis: graph.Explicit}
}

// title writes the action as "Russia → Ukraine: Make statement".
func (e *event) title() string {
	c, _ := graph.CAMEO(e.Code)
	wording := c.ICEWSWording
	if wording == "" {
		wording = c.Wording
	}
	if e.Mutual {
		return names(e.By) + ": " + wording
	}
	by, at := names(e.By), names(e.At)
	if by == "" {
		by = "unnamed"
	}
	if at == "" {
		return by + ": " + wording
	}
	return by + " → " + at + ": " + wording
}

// names joins the titles of actors.
func names(sides []side) string {
	var list []string
	for _, s := range sides {
		list = append(list, s.Title)
	}
	return strings.Join(list, " and ")
}

func (e *event) description() string {
	if e.Rows > 1 {
		return fmt.Sprintf("Coded by a machine in %d rows.", e.Rows)
	}
	return "Coded by a machine in 1 row."
}
