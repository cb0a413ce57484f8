package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/access"
)

const reloadHint = "A running server reads the file again on SIGHUP (kill -HUP PID)."

func tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke the tokens by which a server knows who is asking",
		Long: `Token makes, lists and revokes tokens. A client sends its token with each request, as the header
Authorization: Bearer TOKEN. The file of tokens keeps hashes only: a token is shown once, when it is made.

Scopes: read asks; write also changes what datasets state; admin also sees who changed what, prunes and profiles.`,
		Example: `  demarche token create --name dashboard --scope read --expires 90d
  demarche token list
  demarche token revoke dashboard`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(tokenCreateCommand(), tokenListCommand(), tokenRevokeCommand())
	return cmd
}

func tokenCreateCommand() *cobra.Command {
	var name, scope, expires string
	cmd := &cobra.Command{
		Use:   "create --name NAME --scope read|write|admin",
		Short: "Make a token and print it, once",
		Long: `Create makes a token, adds its hash to the file of tokens, and prints the token: the only time that it is
shown. Give each person and each program a token of its own, so that you can revoke one without the others.`,
		Example: `  demarche token create --name dashboard --scope read
  TOKEN=$(demarche token create --name ci --scope write --expires 12h)
  demarche token create --name anna --scope admin --expires 2027-06-30 --tokens /etc/demarche/tokens.txt`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name == "" || scope == "" {
				return graph.Invalid("a token needs --name, for who will have it, and --scope: read, write or admin")
			}
			s, err := access.ParseScope(scope)
			if err != nil {
				return err
			}
			now := time.Now().UTC().Truncate(time.Second)
			until, err := parseExpiry(expires, now)
			if err != nil {
				return err
			}
			file, named, err := chooseTokens(cmd)
			if err != nil {
				return err
			}
			if !named {
				if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
					return fmt.Errorf("cannot make the directory of the tokens; name another file with --tokens FILE: %w", err)
				}
			}
			secret, err := access.CreateToken(cmd.Context(), file, access.Token{Name: name, Scope: s, Created: now, Expires: until})
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "The token of %s may %s, and %s. It is not shown again. %s keeps its hash.\n%s\n",
				name, s, expiryText(until), file, reloadHint)
			_, err = fmt.Fprintln(cmd.OutOrStdout(), secret)
			return err
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "who will have it, in one word: it stands in the log")
	cmd.Flags().StringVar(&scope, "scope", "", "what it allows: read, write or admin")
	cmd.Flags().StringVar(&expires, "expires", "90d", "after how long it ends (12h, 90d), its last `DAY` (2027-06-30), or never")
	tokensFlag(cmd)
	return cmd
}

func tokenListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List tokens by name, with scope and times",
		Example: "  demarche token list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			file, named, err := chooseTokens(cmd)
			if err != nil {
				return err
			}
			tokens, err := access.ReadTokens(file)
			switch {
			case errors.Is(err, fs.ErrNotExist) && named:
				return fmt.Errorf("%w: there is no file of tokens %s", graph.ErrNotFound, file)
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return err
			}
			out := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			_, _ = fmt.Fprintln(out, "NAME\tSCOPE\tCREATED\tEXPIRES")
			for _, t := range tokens {
				expires := "never"
				if !t.Expires.IsZero() {
					expires = t.Expires.Format(time.RFC3339)
				}
				if t.Expired(time.Now()) {
					expires += " (expired)"
				}
				_, _ = fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", t.Name, t.Scope, t.Created.Format(time.RFC3339), expires)
			}
			return out.Flush()
		},
	}
	tokensFlag(cmd)
	return cmd
}

func tokenRevokeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke NAME…",
		Short: "Revoke tokens",
		Long:  "Revoke removes tokens from the file. " + reloadHint,
		Example: `  demarche token revoke dashboard
  demarche token revoke ci anna --tokens /etc/demarche/tokens.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			file, _, err := chooseTokens(cmd)
			if err != nil {
				return err
			}
			if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%w: there is no file of tokens %s", graph.ErrNotFound, file)
			}
			if err := access.RevokeTokens(cmd.Context(), file, names...); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Revoked: %s. %s\n", strings.Join(names, ", "), reloadHint)
			return err
		},
	}
	tokensFlag(cmd)
	return cmd
}

// parseExpiry returns when a token ends: zero for never, now and a number of hours or days, or the end of a day in UTC.
func parseExpiry(text string, now time.Time) (time.Time, error) {
	const longest = 100 * 365 * 24 // hours
	if text == "never" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if end := day.AddDate(0, 0, 1); end.After(now) {
			return end, nil
		}
		return time.Time{}, graph.Invalid("--expires: %s is over", text)
	}
	for unit, hours := range map[string]int{"h": 1, "d": 24} {
		digits, found := strings.CutSuffix(text, unit)
		if n, err := strconv.Atoi(cmp.Or(digits, "-")); found && err == nil && n > 0 && n <= longest/hours {
			return now.Add(time.Duration(n*hours) * time.Hour), nil
		}
	}
	return time.Time{}, graph.Invalid("--expires: %q is none of 12h, 90d, a day such as 2027-06-30, and never", text)
}

func expiryText(until time.Time) string {
	if until.IsZero() {
		return "never expires"
	}
	return "expires " + until.Format(time.RFC3339)
}
