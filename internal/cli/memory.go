package cli

import (
	"os"
	"runtime/debug"
)

// The garbage collector runs when the heap is five times the live data. Go's default is two times; five made a page of 100
// actions 15 to 50 % cheaper. Near the limit it runs sooner, so that a small machine does not run out of memory.
const (
	gcPercent   = 400
	memoryLimit = 1 << 30 // bytes
)

// tuneMemory sets both unless GOGC or GOMEMLIMIT is set, and returns a line that says which values hold.
func tuneMemory() string {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return "as GOGC and GOMEMLIMIT say"
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	return "GOGC=400, GOMEMLIMIT=1GiB; set your own to change it"
}
