package neo4j

import (
	"context"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/internal/plan"
)

// directed are the edges from an action to those at whom it is directed.
const directed = string(graph.Targets) + "|" + string(graph.AddressedTo)

// perKind joins a branch for each node kind, each a seek in that kind's own index.
func perKind(branch func(graph.Kind) string) string {
	var parts []string
	for _, k := range graph.NodeKinds {
		parts = append(parts, branch(k))
	}
	return strings.Join(parts, " UNION ALL ")
}

// Texts of the reads of a transaction, which are the same each time.
var (
	kindsText = perKind(func(k graph.Kind) string {
		return fmt.Sprintf("UNWIND $ids AS id MATCH (n:%s {id: id}) RETURN DISTINCT id, '%s' AS kind", k, k)
	})
	statedText = perKind(func(k graph.Kind) string {
		return fmt.Sprintf("UNWIND $ids AS id MATCH (n:%s {id: id}) RETURN n.id AS id, n.stated AS stated", k)
	})
	edgesAtText = perKind(func(k graph.Kind) string {
		return fmt.Sprintf("UNWIND $ids AS id MATCH (n:%s {id: id})-[r]-() WHERE type(r) IN $labels "+
			"RETURN type(r) AS label, startNode(r).id AS start, endNode(r).id AS end", k)
	})
)

// kindsFrom reads rows of [id, kind].
func kindsFrom(records []*neo4j.Record) map[string]graph.Kind {
	kinds := map[string]graph.Kind{}
	for _, r := range records {
		kinds[textOf(r.Values[0])] = graph.Kind(textOf(r.Values[1]))
	}
	return kinds
}

