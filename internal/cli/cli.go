package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // it could not be done now
	exitUsage   = 2 // the command or its input is wrong
)

// Run runs a command line, without the program's name, and returns its exit code. An interrupt or
// SIGTERM ends it cleanly, a second one at once.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	begun := false
	root := command(&begun) //nolint:contextcheck // commands take it from cobra
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	at, err := root.ExecuteContextC(ctx)
	var problems seed.Problems
	switch {
	case err == nil:
		return exitOK
	case !begun: // the command line itself is wrong
		_, _ = fmt.Fprintf(stderr, "demarche: %v\nSee '%s --help'.\n", err, at.CommandPath())
		return exitUsage
	case errors.As(err, &problems):
		written := "; nothing was written"
		if at.Name() == "validate" { // validate never writes
			written = ""
		}
		_, _ = fmt.Fprintf(stderr, "%v\n%s%s\n", problems, countOf(problems), written)
		return exitUsage
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		_, _ = fmt.Fprintln(stderr, "demarche: interrupted")
		return exitFailure
	case errors.Is(err, graph.ErrInvalid), errors.Is(err, graph.ErrConflict), errors.Is(err, graph.ErrNotFound):
		_, _ = fmt.Fprintf(stderr, "demarche: %s\n", graph.Message(err))
		return exitUsage
	}
	_, _ = fmt.Fprintf(stderr, "demarche: %v\n", err)
	return exitFailure
}

// command builds all commands. It sets begun when a command line was accepted.
func command(begun *bool) *cobra.Command {
	root := &cobra.Command{
		Use:   "demarche",
		Short: "A knowledge graph of diplomatic relations: who responded to whom, and how",
		Long: `Demarche records who did or said what to whom, who responded, and how. Each fact has its source, and
GraphQL answers questions about them.

Every flag can also be set by an environment variable: --store by DEMARCHE_STORE, --addr by DEMARCHE_ADDR. The flags of serve can
also stand in a YAML file, which --config names: "addr: 127.0.0.1:8080". Other commands read from it what they share with
serve, such as the store. A flag wins over a variable, and a variable over the file.

Exit codes: 0 done, 1 it could not be done now, 2 the command or its input is wrong.`,
		Example: `  demarche serve                      the founding case on http://127.0.0.1:8080, from one SQLite file
  demarche init my-dataset            begin a dataset of your own
  demarche validate my-dataset        check curated files
  demarche seed my-dataset            load them
  demarche import gdelt *.export.CSV  bring in event data
  demarche log                        what was recorded when, by whom`,
		Version:                    thisBuild().Version,
		SuggestionsMinimumDistance: 2,
		SilenceErrors:              true,
		SilenceUsage:               true,
		Args:                       refuseUnknown,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := configure(cmd); err != nil {
				return err
			}
			*begun = true
			return nil
		},
	}
	root.PersistentFlags().String("config", "", "a YAML `FILE` of settings; its keys are flags of serve")
	root.SetVersionTemplate(thisBuild().String())
	root.AddCommand(serveCommand(), initCommand(), schemaCommand(), sdlCommand(), validateCommand(), diffCommand(), seedCommand(),
		logCommand(), importCommand(), exportCommand(), backupCommand(), tokenCommand(), webhookCommand(), versionCommand())
	return root
}

// refuseUnknown is the error for an unknown command. It suggests the nearest one.
func refuseUnknown(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("unknown command %q; did you mean %s?", args[0], strings.Join(near, " or "))
	}
	return fmt.Errorf("unknown command %q", args[0])
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
