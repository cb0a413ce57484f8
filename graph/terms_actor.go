package graph

// ActorKind is what sort of actor somebody is.
type ActorKind string

// Kinds of actors.
const (
	ActorState             ActorKind = "STATE"
	ActorGovernmentOffice  ActorKind = "GOVERNMENT_OFFICE"
	ActorMinistry          ActorKind = "MINISTRY"
	ActorAgency            ActorKind = "AGENCY"
	ActorMission           ActorKind = "MISSION"
	ActorPerson            ActorKind = "PERSON"
	ActorMediaOutlet       ActorKind = "MEDIA_OUTLET"
	ActorInternationalBody ActorKind = "INTERNATIONAL_BODY"
	ActorCompany           ActorKind = "COMPANY"
	ActorGroup             ActorKind = "GROUP"
)

// ActorKinds are the kinds of actors. A spokesperson is a PERSON with a SPEAKS_FOR tie.
var ActorKinds = Terms[ActorKind, Unclassed]{
	{Name: ActorState, Label: "State", VerbPhrase: "is a state", Standard: own,
		Description: "A sovereign state. Its ministries, agencies and missions are actors of their own, part of it."},
	{Name: ActorGovernmentOffice, Label: "Government office", VerbPhrase: "is an office of government", Standard: own,
		Description: "An office, parliament or court of a state that is no ministry. Example: the Kremlin."},
	{Name: ActorMinistry, Label: "Ministry", VerbPhrase: "is a ministry", Standard: own,
		Description: "A ministry or department of a government. Example: a foreign ministry."},
	{Name: ActorAgency, Label: "State agency", VerbPhrase: "is a state agency", Standard: own,
		Description: "A state agency, police force, army or security service."},
	{Name: ActorMission, Label: "Diplomatic mission", VerbPhrase: "is a diplomatic mission", Standard: own,
		Description: "An embassy, consulate or delegation of one state, hosted by another or by an international body."},
	{Name: ActorPerson, Label: "Person", VerbPhrase: "is a person", Standard: own,
		Description: "A single person, whatever the office held."},
	{Name: ActorMediaOutlet, Label: "Media outlet", VerbPhrase: "is a media outlet", Standard: own,
		Description: "A newspaper, news agency, broadcaster or news site, whoever owns it."},
	{Name: ActorInternationalBody, Label: "International body", VerbPhrase: "is an international body", Standard: own,
		Description: "An organisation whose members are states. Example: the Council of Europe."},
	{Name: ActorCompany, Label: "Company", VerbPhrase: "is a company", Standard: own,
		Description: "A business, whether private or owned by a state."},
	{Name: ActorGroup, Label: "Group of people", VerbPhrase: "is a group of people", Standard: own,
		Description: "People spoken of together, often unnamed, who owe no answer as one. Example: citizens of a state held abroad."},
}

// TieCarries says what counts for the other actor of a tie, besides the actor from which the tie starts.
type TieCarries string

// What ties carry. Without says that a tie carries nothing.
const (
	CarriesActing    TieCarries = "ACTING_FOR"  // what the one does counts as the other's; what is directed at it, too
	CarriesDirection TieCarries = "DIRECTED_AT" // only what is directed at the one is directed at the other
)

// Ties are the kinds of standing ties between two actors, classed by what they carry. EdgeTypes is made with it.
var Ties = Terms[EdgeKind, TieCarries]{
	{Name: PartOf, Label: "Part of", VerbPhrase: "is part of", Standard: own, Class: CarriesActing,
		Description: "The one is part of the other and acts for it. Example: a ministry of a state."},
	{Name: SpeaksFor, Label: "Speaks for", VerbPhrase: "speaks for", Standard: own, Class: CarriesActing,
		Description: "The one speaks officially for the other and acts for it. Example: a spokeswoman of a foreign ministry."},
	{Name: Leads, Label: "Leads", VerbPhrase: "leads", Standard: own, Class: CarriesActing,
		Description: "The one heads the other and acts for it. Example: the president of a state."},
	{Name: WorksFor, Label: "Works for", VerbPhrase: "works for", Standard: own, Class: CarriesDirection,
		Description: "The one is employed by the other, and does not act for it. Example: a journalist of a broadcaster."},
	{Name: OwnedBy, Label: "Owned by", VerbPhrase: "is owned by", Standard: own, Class: CarriesDirection,
		Description: "The other owns the one, which does not act for it. Example: a news agency owned by a state."},
	{Name: MemberOf, Label: "Member of", VerbPhrase: "is a member of", Standard: own, Class: Without,
		Description: "The one belongs to the other as a member, and neither acts for the other. Example: a state in an international body."},
	{Name: HostedBy, Label: "Hosted by", VerbPhrase: "is hosted by", Standard: own, Class: Without,
		Description: "The one has its seat with the other, to which it does not belong. Example: an embassy in the state that received it."},
	{Name: CooperatesWith, Label: "Cooperates with", VerbPhrase: "cooperates with", Standard: own, Class: Without,
		Description: "The two cooperate, or cooperated, over some time, and neither acts for the other."},
}

// Roles are the parts that an actor can have in an action.
var Roles = Terms[EdgeKind, Unclassed]{
	{Name: Performed, Label: "Performer", VerbPhrase: "performed", Standard: own,
		Description: "Did it, or said it."},
	{Name: Announced, Label: "Announcer", VerbPhrase: "announced", Standard: own,
		Description: "Made it known, without being the one who did it."},
	{Name: Targets, Label: "Target", VerbPhrase: "was the target of", Standard: own,
		Description: "Was the one to whom it was done."},
	{Name: AddressedTo, Label: "Addressee", VerbPhrase: "was addressed in", Standard: own,
		Description: "Was spoken to, and of a request, owes the answer."},
	{Name: Affects, Label: "Affected", VerbPhrase: "was affected by", Standard: own,
		Description: "Felt its effects, though it was not directed at them."},
}
