package resolvers

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// encodeCursor writes a cursor as the text that clients see.
func encodeCursor(c query.Cursor) string {
	b, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(b)
}

// decodeCursor reads the cursor that an argument holds. It is nil when there is none. A cursor of another order, or of another lens, is
// an error.
func decodeCursor(argument, text string, order query.Order, lens string) (*query.Cursor, error) {
	if text == "" {
		return nil, nil
	}
	var c query.Cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	keys, known := c.Order.CursorKeys()
	if err != nil || !known || c.ID == "" || len(c.Keys) != keys {
		return nil, fmt.Errorf("%w: %s is no cursor of ours; take endCursor or an edge's cursor", graph.ErrInvalid, argument)
	}
	if c.Order != order.By || c.Number != order.Number || c.Desc != order.Desc {
		return nil, fmt.Errorf("%w: %s is a cursor of another order; page on with the orderBy it came from", graph.ErrInvalid, argument)
	}
	if c.Lens != lens {
		return nil, fmt.Errorf("%w: %s is a cursor of another lens; page on with the @lens it came from", graph.ErrInvalid, argument)
	}
	return &c, nil
}
