package graph

import "slices"

// Edges are the labels of edges. An edge is read from where it starts to where it leads: "(the Kremlin) is part of (Russia)".
var Edges = slices.Concat(tieTerms(), Terms[EdgeKind, Unclassed]{
	{Name: Within, Label: "Within", VerbPhrase: "lies within", Standard: own,
		Description: "A place lies within another."},
	{Name: PublishedBy, Label: "Published by", VerbPhrase: "was published by", Standard: own,
		Description: "A source was published by an actor."},
	{Name: DerivedFrom, Label: "Derived from", VerbPhrase: "was made from", Standard: own,
		Description: "A source was made from another, as a wire copy or a translation is, and tells nothing that the other did not tell."},
	{Name: Performed, Label: "Performed", VerbPhrase: "performed", Standard: own,
		Description: "An actor did it, or said it."},
	{Name: Announced, Label: "Announced", VerbPhrase: "announced", Standard: own,
		Description: "An actor made it known, without being the one who did it."},
	{Name: Targets, Label: "Targets", VerbPhrase: "was done to", Standard: own,
		Description: "An action was done to an actor."},
	{Name: AddressedTo, Label: "Addressed to", VerbPhrase: "was addressed to", Standard: own,
		Description: "An actor was spoken to, and of a request, owes the answer."},
	{Name: Affects, Label: "Affects", VerbPhrase: "affected", Standard: own,
		Description: "An actor felt the effects of an action that was not directed at it."},
	{Name: PartOfAction, Label: "Part of action", VerbPhrase: "was part of", Standard: own,
		Description: "An action is part of a larger one. Example: one arrest in a wave of raids."},
	{Name: InEpisode, Label: "In episode", VerbPhrase: "belongs to", Standard: own,
		Description: "An action belongs to a named crisis or process."},
	{Name: TookPlaceIn, Label: "Took place in", VerbPhrase: "took place in", Standard: own,
		Description: "An action took place there."},
	{Name: RespondsTo, Label: "Responds to", VerbPhrase: "responds to", Standard: own,
		Description: "An action responds to another; its mode says how."},
	{Name: SilentOn, Label: "Silent on", VerbPhrase: "kept silent on", Standard: own,
		Description: "An actor gave no response to an action, or no explanation of its own, as a source says."},
	{Name: Asserted, Label: "Asserted", VerbPhrase: "asserted", Standard: own,
		Description: "An actor made a claim."},
	{Name: OnBehalfOf, Label: "Asserted on behalf of", VerbPhrase: "was asserted on behalf of", Standard: own,
		Description: "A claim was made for an actor, by another."},
	{Name: MadeIn, Label: "Made in", VerbPhrase: "was made in", Standard: own,
		Description: "A claim was made in an action, the statement that gives it its date."},
	{Name: About, Label: "About", VerbPhrase: "is about", Standard: own,
		Description: "A claim is about an action, an actor or another claim."},
	{Name: Contradicts, Label: "Contradicts", VerbPhrase: "contradicts", Standard: own,
		Description: "Two claims cannot both be true."},
	{Name: Supports, Label: "Supports", VerbPhrase: "supports", Standard: own,
		Description: "A claim is a reason to believe another."},
})

// tieTerms are the rows of Ties without their classes.
func tieTerms() Terms[EdgeKind, Unclassed] {
	var out Terms[EdgeKind, Unclassed]
	for _, t := range Ties {
		out = append(out, Term[EdgeKind, Unclassed]{
			Name: t.Name, Label: t.Label, VerbPhrase: t.VerbPhrase, Description: t.Description, Standard: t.Standard})
	}
	return out
}

// EdgeVocabulary is Edges as data. It is none of AllVocabularies, for the schema writes the label of an edge as a text.
var EdgeVocabulary = vocabulary("EdgeKind", Edges)
