package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/webhooks"
)

// webhookSettings are the flags that say who is told what is recorded.
type webhookSettings struct{ hooks, events, secrets []string }

func (s *webhookSettings) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&s.hooks, "webhook", nil,
		"post what happens, signed, to this address, as `NAME=URL`; see docs/webhooks.md (default none)")
	f.StringSliceVar(&s.events, "webhook-event", nil, "post only events of this type to a webhook, as `NAME=TYPE`: answer.new, "+
		"contradiction.new, silence.ended, announced.passed, changed (default all)")
	f.StringSliceVar(&s.secrets, "webhook-secret", nil,
		"where a webhook's secret stands, as `NAME=FILE`, where the environment does not have it: see docs/webhooks.md (default none)")
}

// list reads the flags, and the secrets. Nothing that may be secret is in its errors.
func (s *webhookSettings) list(written bool) (list []webhooks.Hook, err error) {
	if len(s.hooks) > 0 && !written {
		return nil, graph.Invalid("--webhook needs a store that is written to, for the store keeps how far each webhook was told: " +
			"leave out --read-only or --recorded, or the webhooks")
	}
	files := map[string]string{}
	for _, text := range s.secrets {
		name, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return nil, graph.Invalid("--webhook-secret is NAME=FILE, a file that has the secret and not the secret itself")
		}
		files[name] = file
	}
	for _, text := range s.hooks {
		name, address, ok := strings.Cut(text, "=")
		if !ok {
			return nil, graph.Invalid("--webhook is NAME=URL, such as newsroom=https://example.org/hook")
		}
		if err := webhooks.CheckName(name); err != nil {
			return nil, err
		}
		if err := webhooks.CheckURL(name, address); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(h webhooks.Hook) bool { return h.Name == name }) {
			return nil, graph.Invalid("there are two webhooks %s: give each a name of its own", name)
		}
		h := webhooks.Hook{Name: name, URL: address}
		if h.Secrets, err = secretsOf(name, files[name]); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	named := func(flag, name string) (*webhooks.Hook, error) {
		i := slices.IndexFunc(list, func(h webhooks.Hook) bool { return h.Name == name })
		if i < 0 {
			return nil, graph.Invalid("--%s names the webhook %.60q, which no --webhook makes", flag, name)
		}
		return &list[i], nil
	}
	for name := range files {
		if _, err := named("webhook-secret", name); err != nil {
			return nil, err
		}
	}
	for _, text := range s.events {
		name, kind, _ := strings.Cut(text, "=")
		h, err := named("webhook-event", name)
		if err != nil {
			return nil, err
		}
		event, err := webhooks.ParseType(kind)
		if err != nil {
			return nil, err
		}
		h.Events = append(h.Events, event)
	}
	return list, nil
}

// secretsOf reads the secrets of a webhook from its file, or from the environment.
func secretsOf(name, file string) ([]webhooks.Secret, error) {
	where := "DEMARCHE_WEBHOOK_SECRET_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	text := os.Getenv(where)
	if file != "" {
		where = file
		read, err := os.ReadFile(file) //nolint:gosec // the operator names it
		if err != nil {
			return nil, fmt.Errorf("the secret of the webhook %s: %w; 'demarche webhook secret > FILE' makes one", name, err)
		}
		text = string(read)
	} else if text == "" {
		return nil, graph.Invalid("the webhook %[1]s has no secret: 'demarche webhook secret > FILE' makes one; give it as "+
			"--webhook-secret %[1]s=FILE, or in %[2]s", name, where)
	}
	secrets, err := webhooks.ParseSecrets(text)
	if err != nil {
		return nil, fmt.Errorf("the secret of the webhook %s, in %s: %w; 'demarche webhook secret' makes one", name, where, err)
	}
	return secrets, nil
}

func webhookCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "webhook",
		Short: "Make the secret by which a receiver of webhooks knows the server",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "secret",
		Short: "Print a new secret",
		Long: `Secret prints a new secret, which nothing keeps. Give it to the server, in a file or its environment, and to
the receiver, which checks by it that messages come from the server.`,
		Example: `  (umask 077; demarche webhook secret > newsroom.secret)
  demarche serve --webhook newsroom=https://example.org/hook --webhook-secret newsroom=newsroom.secret`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), webhooks.NewSecret())
			return err
		},
	})
	return cmd
}
