package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/store"
)

const storeHelp = `The store is the one that --store, DEMARCHE_STORE or NEO4J_URI names, in this order; else one SQLite file in
your data directory. Stores are named sqlite:PATH, sqlite:///ABSOLUTE/PATH, sqlite::memory:, neo4j://HOST,
neo4j+s://HOST or bolt://HOST:PORT; Neo4j's name and password are read from NEO4J_USERNAME and NEO4J_PASSWORD.`

// storeChoice is the store to open, whether the user named it, whether it is only read, and how long to wait for its server.
type storeChoice struct {
	url      string
	named    bool
	readOnly bool
	wait     waitFlag
}

// storeFlag adds --store and --wait to a command.
func storeFlag(cmd *cobra.Command) {
	cmd.Flags().String("store", "", "the store's `URL` (default: NEO4J_URI, else a SQLite file in your data directory)")
	addWaitFlag(cmd)
}

// chooseStore decides which store a command uses; see storeHelp.
func chooseStore(cmd *cobra.Command) (storeChoice, error) {
	c, err := chooseURL(cmd)
	if flag := cmd.Flags().Lookup("wait"); err == nil && flag != nil {
		err = c.wait.Set(flag.Value.String())
	}
	return c, err
}

// chooseURL decides which URL a command uses.
func chooseURL(cmd *cobra.Command) (storeChoice, error) {
	switch url, err := cmd.Flags().GetString("store"); {
	case err != nil:
		return storeChoice{}, err
	case url != "":
		return storeChoice{url: url, named: true}, nil
	case cmd.Flags().Changed("store"):
		return storeChoice{}, graph.Invalid("--store is empty; name a store, or leave the flag out")
	}
	if url := os.Getenv("NEO4J_URI"); url != "" {
		return storeChoice{url: url, named: true}, nil
	}
	dir, err := dataDir()
	if err != nil {
		return storeChoice{}, err
	}
	return storeChoice{url: "sqlite:" + filepath.Join(dir, "demarche.db")}, nil
}

// dataDir returns the directory for Demarche's own files, by the XDG Base Directory Specification or the custom of the
// system. The specification says to ignore a relative XDG_DATA_HOME.
func dataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "demarche"), nil
	}
	if dir := os.Getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "demarche"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", graph.Invalid("there is no home directory to keep a store in; name one with --store sqlite:PATH")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "demarche"), nil
	}
	return filepath.Join(home, ".local", "share", "demarche"), nil
}

func (c storeChoice) open(ctx context.Context) (store.Store, error) {
	how := []store.Option{store.Wait(time.Duration(c.wait))}
	switch {
	case c.readOnly:
		how = append(how, store.ReadOnly())
	case !c.named:
		if err := os.MkdirAll(filepath.Dir(strings.TrimPrefix(c.url, "sqlite:")), 0o700); err != nil {
			return nil, fmt.Errorf("cannot make the directory of the store; name another with --store sqlite:PATH: %w", err)
		}
	}
	s, err := store.Open(ctx, c.url, how...)
	return s, c.about(err)
}

// about names a SQLite file in what is wrong with it. What is wrong with a Neo4j names its address already.
func (c storeChoice) about(err error) error {
	switch {
	case err == nil || !c.embedded():
		return err
	case errors.Is(err, graph.ErrInvalid):
		return graph.Invalid("%s: %s", c, graph.Message(err))
	}
	return fmt.Errorf("%s: %w", c, err)
}

// embedded reports whether the store is SQLite, which runs in this process.
func (c storeChoice) embedded() bool { return strings.HasPrefix(c.url, "sqlite:") }

// String returns the store's URL without user and password.
func (c storeChoice) String() string {
	url := c.url
	if scheme, rest, ok := strings.Cut(url, "://"); ok {
		url = scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
	}
	if c.readOnly {
		url += " (read-only)"
	}
	return url
}
