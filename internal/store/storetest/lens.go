package storetest

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/lens"
	"github.com/demarche-graph/demarche/internal/plan"
)

// lensWorld: Lesotho closes a border post, and asks Eswatini to keep off. A paper of each side, and a paper that is nobody's, tell of it.
// A leaflet was made from Lesotho's paper, a second copy from the leaflet.
func lensWorld() []graph.Record {
	by := func(sources ...string) (out []graph.Evidence) {
		for _, id := range sources {
			out = append(out, graph.Evidence{Source: id})
		}
		return out
	}
	told := func(r graph.Record, sources ...string) graph.Record {
		return with(r, graph.Explicit, by(sources...)...)
	}
	return append(edges(
		"maseru-times PART_OF maseru-press", "maseru-press OWNED_BY lesotho", "mbabane-times OWNED_BY eswatini",
		"border-in-maseru-times PUBLISHED_BY maseru-times", "border-in-mbabane-times PUBLISHED_BY mbabane-times",
		"border-in-free-times PUBLISHED_BY free-times", "border-leaflet DERIVED_FROM border-in-maseru-times",
		"border-leaflet-again DERIVED_FROM border-leaflet",
		"lesotho PERFORMED border-closed", "border-closed TARGETS eswatini", "lesotho PERFORMED post-closed", "post-closed TARGETS eswatini",
		"post-closed PART_OF_ACTION border-closed", "eswatini PERFORMED border-protest", "border-protest TARGETS lesotho",
		"lesotho PERFORMED border-request", "border-request ADDRESSED_TO eswatini", "eswatini PERFORMED border-reply",
		"eswatini PERFORMED border-explained", "lesotho PERFORMED border-statement",
		"eswatini PERFORMED herd-search", "herd-search TARGETS free-herders",
		"post-speaker ASSERTED border-was-open", "border-was-open MADE_IN border-statement", "border-was-open ABOUT border-closed",
		"post-guard ASSERTED border-was-shut", "border-was-shut ABOUT border-closed", "border-was-open ABOUT lesotho",
	),
		actor("lesotho", "STATE", "country", "LSO"), actor("eswatini", "STATE", "country", "SWZ"), actor("maseru-press", "COMPANY"),
		actor("maseru-times", "MEDIA_OUTLET"), actor("mbabane-times", "MEDIA_OUTLET"), actor("free-times", "MEDIA_OUTLET", "country", "NAM"),
		actor("post-speaker", "PERSON"), actor("post-guard", "PERSON"), actor("free-herders", "GROUP"),
		edge("post-speaker SPEAKS_FOR lesotho", "until", "2024"),
		node(graph.KindSource, "border-in-maseru-times", "published", "2025-05-01", "reliability", "D"),
		node(graph.KindSource, "border-in-mbabane-times", "published", "2025-05-03", "reliability", "C"),
		node(graph.KindSource, "border-in-free-times", "published", "2025-05-05", "reliability", "B"),
		node(graph.KindSource, "border-leaflet", "accessed", "2025-05-09"), node(graph.KindSource, "border-leaflet-again"),
		told(action("border-closed", "COERCE", "2025-05-01"), "border-in-maseru-times", "border-in-mbabane-times"),
		told(action("post-closed", "COERCE", "2025-05-01", "intensity", -7.0), "border-in-free-times"),
		told(action("border-protest", "PROTEST", "2025-05-02"), "border-in-mbabane-times", "border-leaflet"),
		told(action("border-request", "REQUEST", "2025-05-02"), "border-in-free-times"),
		told(action("border-reply", "STATEMENT", "2025-05-04"), "border-in-mbabane-times"),
		told(action("border-explained", "STATEMENT", "2025-05-06"), "border-in-free-times"),
		told(action("border-statement", "STATEMENT", "2025-05-03"), "border-leaflet-again"),
		with(action("herd-lost", "OCCURRENCE", "2025-04-30"), graph.Inferred, by("border-in-free-times")...),
		told(action("herd-search", "COERCE", "2025-05-01"), "border-in-free-times"),
		with(action("border-closed-in-an-afternoon", "COERCE", "2025-05-01", "title", "The border is closed in an afternoon"), graph.Explicit,
			graph.Evidence{Source: "border-in-maseru-times", AttributedTo: "post-speaker"},
			graph.Evidence{Source: "border-in-free-times", Quote: "by four"},
			graph.Evidence{Source: "border-in-mbabane-times", Relation: graph.EvidenceDisputes}),
		told(edge("border-protest RESPONDS_TO border-closed", "mode", "OBJECT"), "border-in-free-times"),
		told(edge("border-reply RESPONDS_TO border-request", "mode", "REFUSE"), "border-in-free-times"),
		told(edge("border-explained RESPONDS_TO border-closed", "mode", "EXPLAIN"), "border-in-free-times"),
		told(edge("herd-search RESPONDS_TO herd-lost", "mode", "OTHER"), "border-in-free-times"),
		told(edge("herd-search RESPONDS_TO border-closed", "mode", "OTHER"), "border-in-mbabane-times"),
		told(edge("eswatini SILENT_ON border-closed", "kind", "NO_RESPONSE", "asOf", "2025-05-02"), "border-in-free-times"),
		told(claim("border-was-open"), "border-in-maseru-times"),
		told(claim("border-was-shut"), "border-in-mbabane-times", "border-in-free-times"),
		told(edge("border-was-shut CONTRADICTS border-was-open"), "border-in-free-times"),
		told(edge("lesotho COOPERATES_WITH eswatini"), "border-in-maseru-times"),
	)
}

