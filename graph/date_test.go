package graph

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		text             string
		earliest, latest Day
	}{
		{"2025-06-27", "2025-06-27", "2025-06-27"},
		{"2025-06", "2025-06-01", "2025-06-30"},
		{"2025", "2025-01-01", "2025-12-31"},
		{"0001-01-01", "0001-01-01", "0001-01-01"},
		{"9999", "9999-01-01", "9999-12-31"},
		{"9999-12-31", "9999-12-31", "9999-12-31"},
		// Leap years, by the Gregorian rule.
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"2025-02", "2025-02-01", "2025-02-28"},
		{"1900-02", "1900-02-01", "1900-02-28"},
		{"2000-02", "2000-02-01", "2000-02-29"},
		// Qualifiers mark but do not widen.
		{"2025-06-27~", "2025-06-27", "2025-06-27"},
		{"2025-06~", "2025-06-01", "2025-06-30"},
		{"2025~", "2025-01-01", "2025-12-31"},
		{"2025-06-27?", "2025-06-27", "2025-06-27"},
		{"2025-06%", "2025-06-01", "2025-06-30"},
		// Intervals.
		{"2025-06-27/2025-06-30", "2025-06-27", "2025-06-30"},
		{"2025-06-27/2025-06-27", "2025-06-27", "2025-06-27"},
		{"2024-12-31/2025-01-01", "2024-12-31", "2025-01-01"},
		{"2025-06/2025-07", "2025-06-01", "2025-07-31"},
		{"2024/2025", "2024-01-01", "2025-12-31"},
		{"2025-06-27/2025", "2025-06-27", "2025-12-31"},
		{"2025/2025-06", "2025-01-01", "2025-06-30"},
		{"2025-06-27/2025-06", "2025-06-27", "2025-06-30"},
		{"2025-06-27~/2025-06-30~", "2025-06-27", "2025-06-30"},
		{"2025-06?/2025-07-02%", "2025-06-01", "2025-07-02"},
		// Open ends.
		{"2025-06-27/..", "2025-06-27", ""},
		{"2025-06~/..", "2025-06-01", ""},
		{"../2025", "", "2025-12-31"},
		{"../2025-06-27?", "", "2025-06-27"},
	}
	for _, tt := range tests {
		got, err := ParseDate(tt.text)
		if want := (Date{tt.text, tt.earliest, tt.latest}); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %+v, %v; want %+v", tt.text, got, err, want)
		}
	}
}

