package graph

import (
	"fmt"
	"strings"
)

// Rule names what kind of thing is wrong with an input. The set is closed, and each fault has one of it. The ids (String)
// are public and stay: reports in JSON and SARIF carry them, and people mute or count by them. Package seed explains each.
type Rule uint8

// Rules of what is wrong, whoever finds it: the checks of a record here, of a batch in package ingest, and of files in
// package seed.
const (
	RuleUnknownKey Rule = iota + 1 // a key that the record does not have
	RuleUnknownID                  // an id that nothing has
	RuleWrongKind                  // an id of another kind than is needed
	RuleDuplicate                  // something given again
	RuleNoEvidence                 // a fact without evidence
	RuleMissingKey                 // a key that must be there
	RuleEmpty                      // a key without a value
	RuleQuotation                  // a quotation that its source does not hold
	RuleFile                       // a file that cannot be read
	RuleSyntax                     // text that does not parse
	RuleMore                       // faults beyond those that are shown
	RuleCycle                      // parts that are wholes of their own wholes
	RuleTimeOrder                  // an end before its beginning, a response before what it answers
	RuleSelf                       // an edge from a node to itself
	RuleTerm                       // a term outside its vocabulary
	RuleDate                       // a date that is not EDTF
	RuleID                         // an id that is not well formed
	RuleValue                      // a value of another form than its key needs
	ruleEnd
)

var ruleIDs = [ruleEnd]string{
	RuleUnknownKey: "unknown-key", RuleUnknownID: "unknown-id", RuleWrongKind: "wrong-kind", RuleDuplicate: "twice",
	RuleNoEvidence: "no-evidence", RuleMissingKey: "missing-key", RuleEmpty: "empty", RuleQuotation: "quotation",
	RuleFile: "file", RuleSyntax: "syntax", RuleMore: "more", RuleCycle: "circle", RuleTimeOrder: "order-of-time",
	RuleSelf: "itself", RuleTerm: "term", RuleDate: "date", RuleID: "id", RuleValue: "value",
}

// String is the rule's id, such as "unknown-key", and "" of what is no rule.
func (r Rule) String() string {
	if r >= ruleEnd {
		return ""
	}
	return ruleIDs[r]
}

// Rules lists all rules in a fixed order.
func Rules() []Rule {
	out := make([]Rule, 0, ruleEnd-1)
	for r := RuleUnknownKey; r < ruleEnd; r++ {
		out = append(out, r)
	}
	return out
}

// Fault is one thing that is wrong with an input, as a value: the rule that it breaks, what it is about, what is wrong and
// what would be right. Faults are made by their rule where they are found, so that none goes without:
//
//	return RuleValue.Fault("%s is %v", name, v).WithRemedy("it should be from %v to %v", least, most).In(name)
//
// Where a fault stands is added by whoever knows: package seed puts it in a file. Text is made from it once, by Message,
// where it is shown. A Fault is ErrInvalid, and errors.As finds it; FaultsOf finds all in an error of several.
type Fault struct {
	rule              Rule
	subject, property string
	problem, remedy   string
}

// Fault makes a fault of the rule from the words for what is wrong.
func (r Rule) Fault(format string, args ...any) Fault {
	return Fault{rule: r, problem: fmt.Sprintf(format, args...)}
}

// WithRemedy returns the fault with the words for what would be right.
func (f Fault) WithRemedy(format string, args ...any) Fault {
	f.remedy = fmt.Sprintf(format, args...)
	return f
}

// Of returns the fault as one of the record with this key; "" when its place says which record that is.
func (f Fault) Of(subject string) Fault {
	f.subject = subject
	return f
}

// In returns the fault as one of a property.
func (f Fault) In(property string) Fault {
	f.property = property
	return f
}

// Rule is the rule that the fault breaks.
func (f Fault) Rule() Rule { return f.rule }

// Subject is the key of the record that the fault is about, or "".
func (f Fault) Subject() string { return f.subject }

// Property is the name of the property that is at fault, "" when it is the record as a whole or no record.
func (f Fault) Property() string { return f.property }

// Problem says what is wrong.
func (f Fault) Problem() string { return f.problem }

// Remedy says what would be right, "" when the problem says it all.
func (f Fault) Remedy() string { return f.remedy }

// Message is the fault for people: "SUBJECT": what is wrong; what would be right.
func (f Fault) Message() string {
	text := f.problem
	if f.subject != "" {
		text = fmt.Sprintf("%q: %s", f.subject, text)
	}
	if f.remedy != "" {
		text += "; " + f.remedy
	}
	return text
}

// Error is the message after the sentinel's word.
func (f Fault) Error() string { return ErrInvalid.Error() + ": " + f.Message() }

// Unwrap makes a fault ErrInvalid.
func (Fault) Unwrap() error { return ErrInvalid }

// Faults are several faults, as one error.
type Faults []Fault

// Message has the message of each fault, one a line.
func (fs Faults) Message() string { return fs.lines(Fault.Message) }

// Error has the text of each fault, one a line.
func (fs Faults) Error() string { return fs.lines(Fault.Error) }

func (fs Faults) lines(text func(Fault) string) string {
	list := make([]string, len(fs))
	for i, f := range fs {
		list[i] = text(f)
	}
	return strings.Join(list, "\n")
}

// Unwrap lets errors.Is and errors.As see each fault.
func (fs Faults) Unwrap() []error {
	list := make([]error, len(fs))
	for i, f := range fs {
		list[i] = f
	}
	return list
}

// Err is nil without faults. (Faults that are returned as they are would be an error even when empty.)
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// FaultsOf finds the faults within an error, in order, however it wraps and joins them.
func FaultsOf(err error) Faults {
	switch e := err.(type) { //nolint:errorlint // it walks the tree of wrapped errors itself
	case nil:
		return nil
	case Fault:
		return Faults{e}
	case interface{ Unwrap() error }:
		return FaultsOf(e.Unwrap())
	case interface{ Unwrap() []error }:
		var out Faults
		for _, each := range e.Unwrap() {
			out = append(out, FaultsOf(each)...)
		}
		return out
	}
	return nil
}
