package seed

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// checkCode reports a CAMEO code that is not in the table, and one of two digits that may be a longer one without its zero:
// spreadsheets make 14 of 014. It returns false when the code cannot be kept.
func (r *reader) checkCode(n *yaml.Node, code string) bool {
	lost := "0" + code
	_, cut := graph.CAMEO(lost)
	if _, known := graph.CAMEO(code); !known {
		r.fault(n, graph.RuleTerm.Fault("cameoCode %.60q is not in the CAMEO table", code).WithRemedy("%s", writeCode(code)))
		return false
	}
	if len(code) != 2 || !cut {
		return true
	}
	rule := graph.RuleRootCode
	if r.isCSV {
		rule = graph.RuleCutCode
	}
	r.fault(n, rule.Fault("cameoCode %q may be %q without its zero, as a spreadsheet leaves it", code, lost).
		WithRemedy("%s", writeCode(code)))
	return !r.isCSV
}

// writeCode says how to write the code that is meant by a text that is none, by one of two digits, or by a number: 14 is 014
// without its zero, or the root 14, and 1.4E+01 is how a spreadsheet may write it.
func writeCode(text string) string {
	code := strings.Trim(text, " \t'\"")
	if f, err := strconv.ParseFloat(code, 64); err == nil && strings.ContainsAny(code, ".eE") && f == math.Trunc(f) && math.Abs(f) < 10_000 {
		code = strconv.Itoa(int(f))
	}
	lost := "0" + code
	_, known := graph.CAMEO(code)
	_, cut := graph.CAMEO(lost)
	switch {
	case known && cut && len(code) == 2:
		return fmt.Sprintf("write %q, or %q, which means the same as the root %s", lost, code+"0", code)
	case known:
		return fmt.Sprintf("write %q", code)
	case cut:
		return fmt.Sprintf(`write %q, if a spreadsheet took its zero; codes are texts such as "173"`, lost)
	}
	return `codes are texts such as "173"`
}

// checkAction looks at an action together with who takes part in it.
func (r *reader) checkAction(m *model, f *fact) {
	r.checkPages(m, f, f.date("date"))
	r.checkHistory(m, f)
	r.checkTypeAndCode(f)
	if !f.alone() {
		return
	}
	has := func(kind graph.EdgeKind, inbound bool, key string) bool {
		return len(m.ends(kind, f.ID, inbound)) > 0 || f.own.gives(key)
	}
	addressed := has(graph.AddressedTo, false, "addressees")
	if f.typeOf() == graph.TypeRequest && !addressed {
		r.faultAt(f.place(), graph.RuleNoAddressee.Fault("the request %q is addressed to nobody, so that nobody owes an answer", f.ID).
			WithRemedy("name under addressees who is asked"))
	}
	if !addressed && !has(graph.Performed, true, "performers") && !has(graph.Targets, false, "targets") && !has(graph.Affects, false,
		"affected") {
		r.faultAt(f.place(), graph.RuleNobody.Fault("action %q has neither performer nor target, and affects nobody", f.ID).
			WithRemedy("name under performers, targets, addressees or affected who takes part"))
	}
}

// checkTypeAndCode compares type and intensity with the CAMEO code, and the intensity with the type.
func (r *reader) checkTypeAndCode(f *fact) {
	code, t := f.text("cameoCode"), graph.ActionType(f.text("type"))
	c, known := graph.CAMEO(code)
	if known && t != "" && (f.own.gives("type") || f.own.gives("cameoCode")) && !slices.Contains(typesOf(code), t) {
		r.faultAt(f.place("type", "cameoCode"), graph.RuleCodeAgainstType.Fault("type %s does not fit cameoCode %s (%s), which is of type %s",
			t, code, strings.ToLower(c.Wording), c.Type).WithRemedy("correct one, or leave the type out"))
	}
	class := graph.QuadClass(f.text("quadClass"))
	if f.own.gives("quadClass") && signOf(f.typeOf())*signOfClass(class) < 0 {
		r.faultAt(f.place("quadClass"), graph.RuleCodeAgainstType.Fault("quadClass %s does not fit the type %s", class, f.typeOf()).
			WithRemedy("correct one, or leave the quad class out, which follows from the type"))
	}
	intensity, given := f.Props["intensity"].(float64)
	if !given || !f.own.gives("intensity") && !f.own.gives("type") && !f.own.gives("cameoCode") {
		return
	}
	sign, what := signOf(f.typeOf()), "type "+string(f.typeOf())
	if known && c.Rated && c.Intensity != 0 {
		sign, what = c.Intensity, "cameoCode "+code
	}
	if intensity*sign < 0 {
		word := "cooperation, which is positive"
		if sign < 0 {
			word = "conflict, which is negative"
		}
		r.faultAt(f.place("intensity", "type", "cameoCode"), graph.RuleIntensity.Fault("intensity %v does not fit %s: %s on Goldstein's scale",
			intensity, what, word).WithRemedy("correct the sign, or leave the intensity out"))
	}
}

// typesOf lists the types that a code may have: its own and, of a root, those of all its codes.
func typesOf(code string) (out []graph.ActionType) {
	root := strings.TrimSuffix(code, "0")
	if len(root) != 2 {
		root = code
	}
	for _, c := range graph.CAMEOCodes() {
		if c.Code == code || len(root) == 2 && strings.HasPrefix(c.Code, root) {
			out = append(out, c.Type)
		}
	}
	return out
}

// signOf is the sign of the intensity of a type: 1 for cooperation, -1 for conflict, 0 where it may be either.
func signOf(t graph.ActionType) float64 {
	if t == graph.TypeRequest { // an appeal may be friendly
		return 0
	}
	class, _ := graph.QuadClassOf(t, "")
	return signOfClass(class)
}

// signOfClass is the same of a quad class.
func signOfClass(class graph.QuadClass) float64 {
	if class == graph.VerbalCooperation || class == graph.MaterialCooperation {
		return 1
	} else if class == graph.VerbalConflict || class == graph.MaterialConflict {
		return -1
	}
	return 0
}

// checkClaim looks at a claim together with the act in which it was made.
func (r *reader) checkClaim(m *model, f *fact) { r.checkPages(m, f, m.claimDate(f.ID)) }
