package cli

import (
	"os"
	"runtime/debug"
)

// Garbage is collected when the heap is five times what is live, which made a page of 100 actions 15 to 50 % cheaper than
// Go's own twice; and sooner when the heap comes near the limit, so that a small machine does not suffer for it.
const (
	gcPercent   = 400
	memoryLimit = 1 << 30 // bytes
)

// tuneMemory sets these unless the environment sets its own, and says so.
func tuneMemory() string {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return "as GOGC and GOMEMLIMIT say"
	}
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	return "GOGC=400, GOMEMLIMIT=1GiB; set your own to change it"
}
