package seed

import "regexp"

// Rule is a kind of problem. Its ID stays the same from version to version, so that what counts or mutes problems can go by it.
type Rule struct {
	ID, Says, Help string
}

// ruleOf tells a rule by the message of a problem. The first that fits is meant.
var ruleOf = []struct {
	Rule
	message *regexp.Regexp
}{
	{Rule{"unknown-key", "A key that is none", "Correct the key; the message names the nearest, or all."},
		regexp.MustCompile(`^unknown key `)},
	{Rule{"unknown-id", "An id or a dataset that is nowhere", "Correct the name, or add the record to a file of the dataset or to one that it requires."},
		regexp.MustCompile(`^unknown [a-z ]+ "|^no dataset ".*" comes with Demarche; |^there is no dataset in "`)},
	{Rule{"wrong-kind", "An id of another kind than is needed", "Name a record of the kind that the message asks for."},
		regexp.MustCompile(` is needed here$|; one id is one thing$`)},
	{Rule{"twice", "Something that stands twice", "Keep one of the two, or join them."},
		regexp.MustCompile(`stands twice; |stands also at | twice; give it once$|is named twice; `)},
	{Rule{"no-evidence", "A fact without evidence", "Name at least one source, on the record or on the link itself."},
		regexp.MustCompile(` has no evidence[;,]`)},
	{Rule{"missing-key", "A key that is needed is missing", "Give what the message names."},
		regexp.MustCompile(`^[a-z]+ ".*" (lacks|has neither) |^[A-Z_]+ lacks (its|from|to)\b|^an? [a-z]+ has no id; |^[a-z]+ is missing; say which|lacks its source; |^the dataset lacks |^the column .* is missing; |^neither "node" nor "edge" `)},
	{Rule{"empty", "A key without a value", "Leave the key out when its value is unknown."},
		regexp.MustCompile(` has no value; | is empty; | holds an empty item; `)},
	{Rule{"quotation", "A quotation that is not in its source", "Copy it from the source's text to the letter, or name the source that has it."},
		regexp.MustCompile(`^the quotation is not in `)},
	{Rule{"file", "A file that cannot be read", "Save it as the message says: a plain file of UTF-8 text, named for what it holds, beside a dataset.yaml."},
		regexp.MustCompile(`^cannot be read|^larger than|^not UTF-8|^holds a NUL byte|^files that end in|^missing; a dataset is|^empty; |^a CSV file is named `)},
	{Rule{"syntax", "No YAML, JSON Lines or CSV, or more of it than is taken", "Look for a quotation mark, bracket or indentation that is off; write YAML's aliases and merges out."},
		regexp.MustCompile(`^not (YAML|JSON|CSV): |^(a row|the line) is longer than |^a second document; |^YAML aliases, |YAML merges and keys of parts are not taken$`)},
	{Rule{"more", "More problems than are shown", "Mend those that are shown first."},
		regexp.MustCompile(`^and [0-9]+ more problems; `)},
	{Rule{"circle", "Wholes and parts that run in a circle", "Take one link of the circle out."},
		regexp.MustCompile(`^[A-Z_]+ runs in a circle: `)},
	{Rule{"order-of-time", "What ends before it begins, or answers what came later", "Correct a date, or exchange the two."},
		regexp.MustCompile(`^until .* is before since |^the response .* is earlier than `)},
	{Rule{"itself", "A record that names itself", "Name another, or leave the link out."},
		regexp.MustCompile(` names itself; `)},
	{Rule{"term", "A word that is not in its vocabulary", "Choose one of the terms that the message names."},
		regexp.MustCompile(` is none of [A-Z]| is neither EXPLICIT nor INFERRED$| is not in the CAMEO table; |is no property of what this backs; |^there is no (node|edge) kind "`)},
	{Rule{"date", "A date that is none", "Write EDTF, such as 2025-06-27, 2025-06~ or 2025-06-27/2025-06-30."},
		regexp.MustCompile(`^[a-zA-Z]+ ".*"(:| is not EDTF| has an open end)`)},
	{Rule{"id", "An id that is not well formed", "Write ids like russia-foreign-ministry; a dataset's begins with dataset:."},
		regexp.MustCompile(`^id "`)},
}

// badValue is the rule of all other problems.
var badValue = Rule{"value", "A value of another form than its key needs", "Write the value as the message says."}

// Rule tells the kind of a problem.
func (p Problem) Rule() Rule {
	for _, r := range ruleOf {
		if r.message.MatchString(p.Message) {
			return r.Rule
		}
	}
	return badValue
}

// Rules lists all kinds of problems.
func Rules() []Rule {
	var out []Rule
	for _, r := range ruleOf {
		out = append(out, r.Rule)
	}
	return append(out, badValue)
}