// Lenses that the cases look through.
var (
	knownOnThird    = &query.Lens{KnownOn: "2025-05-03"}
	withoutLesotho  = &query.Lens{Without: query.OwnedBy{"lesotho"}}
	withoutEswatini = &query.Lens{Without: query.OwnedBy{"eswatini"}}
	withoutEither   = &query.Lens{Without: query.OwnedBy{"lesotho", "eswatini"}}
	onlyNamibia     = &query.Lens{Only: query.OfCountry{"NAM"}}
	explicitOnly    = &query.Lens{Basis: []string{"EXPLICIT"}}
	ofWorld         = &query.Lens{Datasets: []string{"dataset:world"}}
	ofNobody        = &query.Lens{Datasets: []string{"dataset:nobody", "dataset:none"}}
)

func testLens(t *testing.T, s suite) {
	t.Helper()
	reader := lens.Over(s.Store)
	ask := func(t *testing.T, l *query.Lens, find query.Find, wants ...*query.Include) *query.Answer {
		t.Helper()
		a, err := reader.Fetch(t.Context(), &query.Query{Find: find, Includes: wants, Lens: l})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	related := func(t *testing.T, l *query.Lens, k graph.Kind, id, name string, wants ...*query.Include) []*query.Item {
		t.Helper()
		it := ask(t, l, query.FindNodes{IDs: []string{id}, Kinds: []graph.Kind{k}}, want(t, k, name, wants...)).Items[0]
		if it == nil {
			t.Fatalf("no %s", id)
		}
		return it.Related[0].Items
	}
	of := func(actor string) query.Pred { return query.Attributed{Keys: []string{actor + ">"}} }
	t.Run("actions", func(t *testing.T) {
		for _, c := range []struct {
			name string
			lens *query.Lens
			want string
		}{
			{"all", nil, "border-closed border-request border-statement post-closed"},
			{"known on a day", knownOnThird, "border-closed"},
			{"without one side's media, and what was made from them", withoutLesotho, "border-closed border-request post-closed"},
			{"without either side's", withoutEither, "border-request post-closed"},
			{"what one country's media tell", onlyNamibia, "border-request post-closed"},
			{"from what was known by others", &query.Lens{Without: withoutLesotho.Without, KnownOn: "2025-05-03"}, "border-closed"},
			{"which a copy of what is struck out does not know", &query.Lens{Without: query.IDIn{"border-leaflet"}},
				"border-closed border-request post-closed"},
			{"by one basis", &query.Lens{Basis: []string{"INFERRED"}}, ""},
			{"by either", &query.Lens{Basis: []string{"INFERRED", "EXPLICIT"}}, "border-closed border-request border-statement post-closed"},
			{"of a dataset", ofWorld, "border-closed border-request border-statement post-closed"},
			{"of no dataset", ofNobody, ""},
			{"of an empty list", &query.Lens{Datasets: []string{}}, ""},
			{"only of a day", &query.Lens{Only: query.Overlaps{Since: "2025-05-02", Until: "2025-05-04"}}, "border-closed"},
			{"without those of all sources", &query.Lens{Without: query.And{}}, ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				l := find(graph.KindAction, of("lesotho"))
				l.Total = true
				a := ask(t, c.lens, l)
				equal(t, "actions", ids(a.Items), c.want)
				if a.Total != len(a.Items) {
					t.Errorf("%d in all", a.Total)
				}
			})
		}
	})
	t.Run("by id, none", func(t *testing.T) {
		for _, l := range []*query.Lens{nil, explicitOnly, withoutLesotho} {
			for _, k := range graph.NodeKinds {
				for _, unknown := range [][]string{{"border-nobody"}, {}} {
					a := ask(t, l, query.FindNodes{IDs: unknown, Kinds: []graph.Kind{k}})
					if len(a.Items) != len(unknown) {
						t.Errorf("%s: %d items", k, len(a.Items))
					}
				}
			}
		}
	})
	t.Run("the whole is counted", func(t *testing.T) {
		for _, c := range []struct {
			lens *query.Lens
			want string
		}{
			{onlyNamibia, "map[Action:6 Claim:1] map[ADDRESSED_TO:1 ASSERTED:1 PERFORMED:4 RESPONDS_TO:1 TARGETS:2] " +
				"map[COERCE:3 OCCURRENCE:1 REQUEST:1 STATEMENT:1] map[OTHER:1] 2025-04-30 to 2025-05-06, 0 undated"},
			{ofNobody, "map[] map[] map[] map[]  to , 0 undated"},
		} {
			whole, a := ask(t, nil, query.FindStats{}).Stats, ask(t, c.lens, query.FindStats{}).Stats
			maps.DeleteFunc(a.Nodes, func(k graph.Kind, n int) bool { return !plan.Strikes(k) && n == whole.Nodes[k] })
			maps.DeleteFunc(a.Edges, func(l graph.EdgeKind, n int) bool {
				from, to := plan.EndsAt(l)
				return len(from)+len(to) == 0 && n == whole.Edges[l]
			})
			equal(t, "through a lens", fmt.Sprintf("%v %v %v %v %s to %s, %d undated",
				a.Nodes, a.Edges, a.Types, a.Modes, a.Earliest, a.Latest, a.UndatedActions), c.want)
		}
	})
	t.Run("what it joins goes with a fact", func(t *testing.T) {
		for _, c := range []struct {
			lens              *query.Lens
			links, silences   string
			claims, contested string
		}{
			{nil, "RESPONDS_TO:border-explained:border-closed RESPONDS_TO:border-protest:border-closed RESPONDS_TO:herd-search:border-closed",
				"SILENT_ON:eswatini:border-closed", "border-was-open border-was-shut", "CONTRADICTS:border-was-shut:border-was-open"},
			{withoutEswatini, "RESPONDS_TO:border-explained:border-closed RESPONDS_TO:border-protest:border-closed",
				"SILENT_ON:eswatini:border-closed", "border-was-open border-was-shut", "CONTRADICTS:border-was-shut:border-was-open"},
			{withoutLesotho, "RESPONDS_TO:border-explained:border-closed RESPONDS_TO:border-protest:border-closed " +
				"RESPONDS_TO:herd-search:border-closed",
				"SILENT_ON:eswatini:border-closed", "border-was-shut", ""},
		} {
			for name, want := range map[string]string{"responses": c.links, "silences": c.silences, "claims": c.claims} {
				equal(t, fmt.Sprintf("%s through %+v", name, c.lens), ids(related(t, c.lens, graph.KindAction, "border-closed", name)), want)
			}
			equal(t, "contradictions", ids(related(t, c.lens, graph.KindClaim, "border-was-shut", "contradictions")), c.contested)
		}
		equal(t, "what a claim is about", ids(related(t, withoutEswatini, graph.KindClaim, "border-was-open", "about")), "border-closed lesotho")
		equal(t, "what is left of it", ids(related(t, &query.Lens{Only: query.IDIn{"border-in-maseru-times"}, KnownOn: "2025-05-01"},
			graph.KindClaim, "border-was-open", "about")), "border-closed lesotho")
		equal(t, "nodes", ids(ask(t, withoutEither, query.FindNodes{IDs: []string{"border-closed", "lesotho",
			"RESPONDS_TO:border-protest:border-closed", "border-request"}}).Items), "- lesotho - border-request")
	})
	t.Run("a claim whose occasion is gone is undated", func(t *testing.T) {
		// Until 2024 the speaker spoke for Lesotho, so the claim of 2025 is not its own.
		equal(t, "dated", ids(related(t, nil, graph.KindActor, "lesotho", "claims")), "")
		undated := &query.Lens{Without: query.IDIn{"border-leaflet-again"}}
		equal(t, "undated", ids(related(t, undated, graph.KindActor, "lesotho", "claims")), "border-was-open")
		equal(t, "sides", ids(related(t, undated, graph.KindClaim, "border-was-open", "sides")), "lesotho")
		equal(t, "made in", ids(related(t, undated, graph.KindClaim, "border-was-open", "madeIn")), "")
	})
	t.Run("silences are reckoned anew", func(t *testing.T) {
		waiting := func(l *query.Lens, ended query.Ended, asOf graph.Day) string {
			f := query.FindUnanswered{OwedBy: []string{"eswatini"}, Ended: ended, AsOf: asOf}
			f.List = query.List{Page: query.Page{Limit: 9}, Order: query.Order{By: query.ByDate}, Total: true}
			a := ask(t, l, f, want(t, graph.KindUnanswered, "endedBy"))
			said := ""
			for _, it := range a.Items {
				said += " " + it.Text("id")
				if by := it.Related[0].Items; len(by) > 0 {
					said += " by " + by[0].Text("id")
				}
			}
			if a.Total != len(a.Items) {
				t.Errorf("%d in all", a.Total)
			}
			return said
		}
		const request, stated = " UNANSWERED:eswatini:border-request", " SILENT_ON:eswatini:border-closed"
		equal(t, "without a lens", waiting(nil, query.NotEnded, ""), "")
		equal(t, "the reply is gone", waiting(withoutEswatini, query.NotEnded, ""), request)
		equal(t, "the reply is not yet known", waiting(&query.Lens{KnownOn: "2025-05-03"}, query.EndedOrNot, ""), "")
		equal(t, "ended", waiting(nil, query.OnlyEnded, ""), stated+" by RESPONDS_TO:border-protest:border-closed")
		equal(t, "ended by another", waiting(&query.Lens{Without: query.IDIn{"border-in-mbabane-times", "border-leaflet"}}, query.OnlyEnded, ""),
			stated+" by RESPONDS_TO:border-explained:border-closed")
		equal(t, "not by then", waiting(&query.Lens{Without: query.IDIn{"border-in-mbabane-times", "border-leaflet"}}, query.NotEnded,
			"2025-05-03"), stated+request)
	})
	t.Run("evidence and support are those of what is left", func(t *testing.T) {
		const id = "border-closed-in-an-afternoon"
		for _, c := range []struct {
			lens            *query.Lens
			evidence, basis string
		}{
			{nil, "3", "2/2 B 2025-05-01 PUBLISHED -"},
			{withoutLesotho, "2", "1/1 B 2025-05-05 PUBLISHED NAM"},
			{onlyNamibia, "1", "1/1 B 2025-05-05 PUBLISHED NAM"},
			{explicitOnly, "3", "2/2 B 2025-05-01 PUBLISHED -"},
		} {
			equal(t, "evidence", fmt.Sprint(len(related(t, c.lens, graph.KindAction, id, "evidence"))), c.evidence)
			equal(t, "support", told(related(t, c.lens, graph.KindAction, id, "support")[0]), c.basis)
		}
		tie := related(t, withoutLesotho, graph.KindTie, "COOPERATES_WITH:lesotho:eswatini", "support")
		equal(t, "a tie stays, and rests on nothing", told(tie[0]), "0/0")
		afternoon := func(l *query.Lens, where query.Pred) string {
			return ids(ask(t, l, find(graph.KindAction, query.And{query.IDIn{id}, where})).Items)
		}
		byMin, byMax := num(2), num(2)
		two := query.Related{Relation: relation(t, graph.KindAction, "support"), Where: query.Between{Prop: "sources", Min: byMin, Max: byMax}}
		speaker := query.In{Prop: "attributedTo", Values: []string{"post-speaker"}}
		items := query.Between{Prop: "evidence", Min: num(3)}
		for name, p := range map[string]query.Pred{"support": two, "attribution": speaker, "evidence": items} {
			equal(t, name, afternoon(nil, p), id)
			equal(t, name+", by a dataset", afternoon(ofWorld, p), id)
			equal(t, name+", of what is left", afternoon(withoutLesotho, p), "")
			equal(t, name+", negated", afternoon(withoutLesotho, query.Not{Pred: p}), id)
		}
	})
	t.Run("questions", func(t *testing.T) {
		chain := ask(t, withoutEswatini, query.FindChain{Action: "border-closed", Direction: query.Responses, MaxDepth: 5, MaxNodes: 9})
		equal(t, "chain", ids(chain.Items), "border-closed border-explained border-protest")
		counts := func(l *query.Lens) string {
			return fmt.Sprint(ask(t, l, query.FindCounts{Dyads: []query.Dyad{{By: "lesotho", At: "eswatini"}}, Replies: true}).Counts)
		}
		equal(t, "a part counts where its whole is gone", fmt.Sprint(counts(withoutEither) != counts(nil), counts(ofWorld) == counts(nil)),
			"true true")
		entries := func(l *query.Lens) string {
			f := query.FindExchange{Between: "eswatini", And: "lesotho", List: query.List{Page: query.Page{Limit: 20}}}
			return ids(ask(t, l, f).Items)
		}
		equal(t, "what is answered besides is in the exchange by the act that is", entries(nil),
			"herd-lost@ border-closed@lesotho herd-search@eswatini post-closed@lesotho border-protest@eswatini border-request@lesotho "+
				"border-reply@eswatini border-explained@eswatini")
		equal(t, "and goes with that link", entries(&query.Lens{Without: query.IDIn{"border-in-mbabane-times"}}),
			"border-closed@lesotho post-closed@lesotho border-protest@eswatini border-request@lesotho border-explained@eswatini")
		connected := func(l *query.Lens) int {
			return len(ask(t, l, query.FindPaths{From: "free-herders", To: "border-closed", MaxLength: 2, First: 5}).Paths)
		}
		equal(t, "paths", fmt.Sprint(connected(nil), connected(withoutEswatini)), "1 0")
		around := query.FindSubgraph{Around: []string{"border-request"}, Depth: 1, MaxNodes: 9}
		equal(t, "a drawing", ids(ask(t, nil, around).Items), "border-request border-reply eswatini lesotho")
		equal(t, "what is left of it", ids(ask(t, withoutEswatini, around).Items), "border-request eswatini lesotho")
		search := query.FindSearch{Text: "afternoon border closed", List: query.List{Page: query.Page{Limit: 9}, Total: true}}
		equal(t, "a search", fmt.Sprint(ask(t, nil, search).Total, ask(t, ofNobody, search).Total), "1 0")
	})
	t.Run("who names what is gone is told", func(t *testing.T) {
		for _, f := range []query.Find{
			query.FindChain{Action: "border-closed", Direction: query.Both, MaxDepth: 5, MaxNodes: 9},
			query.FindAntecedents{Action: "border-closed", MaxDays: 9, Limit: 9},
			query.FindPaths{From: "border-closed", To: "lesotho", MaxLength: 3, First: 5},
			query.FindSubgraph{Around: []string{"border-closed"}, Depth: 1, MaxNodes: 9},
		} {
			_, err := reader.Fetch(t.Context(), &query.Query{Find: f, Lens: withoutEither})
			if !errors.Is(err, graph.ErrNotFound) {
				t.Errorf("%T: %v", f, err)
			}
		}
	})
	t.Run("an outdated one is refused", func(t *testing.T) {
		_, err := s.Fetch(t.Context(), &query.Query{Find: query.FindStats{}, Lens: withoutEither})
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("one whose sources were not found: %v", err)
		}
		old := *withoutEither
		old.Sources = &query.LensSources{Revision: -1}
		_, err = s.Fetch(t.Context(), &query.Query{Find: query.FindNodes{IDs: []string{"lesotho"}}, Lens: &old})
		if !errors.Is(err, query.ErrLensOutdated) {
			t.Errorf("%v", err)
		}
	})
}
