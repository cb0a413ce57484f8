package ingest

import "github.com/demarche-graph/demarche/graph"

// AttributionRow says that an action counts under a key of the attribution. Direct: without any tie or country, because the
// actors themselves are named.
type AttributionRow struct {
	Key, Action string
	Direct      bool
}

// ReplyRow says that the link Response → Trigger counts under a key of the attribution of replies.
type ReplyRow struct {
	Key, Response, Trigger string
	Direct                 bool
}

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
	Performers       []string // PERFORMED
	Directed         []string // TARGETS and ADDRESSED_TO
	Addressees       []string // ADDRESSED_TO
	RespondsTo       []string // the actions that it responds to
	Responses        []string // the actions that respond to it
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
