package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// prune makes the log forget, when the user has said that it is meant.
func (s *logSettings) prune(cmd *cobra.Command, c storeChoice, l ingest.Log) error {
	for _, flag := range []string{"since", "until", "dataset", "id", "kind", "who", "json", "number"} {
		if cmd.Flags().Changed(flag) {
			return graph.Invalid("--prune-before forgets all that is earlier; leave --%s out", flag)
		}
	}
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	until, err := lastBefore(ctx, l, s.pruneBefore)
	if err != nil {
		return err
	}
	forgotten, err := l.Forgotten(ctx)
	if err != nil {
		return err
	}
	if until <= forgotten {
		_, err := fmt.Fprintf(out, "%s: nothing to forget, the log begins after revision %d\n", c, forgotten)
		return err
	}
	_, _ = fmt.Fprintf(out, "%s: the log will forget revisions %d to %d: who wrote them, what they changed, and every value and record that "+
		"was replaced or taken back by then.\nWhat is stated now stays. No state of the store before now can be served or exported any more. "+
		"Backups, and logs of servers, keep what they have.\n", c, forgotten+1, until)
	if !s.yes {
		_, _ = fmt.Fprint(out, "This cannot be undone. Type yes to go on: ")
		answer, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
		if strings.TrimSpace(answer) != "yes" {
			return graph.Invalid("nothing was forgotten; --yes goes on without asking")
		}
	}
	if err := l.Prune(ctx, until); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Forgotten up to revision %d.\n", until)
	return err
}

// lastBefore is the last revision before another one, or before a day in UTC or a time.
func lastBefore(ctx context.Context, l ingest.Log, text string) (int64, error) {
	if at, isTime := momentOf(text, false); isTime {
		return l.RevisionAt(ctx, at.Add(-1))
	}
	n, err := revisionOf(ctx, l, "prune-before", text)
	return n - 1, err
}
