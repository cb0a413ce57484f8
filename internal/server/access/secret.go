package access

import (
	"crypto/rand"
	"hash/crc32"
	"math/big"
	"strings"
)

// A token's text is tokenPrefix, 32 random bytes and a CRC-32 of both, in base 62: 53 letters and digits that a double click
// selects whole. By the prefix a scanner for secrets finds one, and by the sum a copy that lost characters is told from a
// token that was revoked. GitHub's tokens are made alike.
const (
	tokenPrefix  = "dem_"
	secretLength = 43 // digits of 256 bits in base 62
	sumLength    = 6  // digits of 32 bits
)

func newSecret() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // It never fails: see crypto/rand.
	body := tokenPrefix + base62(new(big.Int).SetBytes(random), secretLength)
	return body + sum(body)
}

func sum(body string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(body)))), sumLength)
}

func base62(n *big.Int, length int) string {
	digits := n.Text(62)
	return strings.Repeat("0", length-len(digits)) + digits
}

// whole reports whether a text that begins with tokenPrefix is a token of this kind with nothing missing.
func whole(text string) bool {
	at := len(tokenPrefix) + secretLength
	return len(text) == at+sumLength && sum(text[:at]) == text[at:]
}
