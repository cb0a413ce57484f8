package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Derive fills the derived properties of a merged record: through whom it is known; and of a node days from dates; type and
// intensity from the CAMEO code and the quad class from the type, where no dataset states them; GDELT's class of the code; and
// the texts by which nodes are searched and ordered.
func Derive(r *graph.Record) error {
	if r.Edge != "" || r.Kind == graph.KindAction || r.Kind == graph.KindClaim {
		deriveAttributedTo(r)
	}
	if r.Edge != "" {
		return nil
	}
	if r.Kind == graph.KindAction {
		if err := deriveAction(r); err != nil {
			return err
		}
	}
	if r.Kind == graph.KindSource {
		derivePublished(r)
	}
	name := r.ID
	for _, p := range []string{"name", "title", "text"} {
		if s, ok := r.Props[p].(string); ok && s != "" {
			name = s
			break
		}
	}
	if r.Props["sortName"] = sortName(name); r.Props["sortName"] == "" {
		r.Props["sortName"] = sortName(r.ID)
	}
	r.Props["foldedNames"] = foldedNames(name, r)
	r.Props["searchText"] = searchText(r)
	return nil
}

// derivePublished gives a source the days that the date of its publication allows, if it is known.
func derivePublished(r *graph.Record) {
	text, _ := r.Props["published"].(string)
	if d, err := graph.ParseDate(text); text != "" && err == nil && d.Earliest != "" && d.Latest != "" {
		r.Props["earliest"], r.Props["latest"] = string(d.Earliest), string(d.Latest)
	}
}

// deriveAttributedTo lists the actors to whom some evidence of a fact is attributed, each once, so that facts can be narrowed by
// them without reading their evidence.
func deriveAttributedTo(r *graph.Record) {
	var actors []string
	for _, e := range r.Evidence {
		if e.AttributedTo != "" && !slices.Contains(actors, e.AttributedTo) {
			actors = append(actors, e.AttributedTo)
		}
	}
	if actors != nil {
		r.Props["attributedTo"] = actors
	}
}

// foldedNames is the text of a node's folded names by which search ranks, each once: each name follows a line feed and a space,
// and a line feed ends the text. So "\n x" matches where a name begins, " x" where a word begins, and "x\n" where a name ends.
func foldedNames(name string, r *graph.Record) string {
	all := []string{graph.Fold(name)}
	for _, p := range graph.NodeProps[r.Kind] {
		if p.Name != "aliases" && !p.ByLanguage {
			continue
		}
		for _, other := range p.PlainTexts(r.Props[p.Name]) {
			if f := graph.Fold(other); f != "" && !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return "\n " + strings.Join(all, "\n ") + "\n"
}

// maxSortName limits the folded name by which lists are sorted, in bytes, to what an index entry can hold.
const maxSortName = 1000

// sortName is the folded name, cut to what both stores can index, and without characters beyond U+FFFF,
// which they order differently.
func sortName(name string) string {
	folded := strings.Map(func(c rune) rune {
		if c > 0xffff {
			return -1
		}
		return c
	}, graph.Fold(name))
	if len(folded) > maxSortName {
		folded = strings.ToValidUTF8(folded[:maxSortName], "")
	}
	return strings.Join(strings.Fields(folded), " ")
}

// deriveAction fills the derived properties of an action.
func deriveAction(r *graph.Record) error {
	if err := deriveStatus(r); err != nil {
		return err
	}
	if s, ok := r.Props["date"].(string); ok {
		d, err := graph.ParseDate(s)
		if err != nil {
			return err
		}
		r.Props["earliest"], r.Props["latest"] = string(d.Earliest), string(d.Latest)
	}
	r.Props["placeInDay"] = int64(graph.LastInDay)
	if place, placed := r.Props["sequence"].(int64); placed && r.Props["earliest"] != nil {
		r.Props["placeInDay"] = place
	}
	code, coded := r.Props["cameoCode"].(string)
	if coded {
		c, known := graph.CAMEO(code)
		if !known {
			return graph.RuleTerm.Fault("cameoCode %q of %q is not in the CAMEO table", code, r.ID).
				WithRemedy(`codes are texts such as "173"`).In("cameoCode")
		}
		fill(r.Props, "type", string(c.Type))
		r.Props["cameoQuadClass"] = string(c.QuadClass)
		if c.Rated {
			fill(r.Props, "intensity", c.Intensity)
		}
	}
	t, _ := r.Props["type"].(string)
	if t == "" {
		return graph.RuleMissingKey.Fault("action %q has neither type nor cameoCode", r.ID).WithRemedy("give one")
	}
	if q, known := graph.QuadClassOf(graph.ActionType(t), code); known {
		fill(r.Props, "quadClass", string(q))
	}
	return nil
}

// deriveStatus gives an action the last status of its history. A dataset that gives no history may state an earlier one of these,
// which it then was when that dataset was made.
func deriveStatus(r *graph.Record) error {
	history := r.StatusHistory()
	if len(history) == 0 {
		return nil
	}
	stated := r.Props["status"]
	if stated != nil && !slices.ContainsFunc(history, func(c graph.StatusChange) bool { return string(c.Status) == stated }) {
		return fmt.Errorf("%w: %q has the status %v by one dataset, which is not in the status history by another; add it there",
			graph.ErrConflict, r.ID, stated)
	}
	r.Props["status"] = string(history[len(history)-1].Status)
	return nil
}

// fill sets a property that has no value yet.
func fill(p graph.Props, name string, v any) {
	if p[name] == nil {
		p[name] = v
	}
}

// searchText holds the folded words of a node's names, texts and quotations, each once.
func searchText(r *graph.Record) string {
	var words []string
	seen := map[string]bool{}
	add := func(s string) {
		for _, w := range graph.Tokens(graph.Fold(s)) {
			if !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	for _, p := range graph.NodeProps[r.Kind] {
		if p.Derived || p.Vocabulary != "" || slices.Contains([]string{"checksum", "loadedAt", "date", "cameoCode", "country"}, p.Name) {
			continue
		}
		for _, s := range p.PlainTexts(r.Props[p.Name]) {
			add(s)
		}
	}
	for _, e := range r.Evidence {
		add(e.Quote)
		add(e.Translation)
	}
	return strings.Join(words, " ")
}
