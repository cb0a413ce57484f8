package neo4jtest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func TestFreshEmptiesTheDatabaseAndKeepsItsSchema(t *testing.T) {
	t.Run("a test leaves data and a constraint", func(t *testing.T) {
		driver := driverOf(t, Fresh(t))
		must(t, driver, "CREATE CONSTRAINT neo4jtest_kept IF NOT EXISTS FOR (n:Neo4jTestKept) REQUIRE n.id IS UNIQUE")
		must(t, driver, "UNWIND range(1, 25000) AS i CREATE (:Neo4jTestKept {id: i})")
		must(t, driver, "MATCH (n:Neo4jTestKept {id: 1}), (m:Neo4jTestKept) CREATE (n)-[:KNOWS]->(m)")
	})
	t.Run("the next finds the constraint and no data", func(t *testing.T) {
		driver := driverOf(t, Fresh(t))
		if n := count(t, driver, "MATCH (n) WHERE NOT n:DemarcheTest RETURN count(n) AS n"); n != 0 {
			t.Errorf("%d nodes remain", n)
		}
		if n := count(t, driver, "SHOW CONSTRAINTS YIELD name WHERE name = 'neo4jtest_kept' RETURN count(*) AS n"); n != 1 {
			t.Error("the constraint is gone")
		}
		must(t, driver, "DROP CONSTRAINT neo4jtest_kept")
	})
}

func TestWipeRefusesDataThatNoTestWrote(t *testing.T) {
	driver := driverOf(t, Fresh(t))
	must(t, driver, "CREATE (:SomebodysNode)")
	must(t, driver, "MATCH (m:DemarcheTest) DELETE m")
	t.Cleanup(func() { must(t, driver, "MERGE (:DemarcheTest)") })

	if err := wipe(t.Context(), driver, false); !errors.Is(err, errNotOurs) {
		t.Errorf("wipe without force: %v, want errNotOurs", err)
	}
	if n := count(t, driver, "MATCH (n:SomebodysNode) RETURN count(n) AS n"); n != 1 {
		t.Fatal("the data of somebody else is gone")
	}
	if err := wipe(t.Context(), driver, true); err != nil {
		t.Errorf("wipe with force: %v", err)
	}
	if n := count(t, driver, "MATCH (n) RETURN count(n) AS n"); n != 1 {
		t.Errorf("%d nodes after wipe with force, want the mark alone", n)
	}
}

// Three processes with two parallel tests each run this at once; every test must see nobody's node but its own.
func TestOneTestAtATimeHoldsTheDatabase(t *testing.T) {
	const inner = "NEO4JTEST_INNER"
	if os.Getenv(inner) == "" {
		uri := URI(t)
		done := make(chan error)
		const processes = 3
		for range processes {
			go func() {
				command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
				command.Env = append(os.Environ(), inner+"=1", "NEO4J_URI="+uri)
				out, err := command.CombinedOutput()
				if err != nil {
					err = errors.New(string(out))
				}
				done <- err
			}()
		}
		for range processes {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		return
	}
	for _, name := range []string{"one", "other"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			driver := driverOf(t, Fresh(t))
			for i := range 3 {
				must(t, driver, "CREATE (:Mine)")
				time.Sleep(30 * time.Millisecond)
				if n := count(t, driver, "MATCH (n:Mine) RETURN count(n) AS n"); n != i+1 {
					t.Fatalf("%d nodes, want %d", n, i+1)
				}
			}
		})
	}
}

func TestAServerThatDoesNotAnswerIsNamed(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	err := awaitAnswer(ctx, "bolt://127.0.0.1:1")
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("got %v", err)
	}
}

func TestLockPathIsOnePerServer(t *testing.T) {
	same := []string{"bolt://127.0.0.1:7687", "neo4j://localhost:7687", "bolt://localhost:7687/"}
	for _, uri := range same[1:] {
		if lockPath(uri) != lockPath(same[0]) {
			t.Errorf("%s and %s are one server with two locks", uri, same[0])
		}
	}
	if lockPath("bolt://127.0.0.1:7688") == lockPath(same[0]) {
		t.Error("two servers share a lock")
	}
}

func driverOf(t *testing.T, uri string) neo4j.DriverWithContext {
	t.Helper()
	driver, err := connect(uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = driver.Close(context.Background()) })
	return driver
}

func must(t *testing.T, driver neo4j.DriverWithContext, statement string) {
	t.Helper()
	if err := run(context.Background(), driver, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func count(t *testing.T, driver neo4j.DriverWithContext, query string) int {
	t.Helper()
	result, err := neo4j.ExecuteQuery(t.Context(), driver, query, nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	n, _, err := neo4j.GetRecordValue[int64](result.Records[0], "n")
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}
