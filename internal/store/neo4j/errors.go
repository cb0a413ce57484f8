package neo4j

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/plan"
)

// failure is an error with a text that clients may read, and the driver's error as its cause, which is kept for the log.
type failure struct {
	said  error
	cause error
}

func (f *failure) Error() string   { return f.said.Error() }
func (f *failure) Unwrap() []error { return []error{f.said, f.cause} }

var errInternal = errors.New("the Neo4j store failed")

// What the server's errors mean.
var (
	errAuthentication = graph.Unavailable(graph.StoreGone,
		"Neo4j refuses the username or password: set NEO4J_USERNAME and NEO4J_PASSWORD")
	errMustChange = graph.Unavailable(graph.StoreGone, "Neo4j wants the password of this user changed first: "+
		"run ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new' by cypher-shell -d system, then set NEO4J_PASSWORD")
	errTooManyAttempts = graph.Unavailable(graph.StoreGone, "Neo4j refuses this user for some seconds, "+
		"because a wrong password came several times: set NEO4J_PASSWORD right, then start again")
	errForbidden   = graph.Unavailable(graph.StoreGone, "Neo4j does not allow this user to do that: give it a role that may")
	errNoDatabase  = graph.Unavailable(graph.StoreGone, "Neo4j has no database of this name: make it, or name another by ?database=NAME")
	errReadOnly    = graph.Unavailable("", "Neo4j's database is read-only: open the store for reading alone, or let it be written")
	errUnreachable = graph.Unavailable(graph.StoreGone, "Neo4j cannot be reached now")
	errNoLeader    = graph.Unavailable(graph.StoreGone, "Neo4j's cluster has no server for this at present")
	errOtherStore  = graph.Unavailable(graph.StoreReplaced, "Neo4j's database is another than before, or was restored from a copy")
	errBehind      = graph.Unavailable(graph.StoreBusy, "this server of Neo4j is behind what was read from it or another before")
	errNotStarted  = graph.Unavailable(graph.StoreGone, "Neo4j could not start this database: its log says why")
	errStarting    = graph.Unavailable(graph.StoreBusy, "Neo4j's database is starting, stopping or stopped")
	errLocked      = graph.Unavailable(graph.StoreBusy, "others write to Neo4j at present")
	errOverloaded  = graph.Unavailable(graph.StoreBusy, "Neo4j has as much to do as it may at once")
	errMemory      = graph.Unavailable(graph.StoreBusy, "Neo4j has no memory left for this at present: "+
		"see dbms.memory.transaction.total.max and its heap")
	errPool    = graph.Unavailable(graph.StoreBusy, "all connections to Neo4j are in use")
	errDamaged = graph.Unavailable(graph.StoreDamaged, "Neo4j says that its files are damaged: restore the database from a copy")
	errFull    = graph.Unavailable(graph.StoreGone, "Neo4j cannot write its files: is its disk full?")
	errEnded   = fmt.Errorf("%w: Neo4j ended the statement", context.DeadlineExceeded)
	errTooMuch = fmt.Errorf("%w: the question takes more memory than Neo4j may use for one: "+
		"ask for less, or narrow the filter", graph.ErrTooLarge)
	errTooDeep = fmt.Errorf("%w: the question is nested too deeply for Neo4j: ask for less at once", graph.ErrTooLarge)
)

// codes are the errors of Neo4j's status codes (neo4j.com/docs/status-codes), without "Neo." before them. A code that
// is not here and is not transient is a fault of ours.
var codes = map[string]error{
	"ClientError.Security.Unauthorized":            errAuthentication,
	"ClientError.Security.TokenExpired":            errAuthentication,
	"ClientError.Security.CredentialsExpired":      errMustChange,
	"ClientError.Security.AuthenticationRateLimit": errTooManyAttempts,
	"ClientError.Security.Forbidden":               errForbidden,
	"ClientError.Statement.AccessMode":             errReadOnly,
	"ClientError.Fabric.AccessMode":                errReadOnly,

	"ClientError.General.ForbiddenOnReadOnlyDatabase":   errReadOnly,
	"ClientError.General.WriteOnReadOnlyAccessDatabase": errReadOnly,

	"ClientError.Database.DatabaseNotFound":        errNoDatabase,
	"TransientError.General.DatabaseUnavailable":   errStarting,
	"DatabaseError.Database.UnableToStartDatabase": errNotStarted,
	"ClientError.Routing.DbmsInPanic":              errUnreachable,
	"ClientError.Routing.RoutingFailed":            errNoLeader,
	"ClientError.Cluster.NotALeader":               errNoLeader,
	"ClientError.Cluster.Routing":                  errNoLeader,
	"TransientError.Cluster.ReplicationFailure":    errNoLeader,
	"TransientError.Transaction.LeaderSwitch":      errNoLeader,
	"TransientError.Transaction.LeaseExpired":      errNoLeader,
	"TransientError.Transaction.BookmarkTimeout":   errBehind,
	"ClientError.Transaction.InvalidBookmark":      errOtherStore,

	"ClientError.Transaction.InvalidBookmarkMixture": errOtherStore,

	"TransientError.Transaction.LockAcquisitionTimeout":         errLocked,
	"TransientError.Transaction.DeadlockDetected":               errLocked,
	"TransientError.Transaction.MaximumTransactionLimitReached": errOverloaded,
	"TransientError.Request.NoThreadsAvailable":                 errOverloaded,
	"TransientError.Request.ResourceExhaustion":                 errOverloaded,

	"TransientError.General.MemoryPoolOutOfMemoryError": errMemory,
	"TransientError.General.OutOfMemoryError":           errMemory,
	"TransientError.General.TransactionMemoryLimit":     errMemory,
	"ClientError.General.TransactionOutOfMemoryError":   errTooMuch,
	"TransientError.General.StackOverFlowError":         errTooDeep,

	"ClientError.Transaction.TransactionTimedOut":                    errEnded,
	"ClientError.Transaction.TransactionTimedOutClientConfiguration": errEnded,
	"ClientError.Transaction.Terminated":                             errEnded,
	"ClientError.Transaction.LockClientStopped":                      errEnded,
	"TransientError.Statement.ExecutionTimeout":                      errEnded,

	"DatabaseError.General.StorageDamageDetected":    errDamaged,
	"DatabaseError.General.IndexCorruptionDetected":  errDamaged,
	"DatabaseError.General.SchemaCorruptionDetected": errDamaged,
	"DatabaseError.Transaction.TransactionLogError":  errFull,
}

