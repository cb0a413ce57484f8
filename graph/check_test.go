package graph

import (
	"errors"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		Record
		rule Rule
	}{
		"no id":             {Record{Kind: KindActor}, RuleID},
		"space in id":       {Record{Kind: KindActor, ID: "a b"}, RuleID},
		"ledger's mark":     {Record{Kind: KindActor, ID: "a>b"}, RuleID},
		"beyond the plane":  {Record{Kind: KindActor, ID: "a\U0001F600"}, RuleID},
		"not UTF-8":         {Record{Kind: KindActor, ID: "a\xff"}, RuleID},
		"unknown kind":      {Record{Kind: "Thing", ID: "a"}, RuleTerm},
		"unknown property":  {Record{Kind: KindActor, ID: "a", Props: Props{"colour": "red"}}, RuleUnknownKey},
		"derived":           {Record{Kind: KindActor, ID: "a", Props: Props{"sortName": "a"}}, RuleUnknownKey},
		"vocabulary":        {Record{Kind: KindActor, ID: "a", Props: Props{"kind": "CITY"}}, RuleTerm},
		"type of value":     {Record{Kind: KindActor, ID: "a", Props: Props{"name": 3.0}}, RuleValue},
		"list for a scalar": {Record{Kind: KindActor, ID: "a", Props: Props{"name": []string{"x"}}}, RuleValue},
		"no language":       {Record{Kind: KindActor, ID: "a", Props: Props{"names": []string{"Россия"}}}, RuleValue},
		"no such tag":       {Record{Kind: KindActor, ID: "a", Props: Props{"names": []string{"RU Россия"}}}, RuleValue},
		"no name":           {Record{Kind: KindActor, ID: "a", Props: Props{"names": []string{"ru "}}}, RuleValue},
		"two spaces":        {Record{Kind: KindActor, ID: "a", Props: Props{"names": []string{"ru  Россия"}}}, RuleValue},
		"NUL":               {Record{Kind: KindActor, ID: "a", Props: Props{"name": "a\x00"}}, RuleValue},
		"date":              {Record{Kind: KindAction, ID: "a", Props: Props{"date": "27.06.2025"}}, RuleDate},
		"open date":         {Record{Kind: KindAction, ID: "a", Props: Props{"date": "2025-06-27/.."}}, RuleDate},
		"intensity":         {Record{Kind: KindAction, ID: "a", Props: Props{"intensity": 11.0}}, RuleValue},
		"credibility":       {Record{Kind: KindClaim, ID: "a", Props: Props{"credibility": int64(7)}}, RuleValue},
		"basis":             {Record{Kind: KindActor, ID: "a", Basis: "MAYBE"}, RuleTerm},
		"edge kind":         {Record{Edge: "LIKES", From: "a", To: "b"}, RuleTerm},
		"loop":              {Record{Edge: PartOf, From: "a", To: "a"}, RuleSelf},
		"no mode":           {Record{Edge: RespondsTo, From: "a", To: "b"}, RuleMissingKey},
		"no silence kind":   {Record{Edge: SilentOn, From: "a", To: "b"}, RuleMissingKey},
	} {
		err := Check(c.Record)
		if fs := FaultsOf(err); !errors.Is(err, ErrInvalid) || len(fs) != 1 || fs[0].Rule() != c.rule {
			t.Errorf("%s: %v, want %s", name, err, c.rule)
		}
	}
	if err := Check(Record{Edge: RespondsTo, From: "a", To: "b", Props: Props{"mode": "DENY"}}); err != nil {
		t.Error(err)
	}
}
