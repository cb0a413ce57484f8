package graph

import "slices"

// Cardinality says how many items a relation gives and how they are asked for.
type Cardinality uint8

// Cardinalities: at most one item; a plain list, which is short by nature; a Relay connection.
const (
	One Cardinality = iota
	Plain
	Connection
)

// Hop is one step of a relation, from the current node or fact to others.
type Hop struct {
	// Out follows edges of these labels from the current node, In follows them to it. AsFact stops at the edge itself (a
	// Response, Tie, Silence or Participation) instead of the node behind it.
	Out, In []EdgeKind
	AsFact  bool
	// Start goes from an edge fact to the node where the edge starts, End to the node where it ends.
	Start, End bool
	// IDs follows a property (or column) that holds one id or a list of ids.
	IDs string
	// Parts follows a property that holds a list of parts, which have no ids of their own.
	Parts string
	// Evidence gives the evidence items of the current fact.
	Evidence bool
	// Attribution gives the actions or claims, and Replies the responses, that are attributed under the key "id>" (ActsFor) or
	// ">id" (DirectedAt) of the current actor; see AttributionKey.
	Attribution, Replies AttributionSide
	// Sides gives the actors that the attribution has as sides of the current action or claim.
	Sides bool
	// Below gives the current actor and all that act for it by ties of any time.
	Below bool
	// Above gives all others that the current actor acts for by ties of any time, or that held on the day that the question names.
	Above bool
}

// Relation is one field that leads from a kind to other items. Both stores build their statements from these rows, so a
// new relation is one row here and one field in schema.graphqls.
type Relation struct {
	From        Kind
	Name        string
	To          Kind // KindNode where it may be several kinds
	Cardinality Cardinality
	Path        []Hop // one or two hops; the result is distinct
}

func out(l ...EdgeKind) Hop     { return Hop{Out: l} }
func in(l ...EdgeKind) Hop      { return Hop{In: l} }
func outFact(l ...EdgeKind) Hop { return Hop{Out: l, AsFact: true} }
func inFact(l ...EdgeKind) Hop  { return Hop{In: l, AsFact: true} }

var (
	start = Hop{Start: true}
	end   = Hop{End: true}
	sides = Hop{Sides: true}
	// participation joins an action with those who acted and those who were acted upon.
	participation = Hop{In: []EdgeKind{Performed, Announced}, Out: []EdgeKind{Targets, AddressedTo, Affects}, AsFact: true}
	// eitherWay follows contradictions whichever of two claims states them.
	eitherWay = Hop{Out: []EdgeKind{Contradicts}, In: []EdgeKind{Contradicts}, AsFact: true}
)

func hops(h ...Hop) []Hop { return h }

