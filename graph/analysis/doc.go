// Package analysis is what is worked out from answers, in plain Go and without another question: the cascades that
// actions set off, the camps that claims fall into, counts by interval. It knows the model and the answers, and no
// store.
//
//	answer, err := reader.Fetch(ctx, &query.Query{Find: query.FindSubgraph{Around: []string{"crisis"}, Depth: 1, MaxNodes: 500}})
//	for _, c := range analysis.Cascades(actions, links) {
//		fmt.Println(actions[c.Root].Text("title"), c.Length, c.Escalation)
//	}
package analysis
