package graph

import (
	"fmt"
	"strings"
)

// Rule names a kind of fault in an input. The set is closed, and each fault has one rule. The ids of rules (String) are
// public and do not change: reports in JSON and SARIF have them, and people mute or count by them. Package seed explains
// each.
type Rule uint8

// Rules of all checks: of a record in this package, of a batch in package ingest, and of files in package seed.
const (
	RuleUnknownKey          Rule = iota + 1 // a key that the record does not have
	RuleUnknownID                           // an id that nothing has
	RuleWrongKind                           // an id of a node of the wrong kind
	RuleDuplicate                           // something that is given twice
	RuleNoEvidence                          // a fact without evidence
	RuleMissingKey                          // a key that must be there
	RuleEmpty                               // a key without a value
	RuleQuotation                           // a quotation that its source does not hold
	RuleFile                                // a file that cannot be read
	RuleSyntax                              // text that does not parse
	RuleMore                                // faults beyond those that are shown
	RuleCycle                               // parts that are wholes of their own wholes, copies of their own copies, and so on
	RuleTimeOrder                           // an end before its beginning, a response before what it answers
	RuleSelf                                // an edge from a node to itself
	RuleTerm                                // a term outside its vocabulary
	RuleDate                                // a date that is not EDTF
	RuleID                                  // an id that is not well formed
	RuleValue                               // a value of another form than its key needs
	RuleCountryCode                         // three capitals that are the code of no country
	RuleInvisible                           // a control, bidirectional or invisible character
	RuleLoneCoordinate                      // a latitude or a longitude without the other
	RuleCutCode                             // a CAMEO code in CSV that may have lost its zero
	RuleOnlyDisputed                        // a fact that its only evidence disputes
	RuleExplicitOnInferred                  // an EXPLICIT fact that rests on INFERRED evidence alone
	RuleSupportsAndDenies                   // a claim that contradicts and supports the same claim
	RulePerformedOccurrence                 // an occurrence that somebody performed
	RuleTieKinds                            // a tie between kinds that it cannot join
	RuleActorEvidence                       // an actor without evidence
	RuleAfterPage                           // an act dated after the page that tells of it
	RuleUndatedSource                       // a source that was neither published nor accessed on a known day
	RuleFuture                              // what should be past and is dated after today
	RuleFarFuture                           // a date far ahead
	RuleFarFromWhole                        // a part that is years away from its whole
	RuleEnded                               // a tie whose ended and until contradict each other
	RuleSpeakerLeft                         // somebody who acts long after the last of his ties ended
	RuleAnswersItself                       // an escalating response to an act of one's own
	RuleModeAgainstAct                      // a response whose act is at odds with its mode
	RuleContradictsItself                   // a contradiction whose two claims have one holder
	RuleMadeElsewhere                       // a claim made in a statement of another speaker
	RuleOnBehalf                            // a claim on behalf of somebody to whom its speaker has no tie
	RuleCodeAgainstType                     // a CAMEO code that contradicts the type
	RuleRootCode                            // a CAMEO code of two digits that may have lost its zero
	RuleIntensity                           // an intensity whose sign contradicts type or code
	RuleNoAddressee                         // a request that is addressed to nobody
	RuleNobody                              // an action in which nobody takes part
	RuleNoCountry                           // a state without country
	RuleCountryTwice                        // two states with one country
	RuleAlikeIDs                            // ids that differ only by case or Unicode form
	RuleNameTwice                           // two of one kind with one name
	RuleURLTwice                            // two sources with one address
	RuleStatePublisher                      // a source published by a state itself
	RuleForeignPart                         // an organ that is part of another country's state
	RuleManyBodies                          // one person who leads many bodies at once
	RuleQuotationLength                     // a quotation of one letter, or a very long one
	RuleLocator                             // a locator where the quotation does not stand
	RuleCutFile                             // a file that may have been cut off
	RuleMoreWarnings                        // warnings beyond those that are shown
	RuleNotCompared                         // a dataset too large for its records to be compared
	ruleEnd
)

// Level says what becomes of a fault.
type Level string

// Levels. An error stops a load. A warning does not: it points to what is seldom meant, may be right all the same, or
// depends on the current date.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
)

type ruleRow struct {
	id    string
	level Level
}

