package cli

import (
	"os"
	"runtime/debug"
)

// Garbage is collected when the heap is five times the live data. Go's default is two times; five made a page of 100 actions
// 15 to 50 % cheaper. Near the limit it is collected sooner, so that a small machine is not overrun.
const (
	gcPercent   = 400
	memoryLimit = 1 << 30 // bytes
)

// tuneMemory sets these unless GOGC or GOMEMLIMIT do, and returns a line that says which hold.
func tuneMemory() string {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return "as GOGC and GOMEMLIMIT say"
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	return "GOGC=400, GOMEMLIMIT=1GiB; set your own to change it"
}
