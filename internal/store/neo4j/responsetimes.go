package neo4j

import (
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// findResponseTimes reads the acts at risk a from the attribution, the dated ones up to the day that is asked about and those without
// a date, and of each what answers it b, by a link r.
func (c *cypherBuilder) findResponseTimes(f query.FindResponseTimes) *statement {
	asOf, direct, ofType := c.day(f.AsOf), "", ""
	if f.Direct {
		direct = "l.direct"
	}
	if len(f.Types) > 0 {
		ofType = "a.type IN " + c.param(f.Types)
	}
	acts := func(by map[string]seek, when ...string) string {
		hint, indexed := by[attributionLabel].of("l")
		return "MATCH (a)-[l:" + attributionLabel + "]->()" + hint +
			where(append(when, "l.key = key", indexed, direct, ofType, c.stands("a"))...) + " RETURN a"
	}
	asked := ""
	if f.Since != "" || f.Until != "" {
		asked = c.overlaps("l.earliest", "l.latest", query.Overlaps{Since: f.Since, Until: f.Until})
	}
	text := fmt.Sprintf("RETURN COLLECT { UNWIND %s AS key CALL (key) { %s UNION ALL %s } WITH DISTINCT a LIMIT %s CALL (a) { %s } "+
		"RETURN [a.id, a.earliest, a.latest, answerEarliest, answerLatest, undated] } AS waits",
		c.param(f.ActKeys()), acts(byDate, "l.earliest <= "+asOf, asked), acts(anyDate, "l.undated = true"),
		c.param(f.MaxActs+1), c.firstAnswers(f, asOf))
	return &statement{text: text, read: func(r *neo4j.Record) (*query.Answer, error) {
		a := &query.Answer{Items: []*query.Item{}, Total: -1, Waits: readWaits(r.Values[0])}
		return a, f.CheckFound(len(a.Waits))
	}}
}

// firstAnswers are the days by which an act a was first answered, and how many of its answers have none.
func (c *cypherBuilder) firstAnswers(f query.FindResponseTimes, asOf string) string {
	mode, by := "", ""
	if len(f.Modes) > 0 {
		mode = "r.mode IN " + c.param(f.Modes)
	}
	if keys := f.AnswerKeys(); keys != nil {
		direct := ""
		if f.Direct {
			direct = "o.direct"
		}
		by = "EXISTS { MATCH (b)-[o:" + attributionLabel + "]->()" + where("o.key IN "+c.param(keys), direct) + " }"
	}
	return "MATCH (a)<-[r:" + string(graph.RespondsTo) + "]-(b:Action)" +
		where("(b.earliest IS NULL OR b.earliest <= "+asOf+")", mode, by, c.stands("r"), c.stands("b")) +
		" RETURN min(b.earliest) AS answerEarliest, min(b.latest) AS answerLatest, count(b) - count(b.earliest) AS undated"
}

// readWaits reads the rows of the acts at risk.
func readWaits(rows any) []query.Wait {
	list, _ := rows.([]any)
	out := make([]query.Wait, 0, len(list))
	for _, row := range list {
		v, _ := row.([]any)
		if len(v) < 6 {
			continue
		}
		day := func(i int) graph.Day { return graph.Day(textOf(value(v[i]))) }
		out = append(out, query.Wait{Action: textOf(v[0]), Earliest: day(1), Latest: day(2), AnswerEarliest: day(3), AnswerLatest: day(4),
			UndatedAnswers: intOf(v[5])})
	}
	query.SortWaits(out)
	return out
}
