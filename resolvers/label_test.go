package resolvers

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

func TestLabels(t *testing.T) {
	type values = map[string]any
	publishers := func(names ...string) *query.Items {
		out := list()
		for _, name := range names {
			out.Items = append(out.Items, item(graph.KindActor, values{"id": "id-of-it", "name": name}))
		}
		return out
	}
	long := strings.Repeat("abcde fghi ", 11)
	for _, c := range []struct {
		it   *query.Item
		want string
	}{
		{item(graph.KindActor, values{"name": "Kremlin", "id": "kremlin"}), "Kremlin"},
		{item(graph.KindActor, values{"id": "kremlin"}), "kremlin"},
		{item(graph.KindAction, values{"title": "Police raids in Russia", "id": "raids"}), "Police raids in Russia"},
		{item(graph.KindPlace, values{"name": "Baku", "id": "baku"}), "Baku"},
		{item(graph.KindEpisode, values{"title": "The crisis", "id": "crisis"}), "The crisis"},
		{item(graph.KindDataset, values{"name": "Founding case", "id": "dataset:founding-case"}), "Founding case"},
		{item(graph.KindClaim, values{"text": "Heart failure", "id": "c"}), "Heart failure"},
		{item(graph.KindClaim, values{"text": long[:120], "id": "c"}), long[:120]},
		{item(graph.KindClaim, values{"text": long, "id": "c"}), strings.Repeat("abcde fghi ", 10) + "abcde…"},
		{item(graph.KindClaim, values{"text": strings.Repeat("ə", 121), "id": "c"}), strings.Repeat("ə", 119) + "…"},
		{item(graph.KindClaim, values{"id": "c"}), "c"},
		{item(graph.KindSource, values{"published": "2025-06-29", "title": "T", "url": "https://k.example/x", "id": "s"},
			publishers("Kyiv Independent")),
			"Kyiv Independent, 29 June 2025"},
		{item(graph.KindSource, values{"published": "2025-06~", "id": "s"}, publishers("AP", "Newsmax")), "AP, Newsmax, about June 2025"},
		{item(graph.KindSource, values{"title": "T", "id": "s"}, publishers("Oxu")), "Oxu: T"},
		{item(graph.KindSource, values{"url": "https://oxu.example", "id": "s"}, publishers("Oxu")), "Oxu"},
		{item(graph.KindSource, values{"published": "2025", "id": "s"}, publishers("")), "id-of-it, 2025"},
		{item(graph.KindSource, values{"published": "2025", "title": "T", "url": "https://k.example/x", "id": "s"}, publishers()), "T, 2025"},
		{item(graph.KindSource, values{"title": "T", "url": "https://k.example/x", "id": "s"}, publishers()), "T"},
		{item(graph.KindSource, values{"url": "https://www.k.example:8080/x?y", "id": "s"}, publishers()), "k.example"},
		{item(graph.KindSource, values{"url": "::", "id": "s"}, publishers()), "s"},
		{item(graph.KindSource, values{"id": "s"}, publishers()), "s"},
		{item(graph.KindResponse, values{"fromTitle": "Events cancelled", "from": "a", "mode": "RETALIATE", "toTitle": "Police raids",
			"to": "b"}),
			"Events cancelled: retaliates for “Police raids”"},
		{item(graph.KindResponse, values{"from": "a", "mode": "OTHER", "to": "b"}), "a: responds to “b”"},
		{item(graph.KindTie, values{"fromName": "Maria Zakharova", "from": "a", "kind": "SPEAKS_FOR", "toName": "Foreign Ministry", "to": "b"}),
			"Maria Zakharova speaks for Foreign Ministry"},
		{item(graph.KindTie, values{"from": "a", "kind": "PART_OF", "to": "b"}), "a is part of b"},
		{item(graph.KindSilence, values{"fromName": "Baku", "from": "a", "kind": "NO_RESPONSE", "toTitle": "An appeal", "to": "b"}),
			"No response by Baku: An appeal"},
		{item(graph.KindSilence, values{"from": "a", "kind": "NO_EXPLANATION", "to": "b"}), "No explanation by a: b"},
	} {
		t.Run(c.want, func(t *testing.T) {
			if got := data(t, `{ node(id: "x") { label } }`, c.it); got != `{"node":{"label":"`+c.want+`"}}` {
				t.Errorf("got %s", got)
			}
		})
	}
}

// What a label is made of is loaded with the item, by the same question, and once beside a selection of the same.
func TestLabelsLoadWhatTheyNeed(t *testing.T) {
	for _, c := range []struct{ name, document, includes, values string }{
		{"of a response no relation", `{ responses { nodes { label } } }`, "", "Response: from to mode fromTitle toTitle"},
		{"of a source its publishers", `{ sources { nodes { label } } }`, "publishedBy", "Source: id title url published"},
		{"which are loaded once", `{ sources { nodes { publishedBy { name } label l: label } } }`, "publishedBy",
			"Source: id title url published"},
		{"within others", `{ action(id: "x") { evidence { source { label } } } }`, "evidence[source[publishedBy]]", ""},
		{"of a hit that of its node", `{ search(text: "a", kinds: [ACTOR]) { nodes { label } } }`, "publishedBy",
			"Dataset: id name; Source: id title url published; Actor: id name; Place: id name; Episode: id title; Action: id title; Claim: id text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := queryOf(t, c.document)
			if got := included(q.Includes); got != c.includes {
				t.Errorf("relations\n got %s\nwant %s", got, c.includes)
			}
			if got := projected(q.Projection); got != c.values {
				t.Errorf("values\n got %s\nwant %s", got, c.values)
			}
		})
	}
}

func TestLabelOfAHit(t *testing.T) {
	found := item(graph.KindSource, map[string]any{"id": "s", "title": "T"}, list())
	if got := data(t, `{ search(text: "t") { nodes { l: label node { id label } } } }`, found); got !=
		`{"search":{"nodes":[{"l":"T","node":{"id":"s","label":"T"}}]}}` {
		t.Errorf("got %s", got)
	}
}
