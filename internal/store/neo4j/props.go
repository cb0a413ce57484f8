package neo4j

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// nodeProps is the property map of a node.
func nodeProps(n ingest.Stored) (map[string]any, error) {
	props, err := factProps(n, graph.NodeProps[n.Merged.Kind])
	if err != nil {
		return nil, err
	}
	props["foldedNames"] = n.Merged.Props["foldedNames"]
	if n.Merged.Kind == graph.KindAction && props["earliest"] == nil {
		props["undated"] = true
	}
	return props, nil
}

// edgeProps is the property map of a relationship. To each EDTF date it adds the first or last day that the date allows, which
// filters compare.
func edgeProps(e ingest.Stored) (map[string]any, error) {
	props, err := factProps(e, graph.EdgeProps)
	if err != nil {
		return nil, err
	}
	for _, d := range []struct {
		from, to string
		pick     func(graph.Date) graph.Day
	}{
		{"asOf", "asOfDay", func(d graph.Date) graph.Day { return d.Earliest }},
		{"since", "sinceDay", func(d graph.Date) graph.Day { return d.Earliest }},
		{"until", "untilDay", func(d graph.Date) graph.Day { return d.Latest }},
	} {
		text, _ := e.Merged.Props[d.from].(string)
		if date, err := graph.ParseDate(text); text != "" && err == nil {
			if day := dayParam(string(d.pick(date))); day != nil {
				props[d.to] = day
			}
		}
	}
	return props, nil
}

// factProps is the part of a property map that nodes and relationships have in common. A property cannot hold a map, so
// evidence is kept as lists of equal length, one for each member that any piece of evidence has, with "" where one lacks it.
func factProps(s ingest.Stored, table []graph.Property) (map[string]any, error) {
	m := s.Merged
	stated, err := json.Marshal(s.Statements)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", graph.ErrInvalid, m.Key(), err)
	}
	datasets := []string{}
	for _, st := range s.Statements {
		datasets = append(datasets, st.Dataset)
	}
	props := map[string]any{"id": m.Key(), "stated": string(stated), "datasets": datasets}
	if key := s.SupportKey(); key != "" {
		props["support"] = key
	}
	if m.Basis != "" {
		props["basis"] = string(m.Basis)
	}
	for _, p := range table {
		v, ok := m.Props[p.Name]
		if !ok || v == nil {
			continue
		}
		switch p.Type {
		case graph.PropDay:
			v = dayParam(fmt.Sprint(v))
		case graph.PropHistory:
			v = historyTexts(m.StatusHistory())
		case graph.PropText, graph.PropNumber, graph.PropInt, graph.PropFlag, graph.PropList: // as they are
		}
		if v != nil {
			props[p.Name] = v
		}
	}
	for name, of := range evidenceValues {
		list := make([]string, len(m.Evidence))
		some := name == "source" && len(list) > 0
		for i, e := range m.Evidence {
			list[i] = of(e)
			some = some || list[i] != ""
		}
		if some {
			props[evidenceList(name)] = list
		}
	}
	return props, nil
}

// historyTexts are a status history as a property holds it, a text for each change: "ALLEGED 2025-06-28 sfera-news".
func historyTexts(list []graph.StatusChange) []string {
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.String()
	}
	return texts
}

// evidenceValues are the members of evidence, by their names in query.Columns.
var evidenceValues = map[string]func(graph.Evidence) string{
	"source":       func(e graph.Evidence) string { return e.Source },
	"quote":        func(e graph.Evidence) string { return e.Quote },
	"language":     func(e graph.Evidence) string { return e.Language },
	"translation":  func(e graph.Evidence) string { return e.Translation },
	"locator":      func(e graph.Evidence) string { return e.Locator },
	"field":        func(e graph.Evidence) string { return e.Field },
	"attributedTo": func(e graph.Evidence) string { return e.AttributedTo },
	"basis":        func(e graph.Evidence) string { return string(e.Basis) },
	"relation":     func(e graph.Evidence) string { return string(e.Relation) },
}

// evidenceList is the property that has a member of all evidence: evidenceSource, evidenceQuote …
func evidenceList(member string) string { return "evidence" + strings.ToUpper(member[:1]) + member[1:] }

// statementsOf reads the statements of a record back from JSON, with the Go types that graph.Props promises.
func statementsOf(text string) ([]ingest.Statement, error) {
	var out []ingest.Statement
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, &failure{errInternal, err}
	}
	for i := range out {
		graph.Normalise(&out[i].Record)
	}
	return out, nil
}
