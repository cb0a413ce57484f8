package cli

import (
	"fmt"
	"math"
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// The garbage collector runs when the heap is five times the live data. Go's default is two times; five made a page of 100
// actions 15 to 50 % cheaper. Near the limit it runs sooner, so that no mix of requests makes the process much larger: what is live
// at once is bounded by the caches, by how many requests run, and by the size of an answer.
const (
	gcPercent   = 400
	memoryLimit = 144 << 20 // bytes
	memoryShare = 0.9       // of the limit of a container or a unit; what Go does not count needs the rest
)

// tuneMemory sets both unless GOGC or GOMEMLIMIT is set, and returns a line that says which values hold.
func tuneMemory() string {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return "as GOGC and GOMEMLIMIT say"
	}
	limit, why := softLimit(memlimit.FromCgroup)
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(limit)
	return fmt.Sprintf("GOGC=%d, GOMEMLIMIT=%dMiB%s; set your own to change it", gcPercent, limit>>20, why)
}

// softLimit is the limit in bytes that the garbage collector keeps to: a share of the one that the system sets for this process
// (a container, a systemd unit), else memoryLimit.
func softLimit(ofSystem func() (uint64, error)) (limit int64, why string) {
	hard, err := ofSystem()
	if err != nil || hard == 0 || hard >= math.MaxInt64 { // there is none, or nobody can tell
		return memoryLimit, ""
	}
	if share := int64(float64(hard) * memoryShare); share < memoryLimit {
		return share, fmt.Sprintf(" (%.0f %% of the limit of %d MiB)", 100*memoryShare, hard>>20)
	}
	return memoryLimit, ""
}
