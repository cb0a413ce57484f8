package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/server"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

const foundingCase = "founding-case"

// firstDatasets are what firstLoad loads.
var firstDatasets = []string{foundingCase, "azerbaijan-russia-2025"}

func serveCommand() *cobra.Command {
	loads := &loadSettings{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve GraphQL and its playground",
		Long: `Serve answers GraphQL at /graphql and shows a playground at /, until it is interrupted. The schema is at /schema.graphqls.

` + storeHelp + `

When the store is Demarche's own file and empty, the founding case and the wider crisis of 2025 are loaded first. A store
that was named is never loaded unasked: see 'demarche seed'.`,
		Example: `  demarche serve
  demarche serve --addr 127.0.0.1:0 --store sqlite:crisis.db       any free port; the port is printed
  NEO4J_PASSWORD=… demarche serve --store neo4j://127.0.0.1:7687
  demarche serve --public-read=false                               only with a token: see 'demarche token'
  curl -s http://127.0.0.1:8080/graphql -H 'content-type: application/json' \
       -d '{"query":"{ responses { nodes { mode response { title } trigger { title } } } }"}'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx, out := cmd.Context(), cmd.OutOrStdout()
			addr, err := cmd.Flags().GetString("addr")
			if err != nil {
				return err
			}
			profiles, err := cmd.Flags().GetString("pprof")
			if err != nil {
				return err
			}
			gate, err := openGate(cmd, addr)
			if err != nil {
				return err
			}
			config := server.Config{Access: gate}
			if err := chooseDocuments(cmd, &config, out); err != nil {
				return err
			}
			reloads := []func(context.Context) error{gate.Reload}
			if config.Documents != nil {
				reloads = append(reloads, func(context.Context) error { return config.Documents.Reload() })
			}
			hangups := onHangup(ctx, reloads...)
			c, err := chooseStore(cmd)
			if err != nil {
				return err
			}
			load, err := loads.load(c.embedded())
			if err != nil {
				return err
			}
			s, err := c.open(ctx)
			if err != nil {
				return err
			}
			defer func() {
				if e := s.Close(); err == nil {
					err = e
				}
			}()
			if err := firstLoad(ctx, s, c, out); err != nil {
				return err
			}
			config.Store, config.Load = s, load
			memory, h := tuneMemory(), server.New(config)
			if profiles != "" {
				var ended func() error
				if ctx, ended, err = serveProfiles(ctx, profiles, out); err != nil {
					return err
				}
				defer func() { err = cmp.Or(ended(), err) }()
			}
			beside := []func(context.Context){hangups, gate.Refresh}
			if !c.embedded() { // A database server plans each statement when it first comes.
				beside = append(beside, func(ctx context.Context) { server.Warm(ctx, h) })
			}
			return server.ServeTLS(ctx, addr, gate.TLS(), h, func(url string) {
				_, _ = fmt.Fprintf(out, "Store:      %s\nMemory:     %s\nAccess:     %s\nGraphQL:    %sgraphql\nPlayground: %s\nCtrl-C stops.\n",
					c, memory, gate, url, url)
			}, beside...)
		},
	}
	cmd.Flags().String("addr", "127.0.0.1:8080", "where to listen, as `HOST:PORT`; port 0 takes a free one")
	cmd.Flags().String("pprof", "",
		"where Go's profiler listens, as `HOST:PORT`, for who tunes the server: nobody else should reach it (default off)")
	documentFlags(cmd.Flags())
	loads.flags(cmd.Flags())
	storeFlag(cmd)
	accessFlags(cmd)
	return cmd
}

// serveProfiles starts the profiler's server. It runs until the returned context is done, and cancels that context if it
// fails. The function ended stops it, waits, and returns its error.
func serveProfiles(ctx context.Context, addr string, out io.Writer) (_ context.Context, ended func() error, err error) {
	ctx, cancel := context.WithCancel(ctx)
	listens, failed := make(chan string, 1), make(chan error, 1)
	go func() {
		defer cancel()
		failed <- server.Serve(ctx, addr, server.Profiles(), func(url string) { listens <- url })
	}()
	select {
	case url := <-listens:
		_, _ = fmt.Fprintf(out, "Profiles:   %sdebug/pprof/\n", url)
		return ctx, func() error { cancel(); return <-failed }, nil
	case err := <-failed:
		cancel()
		return nil, nil, err
	}
}

// firstLoad loads firstDatasets into an empty store, unless the user named the store.
func firstLoad(ctx context.Context, s store.Store, c storeChoice, out io.Writer) error {
	empty, err := s.Empty(ctx)
	switch {
	case err != nil || !empty:
		return err
	case c.named:
		_, _ = fmt.Fprintln(out, "The store is empty; 'demarche seed' with the same store loads the founding case.")
		return nil
	}
	datasets, err := seed.Open(firstDatasets, nil)
	defer closeAll(datasets)
	if err != nil {
		return err
	}
	return loader{store: s, out: out, progress: io.Discard}.run(ctx, datasets)
}
