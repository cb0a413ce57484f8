package graph

import (
	"errors"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	for name, r := range map[string]Record{
		"no id":             {Kind: KindActor},
		"space in id":       {Kind: KindActor, ID: "a b"},
		"ledger's mark":     {Kind: KindActor, ID: "a>b"},
		"beyond the plane":  {Kind: KindActor, ID: "a\U0001F600"},
		"not UTF-8":         {Kind: KindActor, ID: "a\xff"},
		"unknown kind":      {Kind: "Thing", ID: "a"},
		"unknown property":  {Kind: KindActor, ID: "a", Props: Props{"colour": "red"}},
		"derived":           {Kind: KindActor, ID: "a", Props: Props{"sortName": "a"}},
		"vocabulary":        {Kind: KindActor, ID: "a", Props: Props{"kind": "CITY"}},
		"type of value":     {Kind: KindActor, ID: "a", Props: Props{"name": 3.0}},
		"list for a scalar": {Kind: KindActor, ID: "a", Props: Props{"name": []string{"x"}}},
		"NUL":               {Kind: KindActor, ID: "a", Props: Props{"name": "a\x00"}},
		"date":              {Kind: KindAction, ID: "a", Props: Props{"date": "27.06.2025"}},
		"open date":         {Kind: KindAction, ID: "a", Props: Props{"date": "2025-06-27/.."}},
		"intensity":         {Kind: KindAction, ID: "a", Props: Props{"intensity": 11.0}},
		"credibility":       {Kind: KindClaim, ID: "a", Props: Props{"credibility": int64(7)}},
		"basis":             {Kind: KindActor, ID: "a", Basis: "MAYBE"},
		"edge kind":         {Edge: "LIKES", From: "a", To: "b"},
		"loop":              {Edge: PartOf, From: "a", To: "a"},
		"no mode":           {Edge: RespondsTo, From: "a", To: "b"},
		"no silence kind":   {Edge: SilentOn, From: "a", To: "b"},
	} {
		if err := Check(r); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Check(Record{Edge: RespondsTo, From: "a", To: "b", Props: Props{"mode": "DENY"}}); err != nil {
		t.Error(err)
	}
}
