package webhooks

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Type is what a message tells.
type Type string

// What messages tell. The shapes of their data have the same names.
const (
	TypeAnswerNew        Type = "answer.new"        // an answer to an act that was not recorded before
	TypeContradictionNew Type = "contradiction.new" // two claims that were not known to contradict each other
	TypeSilenceEnded     Type = "silence.ended"     // what was unanswered or unexplained, and is no more
	TypeAnnouncedPassed  Type = "announced.passed"  // the latest day of an act is over, which was announced and is not known to have occurred
	TypeChanged          Type = "changed"           // a revision
)

// Types are all of them.
var Types = []Type{TypeAnswerNew, TypeContradictionNew, TypeSilenceEnded, TypeAnnouncedPassed, TypeChanged}

// Hook is one receiver.
type Hook struct {
	Name    string
	URL     string
	Events  []Type // that it is told; none for all
	Secrets []Secret
}

// wants tells whether the hook is told what has this type.
func (h Hook) wants(t Type) bool { return len(h.Events) == 0 || slices.Contains(h.Events, t) }

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// CheckName refuses what is no name of a hook. The store keeps its position under it, and metrics have it as a label.
func CheckName(name string) error {
	if !nameForm.MatchString(name) {
		return graph.Invalid("a webhook's name has 1 to 40 small letters, digits and hyphens, such as newsroom; %.60q has not", name)
	}
	return nil
}

// CheckURL refuses an address to which nothing is posted: anything but https, unless it is of this machine. The address is not repeated,
// for it may hold what is secret.
func CheckURL(name, address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return graph.Invalid("the webhook %s needs an address such as https://example.org/hook", name)
	case u.User != nil:
		return graph.Invalid("the address of the webhook %s has a user; messages are signed, leave it out", name)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return graph.Invalid("the webhook %s has an http address of another machine: write https://", name)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// ParseType reads a type of event.
func ParseType(text string) (Type, error) {
	if t := Type(text); slices.Contains(Types, t) {
		return t, nil
	}
	var names []string
	for _, t := range Types {
		names = append(names, string(t))
	}
	return "", graph.Invalid("%.60q is no event; %s are", text, strings.Join(names, ", "))
}
