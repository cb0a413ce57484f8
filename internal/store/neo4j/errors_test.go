package neo4j

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
)

// TestMapError: what an operator or a client can cause has a sentinel and a reason, and no text of the driver.
func TestMapError(t *testing.T) {
	server := func(code string) error { return &neo4j.Neo4jError{Code: "Neo." + code, Msg: "driver's text"} }
	lost := &neo4j.ConnectivityError{Inner: errors.New("driver's text")}
	for _, c := range []struct {
		err    error
		want   error
		reason graph.Reason
		again  bool // worth another try
	}{
		{lost, graph.ErrUnavailable, graph.StoreGone, true},
		{fmt.Errorf("error driver's text occurred after previous error %w", lost), graph.ErrUnavailable, graph.StoreGone, true},
		{io.EOF, graph.ErrUnavailable, graph.StoreGone, true},
		{io.ErrUnexpectedEOF, graph.ErrUnavailable, graph.StoreGone, true},
		{&net.OpError{Op: "driver's text", Err: net.ErrClosed}, graph.ErrUnavailable, graph.StoreGone, true},
		{&neo4j.ConnectivityError{Inner: errors.New("Timeout while waiting for connection to any of [driver's text]")},
			graph.ErrUnavailable, graph.StoreBusy, false},
		{&neo4j.TransactionExecutionLimit{Errors: []error{lost, server("TransientError.General.DatabaseUnavailable")}},
			graph.ErrUnavailable, graph.StoreBusy, true},
		{&neo4j.TransactionExecutionLimit{}, graph.ErrUnavailable, graph.StoreGone, true},
		{server("ClientError.Security.Unauthorized"), graph.ErrUnavailable, graph.StoreGone, false},
		{server("ClientError.Security.CredentialsExpired"), graph.ErrUnavailable, graph.StoreGone, false},
		{server("ClientError.Security.AuthenticationRateLimit"), graph.ErrUnavailable, graph.StoreGone, false},
		{server("ClientError.Cluster.NotALeader"), graph.ErrUnavailable, graph.StoreGone, true},
		{server("TransientError.General.DatabaseUnavailable"), graph.ErrUnavailable, graph.StoreBusy, true},
		{server("TransientError.Transaction.MaximumTransactionLimitReached"), graph.ErrUnavailable, graph.StoreBusy, true},
		{server("TransientError.Some.NewOne"), graph.ErrUnavailable, graph.StoreBusy, true},
		{server("TransientError.General.MemoryPoolOutOfMemoryError"), graph.ErrUnavailable, graph.StoreBusy, false},
		{&neo4j.Neo4jError{Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
			Msg: "driver's text: db.memory.transaction.max threshold reached"}, graph.ErrTooLarge, "", false},
		{&neo4j.Neo4jError{Code: "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
			Msg: "driver's text: dbms.memory.transaction.total.max threshold reached"}, graph.ErrUnavailable, graph.StoreBusy, false},
		{server("ClientError.General.TransactionOutOfMemoryError"), graph.ErrTooLarge, "", false},
		{server("TransientError.General.StackOverFlowError"), graph.ErrTooLarge, "", false},
		{server("ClientError.General.WriteOnReadOnlyAccessDatabase"), graph.ErrUnavailable, "", false},
		{server("ClientError.Transaction.InvalidBookmark"), graph.ErrUnavailable, graph.StoreReplaced, true},
		{server("DatabaseError.General.StorageDamageDetected"), graph.ErrUnavailable, graph.StoreDamaged, false},
		{server("ClientError.Transaction.TransactionTimedOut"), context.DeadlineExceeded, "", false},
		{server("ClientError.Transaction.TransactionTimedOutClientConfiguration"), context.DeadlineExceeded, "", false},
		{server("ClientError.Transaction.Terminated"), context.DeadlineExceeded, "", false},
		{server("ClientError.Statement.SyntaxError"), errInternal, "", false},
		{graph.ErrConflict, graph.ErrConflict, "", false},
	} {
		got := mapError(t.Context(), c.err)
		if !errors.Is(got, c.want) || graph.ReasonOf(got) != c.reason || strings.Contains(got.Error(), "driver's text") {
			t.Errorf("%v: %v with reason %q, not %v with %q", c.err, got, graph.ReasonOf(got), c.want, c.reason)
		}
		if mayPass(c.err) != c.again {
			t.Errorf("%v: worth another try is %v", c.err, !c.again)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := mapError(ended, lost); !errors.Is(err, context.Canceled) {
		t.Errorf("of a context that has ended: %v", err)
	}
}