var rules = [ruleEnd]ruleRow{
	RuleUnknownKey: {"unknown-key", LevelError}, RuleUnknownID: {"unknown-id", LevelError}, RuleWrongKind: {"wrong-kind", LevelError},
	RuleDuplicate: {"twice", LevelError}, RuleNoEvidence: {"no-evidence", LevelError}, RuleMissingKey: {"missing-key", LevelError},
	RuleEmpty: {"empty", LevelError}, RuleQuotation: {"quotation", LevelError}, RuleFile: {"file", LevelError},
	RuleSyntax: {"syntax", LevelError}, RuleMore: {"more", LevelError}, RuleCycle: {"circle", LevelError},
	RuleTimeOrder: {"order-of-time", LevelError}, RuleSelf: {"itself", LevelError}, RuleTerm: {"term", LevelError},
	RuleDate: {"date", LevelError}, RuleID: {"id", LevelError}, RuleValue: {"value", LevelError},
	RuleCountryCode: {"country-code", LevelError}, RuleInvisible: {"invisible-character", LevelError},
	RuleLoneCoordinate: {"lone-coordinate", LevelError}, RuleCutCode: {"cut-code", LevelError},
	RuleOnlyDisputed: {"only-disputed", LevelError}, RuleExplicitOnInferred: {"explicit-on-inferred", LevelError},
	RuleSupportsAndDenies: {"supports-and-contradicts", LevelError}, RulePerformedOccurrence: {"performed-occurrence", LevelError},
	RuleTieKinds: {"tie-kinds", LevelError},

	RuleActorEvidence: {"actor-without-evidence", LevelWarning}, RuleAfterPage: {"after-its-page", LevelWarning},
	RuleUndatedSource: {"undated-source", LevelWarning}, RuleFuture: {"future", LevelWarning}, RuleFarFuture: {"far-future", LevelWarning},
	RuleFarFromWhole: {"far-from-whole", LevelWarning}, RuleEnded: {"ended-and-until", LevelWarning},
	RuleSpeakerLeft: {"speaker-left", LevelWarning}, RuleAnswersItself: {"answers-itself", LevelWarning},
	RuleModeAgainstAct: {"mode-against-act", LevelWarning}, RuleContradictsItself: {"contradicts-itself", LevelWarning},
	RuleMadeElsewhere: {"made-by-another", LevelWarning}, RuleOnBehalf: {"on-behalf-without-tie", LevelWarning},
	RuleCodeAgainstType: {"code-against-type", LevelWarning}, RuleRootCode: {"root-code", LevelWarning},
	RuleIntensity: {"intensity-against-type", LevelWarning}, RuleNoAddressee: {"request-to-nobody", LevelWarning},
	RuleNobody: {"nobody", LevelWarning}, RuleNoCountry: {"state-without-country", LevelWarning},
	RuleCountryTwice: {"country-twice", LevelWarning}, RuleAlikeIDs: {"ids-alike", LevelWarning}, RuleNameTwice: {"name-twice", LevelWarning},
	RuleURLTwice: {"url-twice", LevelWarning}, RuleStatePublisher: {"state-as-publisher", LevelWarning},
	RuleForeignPart: {"part-of-another-country", LevelWarning}, RuleManyBodies: {"leads-many", LevelWarning},
	RuleQuotationLength: {"quotation-length", LevelWarning}, RuleLocator: {"locator", LevelWarning}, RuleCutFile: {"cut-file", LevelWarning},
	RuleMoreWarnings: {"more-warnings", LevelWarning}, RuleNotCompared: {"not-compared", LevelWarning},
}

// String returns the rule's id, such as "unknown-key", and "" when there is no such rule.
func (r Rule) String() string {
	if r >= ruleEnd {
		return ""
	}
	return rules[r].id
}

// Level is that of the rule's faults: one rule has one level.
func (r Rule) Level() Level {
	if r >= ruleEnd {
		return ""
	}
	return rules[r].level
}

// Rules lists all rules in a fixed order.
func Rules() []Rule {
	out := make([]Rule, 0, ruleEnd-1)
	for r := RuleUnknownKey; r < ruleEnd; r++ {
		out = append(out, r)
	}
	return out
}

// Fault is one thing that is wrong with an input: the rule that it breaks, what it is about, what is wrong and what would
// be right. A Rule makes its faults, so that no fault is without a rule:
//
//	return RuleValue.Fault("%s is %v", name, v).WithRemedy("it should be from %v to %v", least, most).In(name)
//
// Package seed adds the file, line and column of a fault. Message makes the text, once, where the fault is shown. A Fault
// is ErrInvalid, and errors.As finds it; FaultsOf finds all faults in an error.
type Fault struct {
	rule              Rule
	subject, property string
	problem, remedy   string
	strict            bool // a warning that is taken for an error
}

// Fault makes a fault of the rule. The format says what is wrong.
func (r Rule) Fault(format string, args ...any) Fault {
	return Fault{rule: r, problem: fmt.Sprintf(format, args...)}
}

// WithRemedy returns the fault with a remedy. The format says what would be right.
func (f Fault) WithRemedy(format string, args ...any) Fault {
	f.remedy = fmt.Sprintf(format, args...)
	return f
}

// Of returns the fault with the key of the record that it is about. The key is "" when file and line say which record it is.
func (f Fault) Of(subject string) Fault {
	f.subject = subject
	return f
}

// In returns the fault with the name of the property that it is about.
func (f Fault) In(property string) Fault {
	f.property = property
	return f
}

// AsError returns the fault with the level of an error, whatever its rule's level.
func (f Fault) AsError() Fault {
	f.strict = true
	return f
}

// Level is the level of the fault's rule, unless AsError raised it.
func (f Fault) Level() Level {
	if f.strict {
		return LevelError
	}
	return f.rule.Level()
}

// Rule is the rule that the fault breaks.
func (f Fault) Rule() Rule { return f.rule }

// Subject is the key of the record that the fault is about, or "".
func (f Fault) Subject() string { return f.subject }

// Property is the name of the property that the fault is about, "" when it is about a whole record or none.
func (f Fault) Property() string { return f.property }

// Problem says what is wrong.
func (f Fault) Problem() string { return f.problem }

// Remedy says what would be right, "" when the problem says that already.
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

// Error is the message after the sentinel's text.
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

// Err returns the faults as an error, nil when there are none. (An empty Faults value in an error is not nil.)
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// FaultsOf returns the faults in an error, in order, however they are wrapped and joined.
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
