package web_test

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/web"
)

var (
	reference    = regexp.MustCompile(`(?i)\s(?:src|href|action|poster|srcset)\s*=\s*["']?([^"'\s>]+)`)
	inlineScript = regexp.MustCompile(`(?is)<script[^>]*>\s*[^<\s]`)
	inlineEvent  = regexp.MustCompile(`(?i)\son[a-z]+\s*=`)
	styleFetches = regexp.MustCompile(`(?i)@import|url\(`)
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := fs.ReadFile(web.Playground(), name)
	if err != nil {
		t.Fatalf("the playground lacks %s (npm run build in web/ makes it): %v", name, err)
	}
	return content
}

func TestPlaygroundRefersOnlyToItsOwnFiles(t *testing.T) {
	page := read(t, "index.html")
	references := reference.FindAllSubmatch(page, -1)
	kinds := map[string]int{}
	for _, found := range references {
		name := string(found[1])
		if strings.Contains(name, ":") || strings.HasPrefix(name, "/") {
			t.Errorf("index.html refers to %q: only relative names of embedded files work offline and behind a prefix", name)
			continue
		}
		if len(read(t, name)) == 0 {
			t.Errorf("%s is empty", name)
		}
		kinds[path.Ext(name)]++
	}
	if kinds[".js"] != 1 || kinds[".css"] != 1 {
		t.Errorf("index.html refers to %v, want one script and one style sheet", kinds)
	}
}

func TestPlaygroundNeedsNothingFromElsewhere(t *testing.T) {
	page := read(t, "index.html")
	if bytes.Contains(page, []byte("http://")) || bytes.Contains(page, []byte("https://")) {
		t.Error("index.html names an address on a network")
	}
	if styles := read(t, "playground.css"); styleFetches.Match(styles) {
		t.Errorf("playground.css fetches something: %q", styleFetches.Find(styles))
	}
}

func TestPlaygroundKeepsToAStrictContentSecurityPolicy(t *testing.T) {
	page := read(t, "index.html")
	if found := inlineScript.Find(page); found != nil {
		t.Errorf("index.html has an inline script, which script-src 'self' refuses: %q", found)
	}
	if found := inlineEvent.Find(page); found != nil {
		t.Errorf("index.html has an inline event handler, which script-src 'self' refuses: %q", found)
	}
}

func TestPlaygroundCarriesTheLicencesOfWhatItBundles(t *testing.T) {
	licences := string(read(t, "licenses.txt"))
	for _, bundled := range []string{"@graphiql/react", "codemirror", "graphql", "react"} {
		if !regexp.MustCompile(`(?m)(^|, )` + regexp.QuoteMeta(bundled) + ` \d`).MatchString(licences) {
			t.Errorf("licenses.txt does not name %s", bundled)
		}
	}
}
