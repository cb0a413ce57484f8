// Package query is what may be asked of the graph: a whole question as a value (Query), the conditions that narrow it
// (Pred), the lists and pages that come back (Answer), and the contract of a store that answers it (Reader). It knows the
// model, and nothing about GraphQL, about statements or about how facts come in.
//
// A Query says where to start (its Find), which values to read of what is found (its Projection), and which relations to
// load with each item, at any depth (its Includes). A store answers all of it in one call of Fetch. This asks for
// the ten latest actions of Russia, each with its title and those that it responds to:
//
//	respondsTo := &query.Include{
//		Relation: graph.RelationOf(graph.KindAction, "respondsTo"),
//		List:     query.List{Page: query.Page{Limit: 20}},
//	}
//	q := &query.Query{
//		Find: query.FindList{Kind: graph.KindAction, List: query.List{
//			Where: query.Attributed{Keys: []string{graph.AttributionKey("russia", "")}},
//			Order: query.Order{By: query.ByDate, Desc: true},
//			Page:  query.Page{Limit: 10},
//		}},
//		Includes: []*query.Include{respondsTo},
//	}
//	answer, err := reader.Fetch(ctx, q)
//	title := answer.Items[0].Text("title")
//	links := answer.Items[0].Related[0].Items // in the order of Includes
//
// Find and Pred are closed sets: a new one is a type here, and the linter then names every switch that lacks it. The
// values of an item stand in the order of Columns of its kind.
package query