// ofOne is the setting that bounds the memory of one transaction. The server has one code for this bound and for that of all
// transactions, and names the setting in the text.
const ofOne = "db.memory.transaction.max "

// mapError wraps the driver's errors in the sentinels of package graph; errors that wrap one already pass unchanged.
func mapError(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if plan.IsSentinel(err) {
		return err
	}
	if said := meaning(err); said != nil {
		return &failure{said, err}
	}
	return err // a caller's own, such as what a callback returned
}

// meaning is what an error of the driver means, nil when it is none of the driver's.
func meaning(err error) error {
	var (
		server  *neo4j.Neo4jError
		gaveUp  *neo4j.TransactionExecutionLimit
		misused *neo4j.UsageError
		noAuth  *neo4j.InvalidAuthenticationError
		expired *neo4j.TokenExpiredError
	)
	switch {
	case errors.As(err, &gaveUp):
		if n := len(gaveUp.Errors); n > 0 {
			if said := meaning(gaveUp.Errors[n-1]); said != nil {
				return said
			}
		}
		return errUnreachable
	case errors.As(err, &noAuth), errors.As(err, &expired):
		return errAuthentication
	case errors.As(err, &server):
		said, known := codes[strings.TrimPrefix(server.Code, "Neo.")]
		switch {
		case errors.Is(said, errMemory) && strings.Contains(server.Msg, ofOne):
			return errTooMuch
		case known:
			return said
		}
		if server.IsRetriable() {
			return errOverloaded
		}
		return errInternal
	case isLost(err):
		if text := err.Error(); strings.Contains(text, "waiting for connection") || strings.Contains(text, "No idle connections") {
			return errPool
		}
		return errUnreachable
	case errors.As(err, &misused):
		return errInternal
	}
	return nil
}

// isLost reports whether there is no connection to the server, or none any more. The driver hands some errors of the network
// over as they are.
func isLost(err error) bool {
	var broken *neo4j.ConnectivityError
	var network net.Error
	return errors.As(err, &broken) || errors.As(err, &network) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe)
}

// passing are the errors that may be over within a second. A statement that took too much memory, or too long, would take it
// again.
var passing = []error{errUnreachable, errNoLeader, errStarting, errLocked, errOverloaded, errOtherStore, errBehind}

// mayPass reports whether a read is worth another try after an error.
func mayPass(err error) bool {
	said := meaning(err)
	return slices.ContainsFunc(passing, func(e error) bool { return errors.Is(said, e) })
}

// troubles say in a few words what the driver's texts about a connection mean. What is lasting is not over by waiting.
var troubles = []struct {
	text, says string
	lasting    bool
}{
	{"refused", "nothing listens there: is Neo4j running, and is this its Bolt port?", false},
	{"no such host", "there is no host of this name", false},
	{"server misbehaving", "the name server does not answer", false},
	{"x509", "this machine does not trust its certificate: neo4j+ssc:// takes any", true},
	{"check that TLS is enabled", "it ends the connection: does it take TLS? neo4j:// and bolt:// do without", false},
	{"first record does not look like a TLS", "it does not speak TLS: neo4j:// and bolt:// do without", true},
	{"server responded HTTP", "this is its port for HTTP: name its Bolt port, which is 7687 unless configured", true},
	{"no route to host", "there is no route to this host", false},
	{"network is unreachable", "there is no network to this host", false},
	{"reset by peer", endsEarly, false},
	{"EOF", endsEarly, false},
	{"timeout", "it does not answer", false},
	{"deadline exceeded", "it does not answer", false},
}

const endsEarly = "it ends the connection: is it just starting, is this its Bolt port, and does it want TLS (neo4j+s://)?"

// trouble says what is wrong with a server that does not answer, and whether waiting is in vain.
func trouble(err error) (says string, lasting bool) {
	var server *neo4j.Neo4jError
	if !errors.As(err, &server) {
		for _, t := range troubles {
			if strings.Contains(err.Error(), t.text) {
				return t.says, t.lasting
			}
		}
	}
	if said := meaning(err); said != nil {
		return strings.TrimPrefix(said.Error(), graph.ErrUnavailable.Error()+": "), !mayPass(err)
	}
	return errInternal.Error(), true
}
