package imports

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// records is how many an event is written as.
func (e *event) records() int { return 1 + len(e.By) + len(e.At) + len(e.Places) }

// write makes the records of an event: the action, who took part, and where. What the data say is the evidence of all;
// the documents from which they say it are evidence of the action.
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
		"mentions": int64(max(e.Mentions, e.Rows)), // a row is a mention where nobody counted
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

func stated(source, quote, locator string) graph.Evidence {
	return graph.Evidence{Source: source, Quote: quote, Locator: locator, Basis: graph.Explicit}
}

// title says who, to whom and what: "Russia → Ukraine: Make statement".
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
