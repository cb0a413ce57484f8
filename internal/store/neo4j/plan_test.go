package neo4j

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// TestPlans holds the forbidden lists to the plans that make them cheap: an index read in the order of the page
// until it is full, never a scan or a full sort; and a walk that visits each action once.
func TestPlans(t *testing.T) {
	s := open(t)
	tell(t, s)
	page := query.List{Order: query.Order{By: query.ByDate, Desc: true}, Page: page(20)}
	byName := query.List{Order: query.Order{By: query.ByName}, Page: page.Page}
	after := page
	after.Page.Cursor = &query.Cursor{Order: query.ByDate, Desc: true, Keys: []string{"2025-06-28", "2025-06-30", ""}, ID: "protest-note"}
	onKey := page
	onKey.Where = query.Attributed{Keys: []string{"russia>"}}
	byRussia, atRussia := query.Attributed{Keys: []string{"russia>"}}, query.Attributed{Keys: []string{">russia"}}
	inTheRift := query.Related{Relation: rel(t, graph.KindAction, "episodes"), Where: query.Or{query.IDIn{"rift"}}}
	sanction := query.In{Prop: "type", Values: []string{"SANCTION"}}
	sought := []string{"DirectedRelationshipIndexSeek", "Limit: $p"}
	nested := func(conditions ...query.Pred) query.List {
		l := page
		l.Where = query.And(conditions)
		return l
	}
	list := func(k graph.Kind, l query.List) func(c *cypherBuilder) string {
		return func(c *cypherBuilder) string {
			p := plan.ListOf(k, l)
			src := c.start(p)
			if src.split && p.Order.By == query.ByDate {
				src = c.split(src, p)[0]
			}
			if cond := c.pred(p.Kind, src.item, p.Where); cond != "" {
				src.conds = append(src.conds, cond)
			}
			return c.branch(src, p, c.param(21)) + " RETURN " + src.item
		}
	}
	along := func(k graph.Kind, name string, branch int) func(c *cypherBuilder) string { // the dated, the undated
		return func(c *cypherBuilder) string {
			p := plan.RelatedListOf(rel(t, k, name), page)
			src := c.split(c.traverse(rel(t, k, name), "v"), p)[branch]
			return c.branch(src, p, c.param(21)) + " RETURN " + src.item
		}
	}
	lenses := map[string]*query.Lens{
		"through no lens": nil,
		"known on a day":  {KnownOn: "2025-07-02"},
		"some, of others": {Basis: []string{"EXPLICIT"}, Datasets: []string{"x"}, Sources: &query.LensSources{}},
	}
	for _, c := range []struct {
		name, before string
		text         func(c *cypherBuilder) string
		want         []string
	}{
		{"the ledger", "", list(graph.KindAction, onKey), []string{"DirectedRelationshipIndexSeek", "Limit: $p"}},
		{"replies", "", list(graph.KindResponse, onKey), []string{"DirectedRelationshipIndexSeek", "Limit: $p"}},
		{"actor.actions", "WITH {id: 'russia'} AS v ", along(graph.KindActor, "actions", 0), []string{"DirectedRelationshipIndexSeek",
			"Limit: $p"}},
		{"actor.actions, undated", "WITH {id: 'russia'} AS v ", along(graph.KindActor, "actions", 1), []string{"ON_LEDGER(key, undated, id)",
			"Limit: $p"}},
		{"actor.responsesGiven", "WITH {id: 'russia'} AS v ", along(graph.KindActor, "responsesGiven", 0),
			[]string{"DirectedRelationshipIndexSeek", "Limit: $p"}},
		{"all by date", "", list(graph.KindAction, page), []string{"NodeIndexScan", "Limit: $p"}},
		{"all by date, after one", "", list(graph.KindAction, after), []string{"NodeIndexSeek", "Limit: $p"}},
		{"all by name", "", list(graph.KindActor, byName), []string{"NodeIndexScan", "PartialTop"}},
		{"all by id", "", list(graph.KindActor, query.List{Page: page.Page}), []string{"IndexScan", "Limit"}},
		{"the attribution, in and", "", list(graph.KindAction, nested(query.And{byRussia}, sanction)), sought},
		{"the attribution, in an or of one", "", list(graph.KindAction, nested(query.Or{byRussia}, sanction)), sought},
		{"the attribution, in not not", "", list(graph.KindAction, nested(query.Not{Pred: query.Not{Pred: byRussia}}, sanction)), sought},
		{"several keys, in an or", "", list(graph.KindAction, nested(query.Or{byRussia, atRussia}, sanction)), sought[:1]},
		{"replies, in and", "", list(graph.KindResponse, nested(query.And{byRussia})), sought},
		{"a text, in and", "", list(graph.KindAction, nested(query.And{query.Matches{Text: "raid"}}, sanction)),
			[]string{"db.index.fulltext.queryNodes"}},
		{"an episode, in and", "", list(graph.KindAction, nested(query.And{inTheRift}, sanction)), []string{"NodeUniqueIndexSeek"}},
		{"a place, in and", "", list(graph.KindAction, nested(query.And{query.InPlaces{"baku"}}, sanction)), []string{"NodeUniqueIndexSeek"}},
		{"what is owed", "", func(c *cypherBuilder) string {
			first := query.List{Order: query.Order{By: query.ByDate}, Page: query.Page{Limit: 9}}
			return c.findUnanswered(query.FindUnanswered{OwedBy: []string{"russia"}, List: first}, query.LoadSpec{}).text
		}, []string{"AWAITS(key, answered, earliest, latest, placeInDay, id)", "Limit: $p"}},
		{"a side of an exchange", "", func(c *cypherBuilder) string {
			text := c.findExchange(query.FindExchange{Between: "russia", And: "azerbaijan", List: page}, query.LoadSpec{}, query.LoadSpec{}).text
			_, arm, _ := strings.Cut(text, " UNION ") // that of replies, of the dated entries
			arm, _, _ = strings.Cut(arm, " UNION ")
			return "UNWIND [{actor: 'russia', key: 'russia>azerbaijan'}] AS s CALL (s) { " + arm + " } RETURN a, side"
		}, []string{"REPLY_LEDGER(key, earliest, latest, placeInDay, id)", "PartialTop"}},
		{"counts", "", func(c *cypherBuilder) string {
			return c.findCounts(query.FindCounts{Dyads: []query.Dyad{{By: "russia", At: "azerbaijan"}}, Every: query.Monthly}, query.LoadSpec{}).text
		}, []string{"ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)", "cache[l.points]"}},
		{"acts at risk", "", func(c *cypherBuilder) string {
			return c.findResponseTimes(query.FindResponseTimes{By: []string{"russia"}, To: []string{"azerbaijan"}, Types: []string{"REQUEST"},
				Since: "2025-06-01", AsOf: "2025-12-31"}).text
		}, []string{"ON_LEDGER(key, earliest, latest, placeInDay, id, quadClass, points, part)", "ON_LEDGER(key, undated, id)"}},
		{"chain", "", func(c *cypherBuilder) string {
			p := c.findChain(query.FindChain{Action: "protest-note", Direction: query.Triggers, MaxDepth: 9, MaxNodes: 9}, query.LoadSpec{})
			_, walk, _ := strings.Cut(p.text, " UNION ")
			walk, _, _ = strings.Cut(walk, " } WITH x, min(d)")
			return "MATCH (a:Action {id: 'protest-note'}) " + walk
		}, []string{"VarLengthExpand(Pruning,BFS"}},
	} {
		for through, l := range lenses {
			comp := newCypherBuilder()
			comp.through(l)
			text := c.text(comp)
			name, drawn := c.name+", "+through, explain(t, s, c.before+text, comp.params)
			for _, w := range c.want {
				if !strings.Contains(drawn, w) {
					t.Errorf("%s: no %s in\n%s\n%s", name, w, drawn, text)
				}
			}
			if slices.Contains(c.want, "Limit: $p") && c.before != "" && strings.Contains(drawn, "Top") {
				t.Errorf("%s: it sorts in\n%s\n%s", name, drawn, text)
			}
			for _, forbidden := range []string{"AllNodesScan", "NodeByLabelScan", "TypeScan", "AllRelationshipsScan", "CartesianProduct"} {
				if strings.Contains(drawn, forbidden) {
					t.Errorf("%s: %s in\n%s\n%s", name, forbidden, drawn, text)
				}
			}
		}
	}
}

