package seed

import "github.com/demarche-graph/demarche/graph"

// RuleDoc explains a rule to people: what it finds, in a line, and what to do about it.
type RuleDoc struct {
	Rule       graph.Rule
	Says, Help string
}

// RemedyOf is what to do about a fault: what its message says, or else what helps with all faults of its rule.
func RemedyOf(f graph.Fault) string {
	if remedy := f.Remedy(); remedy != "" {
		return remedy
	}
	for _, d := range RuleDocs {
		if d.Rule == f.Rule() {
			return d.Help
		}
	}
	return ""
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
	{graph.RuleCountryCode, "A country code that is none", "Write the alpha-3 code of ISO 3166-1 of a country as it is now; Kosovo is XKX."},
	{graph.RuleInvisible, "A character that cannot be seen", "Take the character out; type the name again rather than copy it."},
	{graph.RuleLoneCoordinate, "A latitude or longitude without the other", "Give both, or none."},
	{graph.RuleCutCode, "A CAMEO code in CSV that may have lost its zero",
		"Write 014 where a spreadsheet made 14 of it, and 140 where the root 14 is meant, which means the same."},
	{graph.RuleOnlyDisputed, "A fact that nothing supports, for all its evidence disputes it",
		"Name a source that states it, or take the fact out."},
	{graph.RuleExplicitOnInferred, "EXPLICIT, but only INFERRED evidence", "Say basis: INFERRED, or name a source that says it."},
	{graph.RuleSupportsAndDenies, "A claim that supports and contradicts the same", "Keep one of the two links."},
	{graph.RulePerformedOccurrence, "An occurrence with a performer", "Give the action another type, or take the performer out."},
	{graph.RuleTieKinds, "A tie between kinds of actor that it cannot join", "Name the actor, or the kind of tie, that is meant."},
	{graph.RuleActorEvidence, "An actor without evidence", "Name a source that has its name or tells what it is."},
	{graph.RuleAfterPage, "An act dated after a page that tells of it",
		"Correct a date. What a page only announces has the status ANNOUNCED, or evidence from later."},
	{graph.RuleUndatedSource, "A source without any date", "Say when it was published, or on which day you read it."},
	{graph.RuleFuture, "Something past that is dated in the future", "Correct the date; of an act that is to come the status is ANNOUNCED."},
	{graph.RuleFarFuture, "A date more than ten years ahead", "Correct the date."},
	{graph.RuleFarFromWhole, "A part a year or more away from its whole", "Correct a date, or give the whole the range of its parts."},
	{graph.RuleEnded, "A tie whose ended contradicts its dates", "Leave ended out where since and until say it."},
	{graph.RuleSpeakerLeft, "A person who acts a year or more after the last tie ended", "Correct a date, or add the tie of that time."},
	{graph.RuleAnswersItself, "An escalating response to an act of the same side", "Correct mode, performers or the link."},
	{graph.RuleModeAgainstAct, "A mode that does not fit what was done", "Choose the mode that says what the act does, or correct its type."},
	{graph.RuleContradictsItself, "A contradiction with one holder on both sides", "Correct who asserted the claims, or take the link out."},
	{graph.RuleMadeElsewhere, "A claim made in a statement of another speaker", "Name the speaker's own statement, or add the tie that " +
		"joins the two."},
	{graph.RuleOnBehalf, "A claim on behalf of one to whom its speaker has no tie", "Add the tie to the speaker."},
	{graph.RuleCodeAgainstType, "A type that its CAMEO code does not have", "Correct one of the two, or leave the type out."},
	{graph.RuleRootCode, "A CAMEO code that may have lost its zero", "Write 014 or 140 instead of 14; 140 means the same as the root 14."},
	{graph.RuleIntensity, "An intensity whose sign type or code contradict", "Correct the sign, or leave the intensity out."},
	{graph.RuleNoAddressee, "A request that is addressed to nobody", "Name under addressees who is asked."},
	{graph.RuleNobody, "An action without anybody in it", "Name who performed it, at whom it was directed, or whom it affected."},
	{graph.RuleNoCountry, "A state without country", "Give its ISO 3166-1 alpha-3 code."},
	{graph.RuleCountryTwice, "Two states of one country", "Keep one of the two, or correct a country."},
	{graph.RuleAlikeIDs, "Ids that people cannot tell apart", "Use one id for one thing, or tell the two apart by a word."},
	{graph.RuleNameTwice, "One name for two of a kind", "Keep one id, or tell the two apart by name or country."},
	{graph.RuleURLTwice, "One address for two sources", "Keep one source."},
	{graph.RuleStatePublisher, "A state as a publisher", "Name the office, ministry or outlet that published it."},
	{graph.RuleForeignPart, "An organ that is part of another country", "Correct a country, or name the whole that it is part of."},
	{graph.RuleManyBodies, "A person who leads four bodies or more at once", "Say since and until when, or name another kind of tie."},
	{graph.RuleQuotationLength, "A quotation of one letter, or of more than 1000 characters", "Quote the words that say it."},
	{graph.RuleLocator, "A locator where the quotation does not stand", "Name the line of the text that has the words."},
	{graph.RuleCutFile, "A file that may have been cut off", "See whether it is whole, and end its last line."},
	{graph.RuleMoreWarnings, "More warnings than are shown", "Look into those that are shown first."},
	{graph.RuleNotCompared, "Too many records to be compared", "Divide a curated dataset; of imported data nothing is lost by this."},
}
