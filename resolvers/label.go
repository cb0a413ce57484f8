package resolvers

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/datetext"
	"github.com/demarche-graph/demarche/graph/query"
)

// longestText is how many characters of a claim its label has at most: two lines of a card.
const longestText = 120

// labels have, by kind, what a person would call an item, whatever it is. What they need of other items comes along with it.
var labels = map[graph.Kind]derivation{
	graph.KindActor:   calledBy("name"),
	graph.KindAction:  calledBy("title"),
	graph.KindPlace:   calledBy("name"),
	graph.KindEpisode: calledBy("title"),
	graph.KindDataset: calledBy("name"),
	graph.KindClaim: {from: []string{"text", "id"}, value: func(it *query.Item) any {
		return shortened(textOr(it, "text", "id"), longestText)
	}},
	graph.KindSource: {from: []string{"title", "url", "published", "id"}, compile: sourceLabel},
	// "Azerbaijan cancels all Russian cultural events: retaliates for “Police raids in Russia”"
	graph.KindResponse: {from: []string{"fromTitle", "from", "mode", "toTitle", "to"}, value: func(it *query.Item) any {
		mode, _ := graph.ResponseModes.Of(graph.ResponseMode(it.Text("mode")))
		return textOr(it, "fromTitle", "from") + ": " + mode.VerbPhrase + " “" + textOr(it, "toTitle", "to") + "”"
	}},
	// "Maria Zakharova speaks for Russian Foreign Ministry"
	graph.KindTie: {from: []string{"fromName", "from", "kind", "toName", "to"}, value: func(it *query.Item) any {
		tie, _ := graph.Ties.Of(graph.EdgeKind(it.Text("kind")))
		return textOr(it, "fromName", "from") + " " + tie.VerbPhrase + " " + textOr(it, "toName", "to")
	}},
	// "No response by Azerbaijani authorities: Russian embassy raises the issue with three Azerbaijani bodies"
	graph.KindSilence: {from: []string{"fromName", "from", "kind", "toTitle", "to"}, value: func(it *query.Item) any {
		silence, _ := graph.SilenceKinds.Of(graph.SilenceKind(it.Text("kind")))
		return silence.Label + " by " + textOr(it, "fromName", "from") + ": " + textOr(it, "toTitle", "to")
	}},
}

// calledBy is the label of what has a name or title, else its id.
func calledBy(column string) derivation {
	return derivation{from: []string{column, "id"}, value: func(it *query.Item) any { return textOr(it, column, "id") }}
}

// textOr is the first of these values that is known.
func textOr(it *query.Item, columns ...string) string {
	for _, c := range columns {
		if s := it.Text(c); s != "" {
			return s
		}
	}
	return ""
}

// sourceLabel loads the publishers of sources. "Kyiv Independent, 30 June 2025"; without a date "Kyiv Independent: TITLE".
func sourceLabel(_ *selectionCompiler, to loadTarget, _ collectedField) func(*query.Item) any {
	position := to.addInclude(&query.Include{Relation: graph.RelationOf(graph.KindSource, "publishedBy"), Projection: query.Projection{}})
	publishers := (*to.includes)[position]
	valuesOf(publishers).addValues(graph.KindActor, "name", "id")
	return func(it *query.Item) any {
		var names []string
		for _, p := range it.Related[position].Items {
			names = append(names, textOr(p, "name", "id"))
		}
		publisher, title, published := strings.Join(names, ", "), it.Text("title"), it.Text("published")
		switch {
		case publisher != "" && published == "" && title != "":
			return publisher + ": " + title
		case publisher == "" && title != "":
			publisher = title
		case publisher == "":
			publisher = hostOr(it.Text("url"), it.Text("id"))
		}
		if published != "" {
			publisher += ", " + datetext.English.Text(published)
		}
		return publisher
	}
}

// hostOr is the host of an address, or something else where it has none.
func hostOr(address, otherwise string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return otherwise
}

// shortened cuts a text of more than so many characters between words, and says so by an ellipsis.
func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	short := string([]rune(text)[:most-1])
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:–-") + "…"
}
