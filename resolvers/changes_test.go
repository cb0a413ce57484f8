package resolvers

import "testing"

// What the log has to be read for is estimated before anything runs: a page costs its changes, a filter all lists of the log, and a
// history with edges all edges of a node.
func TestCostOfTheLog(t *testing.T) {
	cost := func(document string) int64 {
		t.Helper()
		o, errs := New(nothingFound()).Prepare(t.Context(), Request{Query: "{ " + document + " }"})
		if errs != nil {
			t.Fatal(errs)
		}
		return o.Cost
	}
	const shown = " { nodes { id } }"
	ten, hundred := cost("changes(first: 10)"+shown), cost("changes(first: 100)"+shown)
	if ten <= 10 || hundred != 10*ten {
		t.Errorf("ten changes cost %d, a hundred %d", ten, hundred)
	}
	if filtered := cost("changes(first: 10, filter: {kind: [ACTION]})" + shown); filtered <= ten {
		t.Errorf("ten among all cost %d, which is no more than the first ten", filtered)
	}
	one := cost(`history(id: "a", first: 10)` + shown)
	if edges := cost(`history(id: "a", first: 10, edges: true)` + shown); one != ten || edges <= one {
		t.Errorf("a history costs %d, with edges %d", one, edges)
	}
	if both := cost("revision changes(first: 10)" + shown + " stats { revision }"); both <= ten {
		t.Errorf("two more questions cost nothing: %d", both)
	}
	if e := failureOf(t, nothingFound(), "{ revision }", nil); e.Extensions.Code != CodeInternal {
		t.Errorf("a store without a log: %+v", e)
	}
}
