package ingest

import "github.com/demarche-graph/demarche/graph"

// AttributionRow says that an action is attributed under a key. Direct says that the action names the actors of the key
// itself, so that no tie and no country is needed.
type AttributionRow struct {
	Key, Action string
	Direct      bool
}

// ReplyRow says that the response link from Response to Trigger is attributed under a key.
type ReplyRow struct {
	Key, Response, Trigger string
	Direct                 bool
}

// OwedRow says, under a key, that Action asked Actor for something (Action is a REQUEST addressed to Actor, which is no
// GROUP), and when that was first answered. Answered without AnsweredOn means that an undated action answered. The key
// names one for whom Actor acts and one for whom those who asked act, or only one of these, or neither: the key ">" has
// all rows.
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
