package storetest

import (
	"errors"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// searchWorld has a made-up word at every rank, and names in scripts that fold in different ways.
func searchWorld() []graph.Record {
	return []graph.Record{
		actor("neighbour-of-quorv", "STATE", "name", "else", "description", "near Quorv, or so"),
		actor("old-quorv", "STATE", "name", "The old Quorv"),
		actor("quorv-state", "STATE", "name", "Quörv"), actor("quorv-office", "MINISTRY", "name", "Quorv Office"),
		actor("quorvania", "STATE", "name", "QUORVANIA"), actor("quorvanie", "STATE", "name", "quorvanie"),
		claim("claim-of-all-quorv", "text", "The quorv of all"), node(graph.KindSource, "report-on-quorvs", "title", "On the Quorvs"),
		node(graph.KindPlace, "quorv-town", "name", "Quorv"),
		node(graph.KindEpisode, "episode-of-quorv", "title", "Zzz", "summary", "quorv"), actor("bequorv", "STATE", "name", "bequorv"),
		actor("trulp-by-alias", "STATE", "name", "zz", "aliases", []string{"First", "Trulp"}),
		with(action("trulp-by-quotation", "COERCE", "", "title", "zz"), graph.Explicit, graph.Evidence{Source: "report-on-quorvs",
			Quote: "he «trulped» aloud"}),
		actor("zakharova", "PERSON", "name", "Мария Захарова"), actor("qarabag-people", "STATE", "name", "Qarabağ Əhalisi"),
		actor("china-foreign-ministry", "MINISTRY", "name", "中国外交部"),
		actor("igdir-spokesman", "PERSON", "name", "IĞDIR Şırnak"),
		actor("zorp-begins-the-name", "STATE", "name", "Zorp of the hill"), actor("zorp-is-an-alias", "STATE", "name", "A rather long name",
			"aliases", []string{"Other", "ZÖRP"}),
		actor("zorp-begins-an-alias", "STATE", "name", "Wide", "aliases", []string{"Zorpland"}),
		actor("zorp-in-the-name", "STATE", "name", "The zorp"), actor("zorp-in-an-alias", "STATE", "name", "Hill", "aliases",
			[]string{"Of zorp"}),
		actor("vlimp-in-a-language", "STATE", "name", "Elsewhere", "names", []string{"fr Vlîmp", "ru Влимпия", "ru Соединённый Влимп", "zh 弗林"}),
		actor("vlimp-begins-a-name-in-a-language", "STATE", "name", "Elsewhere", "names", []string{"es Vlimpia"}),
		actor("fr-by-name", "STATE", "name", "Fr"),
		actor("gliz", "STATE", "name", "Gliz"), actor("gliz-gliz", "STATE", "name", "Gliz-Gliz"),
	}
}

func testSearch(t *testing.T, s suite) {
	t.Helper()
	for _, c := range []struct {
		name  string
		text  string
		kinds []graph.Kind
		want  string
	}{
		{"the name itself first, then what begins so, then what has the word, then elsewhere", "quorv", nil,
			"quorv-state quorv-town quorvania quorvanie quorv-office old-quorv report-on-quorvs claim-of-all-quorv " +
				"episode-of-quorv neighbour-of-quorv"},
		{"case, accents and signs do not count", "  QUÓRV! ", nil,
			"quorv-state quorv-town quorvania quorvanie quorv-office old-quorv report-on-quorvs claim-of-all-quorv " +
				"episode-of-quorv neighbour-of-quorv"},
		{"of one kind", "quorv", []graph.Kind{graph.KindActor}, "quorv-state quorvania quorvanie quorv-office old-quorv neighbour-of-quorv"},
		{"of two kinds", "quorv", []graph.Kind{graph.KindClaim, graph.KindPlace}, "quorv-town claim-of-all-quorv"},
		{"of a kind that has none", "quorv", []graph.Kind{graph.KindDataset}, ""},
		{"a word by its beginning", "quorvani", nil, "quorvania quorvanie"},
		{"a whole word", "quorvania", nil, "quorvania"},
		{"two words", "old quorv", nil, "old-quorv"},
		{"two words in another order", "quorv old", nil, "old-quorv"},
		{"two words that are a name", "quorv office", nil, "quorv-office"},
		{"a word twice, as in a name", "gliz gliz", nil, "gliz-gliz gliz"},
		{"a word and its beginning, as a name begins", "gliz g", nil, "gliz-gliz gliz"},
		{"the same words over and over", "old quorv old quo quorv o old", nil, "old-quorv"},
		{"a word that is nowhere", "quorv nowhere", nil, ""},
		{"not by the middle of a word", "uorv", nil, ""},
		{"by an alias, then by a quotation", "trulp", nil, "trulp-by-alias trulp-by-quotation"},
		// an alias itself, then what begins so, aliases or not, then what has it as a word
		{"an alias itself, then what begins so, aliases or not, then what has it as a word", "zorp", nil,
			"zorp-is-an-alias zorp-begins-an-alias zorp-begins-the-name zorp-in-an-alias zorp-in-the-name"},
		{"words of two aliases", "other zorp", nil, "zorp-is-an-alias"},
		{"a name in a language itself, then what begins so", "vlimp", nil, "vlimp-in-a-language vlimp-begins-a-name-in-a-language"},
		{"a name in a language, without accents", "СОЕДИНЕННЫЙ влимп", nil, "vlimp-in-a-language"},
		{"a name in Chinese", "弗林", nil, "vlimp-in-a-language"},
		{"words of names in two languages", "vlimp влимпия", nil, "vlimp-in-a-language"},
		{"the tag of a language is no word", "fr", nil, "fr-by-name"},
		{"Cyrillic, by the beginning of a word", "захар", nil, "zakharova"},
		{"Cyrillic in another case", "МАРИЯ захарова", nil, "zakharova"},
		{"Azerbaijani without its letters", "qarabag ehali", nil, "qarabag-people"},
		{"Azerbaijani in capitals", "ƏHALİSİ", nil, "qarabag-people"},
		{"Chinese, by characters within a name", "外交", nil, "china-foreign-ministry"},
		{"Chinese, by its last characters", "交部", nil, "china-foreign-ministry"},
		{"Chinese, a whole name", "中国外交部", nil, "china-foreign-ministry"},
		{"Turkish without its letters", "igdir sirnak", nil, "igdir-spokesman"},
		{"no text finds nothing", "", nil, ""},
		{"signs alone find nothing", " \t.,!?*\"'()[]{}:^~-+&|\\/", nil, ""},
		{"what full-text queries are made of is text", `quorv" OR "1`, nil, ""},
		{"an asterisk is a sign like others", "quorv*", []graph.Kind{graph.KindPlace}, "quorv-town"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.ask(t, query.FindSearch{Text: c.text, Kinds: c.kinds, List: query.List{Page: query.Page{Limit: 50},
				Order: query.Order{By: query.ByRank}, Total: true}})
			equal(t, "found", ids(a.Items), c.want)
			if a.Total != len(a.Items) || a.More {
				t.Errorf("total %d, more %v", a.Total, a.More)
			}
		})
	}
	t.Run("brings along what is wanted", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "trulp", List: query.List{Page: query.Page{Limit: 5}, Order: query.Order{By: query.ByRank}}},
			want(t, graph.KindAction, "evidence", want(t, graph.KindEvidence, "source")), want(t, graph.KindActor, "ties"))
		if len(a.Items) != 2 || a.Items[0].Related[0] != nil || a.Items[0].Related[1] == nil || a.Items[1].Related[0] == nil ||
			a.Items[1].Related[1] != nil {
			t.Fatal(dump(a.Items, query.LoadSpec{}))
		}
		equal(t, "source", ids(a.Items[1].Related[0].Items[0].Related[0].Items), "report-on-quorvs")
	})
	t.Run("walk", func(t *testing.T) {
		s.walk(t, query.List{Order: query.Order{By: query.ByRank}}, func(l query.List) query.Find {
			return query.FindSearch{Text: "quorv", List: l}
		}, "quorv")
	})
	t.Run("by rank where no order is named", func(t *testing.T) {
		a := s.ask(t, query.FindSearch{Text: "quorv", List: query.List{Page: query.Page{Limit: 3}}})
		equal(t, "found", ids(a.Items), "quorv-state quorv-town quorvania")
	})
	t.Run("a cursor of another order", func(t *testing.T) {
		l := query.List{Order: query.Order{By: query.ByRank}, Page: query.Page{Limit: 1, Cursor: &query.Cursor{ID: "quorv-state"}}}
		if _, err := s.Fetch(t.Context(), &query.Query{Find: query.FindSearch{Text: "quorv", List: l}}); !errors.Is(err, graph.ErrInvalid) {
			t.Error(err)
		}
	})
}
