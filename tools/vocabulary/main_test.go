package main

import (
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func TestWrite(t *testing.T) {
	colours := graph.Vocabulary{Name: "Colour", Terms: []graph.Term[string, string]{
		{Name: "RED", Description: "Red."}, {Name: "BLUE", Description: "Blue."},
	}}
	for name, c := range map[string]struct{ before, want, fault string }{
		"an empty enum is filled": {before: "enum Colour {\n}\n", want: "enum Colour {\n  \"Red.\"\n  RED\n  \"Blue.\"\n  BLUE\n}\n"},
		"directives stay, and so does all else": {
			before: "enum Size {\n  BIG\n}\n\nenum Colour {\n  GREEN\n" +
				"  \"Old.\"\n  BLUE @deprecated(reason: \"Cold.\")\n}\n\ntype X { c: Colour }\n",
			want: "enum Size {\n  BIG\n}\n\nenum Colour {\n  \"Red.\"\n  RED\n  \"Blue.\"\n  BLUE @deprecated(reason: \"Cold.\")\n}\n\n" +
				"type X { c: Colour }\n",
		},
		"a missing enum is asked for": {before: "enum Size {\n  BIG\n}\n", fault: "`enum Colour {`"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := write(c.before, colours)
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) {
					t.Fatalf("error %v, want one that has %q", err, c.fault)
				}
				return
			}
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}
