package graph

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestTroubleKeepsReasonAndCause(t *testing.T) {
	err := fmt.Errorf("chain: %w", Unavailable(StoreDamaged, "page 7: %w", io.ErrUnexpectedEOF))
	if !errors.Is(err, ErrUnavailable) || !errors.Is(err, io.ErrUnexpectedEOF) || ReasonOf(err) != StoreDamaged {
		t.Errorf("%v has reason %q", err, ReasonOf(err))
	}
	if ReasonOf(ErrUnavailable) != "" || ReasonOf(nil) != "" {
		t.Error("an error without a reason has one")
	}
}

func TestAdviceSaysWhetherToTryAgain(t *testing.T) {
	for _, r := range []Reason{"", StoreBusy, StoreDamaged, StoreReplaced, StoreGone, ServerBusy} {
		if r.Advice() == "" || r.Retryable() == (r == StoreDamaged) {
			t.Errorf("%q: %q, retryable %v", r, r.Advice(), r.Retryable())
		}
	}
}
