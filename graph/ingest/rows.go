package ingest

import "github.com/demarche-graph/demarche/graph"

// AttributionRow says that an action counts under a key of the attribution. Direct: without any tie or country, because the
// actors themselves are named.
// Side: the actor of the key, under which only it acts, is a side of the action (TieSnapshot.Sides).
type AttributionRow struct {
	Key, Action  string
	Direct, Side bool
}

// ReplyRow says that the link Response → Trigger counts under a key of the attribution of replies.
type ReplyRow struct {
	Key, Response, Trigger string
	Direct                 bool
}

// OccasionRow says that in the exchange of the two actors of a key, Response, an act of the first, answers Occasion, an action
// of which nobody is named as the performer.
type OccasionRow struct {
	Key, Response, Occasion string
	Direct                  bool
}

// ClaimRow says that a claim was asserted by one who acts for Actor, or on behalf of one, at any time. Direct: by or on behalf
// of Actor itself. Side: Actor is a state, and so a side of the claim.
//
// Counts: so it was when the claim was made. Through a lens that leaves out the action in which it was made, the claim is made
// in the next of ClaimFacts.MadeIn, and then the row counts if that is among Occasions; when none is left, every row counts.
type ClaimRow struct {
	Claim, Actor string
	Direct, Side bool
	Counts       bool
	Occasions    []string // those of ClaimFacts.MadeIn at whose time it was so; nil for all
}

// SilenceEnd says which response ended the silence of Actor on Action that a source states, and on which day; Response is ""
// while it lasts, and On "" when the response is undated.
type SilenceEnd struct {
	Actor, Action, Response string
	On                      graph.Day
}

// AnswerRow says that Response, which responds to Action, answers for Actor: one whom Action, a REQUEST, asks, or of whom a
// source states that it is silent on Action. What is owed, and when a silence ended, is computed from it where a lens leaves out
// some of the answers; OwedRow and SilenceEnd have it for the whole graph.
type AnswerRow struct{ Action, Actor, Response string }

// OwedRow says, under a key, that Actor was asked by Action (a REQUEST addressed to it, and it is no GROUP),
// and when that was first answered: Answered without a day means by an undated action. The key names for whom
// the actor acts, for whom those who asked act, both, or neither (">"), under which every request has a row.
type OwedRow struct {
	Key, Action, Actor string
	Direct             bool
	Answered           bool
	AnsweredOn         graph.Day // earliest day of the first dated answer, or ""
}

// ID returns the id of the KindUnanswered item, which is the same under all keys.
func (r OwedRow) ID() string { return "UNANSWERED:" + r.Actor + ":" + r.Action }

// ActionFacts is what the attribution of one action is computed from.
type ActionFacts struct {
	ID               string
	Type             graph.ActionType
	Earliest, Latest graph.Day
	PlaceInDay       int64
	Performers       []string // PERFORMED
	Directed         []string // TARGETS and ADDRESSED_TO
	Addressees       []string // ADDRESSED_TO
	RespondsTo       []string // the actions that it responds to
	Responses        []string // the actions that respond to it
	Explanations     []string // those of Responses that explain it
	Silences         []SilenceFacts
}

// SilenceFacts is what the end of a stated silence on an action is computed from.
type SilenceFacts struct {
	Actor, Kind string
	Stated      graph.Day // the earliest day as of which it was stated, or ""
}

// ClaimFacts is what the attribution of one claim is computed from: who asserted it, on whose behalf, and the actions in which
// it was made, by id. The first of them gives the claim its date.
type ClaimFacts struct {
	ID      string
	Holders []string // ASSERTED and ASSERTED_FOR
	MadeIn  []Occasion
}

// Occasion is an action in which a claim was made, with its days, "" when unknown.
type Occasion struct {
	ID               string
	Earliest, Latest graph.Day
}

// ActorFacts is what the attribution needs of an actor.
type ActorFacts struct{ ID, Kind, Country string }

// TieFacts is what the attribution needs of a tie. Its bounds are days; "" is unknown, which counts as open.
type TieFacts struct {
	Kind          graph.EdgeKind
	From, To      string
	SinceEarliest graph.Day
	UntilLatest   graph.Day
}