// What ParseDate refuses, and how its error goes on after the date itself.
func TestParseDateRefuses(t *testing.T) {
	const anyForm = " is not EDTF; write 2025-06-27, 2025-06, 2025 or 2025-06-27/2025-06-30, with ~ after what is approximate"
	tests := []struct{ text, says string }{
		// No such day.
		{"2025-02-30", ": there is no day 30; 2025-02 has the days 01 to 28"},
		{"2023-02-29~", ": there is no day 29; 2023-02 has the days 01 to 28"},
		{"2025-06-00", ": there is no day 00; 2025-06 has the days 01 to 30"},
		{"2025-06-31/2025-07", ": there is no day 31; 2025-06 has the days 01 to 30"},
		{"2025-13", ": there is no month 13; months run from 01 to 12"},
		{"2025-00-10", ": there is no month 00; months run from 01 to 12"},
		{"2025-21", ": seasons and quarters, as 21, are not read; write the months, as in 2025-03/2025-05"},
		{"0000", ": years run from 0001 to 9999"},
		{"0000-06-27", ": years run from 0001 to 9999"},
		{"2025-06-30/2025-06-27", ": it ends before it starts; write 2025-06-27/2025-06-30"},
		{"2025/2024-12~", ": it ends before it starts; write 2024-12~/2025"},
		// Near misses.
		{"27.06.2025", " is not EDTF; write 2025-06-27"},
		{"7.6.2025", " is not EDTF; write 2025-06-07"},
		{"27/06/2025", " is not EDTF; write 2025-06-27"},
		{"06/27/2025", " is not EDTF; write 2025-06-27"},
		{"06/07/2025", " is not EDTF; write 2025-07-06 or 2025-06-07"},
		{"27-06-2025", " is not EDTF; write 2025-06-27"},
		{"2025/06/27", " is not EDTF; write 2025-06-27"},
		{"2025/06", " is not EDTF; write 2025-06"},
		{"2025.06.27", " is not EDTF; write 2025-06-27"},
		{"20250627", " is not EDTF; write 2025-06-27"},
		{"2025-6-7", " is not EDTF; write 2025-06-07"},
		{"2025-6", " is not EDTF; write 2025-06"},
		{"2025–06–27", " is not EDTF; write 2025-06-27"},
		{"June 2025", " is not EDTF; write 2025-06"},
		{"27 June 2025", " is not EDTF; write 2025-06-27"},
		{"7-JUN-2025", " is not EDTF; write 2025-06-07"},
		{"Sept. 7, 2025", " is not EDTF; write 2025-09-07"},
		{"2025-06-27T10:00", " is not EDTF; write 2025-06-27"},
		{"2025-06-27T10:00:00+04:00", " is not EDTF; write 2025-06-27"},
		{"2025-06-27 10:00", " is not EDTF; write 2025-06-27"},
		{" 2025-06-27", " is not EDTF; write 2025-06-27"},
		{"2025\n", " is not EDTF; write 2025"},
		{"c. 2025", " is not EDTF; write 2025~"},
		{"about 27 June 2025", " is not EDTF; write 2025-06-27~"},
		{"~2025-06", " is not EDTF; write 2025-06~"},
		{"2025-06-27 / 2025-06-30", " is not EDTF; write 2025-06-27/2025-06-30"},
		{"2025-06-27 to 2025-06-30", " is not EDTF; write 2025-06-27/2025-06-30"},
		{"2025-06-27–2025-06-30", " is not EDTF; write 2025-06-27/2025-06-30"},
		{"27.06.2025 - 30.06.2025", " is not EDTF; write 2025-06-27/2025-06-30"},
		{"2025-06-27T10:00/2025-06-28T11:00", " is not EDTF; write 2025-06-27/2025-06-28"},
		// Neither date nor near miss, and EDTF beyond the subset.
		{"last week", anyForm},
		{"30.02.2025", anyForm},
		{"Junk 2025", anyForm},
		{"..", anyForm},
		{"../..", anyForm},
		{"/", anyForm},
		{"2025-06-27/", anyForm},
		{"/2025", anyForm},
		{"2025-06-27/OPEN", anyForm},
		{"2025/2026/2027", anyForm},
		{"2025-06-27~~", anyForm},
		{"2025-XX", anyForm},
		{"202X", anyForm},
		{"2025-06~-27", anyForm},
		{"?2025-06-27", anyForm},
		{"Y20250", anyForm},
		{"-2025", anyForm},
		{"[2025,2026]", anyForm},
		{"２０２５", anyForm},
		{"25-06-27", anyForm},
	}
	for _, tt := range tests {
		got, err := ParseDate(tt.text)
		if !errors.Is(err, ErrInvalid) || got != (Date{}) {
			t.Errorf("ParseDate(%q) = %+v, %v; want ErrInvalid", tt.text, got, err)
			continue
		}
		if !strings.HasSuffix(err.Error(), tt.says) {
			t.Errorf("ParseDate(%q) says\n %q, want it to end in\n %q", tt.text, err, tt.says)
		}
	}
	for _, text := range []string{"", " "} {
		if _, err := ParseDate(text); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "leave an unknown date out") {
			t.Errorf("ParseDate(%q): %v", text, err)
		}
	}
	if _, err := ParseDate(strings.Repeat("2025-", 1e5)); !errors.Is(err, ErrInvalid) || len(err.Error()) > 300 {
		t.Errorf("a long text gives an error of %d bytes", len(err.Error()))
	}
}

func TestParseDay(t *testing.T) {
	for _, text := range []string{"2025-06-27", "0001-01-01", "9999-12-31", "2024-02-29"} {
		if got, err := ParseDay(text); err != nil || string(got) != text {
			t.Errorf("ParseDay(%q) = %q, %v", text, got, err)
		}
	}
	tests := []struct{ text, says string }{
		{"2025-06", `date "2025-06" is not a day; write 2025-06-27`},
		{"2025-06-27~", `date "2025-06-27~" is not a day; write 2025-06-27`},
		{"27.06.2025", `date "27.06.2025" is not a day; write 2025-06-27`},
		{"2025-06-27T00:00:00Z", `date "2025-06-27T00:00:00Z" is not a day; write 2025-06-27`},
		{"2025-02-29", `date "2025-02-29": there is no day 29; 2025-02 has the days 01 to 28`},
		{"0000-01-01", `date "0000-01-01": years run from 0001 to 9999`},
		{"", "the date is empty; write 2025-06-27, or leave an unknown date out"},
	}
	for _, tt := range tests {
		if got, err := ParseDay(tt.text); got != "" || !errors.Is(err, ErrInvalid) || !strings.HasSuffix(err.Error(), tt.says) {
			t.Errorf("ParseDay(%q) = %q, %v; want %q", tt.text, got, err, tt.says)
		}
	}
}

