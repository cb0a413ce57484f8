package resolvers

import (
	"context"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// rawResponse is a transport that sends an answer without errors as it was written. gqlgen's own transports let encoding/json
// read, check and copy the whole answer again, which takes a tenth of the time of a page of a hundred actions.
type rawResponse struct{ graphql.Transport }

func (t rawResponse) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	s := &rawSender{ResponseWriter: w, GraphExecutor: exec}
	t.Transport.Do(s, r, s)
}

// bufferedBytes is less than the size of net/http's buffer. net/http sets the Content-Length of an answer that fits into the
// buffer; a longer one gets it here, so that it is not sent in chunks.
const bufferedBytes = 2000

var (
	opening, closing = []byte(`{"data":`), []byte(`}`)
	emptyResponse    = &graphql.Response{}
)

func noResponse(context.Context) *graphql.Response { return emptyResponse }

// rawSender stands between gqlgen's transport and its executor, where it takes the answer, and between the transport and the
// client, where it drops what the transport writes in place of the missing answer.
type rawSender struct {
	http.ResponseWriter
	graphql.GraphExecutor
	sent bool
}

func (s *rawSender) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	respond, ctx := s.GraphExecutor.DispatchOperation(ctx, op)
	response := respond(ctx)
	if response == nil || len(response.Data) == 0 || len(response.Errors)+len(response.Extensions) > 0 {
		return func(context.Context) *graphql.Response { return response }, ctx
	}
	if len(response.Data) > bufferedBytes {
		s.Header().Set("Content-Length", strconv.Itoa(len(opening)+len(response.Data)+len(closing)))
	}
	for _, part := range [...][]byte{opening, response.Data, closing} {
		_, _ = s.ResponseWriter.Write(part) // it fails only when the client has gone away
	}
	s.sent = true
	return noResponse, ctx
}

// Write passes on what the transport writes, unless the answer has been sent already.
func (s *rawSender) Write(p []byte) (int, error) {
	if s.sent {
		return len(p), nil
	}
	return s.ResponseWriter.Write(p)
}
