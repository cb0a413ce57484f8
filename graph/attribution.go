package graph

// The attribution. Who acts for whom, and at whom an action is directed, is dated, transitive and dear to
// compute, so Apply keeps it ready: rows under keys, indexed by (key, earliest, latest, id). A page of
// a busy dyad then costs what the page costs.

// AttributionKey is the key of a attribution row: of actions acting for a ("a>"), directed at b (">b"), or both
// ("a>b"). Of replies: the response acts for a, the trigger acts for b. Ids never hold '>'.
func AttributionKey(by, at string) string { return by + ">" + at }

// AttributionSide is a side of the attribution.
type AttributionSide uint8

// Sides: none, acting for, directed at (or, of replies, answering one who acts for).
const (
	NoSide AttributionSide = iota
	ActsFor
	DirectedAt
)
