package webhooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const maxRead = 64 << 10 // bytes of a response, which are thrown away so that the connection can be used again

// errGone ends a hook: its receiver answered 410 Gone.
var errGone = errors.New("the receiver is gone")

// newClient makes the client that posts. It follows no redirect, for only the operator says where messages go.
func newClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: timeout}).DialContext, TLSHandshakeTimeout: timeout,
			ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 1, IdleConnTimeout: 2 * time.Minute, MaxResponseHeaderBytes: maxRead,
		},
	}
}

// send posts a message until it is taken, the receiver is gone, or ctx is done.
func (f *follower) send(ctx context.Context, m message) error {
	for try := 1; ; try++ {
		wait, err := f.post(ctx, m)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			f.Metrics.Posted(f.Name, "delivered")
			f.told.add(m.id)
			slog.Debug("a webhook was delivered", "webhook", f.Name, "id", m.id, "type", m.kind, "try", try)
			return nil
		case errors.Is(err, errGone):
			f.Metrics.Posted(f.Name, "gone")
			return err
		}
		f.Metrics.Posted(f.Name, "failed")
		pause := max(f.Pace.pause(try), min(wait, f.Pace.Most))
		slog.Warn("a webhook was not delivered", "webhook", f.Name, "id", m.id, "type", m.kind, "try", try, "error", err,
			"again", pause.Round(time.Millisecond))
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// post posts a message once. The error says what was wrong, without the address; wait is for how long the receiver wants to be left
// alone.
func (f *follower) post(ctx context.Context, m message) (wait time.Duration, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.URL, bytes.NewReader(m.body))
	if err != nil {
		return 0, bare(err)
	}
	now := time.Now().Unix()
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "demarche")
	r.Header.Set("webhook-id", m.id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now, 10))
	r.Header.Set("webhook-signature", signatures(f.Secrets, m.id, now, m.body))
	response, err := f.client.Do(r)
	if err != nil {
		return 0, bare(err)
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.CopyN(io.Discard, response.Body, maxRead)
	switch {
	case response.StatusCode >= 200 && response.StatusCode < 300:
		return 0, nil
	case response.StatusCode == http.StatusGone:
		return 0, errGone
	}
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
	return time.Duration(min(max(seconds, 0), 1<<20)) * time.Second, fmt.Errorf("status %d", response.StatusCode)
}

// bare is an error without the address, which may hold what is secret.
func bare(err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// pause is how long to wait after so many tries: twice as long each time, up to the most, and between half of that and the whole, so
// that hooks that failed together do not come back together.
func (p Pace) pause(try int) time.Duration {
	d := p.Most
	if try < 30 {
		d = min(p.First<<(try-1), p.Most)
	}
	return d/2 + rand.N(d/2+1) //nolint:gosec // it spreads load
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
