package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server"
	"github.com/demarche-graph/demarche/internal/server/live"
	"github.com/demarche-graph/demarche/internal/server/observe"
	"github.com/demarche-graph/demarche/internal/server/webhooks"
	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/seed"
)

const foundingCase = "founding-case"

// firstDatasets are what firstLoad loads.
var firstDatasets = []string{foundingCase, "azerbaijan-russia-2025"}

// serveSettings are the flags of serve.
type serveSettings struct {
	addr, metrics, pprof string
	logFormat, logLevel  string
	timeout, slow        time.Duration
	readOnly             bool
	recorded             string
	printConfig          bool
	store                storeChoice
	follow               live.Limits
	webhooks             webhookSettings
	hooks                []webhooks.Hook // as the settings have them
	config               server.Config   // as far as it is known before the store is opened
}

// flags declares the flags.
func (s *serveSettings) flags(f *pflag.FlagSet) {
	f.StringVar(&s.addr, "addr", "127.0.0.1:8080", "where to listen, as `HOST:PORT`; port 0 takes a free one")
	f.DurationVar(&s.timeout, "timeout", 30*time.Second, "how long a request may take; stopping waits as long")
	f.StringVar(&s.metrics, "metrics", "",
		"where Prometheus finds metrics, as `HOST:PORT`: at /metrics, never on the address that serves (default off)")
	f.StringVar(&s.pprof, "pprof", "",
		"where Go's profiler listens, as `HOST:PORT`, for who tunes the server: nobody else should reach it (default off)")
	f.StringVar(&s.logFormat, "log-format", "text", "how the log is written, on standard error: `text|json`")
	f.StringVar(&s.logLevel, "log-level", "info", "from which level on the log is written: `debug|info|warn|error`")
	f.DurationVar(&s.slow, "slow", time.Second, "log a request that takes longer with its document and the names of its variables; 0 is never")
	f.IntVar(&s.follow.Most, "subscriptions", 1000, "subscriptions that are followed at once, and WebSockets that are open; more are refused")
	f.IntVar(&s.follow.PerClient, "subscriptions-per-client", 50,
		"subscriptions, and WebSockets, of one client; this machine has as many as there are")
	s.webhooks.flags(f)
	f.BoolVar(&s.readOnly, "read-only", false,
		"only read the store, which may be on read-only media: nothing is made, brought up to date, loaded or written")
	f.StringVar(&s.recorded, "recorded", "", recordedUsage)
	f.BoolVar(&s.printConfig, "print-config", false, "print all settings, and where each comes from, as a file for --config; then end")
}

// check refuses what no server can run with.
func (s *serveSettings) check() error {
	switch {
	case s.timeout <= 0:
		return graph.Invalid("--timeout %s: a request needs some time, such as 30s", s.timeout)
	case s.follow.Most < 1 || s.follow.PerClient < 1:
		return graph.Invalid("--subscriptions %d, --subscriptions-per-client %d: write how many, 1 or more", s.follow.Most, s.follow.PerClient)
	case s.slow < 0:
		return graph.Invalid("--slow %s: write a time such as 1s, or 0 for never", s.slow)
	}
	return nil
}

