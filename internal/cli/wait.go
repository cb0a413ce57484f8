package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/store"
)

// defaultWait is long enough for a database server that starts at the same time as a command.
const defaultWait = 20 * time.Second

// forever is the text of a wait without an end.
const forever = "forever"

// waitFlag is how long a command waits for a database server that does not answer yet. It is a pflag.Value.
type waitFlag time.Duration

// addWaitFlag adds --wait to a command.
func addWaitFlag(cmd *cobra.Command) {
	wait := waitFlag(defaultWait)
	f := cmd.Flags().VarPF(&wait, "wait", "",
		"wait so long, such as --wait=5m, for a Neo4j that does not answer yet; --wait alone waits until it does")
	f.NoOptDefVal = forever
}

// String implements pflag.Value.
func (w *waitFlag) String() string {
	if time.Duration(*w) == store.Forever {
		return forever
	}
	return time.Duration(*w).String()
}

// Set implements pflag.Value.
func (w *waitFlag) Set(text string) error {
	if text == forever {
		*w = waitFlag(store.Forever)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is no time to wait: write 30s, 5m or %s", text, forever)
	}
	*w = waitFlag(d)
	return nil
}

// Type implements pflag.Value.
func (w *waitFlag) Type() string { return "duration" }
