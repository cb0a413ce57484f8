package resolvers

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
)

// Key tells requests apart. Requests with the same key are answered alike while the store does not change, and on the same day.
type Key [sha256.Size]byte

// Key hashes the request: its text, the operation's name, whether an admin asks, and the variables in an order of their own.
// Nobody can make two requests with one key, so that a cache may rely on it.
func (r Request) Key() Key {
	var variables []byte
	if len(r.Variables) > 0 {
		var err error
		if variables, err = json.Marshal(r.Variables); err != nil {
			panic(err) // they were read from JSON
		}
	}
	text := make([]byte, 0, 16+len(r.Query)+len(r.OperationName)+len(variables))
	if r.Admin {
		text = append(text, "admin"...) // no length of eight bytes begins so: a document is shorter
	}
	for _, part := range []string{r.Query, r.OperationName} { // with its length, so that no part can pass for two
		text = binary.BigEndian.AppendUint64(text, uint64(len(part)))
		text = append(text, part...)
	}
	return sha256.Sum256(append(text, variables...))
}
