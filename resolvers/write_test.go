package resolvers

import (
	"encoding/json"
	"math"
	"testing"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
)

func TestScalars(t *testing.T) {
	for _, c := range []struct {
		name  string
		value any
		want  string
	}{
		{"null", nil, `null`},
		{"a text", "Baku", `"Baku"`},
		{"an empty text", "", `""`},
		{"a text in another script", "Bakı Захарова 阿塞拜疆 أذربيجان 🕊", `"Bakı Захарова 阿塞拜疆 أذربيجان 🕊"`},
		{"quotes and backslashes", `a "b" \c`, `"a \"b\" \\c"`},
		{"line breaks and tabs", "a\nb\r\tc", `"a\nb\r\tc"`},
		{"other control characters", "a\x00b\x1fc\x7f", `"a\u0000b\u001Fc` + "\x7f" + `"`},
		{"an escape in another script", "«Bakı»\n", `"«Bakı»\n"`},
		{"marks of HTML, which an answer is no part of", `<b>&amp;</b>`, `"<b>&amp;</b>"`},
		{"what is no UTF-8", "a\xffb\xc3", `"a` + "\uFFFDb\uFFFD" + `"`},
		{"true", true, `true`},
		{"false", false, `false`},
		{"a whole number", 7, `7`},
		{"one of more than 32 bits", int64(math.MinInt64), `-9223372036854775808`},
		{"a number", -7.5, `-7.5`},
		{"a number that is whole", 4.0, `4`},
		{"a small number", 1e-7, `1e-07`},
		{"no number", math.NaN(), `null`},
		{"infinity", math.Inf(-1), `null`},
		{"a list", []string{"a", `"b"`}, `["a","\"b\""]`},
		{"a list of none", []string{}, `[]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWriter(maxAnswer)
			w.scalar(c.value)
			if got := string(w.buf); got != c.want || !json.Valid(w.buf) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a", "\"", "\\", "\x00", "\x7f", "Bakı", "\xff", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		if err := json.Unmarshal(appendText(nil, s), &back); err != nil {
			t.Fatalf("%q is written as %s: %v", s, appendText(nil, s), err)
		}
		if utf8.ValidString(s) && back != s {
			t.Errorf("%q comes back as %q", s, back)
		}
	})
}

func TestDerivedFields(t *testing.T) {
	for _, c := range []struct {
		field  string
		values map[string]any
		want   string
	}{
		{"delayDays", map[string]any{"toEarliest": "2025-06-27", "fromEarliest": "2025-07-02"}, `5`},
		{"delayDays", map[string]any{"toEarliest": "2025-07-02", "fromEarliest": "2025-06-27"}, `-5`},
		{"delayDays", map[string]any{"toEarliest": "2025-06-27"}, `null`},
		{"delayDays", map[string]any{"fromEarliest": "2025-06-27"}, `null`},
		{"intensityChange", map[string]any{"fromIntensity": -7.3, "toIntensity": -7.2}, `-0.1`},
		{"intensityChange", map[string]any{"fromIntensity": -7.3}, `null`},
		{"intensityChange", map[string]any{"toIntensity": -7.3}, `null`},
		{"escalation", map[string]any{"mode": "RETALIATE"}, `"ESCALATE"`},
		{"escalation", map[string]any{"mode": "COMPLY", "toIntensity": -9.0}, `"DEESCALATE"`},
		{"escalation", map[string]any{"mode": "RECIPROCATE", "toIntensity": -9.0}, `"ESCALATE"`},
		{"escalation", map[string]any{"mode": "RECIPROCATE", "toIntensity": 3.0}, `"DEESCALATE"`},
		{"escalation", map[string]any{"mode": "RECIPROCATE"}, `"NEUTRAL"`},
		{"wordOrDeed", map[string]any{"fromQuadClass": "VERBAL_CONFLICT"}, `"WORD"`},
		{"wordOrDeed", map[string]any{"fromQuadClass": "MATERIAL_COOPERATION"}, `"DEED"`},
		{"wordOrDeed", map[string]any{"fromQuadClass": "NEUTRAL", "fromType": "STATEMENT"}, `"WORD"`},
		{"wordOrDeed", map[string]any{"fromQuadClass": "NEUTRAL", "fromType": "OCCURRENCE"}, "null"},
		{"wordOrDeed", nil, `null`},
	} {
		got := data(t, `{ responses { nodes { `+c.field+` } } }`, item(graph.KindResponse, c.values))
		if want := `{"responses":{"nodes":[{"` + c.field + `":` + c.want + `}]}}`; got != want {
			t.Errorf("of %v:\n got %s\nwant %s", c.values, got, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	const document = `{ action(id: "raid") { evidence { quote language translation locator field basis relation disputes } } }`
	for _, c := range []struct {
		name   string
		values map[string]any
		want   string
	}{
		{"what is not given is null, explicit, and for the fact", map[string]any{"quote": "", "locator": "", "field": "", "basis": "",
			"relation": "SUPPORTS"},
			`{"quote":null,"language":null,"translation":null,"locator":null,"field":null,"basis":"EXPLICIT","relation":"SUPPORTS",` +
				`"disputes":false}`},
		{"what is given is told", map[string]any{"quote": "обыски", "language": "ru", "translation": "searches", "locator": "L14",
			"field": "date", "basis": "INFERRED", "relation": "DISPUTES"},
			`{"quote":"обыски","language":"ru","translation":"searches","locator":"L14","field":"date","basis":"INFERRED",` +
				`"relation":"DISPUTES","disputes":true}`},
		{"a later state disputes nothing", map[string]any{"relation": "UPDATES"},
			`{"quote":null,"language":null,"translation":null,"locator":null,"field":null,"basis":"EXPLICIT","relation":"UPDATES",` +
				`"disputes":false}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := data(t, document, item(graph.KindAction, nil, list(item(graph.KindEvidence, c.values))))
			if want := `{"action":{"evidence":[` + c.want + `]}}`; got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}