func serveCommand() *cobra.Command {
	s, loads := &serveSettings{}, &loadSettings{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve GraphQL, the explorer and the playground",
		Long: `Serve answers GraphQL at /graphql until it is interrupted. At / is the explorer, which shows who responded to whom, and at
/playground/ a place to write queries. The schema is at /schema.graphqls.
SIGHUP makes it read again what can change while it runs.

` + storeHelp + `

When the store is Demarche's own file and empty, the founding case and the wider crisis of 2025 are loaded first. A store
that was named is never loaded unasked: see 'demarche seed'.

` + recordedHelp + ` ` + momentHelp + `

Traces go to where OTEL_EXPORTER_OTLP_ENDPOINT says, and nowhere without it.`,
		Example: `  demarche serve
  demarche serve --addr 127.0.0.1:0 --store sqlite:crisis.db       any free port; the port is printed
  demarche serve --print-config > demarche.yaml                    all settings, to edit
  demarche serve --config demarche.yaml --log-format json
  NEO4J_PASSWORD=… demarche serve --store neo4j://127.0.0.1:7687
  demarche serve --recorded 2026-11-27                             what the store held by the end of that day
  demarche serve --webhook newsroom=https://example.org/hook       who is told; see 'demarche webhook secret'
  demarche serve --public-read=false                               only with a token: see 'demarche token'
  curl -s http://127.0.0.1:8080/graphql -H 'content-type: application/json' \
       -d '{"query":"{ responses { nodes { mode response { title } trigger { title } } } }"}'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := s.check(); err != nil {
				return err
			}
			if s.store, err = chooseStore(cmd); err != nil {
				return err
			}
			s.store.readOnly = s.readOnly || s.recorded != ""
			if s.printConfig {
				return printConfig(cmd.OutOrStdout(), cmd.Flags(), s.store)
			}
			if s.hooks, err = s.webhooks.list(!s.store.readOnly); err != nil {
				return err
			}
			if s.config.Access, err = openGate(cmd, s.addr); err != nil {
				return err
			}
			if err := chooseDocuments(cmd, &s.config); err != nil {
				return err
			}
			if s.config.Load, err = loads.load(s.store.embedded() || s.recorded != ""); err != nil {
				return err
			}
			return s.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	s.flags(cmd.Flags())
	documentFlags(cmd.Flags())
	loads.flags(cmd.Flags())
	storeFlag(cmd)
	accessFlags(cmd)
	return cmd
}

// run serves until ctx is done.
func (s *serveSettings) run(ctx context.Context, out, errs io.Writer) (err error) {
	logger, err := observe.NewLogger(errs, s.logFormat, s.logLevel)
	if err != nil {
		return err
	}
	slog.SetDefault(logger)
	tracing, err := observe.NewTracing(ctx, thisBuild().Version)
	if err != nil {
		return err
	}
	defer func() { _ = tracing.Close() }() //nolint:contextcheck // the last spans are sent though ctx is done
	if s.logFormat == "json" {
		out = logged{}
	}
	a := &application{serveSettings: s, out: out, memory: tuneMemory()}
	if s.metrics != "" {
		b := thisBuild()
		a.counted = observe.NewMetrics(observe.Build{Version: b.Version, Commit: b.Commit, Go: b.Go, Schema: b.Schema})
	}
	a.observer = observe.New(observe.Options{Slow: s.slow, Metrics: a.counted, Tracing: tracing})
	a.starting = server.NewStarting(a.observer)
	defer func() {
		if e := a.close(); err == nil {
			err = e
		}
	}()
	ctx, stop, err := a.serveBeside(ctx)
	defer func() {
		if e := stop(); err == nil {
			err = e
		}
	}()
	if err != nil {
		return err
	}
	gate, documents := s.config.Access, s.config.Documents
	reloads := []func(context.Context) error{gate.Reload}
	if documents != nil {
		reloads = append(reloads, func(context.Context) error { return documents.Reload() })
	}
	hangups := onHangup(ctx, reloads...)
	listens := make(chan string, 1)
	return server.Serve(ctx, server.Listening{Addr: s.addr, Timeout: s.timeout, TLS: gate.TLS()}, a.starting,
		func(url string) { listens <- url },
		func(ctx context.Context) error { return a.start(ctx, <-listens) },
		func(ctx context.Context) error { hangups(ctx); return nil },
		func(ctx context.Context) error { gate.Refresh(ctx); return nil })
}

// logged writes lines to the log, so that a collector of logs finds nothing else.
type logged struct{}

func (logged) Write(text []byte) (int, error) {
	for line := range strings.Lines(string(text)) {
		slog.Info(strings.TrimSpace(line))
	}
	return len(text), nil
}

// application is a server that runs.
type application struct {
	*serveSettings
	out      io.Writer
	memory   string // what limits it
	counted  *observe.Metrics
	observer *observe.Observer
	starting *server.Starting
	opened   store.Store
}

// start opens and loads the store, and lets the server at url answer. It returns when ctx is done and nothing is followed any more.
func (a *application) start(ctx context.Context, url string) (err error) {
	described := a.store.String()
	if a.recorded != "" {
		a.starting.Doing("the log is being replayed")
		p, err := a.store.openRecorded(ctx, a.recorded, a.out)
		if err != nil {
			return err
		}
		a.opened = p.Store
		a.config.Recorded = p.String()
		described += ", " + a.config.Recorded
	} else {
		a.starting.Doing("the store is being opened")
		if a.opened, err = a.store.open(ctx); err != nil {
			return err
		}
	}
	if err := a.firstLoad(ctx); err != nil {
		return err
	}
	a.counted.WatchStore(a.opened) //nolint:contextcheck // it asks whenever the metrics are read
	c := a.config
	c.Store, c.Timeout, c.Observer, c.Metrics = a.opened, a.timeout, a.observer, a.counted
	c.Feed = live.NewFeed(a.opened, a.follow)
	if !a.store.readOnly {
		c.Writer = c.Feed.Writer(a.opened)
	}
	h := server.New(c) //nolint:contextcheck // the store is measured for all requests, whichever comes first
	a.starting.Ready(h)
	if d := c.Documents; d != nil {
		a.counted.Trust(d.Operations())
		_, _ = fmt.Fprintf(a.out, "Documents:  %s, and no others\n", plural(d.Count(), "document"))
	}
	_, _ = fmt.Fprintf(a.out, "Store:      %s\nMemory:     %s\nAccess:     %s\n"+
		"GraphQL:    %sgraphql\nExplorer:   %s\nPlayground: %splayground/\nCtrl-C stops.\n", described, a.memory, c.Access, url, url, url)
	if checked, can := a.opened.(store.Checked); can { // The store logs damage, and says in its health that it has some.
		_ = checked.Check(ctx)
	}
	if !a.store.embedded() && a.recorded == "" { // A database server plans each statement when it first comes.
		server.Warm(ctx, h)
	}
	a.tellHooks(ctx, c.Feed)
	return c.Feed.Run(ctx)
}

// tellHooks tells the webhooks until ctx is done, while the server answers.
func (a *application) tellHooks(ctx context.Context, feed *live.Feed) {
	if len(a.hooks) == 0 {
		return
	}
	//nolint:contextcheck // the store is measured for all that is asked of it, whichever comes first
	w := webhooks.New(webhooks.Config{Hooks: a.hooks, Feed: feed, Store: a.opened, Metrics: a.counted})
	w.Run(ctx)
}

func (a *application) close() error {
	if a.opened == nil {
		return nil
	}
	return a.opened.Close()
}

// firstLoad loads firstDatasets into an empty store, unless the user named the store or it is only read.
func (a *application) firstLoad(ctx context.Context) error {
	if a.store.readOnly {
		return nil
	}
	empty, err := a.opened.Empty(ctx)
	switch {
	case err != nil || !empty:
		return err
	case a.store.named:
		_, _ = fmt.Fprintln(a.out, "The store is empty; 'demarche seed' with the same store loads the founding case.")
		return nil
	}
	datasets, err := seed.Open(firstDatasets, nil)
	defer closeAll(datasets)
	if err != nil {
		return err
	}
	loaded := 0
	return loader{store: a.opened, out: a.out, progress: io.Discard, wrote: func(records int) {
		loaded += records
		a.counted.Seeded(records)
		a.starting.Doing(fmt.Sprintf("the store is being loaded: %s", plural(loaded, "record")))
	}}.run(ctx, datasets)
}
