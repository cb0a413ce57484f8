package graph

import "strings"

// Kind names what a thing in the graph is: a node, a fact that is an edge but has an id like a node, or a row that only
// answers hold.
type Kind string

// Node kinds. They share one id space.
const (
	KindActor   Kind = "Actor"   // someone who can act: a state, ministry, person, outlet …
	KindAction  Kind = "Action"  // something done or said
	KindClaim   Kind = "Claim"   // an assertion about an action, an actor or another claim
	KindSource  Kind = "Source"  // a document that facts are taken from
	KindPlace   Kind = "Place"   // a place where actions happen
	KindEpisode Kind = "Episode" // a named crisis or process that gathers actions
	KindDataset Kind = "Dataset" // one loaded file set
)

// Edge facts and rows of answers.
const (
	KindResponse      Kind = "Response"      // a RESPONDS_TO edge
	KindTie           Kind = "Tie"           // an Actor → Actor edge
	KindSilence       Kind = "Silence"       // a SILENT_ON edge
	KindParticipation Kind = "Participation" // who took part in an action, in which role
	KindContradiction Kind = "Contradiction" // a CONTRADICTS edge between two claims
	KindEvidence      Kind = "Evidence"      // one item of the evidence of a fact
	KindStatusChange  Kind = "StatusChange"  // one entry of the status history of an action
	KindSupport       Kind = "Support"       // what the evidence of a fact comes to; facts that rest on the same sources share it
	KindUnanswered    Kind = "Unanswered"    // an answer that an actor owes to an action
	KindEntry         Kind = "ExchangeEntry" // an action in an exchange of two sides
	KindNode          Kind = "Node"          // any kind that has ids, as node(id) returns it
)

// NodeKinds lists the kinds that are nodes in a store, in the order in which they are written.
var NodeKinds = []Kind{KindDataset, KindSource, KindActor, KindPlace, KindEpisode, KindAction, KindClaim}

// FactEdgeKinds lists the kinds that are edges in a store and Nodes in the schema.
var FactEdgeKinds = []Kind{KindResponse, KindTie, KindSilence}

// PropType is the type of a property's value: PropText string, PropNumber float64, PropInt int64,
// PropFlag bool, PropList []string, PropDay string "2006-01-02", PropHistory []StatusChange. An unknown value is nil.
type PropType uint8

// Property types.
const (
	PropText PropType = iota
	PropNumber
	PropInt
	PropFlag
	PropList
	PropDay
	PropHistory
)

// Property is one scalar (or list of texts) that a kind of node or edge holds.
type Property struct {
	Name       string
	Type       PropType
	Vocabulary string // name of the vocabulary that limits the value, or ""
	Derived    bool   // computed by Derive from the other properties; not curated
	Unread     bool   // only stores use it: items do not have it as a column
	ByLanguage bool   // each text of the list is a name after the tag of its language (NameIn)
}

