package seed

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

// descriptions.json holds what schema.graphqls says of each thing that a curator can write, by "Type", "Type.field" and
// "Enum.TERM". A test writes it (go test ./seed -update), and fails when the two disagree.
//
//go:embed descriptions.json
var descriptionsFile []byte

var descriptions = sync.OnceValues(func() (map[string]string, error) {
	var texts map[string]string
	if err := json.Unmarshal(descriptionsFile, &texts); err != nil {
		return nil, fmt.Errorf("descriptions.json: %w", err)
	}
	return texts, nil
})
