package access

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// proxies are the networks whose word about a client's address counts.
type proxies []netip.Prefix

func newProxies(list []string) (proxies, error) {
	var p proxies
	for _, entry := range list {
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			at, e := netip.ParseAddr(entry)
			if e != nil {
				return nil, graph.Invalid("--trusted-proxies: %q is no network; write one such as 10.0.0.0/8 or 127.0.0.1", entry)
			}
			prefix = netip.PrefixFrom(at, at.BitLen())
		}
		p = append(p, prefix.Masked())
	}
	return p, nil
}

func (p proxies) trust(at netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(at) })
}

// client returns the address from which a request comes: that of the peer or, when a trusted proxy sent it, the last one in
// X-Forwarded-For or Forwarded (RFC 7239) that no trusted proxy has. What stands before it is the client's own word. When
// both headers are there and differ, one of them is the client's own too, so that neither counts.
func (p proxies) client(r *http.Request) netip.Addr {
	peer := parseAddr(r.RemoteAddr)
	if !p.trust(peer) {
		return peer
	}
	listed, standard := r.Header.Values("X-Forwarded-For"), r.Header.Values("Forwarded")
	byList := p.last(peer, split(strings.Join(listed, ","), ','))
	byStandard := p.last(peer, forwardedFor(strings.Join(standard, ",")))
	switch {
	case len(standard) == 0 || byList == byStandard:
		return byList
	case len(listed) == 0:
		return byStandard
	}
	return peer
}

// last walks the addresses back from the peer while proxies that are trusted name the next. An address that cannot be read
// ends the walk at the proxy that named it.
func (p proxies) last(peer netip.Addr, hops []string) netip.Addr {
	at := peer
	for _, hop := range slices.Backward(hops) {
		next := parseAddr(hop)
		if !next.IsValid() {
			return at
		}
		if at = next; !p.trust(at) {
			return at
		}
	}
	return at
}

// forwardedFor returns the for= of each element of a Forwarded header.
func forwardedFor(header string) []string {
	var hops []string
	for _, element := range split(header, ',') {
		hop := ""
		for _, pair := range split(element, ';') {
			if name, value, _ := strings.Cut(pair, "="); strings.EqualFold(strings.TrimSpace(name), "for") {
				hop = strings.Trim(strings.TrimSpace(value), `"`)
			}
		}
		hops = append(hops, hop)
	}
	return hops
}

// split cuts a header's value at each separator that is not within quotation marks. An empty value has no parts, nor has one
// with a mark that is never closed: what a proxy added could lie within a client's marks.
func split(value string, separator rune) []string {
	if strings.TrimSpace(value) == "" || strings.Count(value, `"`)%2 != 0 {
		return nil
	}
	quoted := false
	var parts []string
	var part strings.Builder
	for _, c := range value {
		if c == '"' {
			quoted = !quoted
		}
		if c == separator && !quoted {
			parts = append(parts, part.String())
			part.Reset()
			continue
		}
		part.WriteRune(c)
	}
	return append(parts, part.String())
}

// parseAddr reads an address with or without a port and brackets. An IPv4 address within IPv6 is one of IPv4, and an address
// has no zone.
func parseAddr(text string) netip.Addr {
	text = strings.TrimSpace(text)
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	at, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	if err != nil {
		return netip.Addr{}
	}
	return at.Unmap().WithZone("")
}

// clientKey is the key of an address for limits and logs. A network of /64 is one client, since each of them has 2^64 addresses
// of IPv6 to take turns with.
func clientKey(at netip.Addr) string {
	switch {
	case !at.IsValid():
		return "unknown"
	case at.Is4():
		return at.String()
	}
	return netip.PrefixFrom(at, 64).Masked().String()
}
