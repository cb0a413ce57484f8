package cli

import (
	"math"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/pflag"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/internal/server"
)

// loadSettings are the flags of serve that say how much it does at once, for whom, and what it keeps.
type loadSettings struct {
	rate                      float64
	burst, concurrency        int
	dear, queue               int
	maxCost                   int64
	answerCache               string
	maxStaleness              time.Duration
	rateGiven, stalenessGiven func() bool
}

// flags declares the flags.
func (s *loadSettings) flags(f *pflag.FlagSet) {
	f.Float64Var(&s.rate, "rate", 100, "requests a second that one client may send for long; a dear one counts for several; 0 is any "+
		"(this machine is not limited unless one of --rate, --burst, --concurrency is given)")
	f.IntVar(&s.burst, "burst", 1000, "requests that one client may send at once after a pause")
	f.IntVar(&s.concurrency, "concurrency", 64, "requests of one client that are answered at once; 0 is any")
	f.IntVar(&s.dear, "dear", 0, "dear questions that run at once; 0 is one less than there are cores, one at least")
	f.IntVar(&s.queue, "queue", 64, "dear questions that may wait for their turn; more are refused")
	f.Int64Var(&s.maxCost, "max-cost", server.MaxCost,
		"rows that the store may have to read for one request, by an estimate; a store of millions of actions needs more")
	f.StringVar(&s.answerCache, "answer-cache", "32MiB",
		"`BYTES` of answers that are kept to be given again while the store is the same; 0 is none")
	f.DurationVar(&s.maxStaleness, "max-staleness", time.Second,
		"how late the writes of other processes may be seen in answers that are kept; 0 asks the store every time, "+
			"as SQLite is asked unless this is set")
	s.rateGiven = func() bool { return f.Changed("rate") || f.Changed("burst") || f.Changed("concurrency") }
	s.stalenessGiven = func() bool { return f.Changed("max-staleness") }
}

// load is what the flags say, for a store that is embedded or not.
func (s *loadSettings) load(embedded bool) (l server.Load, err error) {
	bytes, err := humanize.ParseBytes(s.answerCache)
	switch {
	case err != nil || bytes > math.MaxInt64:
		return l, graph.Invalid("--answer-cache %q: write a number of bytes such as 64MiB, or 0", s.answerCache)
	case !(s.rate >= 0) || math.IsInf(s.rate, 0):
		return l, graph.Invalid("--rate %g: write how many requests a second, such as 100, or 0", s.rate)
	case s.maxCost < 1:
		return l, graph.Invalid("--max-cost %d: write how many rows, such as %d", s.maxCost, server.MaxCost)
	case s.maxStaleness < 0:
		return l, graph.Invalid("--max-staleness %s: write a time such as 1s, or 0", s.maxStaleness)
	}
	for _, f := range []struct {
		name     string
		n, least int
	}{{"burst", s.burst, 1}, {"concurrency", s.concurrency, 0}, {"dear", s.dear, 0}, {"queue", s.queue, 1}} {
		if f.n < f.least {
			return l, graph.Invalid("--%s %d: write how many, %d or more", f.name, f.n, f.least)
		}
	}
	l.MaxCost, l.AnswerCache, l.MaxStaleness = s.maxCost, int64(bytes), s.maxStaleness
	if embedded && !s.stalenessGiven() {
		l.MaxStaleness = 0
	}
	l.Lanes.Dear, l.Lanes.Queue = s.dear, s.queue
	l.Clients.Rate, l.Clients.Burst, l.Clients.Concurrency, l.Clients.Loopback = s.rate, s.burst, s.concurrency, s.rateGiven()
	return l, nil
}
