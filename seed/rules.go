package seed

import "github.com/demarche-graph/demarche/graph"

// RuleDoc explains a rule to people: what it finds, in a line, and what to do about it.
type RuleDoc struct {
	Rule       graph.Rule
	Says, Help string
}

// RuleDocs explains all rules, in the order of the documentation and of reports in SARIF.
var RuleDocs = []RuleDoc{
	{graph.RuleUnknownKey, "A key that is none", "Correct the key; the message names the nearest, or all."},
	{graph.RuleUnknownID, "An id or a dataset that is nowhere",
		"Correct the name, or add the record to a file of the dataset or to one that it requires."},
	{graph.RuleWrongKind, "An id of another kind than is needed", "Name a record of the kind that the message asks for."},
	{graph.RuleDuplicate, "Something that stands twice", "Keep one of the two, or join them."},
	{graph.RuleNoEvidence, "A fact without evidence", "Name at least one source, on the record or on the link itself."},
	{graph.RuleMissingKey, "A key that is needed is missing", "Give what the message names."},
	{graph.RuleEmpty, "A key without a value", "Leave the key out when its value is unknown."},
	{graph.RuleQuotation, "A quotation that is not in its source",
		"Copy it from the source's text to the letter, or name the source that has it."},
	{graph.RuleFile, "A file that cannot be read",
		"Save it as the message says: a plain file of UTF-8 text, named for what it holds, beside a dataset.yaml."},
	{graph.RuleSyntax, "No YAML, JSON Lines or CSV, or more of it than is taken",
		"Look for a quotation mark, bracket or indentation that is off; write YAML's aliases and merges out."},
	{graph.RuleMore, "More problems than are shown", "Mend those that are shown first."},
	{graph.RuleCycle, "Wholes and parts, or copies and originals, that run in a circle", "Take one link of the circle out."},
	{graph.RuleTimeOrder, "What ends before it begins, or answers what came later", "Correct a date, or exchange the two."},
	{graph.RuleSelf, "A record that names itself", "Name another, or leave the link out."},
	{graph.RuleTerm, "A word that is not in its vocabulary", "Choose one of the terms that the message names."},
	{graph.RuleDate, "A date that is none", "Write EDTF, such as 2025-06-27, 2025-06~ or 2025-06-27/2025-06-30."},
	{graph.RuleID, "An id that is not well formed", "Write ids like russia-foreign-ministry; a dataset's begins with dataset:."},
	{graph.RuleValue, "A value of another form than its key needs", "Write the value as the message says."},
}