// Stored implements ingest.Tx.
func (t *transaction) Stored(ctx context.Context, refs []graph.Ref) (map[string]ingest.Stored, error) {
	out := map[string]ingest.Stored{}
	var ids []string
	edges := map[graph.EdgeKind][]any{}
	for _, r := range refs {
		if r.Edge == "" {
			ids = append(ids, r.ID)
		} else {
			edges[r.Edge] = append(edges[r.Edge], map[string]any{"from": r.From, "to": r.To})
		}
	}
	take := func(query string, params map[string]any) error {
		records, err := t.run(ctx, query, params)
		if err != nil {
			return err
		}
		for _, r := range records {
			statements, err := statementsOf(textOf(r.Values[1]))
			if err != nil {
				return err
			}
			out[textOf(r.Values[0])] = ingest.Stored{Statements: statements}
		}
		return nil
	}
	if len(ids) > 0 {
		if err := take(statedText, map[string]any{"ids": ids}); err != nil {
			return nil, err
		}
	}
	for _, row := range graph.EdgeTypes {
		if len(edges[row.Label]) == 0 {
			continue
		}
		if err := take(eachEdge(row)+" RETURN r.id, r.stated", map[string]any{"rows": edges[row.Label]}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// eachEdge finds the relationships r of a label whose ends $rows name. Where only one kind can be at the end, the statement
// finds both ends first, and Neo4j then expands from the one with fewer relationships; from a busy actor alone it would read
// all of its relationships for every row (measured: 9 s against 0.2 for 2,000 rows of PERFORMED). CALL keeps the server from a
// plan that starts elsewhere, which it would choose and cache while the graph is small.
func eachEdge(t graph.EdgeType) string {
	if len(t.To) > 1 {
		return fmt.Sprintf("UNWIND $rows AS row MATCH (a:%s {id: row.from})-[r:%s]->(b) WHERE b.id = row.to", t.From[0], t.Label)
	}
	return fmt.Sprintf("UNWIND $rows AS row MATCH (a:%s {id: row.from}) MATCH (b:%s {id: row.to}) "+
		"CALL (a, b) { MATCH (a)-[r:%s]->(b) RETURN r }", t.From[0], t.To[0], t.Label)
}

// edgeLabels are the types of relationships that are edges of the graph.
func edgeLabels() []string {
	var labels []string
	for _, t := range graph.EdgeTypes {
		labels = append(labels, string(t.Label))
	}
	return labels
}

// sizeText reads the counts of labels and types that Neo4j keeps, so it costs nothing.
var sizeText = func() string {
	nodes := perKind(func(k graph.Kind) string { return fmt.Sprintf("MATCH (n:%s) RETURN count(n) AS n", k) })
	return nodes + " UNION ALL MATCH ()-[r:" + strings.Join(edgeLabels(), "|") + "]->() RETURN count(r) AS n"
}()

// Size implements ingest.Tx.
func (t *transaction) Size(ctx context.Context) (int, error) {
	records, err := t.run(ctx, sizeText, nil)
	size := 0
	for _, r := range records {
		size += intOf(r.Values[0])
	}
	return size, err
}

// Kinds implements ingest.Tx.
func (t *transaction) Kinds(ctx context.Context, ids []string) (map[string]graph.Kind, error) {
	records, err := t.run(ctx, kindsText, map[string]any{"ids": ids})
	return kindsFrom(records), err
}

// EdgesAt implements ingest.Tx.
func (t *transaction) EdgesAt(ctx context.Context, ids []string) ([]graph.Ref, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	records, err := t.run(ctx, edgesAtText, map[string]any{"ids": ids, "labels": edgeLabels()})
	seen := map[graph.Ref]bool{}
	var out []graph.Ref
	for _, r := range records {
		ref := graph.Ref{Edge: graph.EdgeKind(textOf(r.Values[0])), From: textOf(r.Values[1]), To: textOf(r.Values[2])}
		if !seen[ref] {
			seen[ref] = true
			out = append(out, ref)
		}
	}
	return out, err
}

// citingText reads all evidence, and the status history of actions, whose texts end with their sources.
var citingText = func() string {
	named := func(v string) string {
		return fmt.Sprintf("any(x IN coalesce(%[1]s.evidenceSource, []) + coalesce(%[1]s.evidenceAttributedTo, []) WHERE x IN $ids)", v)
	}
	nodes := perKind(func(k graph.Kind) string {
		where := named("n")
		if plan.TypeOf(k, "statusHistory") == graph.PropHistory {
			where += " OR any(h IN coalesce(n.statusHistory, []) WHERE any(x IN split(h, ' ')[2..] WHERE x IN $ids))"
		}
		return fmt.Sprintf("MATCH (n:%s) WHERE %s RETURN n.id AS id LIMIT 1", k, where)
	})
	var labels []string
	for _, t := range graph.EdgeTypes {
		labels = append(labels, string(t.Label))
	}
	return nodes + " UNION ALL MATCH (a)-[r:" + strings.Join(labels, "|") + "]->(b) WHERE " + named("r") +
		" RETURN type(r) + ':' + a.id + ':' + b.id AS id LIMIT 1"
}()

// Citing implements ingest.Tx.
func (t *transaction) Citing(ctx context.Context, ids []string) (string, error) {
	records, err := t.run(ctx, citingText, map[string]any{"ids": nonNil(ids)})
	if err != nil || len(records) == 0 {
		return "", err
	}
	return textOf(records[0].Values[0]), nil
}

// Actors implements ingest.Tx.
func (t *transaction) Actors(ctx context.Context, ids, countries []string) ([]ingest.ActorFacts, error) {
	records, err := t.run(ctx, "UNWIND $ids AS id MATCH (a:Actor {id: id}) RETURN a.id AS id, a.kind AS kind, a.country AS country "+
		"UNION UNWIND $countries AS c MATCH (a:Actor {country: c}) RETURN a.id AS id, a.kind AS kind, a.country AS country",
		map[string]any{"ids": nonNil(ids), "countries": nonNil(countries)})
	var out []ingest.ActorFacts
	for _, r := range records {
		out = append(out, ingest.ActorFacts{ID: textOf(r.Values[0]), Kind: textOf(r.Values[1]), Country: textOf(r.Values[2])})
	}
	return out, err
}

// Ties implements ingest.Tx.
func (t *transaction) Ties(ctx context.Context, from, to []string) ([]ingest.TieFacts, error) {
	const give = " RETURN type(r) AS label, startNode(r).id AS start, endNode(r).id AS end, r.since AS since, r.until AS until"
	ties := joinKinds(graph.TieKinds())
	// Without the hints, a plan that the server cached while the graph was small would later scan all ties.
	records, err := t.run(ctx, "UNWIND $from AS id MATCH (a:Actor {id: id})-[r:"+ties+"]->() USING INDEX SEEK a:Actor(id)"+give+
		" UNION UNWIND $to AS id MATCH (a:Actor {id: id})<-[r:"+ties+"]-() USING INDEX SEEK a:Actor(id)"+give,
		map[string]any{"from": nonNil(from), "to": nonNil(to)})
	var out []ingest.TieFacts
	for _, r := range records {
		tie := ingest.TieFacts{Kind: graph.EdgeKind(textOf(r.Values[0])), From: textOf(r.Values[1]), To: textOf(r.Values[2])}
		if d, err := graph.ParseDate(textOf(r.Values[3])); err == nil {
			tie.SinceEarliest = d.Earliest
		}
		if d, err := graph.ParseDate(textOf(r.Values[4])); err == nil {
			tie.UntilLatest = d.Latest
		}
		out = append(out, tie)
	}
	return out, err
}

// ActionsOf implements ingest.Tx.
func (t *transaction) ActionsOf(ctx context.Context, actors []string) ([]string, error) {
	records, err := t.run(ctx, "UNWIND $ids AS id MATCH (x:Actor {id: id})-[:"+string(graph.Performed)+"]->(a) "+
		"USING INDEX SEEK x:Actor(id) RETURN a.id AS id UNION UNWIND $ids AS id MATCH (x:Actor {id: id})<-[:"+directed+"]-(a) "+
		"USING INDEX SEEK x:Actor(id) RETURN a.id AS id UNION UNWIND $ids AS id MATCH (x:Actor {id: id})-[:"+string(graph.SilentOn)+"]->(a) "+
		"USING INDEX SEEK x:Actor(id) RETURN a.id AS id",
		map[string]any{"ids": nonNil(actors)})
	return firstColumn(records), err
}

// ClaimsOf implements ingest.Tx.
func (t *transaction) ClaimsOf(ctx context.Context, actors, actions []string) ([]string, error) {
	records, err := t.run(ctx, "UNWIND $actors AS id MATCH (x:Actor {id: id})-["+heldEdges+"]-(c:Claim) "+
		"USING INDEX SEEK x:Actor(id) RETURN c.id AS id UNION UNWIND $actions AS id MATCH (x:Action {id: id})<-[:"+
		string(graph.MadeIn)+"]-(c:Claim) USING INDEX SEEK x:Action(id) RETURN c.id AS id",
		map[string]any{"actors": nonNil(actors), "actions": nonNil(actions)})
	return firstColumn(records), err
}

// heldEdges joins a claim with those who asserted it, and those on whose behalf it was.
const heldEdges = ":" + string(graph.Asserted) + "|" + string(graph.OnBehalfOf)

// Claims implements ingest.Tx.
func (t *transaction) Claims(ctx context.Context, ids []string) ([]ingest.ClaimFacts, error) {
	records, err := t.run(ctx, `UNWIND $ids AS id MATCH (c:Claim {id: id})
		RETURN c.id, COLLECT { MATCH (c)-[:`+string(graph.MadeIn)+`]->(a:Action) RETURN [a.id, a.earliest, a.latest] ORDER BY a.id },
		COLLECT { MATCH (c)-[`+heldEdges+`]-(x:Actor) RETURN DISTINCT x.id }`,
		map[string]any{"ids": nonNil(ids)})
	var out []ingest.ClaimFacts
	for _, r := range records {
		out = append(out, ingest.ClaimFacts{
			ID: textOf(r.Values[0]), MadeIn: occasionsOf(r.Values[1]), Holders: stringList(r.Values[2]),
		})
	}
	return out, err
}

// occasionsOf reads rows of [action, earliest, latest].
func occasionsOf(v any) []ingest.Occasion {
	rows, _ := v.([]any)
	var out []ingest.Occasion
	for _, row := range rows {
		r, _ := row.([]any)
		out = append(out, ingest.Occasion{
			ID: textOf(r[0]), Earliest: graph.Day(textOf(value(r[1]))), Latest: graph.Day(textOf(value(r[2]))),
		})
	}
	return out
}

// Actions implements ingest.Tx.
func (t *transaction) Actions(ctx context.Context, ids []string) ([]ingest.ActionFacts, error) {
	records, err := t.run(ctx, `UNWIND $ids AS id MATCH (a:Action {id: id}) RETURN DISTINCT a.id, a.type, a.earliest, a.latest,
		COLLECT { MATCH (a)<-[:`+string(graph.Performed)+`]-(x:Actor) RETURN x.id },
		COLLECT { MATCH (a)-[:`+directed+`]->(x:Actor) RETURN DISTINCT x.id },
		COLLECT { MATCH (a)-[:ADDRESSED_TO]->(x:Actor) RETURN x.id },
		COLLECT { MATCH (a)-[:RESPONDS_TO]->(x:Action) RETURN x.id },
		COLLECT { MATCH (a)<-[:RESPONDS_TO]-(x:Action) RETURN x.id },
		COLLECT { MATCH (a)<-[:RESPONDS_TO {mode: '`+string(graph.ModeExplain)+`'}]-(x:Action) RETURN x.id },
		COLLECT { MATCH (a)<-[s:SILENT_ON]-(x:Actor) RETURN [x.id, s.kind, s.asOfDay] }, a.placeInDay`, map[string]any{"ids": nonNil(ids)})
	var out []ingest.ActionFacts
	for _, r := range records {
		v := r.Values
		out = append(out, ingest.ActionFacts{
			ID: textOf(v[0]), Type: graph.ActionType(textOf(v[1])),
			Earliest: graph.Day(textOf(value(v[2]))), Latest: graph.Day(textOf(value(v[3]))),
			Performers: stringList(v[4]), Directed: stringList(v[5]), Addressees: stringList(v[6]),
			RespondsTo: stringList(v[7]), Responses: stringList(v[8]), Explanations: stringList(v[9]), Silences: silencesOf(v[10]),
			PlaceInDay: int64(intOf(v[11])),
		})
	}
	return out, err
}

// silencesOf reads rows of [actor, kind, day].
func silencesOf(v any) []ingest.SilenceFacts {
	rows, _ := v.([]any)
	var out []ingest.SilenceFacts
	for _, row := range rows {
		r, _ := row.([]any)
		out = append(out, ingest.SilenceFacts{Actor: textOf(r[0]), Kind: textOf(r[1]), Stated: graph.Day(textOf(value(r[2])))})
	}
	return out
}
