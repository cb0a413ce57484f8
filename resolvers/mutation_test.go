package resolvers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

// founded is an API that writes to a new store with the founding case.
func founded(t *testing.T) *API {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	files, _ := seed.Builtin("founding-case")
	batch, err := seed.Read(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), *batch); err != nil {
		t.Fatal(err)
	}
	a := New(s)
	a.LetWrite(Writing{Store: s, Author: func(context.Context) (string, error) { return "ada", nil }})
	return a
}

// answerOf is what a request is answered.
type answerOf struct {
	Data map[string]struct {
		Revision int64
		Changed  struct{ Added, Changed, Retracted, Unchanged int }

		Differences []struct {
			ID, Kind, Change string
			Fields           []struct {
				Name     string
				Old, New any
			}
		}
		Warnings  []struct{ Rule, Path string }
		NotStated []string
	}
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, Rule, Path, Remedy string
			Revision                 int64
		}
	}
}

// codes are the errors as CODE RULE PATH.
func (a answerOf) codes() (out []string) {
	for _, e := range a.Errors {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Extensions.Code, e.Extensions.Rule, e.Extensions.Path)))
	}
	return out
}

// sent is the answer to a document with variables.
func sent(t *testing.T, a *API, document, variables string) (out answerOf) {
	t.Helper()
	r := Request{Query: document}
	if variables != "" {
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&r.Variables); err != nil {
			t.Fatal(err)
		}
	}
	operation, errs := a.Prepare(t.Context(), r)
	response := &graphql.Response{Errors: errs}
	if errs == nil {
		response = operation.Run(t.Context())
	}
	text, err := json.Marshal(response)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return out
}

const selection = ` { revision changed { added changed retracted unchanged } differences { id kind change fields { name old new } }
	warnings { rule message remedy path } notStated } `

const applying = `mutation($input: ApplyInput!, $dryRun: Boolean, $ifRevision: Revision) {
	apply(input: $input, dryRun: $dryRun, ifRevision: $ifRevision)` + selection + `}`

const retracting = `mutation($ids: [ID!]!, $dataset: ID!, $reason: String!) {
	retract(ids: $ids, dataset: $dataset, reason: $reason) { revision } }`

// note is a protest note and its page.
const note = `"dataset": {"id": "dataset:notes", "name": "Notes", "licence": "CC0-1.0"},
	"sources": [{"id": "page", "title": "A page", "published": "2025-07-01", "url": "https://example.org/1"}],
	"actions": [{"id": "note-sent", "title": "A note is sent", "type": "PROTEST", "status": "OCCURRED", "date": "2025-07-01",
		"performers": [{"actor": "azerbaijan-foreign-ministry"}], "addressees": "russia", "respondsTo": {"action": "yekaterinburg-arrests",
		"mode": "CONDEMN"}, "evidence": [{"source": "page"}]}]`

// What is written is told value by value, a dry run writes nothing, and the same again changes nothing.
func TestApply(t *testing.T) {
	a := founded(t)
	dry := sent(t, a, applying, `{"input": {`+note+`}, "dryRun": true}`)
	done := sent(t, a, applying, `{"input": {`+note+`}}`)
	if got := done.Data["apply"]; done.Errors != nil || got.Changed.Added != 5 || got.Revision != 2 || len(got.Differences) != 6 {
		t.Errorf("%+v", done)
	}
	would := dry.Data["apply"]
	if would.Revision != 1 || fmt.Sprint(would.Differences) != fmt.Sprint(done.Data["apply"].Differences) {
		t.Errorf("a dry run: %+v", dry)
	}
	for _, d := range done.Data["apply"].Differences {
		got := fmt.Sprint(d.Kind, d.Change, d.Fields[0])
		if d.ID == "RESPONDS_TO:note-sent:yekaterinburg-arrests" && got != "RESPONDS_TOADDED{mode <nil> CONDEMN}" {
			t.Errorf("%+v", d)
		}
	}
	if again := sent(t, a, applying, `{"input": {`+note+`}}`).Data["apply"]; again.Changed.Unchanged != 5 || again.Revision != 2 {
		t.Errorf("%+v", again)
	}
	if found := sent(t, a, `{ action(id: "note-sent") { notStated: topics } }`, ""); found.Data["action"].NotStated == nil {
		t.Errorf("it is not there: %+v", found)
	}
	t.Run("literals are as good as variables", func(t *testing.T) {
		one := sent(t, a, `mutation { apply(input: {dataset: {id: "dataset:notes"}, actions: {id: "note-sent", respondsTo: {action:
			"ekaterina", mode: OTHER}, silences: [{actor: "russia", kind: NO_RESPONSE, asOf: "2025-07-05", evidence: {source: "page"}}]}})`+
			selection+"}", "")
		if got := strings.Join(one.codes(), "; "); got != "INVALID no-evidence input.actions[0].respondsTo[0]; "+
			"INVALID unknown-id input.actions[0].respondsTo[0].action" {
			t.Errorf("%s", got)
		}
	})
	t.Run("a source goes with what cites it, not before", func(t *testing.T) {
		const one = `{"ids": "page", "dataset": "notes", "reason": "a test"}`
		got := sent(t, a, retracting, one)
		if fmt.Sprint(got.codes()) != "[CONFLICT]" || !strings.Contains(got.Errors[0].Message, "evidence of") {
			t.Errorf("%+v", got)
		}
		both := sent(t, a, retracting, `{"ids": ["page", "note-sent"], "dataset": "notes", "reason": "a test"}`)
		back := sent(t, a, applying, `{"input": {`+note+`}}`).Data["apply"]
		if both.Data["retract"].Revision != 3 || back.Changed.Added != 5 || back.Revision != 4 {
			t.Errorf("%+v, then %+v", both, back)
		}
	})
	t.Run("one after the other", func(t *testing.T) {
		two := sent(t, a, `mutation { a: apply(input: {dataset: {id: "dataset:notes"}, places: {id: "p", name: "P"}}) { revision }
			b: retract(ids: ["p"], dataset: "notes", reason: "a test") { revision changed { retracted } }
			c: retract(ids: ["p"], dataset: "dataset:notes", reason: "a test") { revision notStated } }`, "")
		if two.Errors != nil || two.Data["a"].Revision != 5 || two.Data["b"].Revision != 6 || two.Data["c"].Revision != 6 ||
			fmt.Sprint(two.Data["c"].NotStated) != "[p]" {
			t.Errorf("%+v", two)
		}
	})
}

