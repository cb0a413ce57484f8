package graph

// The attribution says for whom an action is done and at whom it is directed. This depends on ties and their dates, is
// transitive, and is expensive to compute. So Apply computes it when it writes, and stores it as rows under keys, indexed
// by (key, earliest, latest, place in the day, id). The cost of a page then depends on the size of the page alone, for a busy
// dyad too.

// AttributionKey is the key of attribution rows: of actions that are done for by ("by>"), that are directed at at (">at"),
// or both ("by>at"). For replies it means that the response is done for by, and the trigger for at. An id never holds '>'.
func AttributionKey(by, at string) string { return by + ">" + at }

// AttributionSide is a side of the attribution.
type AttributionSide uint8

// Sides: none, acting for, directed at. For replies, DirectedAt means answering an action that is done for the actor.
const (
	NoSide AttributionSide = iota
	ActsFor
	DirectedAt
)
