package webhooks

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Secret is a key that a hook and its receiver share. It does not print itself.
type Secret struct{ key []byte }

const (
	secretPrefix         = "whsec_"
	minSecret, maxSecret = 24, 64 // bytes, as the specification has it
)

// NewSecret makes the text of one.
func NewSecret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails
	return secretPrefix + base64.StdEncoding.EncodeToString(key)
}

// ParseSecrets reads secrets, with space between them: the one in use and, while it is replaced, the one before. Errors do not repeat
// them.
func ParseSecrets(text string) ([]Secret, error) {
	var out []Secret
	for _, word := range strings.Fields(text) {
		coded, has := strings.CutPrefix(word, secretPrefix)
		key, err := base64.StdEncoding.DecodeString(coded)
		if !has || err != nil || len(key) < minSecret || len(key) > maxSecret {
			return nil, graph.Invalid("a secret is %s and %d to %d bytes in base64", secretPrefix, minSecret, maxSecret)
		}
		out = append(out, Secret{key})
	}
	if len(out) == 0 {
		return nil, graph.Invalid("there is no secret")
	}
	return out, nil
}

// String and GoString keep a secret out of logs.
func (Secret) String() string { return "(secret)" }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return "(secret)" }

// signatures is the header webhook-signature: an HMAC-SHA256 by each secret, of the id, the time in seconds since 1970, and the body.
func signatures(secrets []Secret, id string, seconds int64, body []byte) string {
	var out []string
	for _, s := range secrets {
		mac := hmac.New(sha256.New, s.key)
		_, _ = fmt.Fprintf(mac, "%s.%d.", id, seconds)
		_, _ = mac.Write(body)
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(out, " ")
}
