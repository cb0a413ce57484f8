package graph

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// withHistory is an action with a status and a history.
func withHistory(status any, history ...StatusChange) Record {
	r := Record{Kind: KindAction, ID: "a", Props: Props{"statusHistory": history}}
	if status != nil {
		r.Props["status"] = status
	}
	return r
}

// A status history goes through JSON, and through the texts that a cell and a property hold.
func TestStatusHistoryIsReadBack(t *testing.T) {
	r := withHistory("DENIED", StatusChange{"ALLEGED", "2025-06~", []string{"s", "https://x/y"}},
		StatusChange{"DENIED", "2026", []string{"t"}})
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Record
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if Normalise(&back); !reflect.DeepEqual(back, r) || Check(back) != nil {
		t.Errorf("%v, %v, from %s", back, Check(back), text)
	}
	for _, c := range r.StatusHistory() {
		if got := ParseStatusChange(c.String()); !reflect.DeepEqual(got, c) {
			t.Errorf("%v from %q", got, c.String())
		}
	}
	for _, text := range []string{"", "ALLEGED", "ALLEGED 2025"} { // what a curator cut short
		if got := ParseStatusChange(text); len(got.Sources) > 0 || strings.TrimSpace(got.String()) != text {
			t.Errorf("%+v from %q", got, text)
		}
	}
}

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
		"sequence":          {Record{Kind: KindAction, ID: "a", Props: Props{"sequence": int64(0)}}, RuleValue},
		"language":          {Record{Kind: KindSource, ID: "a", Props: Props{"language": "eng-English"}}, RuleValue},
		"relation":          {Record{Kind: KindActor, ID: "a", Evidence: []Evidence{{Source: "s", Relation: "DENIES"}}}, RuleTerm},
		"translation":       {Record{Kind: KindActor, ID: "a", Evidence: []Evidence{{Source: "s", Translation: "x"}}}, RuleMissingKey},
		"tag":               {Record{Kind: KindActor, ID: "a", Evidence: []Evidence{{Source: "s", Language: "Russian"}}}, RuleValue},
		"empty history":     {withHistory(nil), RuleEmpty},
		"history's status":  {withHistory(nil, StatusChange{"SAID", "2025", []string{"s"}}), RuleTerm},
		"history's date":    {withHistory(nil, StatusChange{"ALLEGED", "June", []string{"s"}}), RuleDate},
		"history unsourced": {withHistory(nil, StatusChange{"ALLEGED", "2025", nil}), RuleNoEvidence},
		"history's source":  {withHistory(nil, StatusChange{"ALLEGED", "2025", []string{"a page"}}), RuleID},
		"history repeats": {withHistory(nil, StatusChange{"ALLEGED", "2025", []string{"s"}},
			StatusChange{"ALLEGED", "2026", []string{"s"}}), RuleDuplicate},
		"history goes back": {withHistory(nil, StatusChange{"ALLEGED", "2025-06", []string{"s"}},
			StatusChange{"DENIED", "2025-05", []string{"s"}}), RuleTimeOrder},
		"history ends otherwise": {withHistory("OCCURRED", StatusChange{"ALLEGED", "2025", []string{"s"}}), RuleValue},
		"history of words":       {Record{Kind: KindAction, ID: "a", Props: Props{"statusHistory": []string{"ALLEGED"}}}, RuleValue},
		"basis":                  {Record{Kind: KindActor, ID: "a", Basis: "MAYBE"}, RuleTerm},
		"edge kind":              {Record{Edge: "LIKES", From: "a", To: "b"}, RuleTerm},
		"loop":                   {Record{Edge: PartOf, From: "a", To: "a"}, RuleSelf},
		"no mode":                {Record{Edge: RespondsTo, From: "a", To: "b"}, RuleMissingKey},
		"no silence kind":        {Record{Edge: SilentOn, From: "a", To: "b"}, RuleMissingKey},
		"no country":             {Record{Kind: KindActor, ID: "a", Props: Props{"country": "ZZZ"}}, RuleCountryCode},
		"old country":            {Record{Kind: KindPlace, ID: "a", Props: Props{"country": "YUG"}}, RuleCountryCode},
		"control character":      {Record{Kind: KindAction, ID: "a", Props: Props{"title": "a\nb"}}, RuleInvisible},
		"turned around":          {Record{Kind: KindActor, ID: "a", Props: Props{"aliases": []string{"b", "a\u202eb"}}}, RuleInvisible},
	} {
		err := Check(c.Record)
		if fs := FaultsOf(err); !errors.Is(err, ErrInvalid) || len(fs) != 1 || fs[0].Rule() != c.rule {
			t.Errorf("%s: %v, want %s", name, err, c.rule)
		}
	}
	for _, sound := range []Record{
		{Kind: KindActor, ID: "a", Props: Props{"country": "XKX", "name": "می\u200cخواهم", "description": "two\nlines"}},
		{Kind: KindClaim, ID: "c", Props: Props{"text": "two\nlines"}},
	} {
		if err := Check(sound); err != nil {
			t.Error(err)
		}
	}
	if err := Check(Record{Edge: RespondsTo, From: "a", To: "b", Props: Props{"mode": "DENY"}}); err != nil {
		t.Error(err)
	}
}

// A text without what cannot be seen passes the check, and nothing else is lost.
func TestShowable(t *testing.T) {
	for text, want := range map[string]string{
		"Baku": "Baku", "a\u202eb\u2066c": "abc", "a\nb": "a b", "می\u200cخواهم": "می\u200cخواهم", "\x07": "",
	} {
		if got := Showable("name", text); got != want || CheckShown("name", got) != nil {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Showable("note", "a\nb\u202e"); got != "a\nb" || Showable("url", "\u202e") != "\u202e" {
		t.Errorf("%q", got)
	}
}

// A root from 10 to 20 and its "not specified below" code are one; of 13 the rating of the root is kept.
func TestCanonicalCodes(t *testing.T) {
	for _, c := range []struct {
		code, want string
		intensity  any
	}{
		{"14", "140", nil}, {"140", "140", nil}, {"20", "200", nil}, {"10", "100", nil}, {"13", "130", -6.0}, {"130", "130", nil},
		{"09", "09", nil}, {"014", "014", nil}, {"173", "173", nil}, {"99", "99", nil},
	} {
		given := Props{"cameoCode": c.code}
		r := Record{Kind: KindAction, ID: "x", Props: given}
		Canonical(&r)
		if r.Props["cameoCode"] != c.want || r.Props["intensity"] != c.intensity || given["cameoCode"] != c.code {
			t.Errorf("%s: %v", c.code, r.Props)
		}
	}
	r := Record{Kind: KindAction, ID: "x", Props: Props{"cameoCode": "13", "intensity": -1.0}}
	if Canonical(&r); r.Props["intensity"] != -1.0 {
		t.Errorf("what a curator gives stays: %v", r.Props)
	}
}
