package observe

import "sync"

// maxNames is how many operations get a label of their own, unless documents are trusted. Each takes some twenty time series.
const maxNames = 100

// names bounds the names of operations in labels. Clients choose the names, so that without a bound one client could make as
// many time series as it likes.
type names struct {
	mu      sync.Mutex
	known   map[string]bool
	trusted bool
}

// trust allows these names, and no others.
func (n *names) trust(operations []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.trusted, n.known = true, map[string]bool{}
	for _, name := range operations {
		n.known[name] = true
	}
}

// label is the label of an operation. The first maxNames names of valid documents are labels; others share "other".
func (n *names) label(name string, valid bool) string {
	switch {
	case !valid:
		return "invalid"
	case name == "":
		return "unnamed"
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.known[name] {
		if n.trusted || len(n.known) >= maxNames || len(name) > maxLoggedName {
			return "other"
		}
		if n.known == nil {
			n.known = map[string]bool{}
		}
		n.known[name] = true
	}
	return name
}
