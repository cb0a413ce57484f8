package resolvers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/demarche-graph/demarche/graph/query"
)

// nested puts a selection into so many inline fragments, each in the other.
func nested(n int, selection string) string {
	return strings.Repeat("... { ", n) + selection + strings.Repeat(" }", n)
}

// twice is a chain of so many fragments, each of which spreads the next one twice; the first is F0.
func twice(n int, on, selection string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on %s { ...F%d ...F%d }", i, on, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on %s { %s }", n, on, selection)
	return b.String()
}

func TestFragmentsInFragments(t *testing.T) {
	const refused = `"code":"TOO_COMPLEX"`
	for _, c := range []struct{ name, question, want string }{
		{"eight around a root field are answered", "{ " + nested(8, "stats { undatedCount }") + " }", `{"data":{"stats":{"undatedCount":0}}}`},
		{"nine around a root field are refused", "{ " + nested(9, "stats { undatedCount }") + " }", refused},
		{"forty around a root field are refused at once", "{ " + nested(40, "stats { undatedCount }") + " }", refused},
		{"forty named ones around a root field are refused at once", "{ ...F0 }" + twice(40, "Query", "stats { undatedCount }"), refused},
		{"of two branches the deeper one counts", "{ " + nested(2, "__typename") + nested(9, "__typename") + " }", refused},
		{"in introspection they add up from field to field",
			"{ __schema { " + nested(5, "queryType { "+nested(5, "name")+" }") + " } }", refused},
		{"around __typename they count", "{ " + nested(9, "__typename") + " }", refused},
		{"below a root field there may be many", `{ actor(id: "a") { ` + nested(200, "id") + ` } }`, `{"data":{"actor":null}}`},
		{"a root field starts anew", "{ " + nested(8, `actor(id: "a") { `+nested(8, "id")+" }") + " }", `{"data":{"actor":null}}`},
		{"each is opened once, however often it is spread", `{ actor(id: "a") { ...F0 } }` + twice(60, "Actor", "id"), `{"data":{"actor":null}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &fakeReader{answer: &query.Answer{Items: []*query.Item{nil}, Stats: &query.Stats{}}}
			begun := time.Now()
			if got := post(t, r, c.question, nil); !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
