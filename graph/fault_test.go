package graph

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// Each rule has an id of its own; they are public, so they stand here once more.
func TestRuleIDsStay(t *testing.T) {
	want := []string{"unknown-key", "unknown-id", "wrong-kind", "twice", "no-evidence", "missing-key", "empty", "quotation", "file",
		"syntax", "more", "circle", "order-of-time", "itself", "term", "date", "id", "value", "country-code", "invisible-character",
		"lone-coordinate", "cut-code", "only-disputed", "explicit-on-inferred", "supports-and-contradicts", "performed-occurrence", "tie-kinds",
		"actor-without-evidence", "after-its-page", "undated-source", "future", "far-future", "far-from-whole", "ended-and-until",
		"speaker-left", "answers-itself", "mode-against-act", "contradicts-itself", "made-by-another", "on-behalf-without-tie",
		"code-against-type", "root-code", "intensity-against-type", "request-to-nobody", "nobody", "state-without-country", "country-twice",
		"ids-alike", "name-twice", "url-twice", "state-as-publisher", "part-of-another-country", "leads-many", "quotation-length", "locator",
		"cut-file", "more-warnings", "not-compared"}
	var got []string
	for _, r := range Rules() {
		got = append(got, r.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if Rule(0).String() != "" || ruleEnd.String() != "" || ruleEnd.Level() != "" {
		t.Error("what is no rule has an id or a level")
	}
	for _, r := range Rules() {
		if l := r.Level(); l != LevelError && l != LevelWarning {
			t.Errorf("%s has the level %q", r, l)
		}
	}
	if f := RuleFuture.Fault("x"); f.Level() != LevelWarning || f.AsError().Level() != LevelError || RuleID.Fault("x").Level() != LevelError {
		t.Error("the level of a fault is that of its rule, unless it was raised")
	}
}

func TestFaultText(t *testing.T) {
	f := RuleValue.Fault("intensity is %v", 11).WithRemedy("it should be from %d to %d", -10, 10).In("intensity")
	for got, want := range map[string]string{
		f.Message():                        "intensity is 11; it should be from -10 to 10",
		f.Of("x").Message():                `"x": intensity is 11; it should be from -10 to 10`,
		f.Of("x").Error():                  `invalid: "x": intensity is 11; it should be from -10 to 10`,
		RuleID.Fault("x").Message():        "x",
		Message(f):                         f.Message(),
		Message(Faults{f, f.Of("y")}):      f.Message() + "\n" + `"y": ` + f.Message(),
		Message(Invalid("--x: %d", 3)):     "--x: 3",
		Message(fmt.Errorf("a: %w", f)):    "a: invalid: " + f.Message(),
		Invalid("%s", "invalid: ").Error(): "invalid: invalid: ",
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Every fault is found with its rule, its subject and its property, whatever the values in its text say.
func TestFaultsAreFound(t *testing.T) {
	const hostile = `x has no evidence; invalid: y`
	err := fmt.Errorf("loading: %w", errors.Join(
		Check(Record{Kind: KindActor, ID: "a", Props: Props{"kind": hostile, "colour": "red"}}),
		errors.New("the disk is full"),
		Check(Record{Kind: KindAction, ID: "b", Props: Props{"date": hostile}}),
		CheckID(hostile)))
	var got []string
	for _, f := range FaultsOf(err) {
		got = append(got, fmt.Sprint(f.Rule(), " ", f.Subject(), " ", f.Property()))
	}
	if want := []string{"unknown-key a colour", "term a kind", "date b date", "id  "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var first Fault
	if !errors.As(err, &first) || first.Rule() != RuleUnknownKey || !errors.Is(err, ErrInvalid) {
		t.Errorf("%+v in %v", first, err)
	}
	if FaultsOf(nil) != nil || Faults(nil).Err() != nil || FaultsOf(errors.New("x")) != nil {
		t.Error("faults where there are none")
	}
}