func TestDayArithmetic(t *testing.T) {
	tests := []struct {
		from, to Day
		days     int
	}{
		{"2025-06-27", "2025-06-27", 0},
		{"2025-06-27", "2025-06-30", 3},
		{"2025-06-30", "2025-06-27", -3},
		{"2024-02-28", "2024-03-01", 2},
		{"2025-02-28", "2025-03-01", 1},
		{"2024-12-31", "2025-01-01", 1},
		{"1582-10-04", "1582-10-15", 11}, // proleptic: no days were skipped
		{"0001-01-01", "9999-12-31", 3652058},
	}
	for _, tt := range tests {
		if got := DaysBetween(tt.from, tt.to); got != tt.days {
			t.Errorf("DaysBetween(%s, %s) = %d, want %d", tt.from, tt.to, got, tt.days)
		}
		if got := tt.from.AddDays(tt.days); got != tt.to {
			t.Errorf("%s.AddDays(%d) = %s, want %s", tt.from, tt.days, got, tt.to)
		}
	}
	stops := []struct {
		from Day
		days int
		want Day
	}{
		{"9999-12-30", 2, "9999-12-31"},
		{"2025-06-27", math.MaxInt, "9999-12-31"},
		{"0001-01-05", -5, "0001-01-01"},
		{"0001-01-01", 1, "0001-01-02"},
		{"2025-06-27", math.MinInt, "0001-01-01"},
		{"", 1, ""},
		{"no day", 1, "no day"},
	}
	for _, tt := range stops {
		if got := tt.from.AddDays(tt.days); got != tt.want {
			t.Errorf("%q.AddDays(%d) = %q, want %q", tt.from, tt.days, got, tt.want)
		}
	}
}

func TestDayTime(t *testing.T) {
	if got, want := Day("2025-06-27").Time(), time.Date(2025, 6, 27, 0, 0, 0, 0, time.UTC); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Day("").Time(); !got.IsZero() {
		t.Errorf("no day is at %v, want the zero time", got)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2025-06-27", "2025-06", "2025~", "2025-06-27?/2025%", "../2025", "2025/..", "2025-02-30", "27.06.2025", "June 2025",
		"c. 2025 to 27/06/2025", "2025-06-27T10:00Z", "0000", "", "/", "2025/2024",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if !errors.Is(err, ErrInvalid) || d != (Date{}) {
				t.Errorf("ParseDate(%q) = %+v, %v", s, d, err)
			}
			for _, r := range readings(s) {
				if _, err := ParseDate(r); err != nil {
					t.Errorf("for %q it proposes %q: %v", s, r, err)
				}
			}
			return
		}
		if again, err := ParseDate(d.Text); d.Text != s || err != nil || again != d {
			t.Errorf("ParseDate(%q) = %+v, but its text gives %+v, %v", s, d, again, err)
		}
		if d.Earliest == "" && d.Latest == "" || d.Latest != "" && d.Earliest > d.Latest {
			t.Errorf("ParseDate(%q) = %+v: no span of days", s, d)
		}
		for _, day := range []Day{d.Earliest, d.Latest} {
			if got, err := ParseDay(string(day)); day != "" && (err != nil || got != day || Day(day.Time().Format(time.DateOnly)) != day) {
				t.Errorf("ParseDate(%q) = %+v: %q is no day: %v", s, d, day, err)
			}
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("2025-06-27", 3)
	f.Add("2025-02-30", -1)
	f.Fuzz(func(t *testing.T, s string, n int) {
		day, err := ParseDay(s)
		if _, timeErr := time.Parse(time.DateOnly, s); (err == nil) != (timeErr == nil && !strings.HasPrefix(s, "0000")) {
			t.Errorf("ParseDay(%q) = %q, %v; package time says %v", s, day, err, timeErr)
		}
		if err != nil {
			return
		}
		later := day.AddDays(n)
		if between := DaysBetween(day, later); later > firstDay && later < lastDay && between != n {
			t.Errorf("%s.AddDays(%d) = %s, which is %d days on", day, n, later, between)
		}
		if n > 0 && later < day || n < 0 && later > day {
			t.Errorf("%s.AddDays(%d) = %s: text does not sort as time", day, n, later)
		}
	})
}
