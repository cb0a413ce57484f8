package server

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// What a build says of its schema can be checked with nothing but the file.
func TestSchemaVersionIsOfTheFile(t *testing.T) {
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	if v := SchemaVersion(); len(v) != 12 || !strings.HasPrefix(hex.EncodeToString(sum[:]), v) {
		t.Errorf("%s is not the beginning of the checksum of schema.graphqls, %x; make generate writes it", v, sum)
	}
}
