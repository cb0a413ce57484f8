package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long task is: on a terminal a bar with rate, share and time left, elsewhere a line at each tenth
// (at each 100,000 when the total is unknown).
type progress struct {
	w              io.Writer
	what           string
	bar            *progressbar.ProgressBar // nil without a terminal
	quiet          bool
	n, total, next int64
	begun          time.Time
}

// newProgress starts to show progress. what names it, such as "read, bytes". A total of 0 is unknown.
func newProgress(w io.Writer, what string, total int64, quiet bool) *progress {
	p := &progress{w: w, what: what, quiet: quiet, total: total, begun: time.Now()}
	p.next = p.step()
	if f, isFile := w.(*os.File); !quiet && isFile && term.IsTerminal(int(f.Fd())) {
		most := total
		if most == 0 {
			most = -1
		}
		p.bar = progressbar.NewOptions64(most, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetSpinnerChangeInterval(0),
			progressbar.OptionFullWidth(), progressbar.OptionClearOnFinish())
		_ = p.bar.RenderBlank() // starts its clock now rather than at the first Add
	}
	return p
}

func (p *progress) step() int64 {
	if p.total > 0 {
		return max(p.total/10, 1)
	}
	return 100_000
}

// Add adds n to what is done.
func (p *progress) Add(n int) {
	p.n += int64(n)
	switch {
	case p.quiet:
	case p.bar != nil:
		_ = p.bar.Add(n) // its only error is that more is done than the total
	case p.n >= p.next && p.n != p.total:
		p.next = (p.n/p.step() + 1) * p.step()
		if p.total > 0 {
			_, _ = fmt.Fprintf(p.w, "%s: %d of %d (%d %%)\n", p.what, p.n, p.total, 100*p.n/p.total)
		} else {
			_, _ = fmt.Fprintf(p.w, "%s: %d\n", p.what, p.n)
		}
	}
}

// Done ends the progress with a line that has the count and the rate. It is called after an error too.
func (p *progress) Done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
	if !p.quiet {
		_, _ = fmt.Fprintf(p.w, "%s: %d %s\n", p.what, p.n, rate(p.n, time.Since(p.begun)))
	}
}

// rate writes how long n of something took, such as "in 12.3 s, 8130 a second".
func rate(n int64, took time.Duration) string {
	s := took.Seconds()
	return fmt.Sprintf("in %.1f s, %.0f a second", s, float64(n)/max(s, 0.001))
}
