//go:build unix

package neo4jtest

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of file unless another open file of any process holds it.
func tryLock(file *os.File) (bool, error) {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
