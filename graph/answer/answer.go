// Package answer is what a root resolver hands to gqlgen: JSON that is already written. It is apart
// from resolvers because the generated code names it, and resolvers import the generated code.
package answer

import (
	"context"
	"errors"
	"io"
)

// JSON is the answer to one root field. A nil *JSON is null.
type JSON struct{ Text []byte }

// MarshalGQLContext writes the text.
func (j JSON) MarshalGQLContext(_ context.Context, w io.Writer) error {
	_, err := w.Write(j.Text)
	return err
}

// UnmarshalGQLContext exists because gqlgen asks it of a bound type; answers are never input.
func (j *JSON) UnmarshalGQLContext(context.Context, any) error {
	return errors.New("an answer cannot be an argument")
}