// NodeProps has the properties of each node kind in column order. Besides these, every node has
// id, basis, evidence, the datasets that state it and, if it is a fact, its support.
var NodeProps = map[Kind][]Property{
	KindActor: {
		{Name: "name"}, {Name: "aliases", Type: PropList}, {Name: "names", Type: PropList, ByLanguage: true},
		{Name: "kind", Vocabulary: "ActorKind"}, {Name: "country"}, {Name: "description"},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindAction: {
		{Name: "title"}, {Name: "description"}, {Name: "note"}, {Name: "type", Vocabulary: "ActionType"},
		{Name: "cameoCode"}, {Name: "quadClass", Vocabulary: "QuadClass"},
		{Name: "intensity", Type: PropNumber}, {Name: "status", Vocabulary: "ActionStatus"},
		{Name: "statusHistory", Type: PropHistory},
		{Name: "date"}, {Name: "sequence", Type: PropInt}, {Name: "credibility", Type: PropInt},
		{Name: "topics", Type: PropList}, {Name: "mentions", Type: PropInt},
		{Name: "attributedTo", Type: PropList, Derived: true},
		{Name: "earliest", Type: PropDay, Derived: true}, {Name: "latest", Type: PropDay, Derived: true},
		{Name: "placeInDay", Type: PropInt, Derived: true}, // the sequence, LastInDay where there is none: never unknown
		{Name: "cameoQuadClass", Vocabulary: "QuadClass", Derived: true},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindClaim: {
		{Name: "text"}, {Name: "stance", Vocabulary: "Stance"}, {Name: "credibility", Type: PropInt}, {Name: "note"},
		{Name: "attributedTo", Type: PropList, Derived: true},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindSource: {
		{Name: "title"}, {Name: "url"}, {Name: "published"}, {Name: "accessed"}, {Name: "language"},
		{Name: "kind", Vocabulary: "SourceKind"}, {Name: "reliability", Vocabulary: "Reliability"},
		{Name: "earliest", Type: PropDay, Derived: true, Unread: true}, // of published
		{Name: "latest", Type: PropDay, Derived: true, Unread: true},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindPlace: {
		{Name: "name"}, {Name: "country"}, {Name: "latitude", Type: PropNumber}, {Name: "longitude", Type: PropNumber},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindEpisode: {
		{Name: "title"}, {Name: "summary"},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
	KindDataset: {
		{Name: "name"}, {Name: "version"}, {Name: "licence"}, {Name: "description"}, {Name: "checksum"},
		{Name: "loadedAt"}, {Name: "nodeCount", Type: PropInt}, {Name: "edgeCount", Type: PropInt}, {Name: "position", Type: PropInt},
		{Name: "sortName", Derived: true}, {Name: "searchText", Derived: true, Unread: true},
	},
}

// LastInDay is the placeInDay of an action without a sequence, beyond all sequences, and of an undated one, which has no day.
const LastInDay = 10_000

// EdgeProps has every property that an edge may hold, in column order; EdgeKinds says which kind
// holds which. Besides these, every edge has basis, evidence, the datasets that state it and, if it is a fact, its support.
var EdgeProps = []Property{
	{Name: "mode", Vocabulary: "ResponseMode"}, {Name: "note"},
	{Name: "kind", Vocabulary: "SilenceKind"}, {Name: "asOf"},
	{Name: "since"}, {Name: "until"}, {Name: "ended", Type: PropFlag},
	{Name: "topics", Type: PropList}, {Name: "within", Type: PropList},
	{Name: "attributedTo", Type: PropList, Derived: true},
}

// EdgeKind is the label of an edge.
type EdgeKind string

// Edge kinds.
const (
	Performed      EdgeKind = "PERFORMED"
	Announced      EdgeKind = "ANNOUNCED"
	Targets        EdgeKind = "TARGETS"
	AddressedTo    EdgeKind = "ADDRESSED_TO"
	Affects        EdgeKind = "AFFECTS"
	RespondsTo     EdgeKind = "RESPONDS_TO"
	PartOfAction   EdgeKind = "PART_OF_ACTION"
	InEpisode      EdgeKind = "IN_EPISODE"
	TookPlaceIn    EdgeKind = "TOOK_PLACE_IN"
	Within         EdgeKind = "WITHIN"
	SilentOn       EdgeKind = "SILENT_ON"
	PartOf         EdgeKind = "PART_OF"
	SpeaksFor      EdgeKind = "SPEAKS_FOR"
	Leads          EdgeKind = "LEADS"
	WorksFor       EdgeKind = "WORKS_FOR"
	OwnedBy        EdgeKind = "OWNED_BY"
	MemberOf       EdgeKind = "MEMBER_OF"
	HostedBy       EdgeKind = "HOSTED_BY"
	CooperatesWith EdgeKind = "COOPERATES_WITH"
	Asserted       EdgeKind = "ASSERTED"
	OnBehalfOf     EdgeKind = "ASSERTED_FOR"
	MadeIn         EdgeKind = "MADE_IN"
	About          EdgeKind = "ABOUT"
	Contradicts    EdgeKind = "CONTRADICTS"
	Supports       EdgeKind = "SUPPORTS"
	PublishedBy    EdgeKind = "PUBLISHED_BY"
	DerivedFrom    EdgeKind = "DERIVED_FROM"
)

// EdgeType describes one kind of edge: what it joins, and what it holds.
type EdgeType struct {
	Label    EdgeKind
	From, To []Kind
	Fact     Kind     // the kind under which the schema shows it: Response, Tie, Silence, Participation or ""
	Props    []string // names from EdgeProps
	// ActsFor says that an actor with such a tie acts for the other. DirectedAt says that what is directed at the one is
	// directed at the other, too. See "Words that have one meaning here" in docs/data-model.md.
	ActsFor, DirectedAt bool
}

// ManyOut reports whether a node may have very many of these edges at its start: those for what an actor does and says.
// A node may have very many of all other edges only at their end.
func (t EdgeType) ManyOut() bool { return t.From[0] == KindActor && t.Fact != KindTie }

var tieProps = []string{"since", "until", "ended", "asOf", "topics", "within"}

func one(k Kind) []Kind { return []Kind{k} }

// tieTypes makes an edge type of each term of Ties, so that a new kind of tie is one row there.
func tieTypes() []EdgeType {
	var out []EdgeType
	for _, t := range Ties {
		out = append(out, EdgeType{Label: t.Name, From: one(KindActor), To: one(KindActor), Fact: KindTie, Props: tieProps,
			ActsFor: t.Class == CarriesActing, DirectedAt: t.Class == CarriesActing || t.Class == CarriesDirection})
	}
	return out
}

// EdgeTypes is the table of all edges, in the order in which they are written. Ties come first, because the attribution of
// the actions in the same batch depends on them.
var EdgeTypes = append(tieTypes(), []EdgeType{
	{Label: Within, From: one(KindPlace), To: one(KindPlace)},
	{Label: PublishedBy, From: one(KindSource), To: one(KindActor)},
	{Label: DerivedFrom, From: one(KindSource), To: one(KindSource)},
	{Label: Performed, From: one(KindActor), To: one(KindAction), Fact: KindParticipation},
	{Label: Announced, From: one(KindActor), To: one(KindAction), Fact: KindParticipation},
	{Label: Targets, From: one(KindAction), To: one(KindActor), Fact: KindParticipation},
	{Label: AddressedTo, From: one(KindAction), To: one(KindActor), Fact: KindParticipation},
	{Label: Affects, From: one(KindAction), To: one(KindActor), Fact: KindParticipation},
	{Label: PartOfAction, From: one(KindAction), To: one(KindAction)},
	{Label: InEpisode, From: one(KindAction), To: one(KindEpisode)},
	{Label: TookPlaceIn, From: one(KindAction), To: one(KindPlace)},
	{Label: RespondsTo, From: one(KindAction), To: one(KindAction), Fact: KindResponse, Props: []string{"mode", "note"}},
	{Label: SilentOn, From: one(KindActor), To: one(KindAction), Fact: KindSilence, Props: []string{"kind", "asOf"}},
	{Label: Asserted, From: one(KindActor), To: one(KindClaim)},
	{Label: OnBehalfOf, From: one(KindClaim), To: one(KindActor)},
	{Label: MadeIn, From: one(KindClaim), To: one(KindAction)},
	{Label: About, From: one(KindClaim), To: []Kind{KindAction, KindActor, KindClaim}},
	{Label: Contradicts, From: one(KindClaim), To: one(KindClaim), Fact: KindContradiction},
	{Label: Supports, From: one(KindClaim), To: one(KindClaim)},
}...)

// EdgeTypeOf finds the row of a label.
func EdgeTypeOf(l EdgeKind) (EdgeType, bool) {
	for _, t := range EdgeTypes {
		if t.Label == l {
			return t, true
		}
	}
	return EdgeType{}, false
}

// TieKinds are the labels of ties, in table order.
func TieKinds() []EdgeKind {
	var out []EdgeKind
	for _, t := range EdgeTypes {
		if t.Fact == KindTie {
			out = append(out, t.Label)
		}
	}
	return out
}

// EdgeID is the id of an edge that is addressed like a node: its parts, joined by colons.
//
//	EdgeID(RespondsTo, "kremlin-regret", "cultural-events-cancelled")
//	"RESPONDS_TO:kremlin-regret:cultural-events-cancelled"
func EdgeID(l EdgeKind, from, to string) string { return string(l) + ":" + from + ":" + to }

// RefsOf are the records that a key may be of: a node, and, as ids may have colons, several edges.
func RefsOf(key string) []Ref {
	refs := []Ref{{ID: key}}
	label, ends, _ := strings.Cut(key, ":")
	if _, isEdge := EdgeTypeOf(EdgeKind(label)); !isEdge {
		return refs
	}
	for i, c := range ends {
		if c == ':' && i > 0 && i < len(ends)-1 {
			refs = append(refs, Ref{Edge: EdgeKind(label), From: ends[:i], To: ends[i+1:]})
		}
	}
	return refs
}
