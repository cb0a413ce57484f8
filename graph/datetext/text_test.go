package datetext

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ locale, date, want string }{
		{"en", "", "date unknown"},
		{"en", "2025-06-27", "27 June 2025"},
		{"en", "2025-06", "June 2025"},
		{"en", "2025", "2025"},
		{"en", "0987-05-01", "1 May 987"},
		{"en", "2025-06-27~", "about 27 June 2025"},
		{"en", "2025-06?", "June 2025 (?)"},
		{"en", "2025%", "about 2025 (?)"},
		{"en", "2025-06-27/2025-06-30", "27 to 30 June 2025"},
		{"en", "2025-06-27/2025-07-02", "27 June to 2 July 2025"},
		{"en", "2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"},
		{"en", "2025-06/2025-07", "June to July 2025"},
		{"en", "2024-12/2025-01", "December 2024 to January 2025"},
		{"en", "2024/2025", "2024 to 2025"},
		{"en", "2025-06-27/2025-07", "27 June 2025 to July 2025"},
		{"en", "2025-06-27/2025-06-30~", "27 June 2025 to about 30 June 2025"},
		{"en", "2025-06-27/..", "27 June 2025 to …"},
		{"en", "../2025", "… to 2025"},
		{"en", "27 June", "27 June"}, // no EDTF
		{"en-US", "2025-06-27", "June 27, 2025"},
		{"en-US", "2025-06-27/2025-06-30", "June 27–30, 2025"},
		{"en-US", "2025-06-27/2025-07-02", "June 27 – July 2, 2025"},
		{"en-GB", "2025-06-27", "27 June 2025"},
		{"de-AT", "2025-06-27/2025-06-30", "27.–30. Juni 2025"},
		{"de", "2025-06-27~", "etwa 27. Juni 2025"},
		{"es", "2025-06-27/2025-07-02", "27 de junio – 2 de julio de 2025"},
		{"fr", "2025-08", "août 2025"},
		{"ru", "2025-06-27", "27 июня 2025 г."},
		{"ru", "2025-06", "июнь 2025 г."},
		{"ru", "2025-06/2025-07", "июнь – июль 2025 г."},
		{"uk", "2024-12-30/2025-01-02", "30 грудня 2024 – 2 січня 2025 рр."},
		{"az", "2025-06-27/2025-06-30", "27–30 iyun 2025"},
		{"tr", "", "tarih bilinmiyor"},
		{"ar", "2025-06-27", "27 يونيو 2025"},
		{"zh-Hans-CN", "2025-06-27/2025-06-30", "2025年6月27日–30日"},
		{"zh", "2025-06~", "约2025年6月"},
		{"mi", "2025-06-27", "27 June 2025"}, // Maori is no row
		{"be", "2025-06-27", "27 June 2025"}, // and no language stands in for another
	} {
		l, err := LocaleOf(c.locale)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Text(c.date); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.date, c.locale, got, c.want)
		}
	}
}

// Every locale has all its months, and writes every form of a date.
func TestLocalesAreWhole(t *testing.T) {
	forms := []string{"2025-06-27", "2025-06", "2025", "2025-06-27~", "2025-06-27/2025-06-30", "2025-06-27/2025-07-02",
		"2024-12-30/2025-01-02", "2025-06/2025-07", "2024-12/2025-01", "2024/2025", "2025-06-27/2025-07", ""}
	for tag, l := range locales {
		for _, names := range []string{l.months, l.alone} {
			if n := len(slices.Compact(strings.Fields(names))); n != 12 && names != "" {
				t.Errorf("%s has %d names of months", tag, n)
			}
		}
		if l.months == "" && strings.Contains(l.day+l.month+l.days, "MMMM") {
			t.Errorf("%s lacks the names of months", tag)
		}
		seen := map[string]bool{}
		for _, form := range forms {
			text := l.Text(form)
			if text == "" || seen[text] || strings.ContainsAny(text, "{}'") || form != "" && !strings.Contains(text, "2025") {
				t.Errorf("%s in %s is %q", form, tag, text)
			}
			seen[text] = true
		}
	}
}

func TestLocaleOfWhatIsNoTag(t *testing.T) {
	for _, tag := range []string{"", "e", "english", "en-", "en-USA-1", "<script>", "en; q=1", strings.Repeat("a", 10_000)} {
		if _, err := LocaleOf(tag); !errors.Is(err, graph.ErrInvalid) || len(err.Error()) > 200 {
			t.Errorf("%.20q: %v", tag, err)
		}
	}
}
