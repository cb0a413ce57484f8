package cli

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"testing"
)

func TestVersionIsToldALineEach(t *testing.T) {
	lines := regexp.MustCompile(`^demarche \S+\ncommit \S+\ndate \S+\ngo go1\.\S+\nschema [0-9a-f]{12}\n$`)
	code, said, errs := run(t, "version")
	if code != 0 || errs != "" || !lines.MatchString(said) {
		t.Errorf("%d %s%s", code, said, errs)
	}
	if code, flag, _ := run(t, "--version"); code != 0 || flag != said {
		t.Errorf("--version: %d %s\nversion: %s", code, flag, said)
	}
	code, text, _ := run(t, "version", "--json")
	var b build
	if err := json.Unmarshal([]byte(text), &b); err != nil || code != 0 || b.String() != said {
		t.Errorf("--json: %d %v %s\nversion: %s", code, err, text, said)
	}
}

// A stamp wins over what Go wrote into the binary, and what neither knows is unknown.
func TestVersionFallsBack(t *testing.T) {
	vcs := &debug.BuildInfo{Main: debug.Module{Version: "v0.0.0-1"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"}}}
	stamped := build{Version: "v1.2.3", Commit: "def", Date: "2026-11-27"}
	for _, c := range []struct {
		name    string
		stamped build
		info    *debug.BuildInfo
		want    [3]string
	}{
		{"stamped", stamped, vcs, [3]string{"v1.2.3", "def", "2026-11-27"}},
		{"stamped in part", build{Version: "v1.2.3"}, vcs, [3]string{"v1.2.3", "abc-dirty", "2026-01-02T03:04:05Z"}},
		{"of plain Go", build{}, vcs, [3]string{"v0.0.0-1", "abc-dirty", "2026-01-02T03:04:05Z"}},
		{"of plain Go without Git", build{}, &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}},
			[3]string{"(devel)", "unknown", "unknown"}},
		{"of nobody knows what", build{}, nil, [3]string{"unknown", "unknown", "unknown"}},
	} {
		b := buildOf(c.stamped, c.info)
		if got := [3]string{b.Version, b.Commit, b.Date}; got != c.want || b.Go == "" || b.Schema == "" {
			t.Errorf("%s: %+v, want %v", c.name, b, c.want)
		}
	}
}

// The names that the Makefile and the Dockerfile stamp are those of this package: the linker takes any, and says nothing.
func TestMakeStampsTheBinary(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "demarche")
	made := exec.Command("make", "-C", "../..", "--no-print-directory", "build",
		"BINARY="+binary, "VERSION=v9.8.7", "COMMIT=abc", "DATE=2026-11-27")
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.Command(binary, "version").Output() //nolint:gosec // built above
	if want := regexp.MustCompile(`^demarche v9\.8\.7\ncommit abc\ndate 2026-11-27\ngo `); err != nil || !want.Match(out) {
		t.Errorf("%v %s", err, out)
	}
}
