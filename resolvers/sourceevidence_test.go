package resolvers

import (
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

func TestEvidenceBySource(t *testing.T) {
	evidence := func(source string, values map[string]any) *query.Item {
		values["source"] = source
		if values["relation"] == nil {
			values["relation"] = "SUPPORTS"
		}
		attributed := list()
		if id, _ := values["attributedTo"].(string); id != "" {
			attributed = list(ided(graph.KindActor, id))
		}
		return item(graph.KindEvidence, values, list(item(graph.KindSource, map[string]any{"id": source, "reliability": "B"})), attributed)
	}
	type values = map[string]any
	found := item(graph.KindAction, nil, list(
		evidence("b", values{"quote": "police raided", "locator": "L7"}),
		evidence("a", values{}),
		evidence("b", values{"quote": "police raided", "locator": "L31", "basis": "INFERRED"}),
		evidence("b", values{"quote": "police raided", "locator": "L7", "field": "date"}),
		evidence("b", values{"quote": "police raided", "attributedTo": "peskov", "basis": "INFERRED"}),
		evidence("b", values{"quote": "no raid", "language": "ru", "translation": "t", "relation": "DISPUTES"}),
		evidence("c", values{"relation": "DISPUTES"}),
		evidence("a", values{"locator": "p. 3"}),
	))
	const document = `{ action(id: "raid") { bySource: evidenceBySource {
		source { id } graded: source { reliability } supports disputes
		passages { quote language translation locators fields relation basis attributedTo { id } who: attributedTo { __typename } }
		short: passages { attributedTo { __typename } } } } }`
	const want = `{"action":{"bySource":[` +
		`{"source":{"id":"b"},"graded":{"reliability":"B"},"supports":true,"disputes":true,"passages":[` +
		`{"quote":"police raided","language":null,"translation":null,"locators":["L7","L31"],"fields":["date"],"relation":"SUPPORTS",` +
		`"basis":"EXPLICIT","attributedTo":null,"who":null},` +
		`{"quote":"police raided","language":null,"translation":null,"locators":[],"fields":[],"relation":"SUPPORTS",` +
		`"basis":"INFERRED","attributedTo":{"id":"peskov"},"who":{"__typename":"Actor"}},` +
		`{"quote":"no raid","language":"ru","translation":"t","locators":[],"fields":[],"relation":"DISPUTES",` +
		`"basis":"EXPLICIT","attributedTo":null,"who":null}],` +
		`"short":[{"attributedTo":null},{"attributedTo":{"__typename":"Actor"}},{"attributedTo":null}]},` +
		`{"source":{"id":"a"},"graded":{"reliability":"B"},"supports":true,"disputes":false,"passages":[` +
		`{"quote":null,"language":null,"translation":null,"locators":["p. 3"],"fields":[],"relation":"SUPPORTS",` +
		`"basis":"EXPLICIT","attributedTo":null,"who":null}],"short":[{"attributedTo":null}]},` +
		`{"source":{"id":"c"},"graded":{"reliability":"B"},"supports":false,"disputes":true,"passages":[],"short":[]}]}}`
	if got := data(t, document, found); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// It is the evidence of the fact, loaded once beside it, with what is selected of sources and of those to whom it is attributed.
func TestEvidenceBySourceLoadsEvidence(t *testing.T) {
	q := queryOf(t, `{ action(id: "x") { evidence { quote } evidenceBySource { source { label } passages { attributedTo { name } } } } }`)
	if got := included(q.Includes); got != "evidence[source[publishedBy] attributedTo]" {
		t.Errorf("got %s", got)
	}
	for _, field := range []string{"responses", "unanswered"} {
		q := queryOf(t, `{ `+field+` { nodes { evidenceBySource { disputes } } } }`)
		if got := included(q.Includes); got != "evidence" {
			t.Errorf("%s: got %s", field, got)
		}
	}
}
