//go:build !unix

package neo4jtest

import (
	"errors"
	"os"
)

func tryLock(*os.File) (bool, error) {
	return false, errors.New("tests on Neo4j need flock, which this system lacks: run them on Linux, macOS or WSL")
}
