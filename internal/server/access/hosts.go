package access

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server/graphqlhttp"
)

// anything in a list of hosts or origins allows all.
const anything = "*"

// hosts are the names under which this server answers, in lower case, besides those of the machine itself.
//
// Without this check a page at a name of an attacker's reads a server on the reader's own machine: its name leads to
// 127.0.0.1 once the page is loaded (DNS rebinding), and the browser takes both for one origin.
type hosts struct {
	names []string
	all   bool
}

// newHosts reads a list of names and addresses. Any port will do, so that one in an entry is left out.
func newHosts(list []string) (hosts, error) {
	var h hosts
	for _, entry := range list {
		name := hostName(entry)
		switch {
		case entry == anything:
			h.all = true
		case net.ParseIP(name) == nil && (name == "" || strings.ContainsAny(name, ":") || strings.ContainsAny(entry, "/*@ ")):
			return h, graph.Invalid("--hosts: %q is no host; write a name or an address, such as demarche.example, or * for all", entry)
		default:
			h.names = append(h.names, name)
		}
	}
	return h, nil
}

// hostName returns the name or address of a Host header: without port, brackets and the dot of the root, in lower case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// allow reports whether a request names this server: by a listed name, as localhost, by a loopback address, or by the very
// address at which it arrived. An address cannot be rebound; others of this machine are left out to keep the rule plain.
func (h hosts) allow(r *http.Request) bool {
	name := hostName(r.Host)
	if h.all || name == "localhost" || slices.Contains(h.names, name) {
		return true
	}
	at, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	at = at.Unmap()
	return at.IsLoopback() || at == arrivedAt(r)
}

// loopback reports whether a name is this machine's own.
func loopback(name string) bool {
	at, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && at.IsLoopback()
}

// arrivedAt returns the address of this machine to which the client connected.
func arrivedAt(r *http.Request) netip.Addr {
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return local.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// misdirected refuses a request for a host that is not listed, with the status of RFC 9110, section 15.5.20.
func misdirected(w http.ResponseWriter, r *http.Request) {
	name := hostName(r.Host)
	if len(name) > 253 { // no name is longer: RFC 1035, section 2.3.4
		name = name[:253] + "…"
	}
	graphqlhttp.Refuse(w, r, http.StatusMisdirectedRequest, forbidden,
		"this server does not answer as "+strconv.Quote(name)+"; its operator can allow it: demarche serve --hosts "+suggested(name))
}

// suggested is a name for the command line, where it could be one.
func suggested(name string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.ContainsRune(".-:_", c)
	}
	if name == "" || strings.HasPrefix(name, "-") || strings.ContainsFunc(name, func(c rune) bool { return !plain(c) }) {
		return "NAME"
	}
	return name
}
