package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Claims are written "raid-was-legal by:moscow supports:raid-was-just contradicts:raid-was-cruel", one a line.
func TestAccountsOf(t *testing.T) {
	for _, c := range []struct{ name, claims, want string }{
		{"without claims there are no camps", "", ""},
		{"each claim that supports nothing is a camp of its own", "legal by:moscow\ncruel by:baku",
			"camp cruel held by baku; camp legal held by moscow"},
		{"claims that support one another are one camp, and whoever made one holds it", "legal by:moscow supports:just\njust by:kremlin",
			"camp just legal held by kremlin moscow"},
		{"support joins along a chain, in whatever direction", "a by:x supports:m\nz by:y supports:m\nm by:w",
			"camp a m z held by w x y"},
		{"claims that support one another in a circle are one camp", "a by:x supports:b\nb by:x supports:c\nc by:x supports:a",
			"camp a b c held by x"},
		{"a holder of several claims is named once", "a by:x,y supports:b\nb by:y,x", "camp a b held by x y"},
		{"a common holder does not join camps", "legal by:moscow\nrare by:moscow", "camp legal held by moscow; camp rare held by moscow"},
		{"a claim that nobody named asserted is in no camp, even where it supports one", "rumour supports:legal\nlegal by:moscow",
			"camp legal held by moscow; unattributed rumour"},
		{"nor do two claims meet in one that nobody named asserted", "a by:x supports:rumour\nb by:y supports:rumour\nrumour",
			"camp a held by x; camp b held by y; unattributed rumour"},
		{"support of a claim about something else joins nothing", "a by:x supports:elsewhere\nb by:y supports:elsewhere",
			"camp a held by x; camp b held by y"},
		{"a contradiction is listed once, though both claims have it, and joins nothing",
			"cruel by:baku contradicts:legal\nlegal by:moscow contradicts:cruel",
			"camp cruel held by baku; camp legal held by moscow; cruel against legal"},
		{"claims that nobody named asserted contradict too", "rumour contradicts:legal\nlegal by:moscow",
			"camp legal held by moscow; unattributed rumour; legal against rumour"},
		{"a contradiction of a claim about something else is left out", "legal by:moscow contradicts:elsewhere", "camp legal held by moscow"},
		{"at whichever end that claim stands", "legal by:moscow contradicts:somewhere", "camp legal held by moscow"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var claims []*query.Item
			for line := range strings.Lines(c.claims) {
				claims = append(claims, claim(strings.Fields(line)))
			}
			if got := said(AccountsOf(claims, ClaimRelations{By: 0, Sides: 1, Supports: 2, Contradictions: 3})); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func claim(words []string) *query.Item {
	related := map[string]*query.Items{"by": {}, "of": {}, "supports": {}, "contradicts": {}}
	for _, w := range words[1:] {
		relation, ids, _ := strings.Cut(w, ":")
		for id := range strings.SplitSeq(ids, ",") {
			it := item(graph.KindClaim, map[string]any{"id": id})
			if relation == "contradicts" {
				ends := []string{words[0], id}
				slices.Sort(ends)
				it = item(graph.KindContradiction, map[string]any{"id": strings.Join(ends, " against "), "from": ends[0], "to": ends[1]})
			}
			related[relation].Items = append(related[relation].Items, it)
		}
	}
	it := item(graph.KindClaim, map[string]any{"id": words[0]})
	it.Related = []*query.Items{related["by"], related["of"], related["supports"], related["contradicts"]}
	return it
}

// Claims are written as for TestAccountsOf; of:russia is a state that speaks in one.
func TestSidesOfAccounts(t *testing.T) {
	for _, c := range []struct{ name, claims, want string }{
		{"without claims there are no sides", "", ""},
		{"claims are gathered by the state, whoever speaks", "legal by:moscow of:russia\njust by:kremlin of:russia\ncruel by:baku of:azerbaijan",
			"azerbaijan: cruel; russia: just legal"},
		{"a claim in which two states speak stands with both", "joint by:moscow of:russia,azerbaijan", "azerbaijan: joint; russia: joint"},
		{"those who speak for no state come last", "harsh by:amnesty\nlegal by:moscow of:russia", "russia: legal; nobody: harsh"},
		{"what nobody named asserted is on no side, even on behalf of one", "rumour of:russia", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var claims []*query.Item
			for line := range strings.Lines(c.claims) {
				claims = append(claims, claim(strings.Fields(line)))
			}
			var got []string
			for _, s := range AccountsOf(claims, ClaimRelations{By: 0, Sides: 1, Supports: 2, Contradictions: 3}).Sides {
				side := "nobody"
				if s.State != nil {
					side = s.State.Text("id")
				}
				got = append(got, side+": "+ids(s.Claims))
			}
			if text := strings.Join(got, "; "); text != c.want {
				t.Errorf("\n got %s\nwant %s", text, c.want)
			}
		})
	}
}

// item is an item of a kind with some values.
func item(k graph.Kind, values map[string]any) *query.Item {
	it := &query.Item{Kind: k, Values: make([]any, len(query.Columns(k)))}
	for name, v := range values {
		it.Values[query.Column(k, name)] = v
	}
	return it
}

func said(a Accounts) string {
	var out []string
	for _, c := range a.Camps {
		out = append(out, "camp "+ids(c.Claims)+" held by "+ids(c.Holders))
	}
	if len(a.Unattributed) > 0 {
		out = append(out, "unattributed "+ids(a.Unattributed))
	}
	for _, x := range a.Contradictions {
		out = append(out, x.Text("id"))
	}
	return strings.Join(out, "; ")
}

func ids(list []*query.Item) string {
	var out []string
	for _, it := range list {
		out = append(out, it.Text("id"))
	}
	return strings.Join(out, " ")
}
