package resolvers

import (
	"encoding/json"
	"testing"
)

func TestKeysTellRequestsApart(t *testing.T) {
	of := func(query, name, variables string) Key {
		r := Request{Query: query, OperationName: name}
		if err := json.Unmarshal([]byte(variables), &r.Variables); err != nil {
			t.Fatal(err)
		}
		return r.Key()
	}
	one := of("{a}", "", `{"a": 1, "b": {"c": [1, 2], "d": null}}`)
	if of("{a}", "", `{"b": {"d": null, "c": [1, 2]}, "a": 1}`) != one {
		t.Error("the order of variables matters")
	}
	if of("{a}", "", "null") != of("{a}", "", "{}") {
		t.Error("no variables differ from none")
	}
	seen := map[Key]string{one: "the first", Request{Query: "{a}", Admin: true}.Key(): "an admin"}
	for _, r := range [][3]string{
		{"{a}", "", `{"a": 1, "b": {"c": [2, 1], "d": null}}`}, {"{a}", "", `{"a": 1, "b": {"c": [1, 2]}}`},
		{"{a}", "", `{"a": "1", "b": {"c": [1, 2], "d": null}}`}, {"{a}", "", "null"}, {"{b}", "", "null"}, {"{a}", "n", "null"},
		{"{a}n", "", "null"}, {"", "{a}", "null"}, {"{a}", `{"a":1}`, "null"}, {"{a}", "", `{"a":1}`},
		{"query ($d: Day) @lens(knownOn: $d) {a}", "", `{"d":"2025-07-01"}`},
		{"query ($d: Day) @lens(knownOn: $d) {a}", "", `{"d":"2025-07-02"}`},
	} {
		k := of(r[0], r[1], r[2])
		if other, known := seen[k]; known {
			t.Errorf("%q has the key of %s", r, other)
		}
		seen[k] = r[0] + r[1] + r[2]
	}
}
