package docs_test

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = ".."

var link = regexp.MustCompile(`\]\(([^()\s]+)\)`)

// A page that moves leaves no link behind that leads nowhere.
func TestLinksLeadSomewhere(t *testing.T) {
	found := 0
	for _, page := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			to, err := url.Parse(m[1])
			if err != nil || to.Scheme != "" || to.Path == "" {
				continue // another site, or a place in the page itself
			}
			found++
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), to.Path)); err != nil {
				t.Errorf("%s links to %s, which is not there", page, m[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d links were found", found)
	}
}

// What Git writes where two changes meet is resolved on every page.
func TestNoPageHasMarksOfAMerge(t *testing.T) {
	marks := regexp.MustCompile(`(?m)^(<{7}|>{7})( |$)`)
	for _, page := range pages(t) {
		if m := marks.FindString(read(t, page)); m != "" {
			t.Errorf("%s has %q", page, m)
		}
	}
}

// Decisions are numbered without gaps, headed alike, and listed.
func TestDecisionsAreOneList(t *testing.T) {
	files, err := filepath.Glob("decisions/0*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	index := read(t, "decisions/README.md")
	headed := regexp.MustCompile(`(?s)^# (\d{4}): .+?\n\nStatus: .+?\n\n(## Context\n.+\n)?## Decision\n.+\n## Price\n`)
	for i, file := range files {
		number, name := fmt.Sprintf("%04d", i+1), filepath.Base(file)
		if !strings.HasPrefix(name, number+"-") {
			t.Fatalf("%s stands where %s should", name, number)
		}
		if m := headed.FindStringSubmatch(read(t, file)); m == nil || m[1] != number {
			t.Errorf("%s does not go number and title, Status, Context if any, Decision, Price", file)
		}
		if !strings.Contains(index, "| ["+number+"]("+name+") | ") {
			t.Errorf("decisions/README.md has no line for %s", name)
		}
	}
}

func pages(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case filepath.Ext(path) == ".md":
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
