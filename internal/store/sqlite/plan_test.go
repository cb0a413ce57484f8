package sqlite

import (
	"regexp"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
	"github.com/demarche-graph/demarche/internal/plan"
)

// TestPlans holds the dear questions to the plans that make them cheap: a search in the order of the
// page, never a scan of a table or a full sort.
func TestPlans(t *testing.T) { testPlans(t, nil) }

// TestPlansThroughALens: the same indexes are sought in.
func TestPlansThroughALens(t *testing.T) {
	testPlans(t, &query.Lens{KnownOn: "2025-07-02", Basis: []string{"EXPLICIT"}, Datasets: []string{"d"}})
	testPlans(t, &query.Lens{Without: query.IDIn{"s"}, Sources: &query.LensSources{
		Left: query.Members{Except: true, Texts: []string{"s"}}, Standing: query.Members{Texts: []string{"1 r"}},
	}})
}

func testPlans(t *testing.T, through *query.Lens) {
	t.Helper()
	s := open(t)
	dated := query.List{Order: query.Order{By: query.ByDate, Desc: true}, Page: query.Page{Limit: 20,
		Cursor: &query.Cursor{Order: query.ByDate, Desc: true, Keys: []string{"2025-06-27", "2025-06-28", ""}, ID: "x"}}}
	list := func(k graph.Kind, where query.Pred) func(*sqlBuilder) string {
		return func(c *sqlBuilder) string {
			l := dated
			l.Where = where
			p := plan.ListOf(k, l)
			return c.listRows(p).page(p, "")
		}
	}
	dyad, sanction := query.Attributed{Keys: []string{"russia>azerbaijan"}}, query.In{Prop: "type", Values: []string{"SANCTION"}}
	many := []string{"russia>", ">russia", "azerbaijan>"}
	sought := []string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay,id)<(?,?,?,?))"}
	scan := regexp.MustCompile(`SCAN (\w+)`)
	for _, c := range []struct {
		name string
		text func(*sqlBuilder) string
		want []string
		sort bool // by the last term, within a day
	}{
		{"a dyad", list(graph.KindAction, query.Attributed{Keys: []string{"russia>azerbaijan"}}),
			[]string{"l1 USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay,id)<(?,?,?,?))",
				"l1 USING PRIMARY KEY (key=? AND earliest=? AND latest=? AND placeInDay=?)"}, false},
		{"several keys", list(graph.KindAction, query.Attributed{Keys: []string{"russia>", ">russia"}}),
			[]string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay,id)<(?,?,?,?))"}, true},
		{"a dyad, narrowed", list(graph.KindAction, query.And{query.Attributed{Keys: []string{"russia>azerbaijan"}},
			query.Overlaps{Since: "2025-01-01"}, query.In{Prop: "type", Values: []string{"COERCE"}}}),
			[]string{"USING PRIMARY KEY (key=?", "USING INTEGER PRIMARY KEY (rowid=?)"}, false},
		{"replies", list(graph.KindResponse, query.Attributed{Keys: []string{"russia>azerbaijan"}}),
			[]string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay,id)<(?,?,?,?))"}, false},
		{"actions", list(graph.KindAction, nil), []string{"INDEX action_date"}, false},
		{"in an episode", list(graph.KindAction, query.Related{Relation: rel(t, graph.KindAction, "episodes"), Where: query.IDIn{"e"}}),
			[]string{"edge_dst (dst=? AND label=?)"}, true},
		{"a dyad, in and", list(graph.KindAction, query.And{query.And{dyad}, sanction}), sought, false},
		{"a dyad, in an or of one", list(graph.KindAction, query.And{query.Or{dyad}, sanction}), sought, false},
		{"a dyad, in not not", list(graph.KindAction, query.And{query.Not{Pred: query.Not{Pred: dyad}}, sanction}), sought, false},
		{"replies, in and", list(graph.KindResponse, query.And{query.And{dyad}}), sought, false},
		{"a text, in and", list(graph.KindAction, query.And{query.And{query.Matches{Text: "raid"}}, sanction}),
			[]string{"VIRTUAL TABLE INDEX"}, true},
		{"a place, in and", list(graph.KindAction, query.And{query.And{query.InPlaces{"baku"}}, sanction}),
			[]string{"edge_dst (dst=? AND label=?)"}, true},
		{"of none of many sides", list(graph.KindAction, query.Not{Pred: query.Attributed{Keys: many}}),
			[]string{"ledger_action (action=?)"}, false},
		{"answers of none of many", list(graph.KindResponse, query.Not{Pred: query.Attributed{Keys: many}}),
			[]string{"replies_response (response=?)"}, true},
		{"claims of none of many", list(graph.KindClaim, query.And{query.IDIn{"c"}, query.Not{Pred: query.Attributed{Keys: many}}}),
			[]string{"held_claim (claim=?)"}, true},
		{"an actor's actions", func(c *sqlBuilder) string {
			x := batchOf(rel(t, graph.KindActor, "actions"), dated)
			return "SELECT * FROM json_each('[1]') j CROSS JOIN json_each((SELECT json_group_array(r) FROM (" + x.start(c).page(x.plan, "") + "))) p"
		}, []string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay,id)<(?,?,?,?))"}, false},
		{"performers", func(c *sqlBuilder) string {
			r := batchOf(rel(t, graph.KindAction, "performers"), query.List{}).start(c)
			r.from = append([]string{"json_each('[1]') j"}, r.from...)
			return r.text(strings.Join(r.columns(query.LoadSpec{}), ", "))
		}, []string{"edge_dst (dst=? AND label=?)", "USING INTEGER PRIMARY KEY (rowid=?)"}, false},
		{"participants", func(c *sqlBuilder) string {
			r := batchOf(rel(t, graph.KindAction, "participants"), query.List{}).start(c)
			r.from = append([]string{"json_each('[1]') j"}, r.from...)
			return r.text(strings.Join(r.columns(query.LoadSpec{}), ", "))
		}, []string{"MULTI-INDEX OR"}, false},
		{"an exchange", func(c *sqlBuilder) string {
			return newExchange(c, query.FindExchange{Between: "russia", And: "azerbaijan"}).page(plan.ListOf(graph.KindEntry, dated))
		}, []string{"l USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,placeInDay)<(?,?,?))"}, true},
		{"acts at risk", func(c *sqlBuilder) string {
			return actsAtRisk(c, query.FindResponseTimes{By: []string{"russia"}, To: []string{"azerbaijan"}, Types: []string{"REQUEST"},
				Since: "2025-06-01", AsOf: "2025-12-31"})
		}, []string{"SEARCH l USING PRIMARY KEY (key=?", " USING INTEGER PRIMARY KEY (rowid=?)"}, true}, // each act once
		{"first answers", func(c *sqlBuilder) string {
			find := query.FindResponseTimes{By: []string{"russia"}, Modes: []string{"COMPLY"}, AsOf: "2025-12-31"}
			return "SELECT count(*) " + firstAnswers(c, find, "(SELECT 1 AS pk UNION SELECT 2)")
		}, []string{"SEARCH e USING INDEX edge_dst (dst=? AND label=?)", " USING INTEGER PRIMARY KEY (rowid=?)",
			"ledger_action (action=? AND key=?)"}, true},
	} {
		comp := &statement{sqlBuilder: &sqlBuilder{lens: through}}
		text := c.text(comp.sqlBuilder)
		comp.arms = []arm{{rest: text}}
		comp.addViews()
		if through != nil {
			text = "WITH " + strings.Join(comp.with, ", ") + " " + text
		}
		rows, err := s.current.reading.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, comp.args...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, text)
		}
		plan, err := planText(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range c.want {
			if through != nil { // the tables have the names that the views give them
				w = strings.TrimPrefix(strings.TrimPrefix(w, "l1 "), "l ")
			}
			if !strings.Contains(plan, w) {
				t.Errorf("%s: no %q in\n%s", c.name, w, plan)
			}
		}
		for _, m := range scan.FindAllString(plan, -1) {
			if regexp.MustCompile(`SCAN ([nse]\d+|edge|ledger|l)$`).MatchString(m) && c.name != "actions" {
				t.Errorf("%s: %s in\n%s", c.name, m, plan)
			}
		}
		// Who it is that evidence is attributed to, as far as it is left, is found by a short list of its own.
		if sorts := strings.ReplaceAll(plan, "TEMP B-TREE FOR DISTINCT", ""); !c.sort && strings.Contains(sorts, "TEMP B-TREE") {
			t.Errorf("%s: sorts in\n%s", c.name, plan)
		}
	}
}

// batchOf is a relation of some things, with a list.
func batchOf(r *graph.Relation, l query.List) *relationBatch {
	return &relationBatch{Include: &query.Include{Relation: r, List: l}, plan: plan.RelatedListOf(r, l)}
}
