// Package neo4jtest gives tests a real Neo4j. It knows nothing of the graph: a test that uses it brings its own schema
// and data.
//
// The server is, in this order: the one NEO4J_URI names (with NEO4J_USERNAME and NEO4J_PASSWORD where it wants them),
// one in Docker where an engine answers, else one started from Neo4j's jars by tools/neo4j/neo4j.sh. All packages of a
// `go test ./...` run share it. A test that finds none fails: it never skips, unless -short asks for the embedded store alone.
package neo4jtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

const (
	answerTimeout = 20 * time.Second // for a server that is just starting
	lockTimeout   = 20 * time.Minute // for the tests of other packages to leave the database
)

const remedy = "start one with `make neo4j` and set NEO4J_URI=bolt://127.0.0.1:7687, or run the tests by `make test`, which does both"

// NotShort skips a test under -short, which means: the embedded store only. It is for tests that need a Neo4j, and URI and Fresh
// call it first.
func NotShort(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the embedded store only")
	}
}

// URI returns the address of a Neo4j that answers, starting one when there is none.
func URI(t testing.TB) string {
	t.Helper()
	NotShort(t)
	uri, err := serverURI()
	if err != nil {
		t.Fatalf("no Neo4j to test with: %v\n%s", err, remedy)
	}
	return uri
}

var serverURI = sync.OnceValues(func() (string, error) {
	uri := os.Getenv("NEO4J_URI")
	if uri == "" {
		var err error
		if uri, err = startServer(); err != nil {
			return "", err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), answerTimeout)
	defer cancel()
	return uri, awaitAnswer(ctx, uri)
})

// awaitAnswer returns once the server at uri has run a query, or says why it has not by the end of ctx.
func awaitAnswer(ctx context.Context, uri string) error {
	driver, err := connect(uri)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(context.WithoutCancel(ctx)) }()
	for {
		err := run(ctx, driver, "RETURN 1")
		if err == nil {
			return nil
		}
		if ctx.Err() != nil || !neo4j.IsRetryable(err) {
			return fmt.Errorf("the Neo4j at %s does not answer: %w", uri, err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// startServer has tools/neo4j/neo4j.sh start, or find, the server that test runs share.
func startServer() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	script := filepath.Join(root, "tools", "neo4j", "neo4j.sh")
	command := exec.Command("bash", script, "test-start", strconv.Itoa(os.Getpid()))
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s test-start: %w\n%s", script, err, said.String())
	}
	uri, found := strings.CutPrefix(strings.TrimSpace(string(out)), "NEO4J_URI=")
	if !found {
		return "", fmt.Errorf("%s test-start printed %q, not NEO4J_URI=", script, out)
	}
	return uri, nil
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the test's folder")
		}
	}
}

// Fresh returns the address of an empty database that belongs to this test alone until it ends. Community has only one
// database a server, so tests wait for one another here, those of other packages and processes included.
//
// All nodes and relationships are gone; constraints and indexes stay, since to build them anew costs seconds. One node
// remains, (:DemarcheTest): it marks the database as ours to wipe. A database that has data and no such mark belongs to
// somebody: Fresh fails rather than wipe it, unless DEMARCHE_TEST_WIPE=1 is set.
func Fresh(t testing.TB) string {
	t.Helper()
	uri := URI(t)
	lock(t, uri)
	driver, err := connect(uri)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(context.Background()) }()
	if err := wipe(t.Context(), driver, os.Getenv("DEMARCHE_TEST_WIPE") == "1"); err != nil {
		t.Fatalf("emptying the Neo4j at %s: %v", uri, err)
	}
	return uri
}

// Empty empties the database that Fresh gave once more, in one statement: for tests that write little, often.
func Empty(t testing.TB) {
	t.Helper()
	driver, err := shared()
	if err == nil {
		err = run(t.Context(), driver, "MATCH (n) WHERE NOT n:DemarcheTest DETACH DELETE n")
	}
	if err != nil {
		t.Fatalf("emptying the Neo4j: %v", err)
	}
}

// shared is a driver that lasts as long as the test's process.
var shared = sync.OnceValues(func() (neo4j.DriverWithContext, error) {
	uri, err := serverURI()
	if err != nil {
		return nil, err
	}
	return connect(uri)
})

var errNotOurs = errors.New("it holds data that no test of ours wrote, so it is left as it is; " +
	"point NEO4J_URI at an empty Neo4j, or set DEMARCHE_TEST_WIPE=1 to lose that data")

// wipe deletes everything but the schema and the mark, in batches, relationships first: a busy node's are too many for
// one transaction.
func wipe(ctx context.Context, driver neo4j.DriverWithContext, force bool) error {
	result, err := neo4j.ExecuteQuery(ctx, driver, `
		RETURN EXISTS { MATCH (:DemarcheTest) } OR NOT EXISTS { MATCH () } AS ours`,
		nil, neo4j.EagerResultTransformer)
	if err != nil {
		return err
	}
	if ours, _, err := neo4j.GetRecordValue[bool](result.Records[0], "ours"); err != nil || !ours && !force {
		return errors.Join(err, errNotOurs)
	}
	for _, statement := range []string{
		"MERGE (:DemarcheTest)", // first of all, or an interrupted wipe would leave unmarked data
		"MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
		"MATCH (n) WHERE NOT n:DemarcheTest CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
	} {
		if err := run(ctx, driver, statement); err != nil {
			return err
		}
	}
	return nil
}

func connect(uri string) (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if user := os.Getenv("NEO4J_USERNAME"); user != "" {
		auth = neo4j.BasicAuth(user, os.Getenv("NEO4J_PASSWORD"), "")
	}
	return neo4j.NewDriverWithContext(uri, auth)
}

// run executes one statement in a transaction of its own, as CALL … IN TRANSACTIONS demands.
func run(ctx context.Context, driver neo4j.DriverWithContext, statement string) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, statement, nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// lock holds the database of uri for t, against every test of every process on this machine.
func lock(t testing.TB, uri string) {
	t.Helper()
	file, err := os.OpenFile(lockPath(uri), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	me := fmt.Sprintf("%d %s", os.Getpid(), t.Name())
	began, logged := time.Now(), false
	for {
		taken, err := tryLock(file)
		if err != nil {
			t.Fatalf("locking %s: %v", file.Name(), err)
		}
		if taken {
			break
		}
		holder, _ := os.ReadFile(file.Name())
		if name := string(holder); name == me || name != "" && strings.HasPrefix(me, name+"/") {
			t.Fatalf("%s holds the database already: one call of Fresh a test, none in its subtests", t.Name())
		}
		if waited := time.Since(began); waited > lockTimeout {
			t.Fatalf("the database at %s has been held for %s by test %s", uri, waited.Round(time.Second), holder)
		} else if waited > 30*time.Second && !logged {
			logged = true
			t.Logf("waiting for the database at %s, held by test %s", uri, holder)
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := file.Truncate(0); err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(me); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the system lets the lock go with the file, also when the test's process dies
		_ = file.Truncate(0)
		_ = file.Close()
	})
}

// lockPath is one file per server, however its address is spelled.
func lockPath(uri string) string {
	host := uri
	if u, err := url.Parse(uri); err == nil {
		host = strings.Replace(u.Host, "localhost", "127.0.0.1", 1)
	}
	key := fnv.New64a()
	_, _ = key.Write([]byte(host))
	return filepath.Join(os.TempDir(), fmt.Sprintf("demarche-neo4j-%x.lock", key.Sum64()))
}