// All faults are told at once, each with its rule, its path and a remedy.
func TestApplyTellsAllFaults(t *testing.T) {
	a := founded(t)
	got := sent(t, a, applying, `{"input": {"dataset": {"id": "dataset:notes"}, "actors": [{"id": "azal", "kind": "AIRLINE"}],
		"actions": [{"id": "x", "title": "X", "type": "PROTEST", "status": "OCCURRED", "date": "2025-07-xx", "cost": 5,
		"performers": ["azerbaijan-foreign-mint"], "evidence": [{"source": "page"}]}, {"title": 5}]}}`)
	want := []string{
		"INVALID unknown-id input.actions[0].evidence[0].source",
		"INVALID unknown-key input.actions[0].cost", "INVALID date input.actions[0].date",
		"INVALID unknown-id input.actions[0].performers[0]",
		"INVALID missing-key input.actions[1]", "INVALID value input.actions[1].title",
		"INVALID term input.actors[0].kind", "INVALID missing-key input.actors[0]",
		"INVALID missing-key input.dataset",
	}
	told := strings.Join(got.codes(), "\n")
	for _, w := range want {
		if !strings.Contains(told, w) {
			t.Errorf("%s lacks %s", told, w)
		}
	}
	for _, e := range got.Errors {
		at := e.Extensions
		if at.Remedy == "" || fmt.Sprint(e.Path) != "[apply]" || !strings.HasPrefix(e.Message, at.Path) {
			t.Errorf("%+v", e)
		}
	}
}

// What is refused, and that nothing is written then.
func TestRefusedMutations(t *testing.T) {
	a := founded(t)
	for name, c := range map[string]struct{ document, variables, want string }{
		"another revision":         {applying, `{"input": {` + note + `}, "ifRevision": 7}`, "CONFLICT"},
		"no revision":              {applying, `{"input": {` + note + `}, "ifRevision": -1}`, "INVALID"},
		"a fraction of a revision": {applying, `{"input": {` + note + `}, "ifRevision": 1.5}`, "INVALID"},
		"a scalar of another owner": {applying, `{"input": {"dataset": {"id": "dataset:notes", "name": "N", "licence": "L"},
			"actors": [{"id": "russia", "name": "Rossiya", "kind": "STATE", "evidence": [{"source": "founding-article"}]},
			{"id": "azerbaijan", "name": "Azerb", "kind": "STATE", "evidence": [{"source": "founding-article"}]}]}}`, "CONFLICT CONFLICT"},
		"too many records": {applying, `{"input": {"dataset": {"id": "dataset:notes"}, "actors": [` +
			strings.Repeat(`{"id": "a"}, `, seed.MaxInput) + `{"id": "a"}]}}`, "TOO_LARGE"},
		"a retraction from no dataset": {retracting, `{"ids": "russia", "dataset": "x", "reason": "y"}`, "NOT_FOUND"},
		"a retraction without reason":  {retracting, `{"ids": "russia", "dataset": "founding-case", "reason": " "}`, "INVALID"},
		"a retraction of the dataset": {retracting, `{"ids": "dataset:founding-case", "dataset": "founding-case", "reason": "y"}`,
			"INVALID"},
		"501 retractions": {retracting, `{"dataset": "founding-case", "reason": "y", "ids": [` + strings.Repeat(`"a", `, 500) + `"a"]}`,
			"TOO_LARGE"},
	} {
		t.Run(name, func(t *testing.T) {
			got := sent(t, a, c.document, c.variables)
			if strings.Join(got.codes(), " ") != c.want {
				t.Errorf("%+v", got)
			}
			if name == "another revision" && (got.Errors[0].Extensions.Revision != 1 || !strings.Contains(got.Errors[0].Message, "at revision 1")) {
				t.Errorf("%+v", got.Errors[0])
			}
			nothing := sent(t, a, `mutation { retract(ids: ["none"], dataset: "founding-case", reason: "y") { revision } }`, "")
			if n := nothing.Data["retract"].Revision; n != 1 {
				t.Errorf("the revision is %d", n)
			}
		})
	}
}

// Who may not write is told before anything is read, and a server that only reads says so.
func TestWhoMayWrite(t *testing.T) {
	a := founded(t)
	a.writing.Author = func(context.Context) (string, error) { return "", fmt.Errorf("%w: no token", graph.ErrUnauthenticated) }
	if got := sent(t, a, applying, `{"input": 5}`).codes(); fmt.Sprint(got) != "[UNAUTHENTICATED]" {
		t.Errorf("%v", got)
	}
	a.writing = nil
	if got := sent(t, a, applying, `{"input": {`+note+`}}`); fmt.Sprint(got.codes()) != "[FORBIDDEN]" ||
		!strings.Contains(got.Errors[0].Message, "--read-only") {
		t.Errorf("%+v", got)
	}
}
