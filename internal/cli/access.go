package cli

import (
	"errors"
	"net"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/server/access"
)

// accessFlags adds the flags that say who may what to serve.
func accessFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSlice("hosts", nil, "`NAME`s under which the server answers, besides localhost, the address asked and that of --addr; '*' for all")
	f.StringSlice("cors", nil, "`ORIGIN`s whose pages may read answers, such as https://app.example; '*' for all (default none)")
	f.StringSlice("trusted-proxies", nil, "networks (`CIDR`) whose X-Forwarded-For or Forwarded says whose request it is (default none)")
	f.Bool("public-read", true, "everybody may read; false asks for a token")
	tokensFlag(cmd)
	f.String("jwks", "", "`URL` or file with the public keys (JWKS) of an issuer whose JWTs are taken (default none)")
	f.String("jwt-issuer", "", "the iss of those JWTs; needed with --jwks")
	f.String("jwt-audience", "", "the aud of those JWTs; needed with --jwks")
	f.String("tls-cert", "", "`FILE` with the certificate and its chain, in PEM; needs --tls-key (default no TLS)")
	f.String("tls-key", "", "`FILE` with the certificate's key, in PEM")
}

// tokensFlag adds --tokens to a command.
func tokensFlag(cmd *cobra.Command) {
	cmd.Flags().String("tokens", "", "`FILE` of tokens (default tokens.txt in your data directory)")
}

// chooseTokens decides which file of tokens a command uses, and whether the user named it.
func chooseTokens(cmd *cobra.Command) (file string, named bool, err error) {
	if file, err = cmd.Flags().GetString("tokens"); err != nil || file != "" {
		return file, true, err
	}
	dir, err := dataDir()
	return filepath.Join(dir, "tokens.txt"), false, err
}

// openGate makes the gate that the flags of serve describe. A name or an address at which serve was told to listen is one of
// its hosts.
func openGate(cmd *cobra.Command, addr string) (*access.Gate, error) {
	var failed error
	flags := cmd.Flags()
	list := func(name string) []string {
		v, err := flags.GetStringSlice(name)
		failed = errors.Join(failed, err)
		return v
	}
	text := func(name string) string {
		v, err := flags.GetString(name)
		failed = errors.Join(failed, err)
		return v
	}
	public, err := flags.GetBool("public-read")
	failed = errors.Join(failed, err)
	c := access.Config{
		Hosts: list("hosts"), Origins: list("cors"), TrustedProxies: list("trusted-proxies"), PrivateReading: !public,
		JWKS: text("jwks"), JWTIssuer: text("jwt-issuer"), JWTAudience: text("jwt-audience"),
		CertFile: text("tls-cert"), KeyFile: text("tls-key"),
	}
	if c.Tokens, c.TokensNeeded, err = chooseTokens(cmd); errors.Join(failed, err) != nil {
		return nil, errors.Join(failed, err)
	}
	if host, _, err := net.SplitHostPort(addr); err == nil && host != "" && !unspecified(host) {
		c.Hosts = append(c.Hosts, host)
	}
	return access.New(cmd.Context(), c)
}

// unspecified reports whether an address means all of this machine's.
func unspecified(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsUnspecified()
}