// Relations is the table of all fields that lead from one item to others.
var Relations = append([]Relation{
	{KindActor, "actions", KindAction, Connection, hops(Hop{Attribution: ActsFor})},
	{KindActor, "received", KindAction, Connection, hops(Hop{Attribution: DirectedAt})},
	{KindActor, "responsesGiven", KindResponse, Connection, hops(Hop{Replies: ActsFor})},
	{KindActor, "responsesReceived", KindResponse, Connection, hops(Hop{Replies: DirectedAt})},
	{KindActor, "parts", KindActor, Connection, hops(in(PartOf))},
	{KindActor, "wholes", KindActor, Connection, hops(out(PartOf))},
	{KindActor, "ties", KindTie, Connection, hops(Hop{Out: TieKinds(), In: TieKinds(), AsFact: true})},
	{KindActor, "speaksFor", KindActor, Plain, hops(out(SpeaksFor))},
	{KindActor, "spokespeople", KindActor, Connection, hops(Hop{Below: true}, in(SpeaksFor))},
	{KindActor, "actsFor", KindActor, Plain, hops(Hop{Above: true})},
	{KindActor, "memberOf", KindActor, Connection, hops(out(MemberOf))},
	{KindActor, "members", KindActor, Connection, hops(in(MemberOf))},
	{KindActor, "claims", KindClaim, Connection, hops(Hop{Attribution: ActsFor})},

	{KindAction, "sides", KindActor, Plain, hops(sides)},
	{KindAction, "performers", KindActor, Plain, hops(in(Performed))},
	{KindAction, "announcers", KindActor, Plain, hops(in(Announced))},
	{KindAction, "targets", KindActor, Plain, hops(out(Targets))},
	{KindAction, "addressees", KindActor, Plain, hops(out(AddressedTo))},
	{KindAction, "affected", KindActor, Plain, hops(out(Affects))},
	{KindAction, "participants", KindParticipation, Plain, hops(participation)},
	{KindAction, "responses", KindResponse, Connection, hops(inFact(RespondsTo))},
	{KindAction, "respondsTo", KindResponse, Connection, hops(outFact(RespondsTo))},
	{KindAction, "parts", KindAction, Connection, hops(in(PartOfAction))},
	{KindAction, "partOf", KindAction, Plain, hops(out(PartOfAction))},
	{KindAction, "claims", KindClaim, Connection, hops(in(About))},
	{KindAction, "statements", KindClaim, Connection, hops(in(MadeIn))},
	{KindAction, "silences", KindSilence, Plain, hops(inFact(SilentOn))},
	{KindAction, "statusHistory", KindStatusChange, Plain, hops(Hop{Parts: "statusHistory"})},
	{KindAction, "places", KindPlace, Plain, hops(out(TookPlaceIn))},
	{KindAction, "episodes", KindEpisode, Plain, hops(out(InEpisode))},

	{KindClaim, "by", KindActor, Plain, hops(in(Asserted))},
	{KindClaim, "onBehalfOf", KindActor, Plain, hops(out(OnBehalfOf))},
	{KindClaim, "sides", KindActor, Plain, hops(sides)},
	{KindClaim, "madeIn", KindAction, One, hops(out(MadeIn))},
	{KindClaim, "about", KindNode, Connection, hops(out(About))},
	{KindClaim, "contradicts", KindClaim, Connection, hops(Hop{Out: []EdgeKind{Contradicts}, In: []EdgeKind{Contradicts}})},
	{KindClaim, "contradictions", KindContradiction, Plain, hops(eitherWay)},
	{KindClaim, "supports", KindClaim, Connection, hops(out(Supports))},

	{KindSource, "publishedBy", KindActor, Plain, hops(out(PublishedBy))},
	{KindSource, "derivedFrom", KindSource, Plain, hops(out(DerivedFrom))},
	{KindSource, "derivatives", KindSource, Connection, hops(in(DerivedFrom))},
	{KindPlace, "within", KindPlace, Plain, hops(out(Within))},
	{KindPlace, "places", KindPlace, Connection, hops(in(Within))},
	{KindPlace, "actions", KindAction, Connection, hops(in(TookPlaceIn))},
	{KindEpisode, "actions", KindAction, Connection, hops(in(InEpisode))},

	{KindResponse, "response", KindAction, One, hops(start)},
	{KindResponse, "trigger", KindAction, One, hops(end)},
	{KindResponse, "responders", KindActor, Plain, hops(start, in(Performed))},
	{KindResponse, "provokers", KindActor, Plain, hops(end, in(Performed))},
	{KindResponse, "toward", KindActor, Plain, hops(start, out(Targets, AddressedTo))},
	{KindResponse, "responderSides", KindActor, Plain, hops(start, sides)},
	{KindResponse, "provokerSides", KindActor, Plain, hops(end, sides)},
	{KindTie, "from", KindActor, One, hops(start)},
	{KindTie, "to", KindActor, One, hops(end)},
	{KindTie, "within", KindActor, Plain, hops(Hop{IDs: "within"})},
	{KindSilence, "actor", KindActor, One, hops(start)},
	{KindSilence, "action", KindAction, One, hops(end)},
	{KindSilence, "endedBy", KindResponse, One, hops(Hop{IDs: "endedBy"})},
	{KindParticipation, "actor", KindActor, One, hops(Hop{IDs: "actor"})},
	{KindContradiction, "a", KindClaim, One, hops(start)},
	{KindContradiction, "b", KindClaim, One, hops(end)},
	{KindStatusChange, "sources", KindSource, Plain, hops(Hop{IDs: "sources"})},
	{KindEvidence, "source", KindSource, One, hops(Hop{IDs: "source"})},
	{KindEvidence, "attributedTo", KindActor, One, hops(Hop{IDs: "attributedTo"})},

	{KindUnanswered, "action", KindAction, One, hops(Hop{IDs: "action"})},
	{KindUnanswered, "owedBy", KindActor, One, hops(Hop{IDs: "owedBy"})},
	{KindUnanswered, "owedTo", KindActor, Plain, hops(Hop{IDs: "owedTo"})},
	{KindUnanswered, "endedBy", KindResponse, One, hops(Hop{IDs: "endedBy"})},
	{KindEntry, "action", KindAction, One, hops(Hop{IDs: "action"})},
	{KindEntry, "side", KindActor, One, hops(Hop{IDs: "side"})},
	{KindEntry, "answers", KindResponse, Plain, hops(Hop{IDs: "answers"})},
}, slices.Concat(evidenceRows(), supportRows())...)

func evidenceRows() []Relation {
	var rows []Relation
	for _, k := range []Kind{KindActor, KindAction, KindClaim, KindPlace, KindEpisode, KindSource,
		KindResponse, KindTie, KindSilence, KindParticipation, KindContradiction, KindUnanswered} {
		rows = append(rows, Relation{k, "evidence", KindEvidence, Plain, hops(Hop{Evidence: true})})
	}
	return rows
}

// ownRelations are the relations that parts of an actor add to, without what they add.
var ownRelations = []Relation{{KindActor, "spokespeople", KindActor, Connection, hops(in(SpeaksFor))}}

// OwnRelationOf is RelationOf for includeParts: false, nil for a relation to which parts add nothing.
func OwnRelationOf(from Kind, name string) *Relation {
	for i := range ownRelations {
		if r := &ownRelations[i]; r.From == from && r.Name == name {
			return r
		}
	}
	return nil
}

func supportRows() []Relation {
	var rows []Relation
	for _, k := range FactKinds {
		rows = append(rows, Relation{k, "support", KindSupport, One, hops(Hop{IDs: "support"})},
			Relation{k, "datasets", KindDataset, Plain, hops(Hop{IDs: "datasets"})})
	}
	return rows
}

// RelationOf finds the row of a field, or nil.
func RelationOf(from Kind, name string) *Relation {
	for i := range Relations {
		if r := &Relations[i]; r.From == from && r.Name == name {
			return r
		}
	}
	return nil
}
