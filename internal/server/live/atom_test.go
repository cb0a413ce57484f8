package live_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// element is an element of XML, whatever it is called.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Elements []element  `xml:",any"`
}

func (e element) all(name string) (found []element) {
	for _, in := range e.Elements {
		if in.XMLName == (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: name}) {
			found = append(found, in)
		}
	}
	return found
}

// text is that of the one element with a name.
func (e element) text(t *testing.T, name string) string {
	t.Helper()
	found := e.all(name)
	if len(found) != 1 || strings.TrimSpace(found[0].Text) == "" && len(found[0].Elements) == 0 {
		t.Fatalf("%s has %d elements %s: %+v", e.XMLName.Local, len(found), name, e)
	}
	return found[0].Text
}

// feed asks for an Atom feed, and checks what RFC 4287 (4.1.1 and 4.1.2) asks of one.
func feed(t *testing.T, s served, query string, headers ...string) (entries []element, response *http.Response) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/changes.atom"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err = http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, response
	}
	var whole element
	if err := xml.Unmarshal(body, &whole); err != nil || whole.XMLName != (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) {
		t.Fatalf("%v\n%s", err, body)
	}
	seen := map[string]bool{}
	entries = whole.all("entry")
	for _, e := range append([]element{whole}, entries...) {
		id := e.text(t, "id")
		if seen[id] || !strings.HasPrefix(id, "tag:127.0.0.1,") || e.text(t, "title") == "" {
			t.Errorf("%q is an id twice, or no tag URI", id)
		}
		seen[id] = true
		if _, err := time.Parse(time.RFC3339, e.text(t, "updated")); err != nil {
			t.Error(err)
		}
	}
	whole.text(t, "author")
	itself := xml.Attr{Name: xml.Name{Local: "href"}, Value: s.URL + "/changes.atom" + query}
	if link := whole.all("link"); len(link) != 1 || !slices.Contains(link[0].Attrs, itself) {
		t.Errorf("no link to itself: %+v", link)
	}
	return entries, response
}

func titles(t *testing.T, entries []element) (out []string) {
	t.Helper()
	for _, e := range entries {
		out = append(out, strings.TrimPrefix(e.text(t, "title"), "Added: Title of "))
	}
	return out
}

func TestAtom(t *testing.T) {
	s := serving(t, setUp{})
	if entries, r := feed(t, s, ""); len(entries) != 0 || r.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Errorf("%d entries, %v", len(entries), r.Header)
	}
	s.log.Record("a", "<b & c>")
	s.log.Record("d")
	entries, r := feed(t, s, "")
	if got := titles(t, entries); !slices.Equal(got, []string{"d", "<b & c>", "a"}) {
		t.Errorf("got %v", got)
	}
	if text := entries[0].text(t, "content"); text != "Action d by dataset:a, revision 2\n"+
		"title: \"Title of d\"\ntype: \"ASSAULT\"\nquadClass: \"MATERIAL_CONFLICT\"\nbasis: \"EXPLICIT\"\n" {
		t.Errorf("the content is %q", text)
	}
	if strings.Contains(fmt.Sprint(entries), "leyla") {
		t.Error("it tells everybody who wrote")
	}
	if _, again := feed(t, s, "", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("nothing has changed: %d", again.StatusCode)
	}
	s.log.Record("e")
	entries, again := feed(t, s, "?id=a&id=e&kind=Action&kind=RESPONDS_TO", "If-None-Match", r.Header.Get("ETag"))
	if again.StatusCode != 200 || !slices.Equal(titles(t, entries), []string{"e", "a"}) {
		t.Errorf("%d %v", again.StatusCode, titles(t, entries))
	}
	for _, query := range []string{"?kind=LIKES", "?nobody=1", "?edge=x", "?who=leyla"} {
		if _, r := feed(t, s, query); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", query, r.StatusCode)
		}
	}
}

// However much is recorded at once, the feed has the newest changes.
func TestAtomHasTheNewest(t *testing.T) {
	s := serving(t, setUp{})
	var all []string
	for _, size := range []int{3, 400, 0, 20, 25, 0, 4, 1, 0, 0, 700, 2, 48, 1, 1} {
		var keys []string
		for i := range size {
			keys = append(keys, fmt.Sprintf("r%d-%d", len(all), i))
		}
		s.log.Record(keys...)
		all = append(all, keys...)
		entries, _ := feed(t, s, "")
		got := titles(t, entries)
		slices.Reverse(got)
		if want := all[max(len(all)-50, 0):]; !slices.Equal(got, want) {
			t.Fatalf("after %d changes: got %v", len(all), got)
		}
	}
}

func TestAtomIsForThoseWhoMayRead(t *testing.T) {
	g, _, texts := gate(t, "reader", "boss")
	s := serving(t, setUp{access: g})
	s.log.Record("a")
	if _, r := feed(t, s, ""); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a token: %d", r.StatusCode)
	}
	entries, r := feed(t, s, "?who=leyla", "Authorization", "Bearer "+texts["boss"])
	if len(entries) != 1 || !strings.Contains(fmt.Sprint(entries), "leyla") {
		t.Errorf("an admin: %v", entries)
	}
	if _, other := feed(t, s, "", "Authorization", "Bearer "+texts["reader"], "If-None-Match", r.Header.Get("ETag")); other.StatusCode != 200 {
		t.Errorf("a reader has an admin's answer: %d", other.StatusCode)
	}
}
