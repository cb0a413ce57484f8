// Package analysis computes from answers, in plain Go and without another question: the cascades of actions and their
// responses (Cascades), the camps of the claims about an action (AccountsOf), counts by interval and by dyad (Buckets,
// SumByDyad), how long acts wait for an answer (ResponseTimesOf). It knows the model and the answers, and neither a store nor GraphQL.
//
// A question includes what the analysis reads. This example finds the camps of the claims about a raid:
//
//	claims := &query.Include{Relation: graph.RelationOf(graph.KindAction, "claims"), List: query.List{Page: query.Page{Limit: 500}}}
//	for _, name := range []string{"by", "supports", "contradictions"} {
//		claims.Includes = append(claims.Includes, &query.Include{Relation: graph.RelationOf(graph.KindClaim, name)})
//	}
//	claims.Includes[1].Page.Limit = 500 // supports is a connection; the other two are plain lists
//	answer, err := reader.Fetch(ctx, &query.Query{Find: query.FindNodes{IDs: []string{"raid"}}, Includes: []*query.Include{claims}})
//	accounts := analysis.AccountsOf(answer.Items[0].Related[0].Items, analysis.ClaimRelations{By: 0, Supports: 1, Contradictions: 2})
//	for _, camp := range accounts.Camps {
//		fmt.Println(len(camp.Claims), "claims, held by", camp.Holders[0].Text("name"))
//	}
package analysis
