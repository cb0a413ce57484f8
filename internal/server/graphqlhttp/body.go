package graphqlhttp

import (
	"bytes"
	"io"
)

// body is one that has been received whole.
type body struct {
	*bytes.Reader
	text []byte
}

func (body) Close() error { return nil }

// BodyOf makes the body of a request of a text that has been received. It need not be copied to be read.
func BodyOf(text []byte) io.ReadCloser { return body{bytes.NewReader(text), text} }

// textOf reads a body.
func textOf(r io.Reader) ([]byte, error) {
	if b, whole := r.(body); whole {
		return b.text, nil
	}
	return io.ReadAll(r)
}
