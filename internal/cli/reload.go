package cli

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// onHangup takes SIGHUP until ctx is done, so that it does not end the process. The returned function calls each reload on a
// SIGHUP. One that fails is logged, and the server goes on with what it has.
func onHangup(ctx context.Context, reload ...func(context.Context) error) (run func(context.Context)) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	context.AfterFunc(ctx, func() { signal.Stop(hangup) })
	return func(ctx context.Context) {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				for _, f := range reload {
					if err := f(ctx); err != nil {
						slog.ErrorContext(ctx, "SIGHUP: not all could be read again; what could not stays as it was", "error", err)
						continue
					}
					slog.InfoContext(ctx, "SIGHUP: read again")
				}
			}
		}
	}
}
