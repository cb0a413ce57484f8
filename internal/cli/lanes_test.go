package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func loadOf(t *testing.T, embedded bool, args ...string) (*loadSettings, error) {
	t.Helper()
	s, f := &loadSettings{}, pflag.NewFlagSet("serve", pflag.ContinueOnError)
	s.flags(f)
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	_, err := s.load(embedded)
	return s, err
}

func TestLoadFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--answer-cache=lots": "--answer-cache", "--answer-cache=-1": "--answer-cache", "--rate=-1": "--rate", "--rate=NaN": "--rate",
		"--rate=Inf": "--rate", "--burst=0": "--burst", "--concurrency=-1": "--concurrency", "--dear=-1": "--dear", "--queue=0": "--queue",
		"--max-staleness=-1s": "--max-staleness",
	} {
		if _, err := loadOf(t, true, args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", args, err)
		}
	}
	s, err := loadOf(t, true)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := s.load(true)
	if l.AnswerCache != 32<<20 || l.MaxStaleness != 0 || l.Clients.Loopback || l.Clients.Rate == 0 {
		t.Errorf("by default %+v", l)
	}
	if l, _ := s.load(false); l.MaxStaleness != time.Second {
		t.Errorf("of a database server by default %s", l.MaxStaleness)
	}
	if s, err = loadOf(t, true, "--answer-cache=1MiB", "--max-staleness=2s", "--burst=5"); err != nil {
		t.Fatal(err)
	}
	if l, _ := s.load(true); l.AnswerCache != 1<<20 || l.MaxStaleness != 2*time.Second || !l.Clients.Loopback || l.Clients.Burst != 5 {
		t.Errorf("%+v", l)
	}
}
