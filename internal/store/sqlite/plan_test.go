package sqlite

import (
	"regexp"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// TestPlans holds the dear questions to the plans that make them cheap: a search in the order of the
// page, never a scan of a table or a full sort.
func TestPlans(t *testing.T) {
	s := open(t)
	dated := query.List{Order: query.Order{By: query.ByDate, Desc: true}, Page: query.Page{Limit: 20,
		Cursor: &query.Cursor{Order: query.ByDate, Desc: true, Keys: []string{"2025-06-27", "2025-06-28"}, ID: "x"}}}
	list := func(k graph.Kind, where query.Pred) func(*sqlBuilder) string {
		return func(c *sqlBuilder) string {
			l := dated
			l.Where = where
			return c.listRows(query.FindList{Kind: k, List: l}).page(l, "")
		}
	}
	scan := regexp.MustCompile(`SCAN (\w+)`)
	for _, c := range []struct {
		name string
		text func(*sqlBuilder) string
		want []string
		sort bool // by the last term, within a day
	}{
		{"a dyad", list(graph.KindAction, query.Attributed{Keys: []string{"russia>azerbaijan"}}),
			[]string{"l1 USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,id)<(?,?,?))",
				"l1 USING PRIMARY KEY (key=? AND earliest=? AND latest=?)"}, false},
		{"several keys", list(graph.KindAction, query.Attributed{Keys: []string{"russia>", ">russia"}}),
			[]string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,id)<(?,?,?))"}, true},
		{"a dyad, narrowed", list(graph.KindAction, query.And{query.Attributed{Keys: []string{"russia>azerbaijan"}},
			query.Overlaps{Since: "2025-01-01"}, query.In{Prop: "type", Values: []string{"COERCE"}}}),
			[]string{"USING PRIMARY KEY (key=?", "USING INTEGER PRIMARY KEY (rowid=?)"}, false},
		{"replies", list(graph.KindResponse, query.Attributed{Keys: []string{"russia>azerbaijan"}}),
			[]string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,id)<(?,?,?))"}, false},
		{"actions", list(graph.KindAction, nil), []string{"INDEX action_date"}, false},
		{"in an episode", list(graph.KindAction, query.Related{Relation: rel(t, graph.KindAction, "episodes"), Where: query.IDIn{"e"}}),
			[]string{"edge_dst (dst=? AND label=?)"}, true},
		{"an actor's actions", func(c *sqlBuilder) string {
			w := &query.Include{Relation: rel(t, graph.KindActor, "actions"), List: dated}
			rows := start(c, w).page(w.List, "")
			return "SELECT * FROM json_each('[1]') j CROSS JOIN json_each((SELECT json_group_array(r) FROM (" + rows + "))) p"
		}, []string{"USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest,id)<(?,?,?))"}, false},
		{"performers", func(c *sqlBuilder) string {
			r := start(c, &query.Include{Relation: rel(t, graph.KindAction, "performers")})
			r.from = append([]string{"json_each('[1]') j"}, r.from...)
			return r.text(strings.Join(r.columns(query.LoadSpec{}), ", "))
		}, []string{"edge_dst (dst=? AND label=?)", "USING INTEGER PRIMARY KEY (rowid=?)"}, false},
		{"participants", func(c *sqlBuilder) string {
			r := start(c, &query.Include{Relation: rel(t, graph.KindAction, "participants")})
			r.from = append([]string{"json_each('[1]') j"}, r.from...)
			return r.text(strings.Join(r.columns(query.LoadSpec{}), ", "))
		}, []string{"MULTI-INDEX OR"}, false},
		{"an exchange", func(c *sqlBuilder) string {
			return newExchange(c, query.FindExchange{Between: "russia", And: "azerbaijan"}).page(dated)
		}, []string{"l USING PRIMARY KEY (key=? AND earliest>? AND (earliest,latest)<(?,?))"}, true},
	} {
		comp := &sqlBuilder{}
		text := c.text(comp)
		rows, err := s.reading.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, comp.args...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, text)
		}
		var plan string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan += detail + "\n"
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		for _, w := range c.want {
			if !strings.Contains(plan, w) {
				t.Errorf("%s: no %q in\n%s", c.name, w, plan)
			}
		}
		for _, m := range scan.FindAllString(plan, -1) {
			if regexp.MustCompile(`SCAN ([nse]\d+|edge|ledger|l)$`).MatchString(m) && c.name != "actions" {
				t.Errorf("%s: %s in\n%s", c.name, m, plan)
			}
		}
		if !c.sort && strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: sorts in\n%s", c.name, plan)
		}
	}
}