// explain draws the plan of a statement.
func explain(t *testing.T, s *Store, text string, params map[string]any) string {
	t.Helper()
	plan, err := s.explainText(t.Context(), text, params)
	if err != nil {
		t.Fatal(text, err)
	}
	return plan
}

// TestHints holds the hints in statements to the indexes that there are: Neo4j only warns of one that it has not.
func TestHints(t *testing.T) {
	key := query.Attributed{Keys: []string{"russia>"}}
	dated := query.List{Order: query.Order{By: query.ByDate}, Page: page(9), Total: true}
	onKey := dated
	onKey.Where = key
	have := strings.Join(schema(), "\n")
	hint := regexp.MustCompile(`USING INDEX (?:SEEK )?\w+:(\w+)\(([^)]*)\)`)
	seen := map[string]bool{}
	for _, find := range []query.Find{query.FindStats{}, query.FindCounts{Dyads: []query.Dyad{{By: "russia", At: "azerbaijan"}},
		Since: "2025-01-01", Replies: true},
		query.FindCounts{Replies: true}, query.FindExchange{Between: "a", And: "b", List: dated, Sides: true}, query.FindUnanswered{List: dated},
		query.FindAntecedents{Limit: 1}, query.FindResponseTimes{By: []string{"russia"}, AsOf: "2025-12-31", MaxActs: 9},
		query.FindList{Kind: graph.KindAction, List: dated}, query.FindList{Kind: graph.KindAction, List: onKey},
		query.FindList{Kind: graph.KindResponse, List: onKey},
		query.FindList{Kind: graph.KindActor, List: query.List{Order: query.Order{By: query.ByName},
			Page: page(9)}}, query.FindList{Kind: graph.KindActor, List: query.List{Page: page(9)}}} {
		p, err := build(&query.Query{Find: find})
		if err != nil {
			t.Fatalf("%T: %v", find, err)
		}
		for _, m := range hint.FindAllStringSubmatch(p.text, -1) {
			seen[m[1]+" "+m[2]] = true
		}
	}
	for on := range seen {
		label, props, _ := strings.Cut(on, " ")
		list := strings.ReplaceAll(props, ", ", `, \w\.`)
		if !regexp.MustCompile(`(?m)^.*:` + label + `\b.* (ON|REQUIRE) \(?\w\.` + list + `(\)| IS UNIQUE)$`).MatchString(have) {
			t.Errorf("no index on %s", on)
		}
	}
	if len(seen) < 9 {
		t.Error(seen)
	}
}
