package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// The weeks of remission of children with leukaemia, from Freireich et al. (1963), Blood 21: 699-716, as textbooks give them
// (Cox and Oakes 1984, Analysis of Survival Data, table 1.1; Kleinbaum and Klein, Survival Analysis, table 1.1); + is
// censored.
const (
	treated = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
	placebo = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
)

// published is the curve of the treated as R's survfit prints it (conf.type = "log-log"): weeks, at risk, events, share, standard
// error, and the 95 % interval. Kleinbaum and Klein print the shares and standard errors, Stata's sts list the same interval
// (G. Rodríguez, https://data.princeton.edu/eco572/KaplanMeier.html).
var published = []string{
	"6 21 3 0.8571 0.0764 0.6197 0.9516",
	"7 17 1 0.8067 0.0869 0.5631 0.9228",
	"10 15 1 0.7529 0.0963 0.5032 0.8894",
	"13 12 1 0.6902 0.1068 0.4316 0.8491",
	"16 11 1 0.6275 0.1141 0.3675 0.8049",
	"22 7 1 0.5378 0.1282 0.2678 0.7468",
	"23 6 1 0.4482 0.1346 0.1881 0.6801",
}

func observations(text string) (list []Observation) {
	for _, x := range strings.Fields(text) {
		o := Observation{Ended: !strings.HasSuffix(x, "+")}
		if _, err := fmt.Sscan(strings.TrimSuffix(x, "+"), &o.Days); err != nil {
			panic(err)
		}
		list = append(list, o)
	}
	return list
}

func TestKaplanMeierPublished(t *testing.T) {
	var events []string
	for _, s := range KaplanMeier(observations(treated)) {
		if s.Events > 0 {
			events = append(events, fmt.Sprintf("%d %d %d %.4f %.4f %.4f %.4f", s.Days, s.AtRisk, s.Events, s.Share, s.Error, s.Low, s.High))
		}
	}
	if got, want := strings.Join(events, "\n"), strings.Join(published, "\n"); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// Two lines of the placebo's curve, where nobody is censored, from the same page.
func TestKaplanMeierPublishedPlacebo(t *testing.T) {
	curve := KaplanMeier(observations(placebo))
	for i, want := range []string{"1 21 2 0.9048 0.0641 0.6700 0.9753", "2 19 2 0.8095 0.0857 0.5689 0.9239"} {
		s := curve[i]
		if got := fmt.Sprintf("%d %d %d %.4f %.4f %.4f %.4f", s.Days, s.AtRisk, s.Events, s.Share, s.Error, s.Low, s.High); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	if last := curve[len(curve)-1]; last.Days != 23 || last.Share != 0 || last.Bounded {
		t.Errorf("the curve ends with %+v", last)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct{ name, observations, want string }{
		{"of the treated, as published: the interval has no end", treated, "23 (13, -)"},
		{"of the placebo, as published", placebo, "8 (4, 11)"},
		{"more than half still wait", "1 2 3+ 4+ 5+ 6+ 7+", "- (1, -)"},
		{"half by fractions: the first day on which it is reached", "1 2 3 4 5 6", "3 (1, -)"},
		{"all on one day: no interval", "4 4 4 4 4", "4 (-, -)"},
		{"nothing", "", "- (-, -)"},
	} {
		m := MedianOf(KaplanMeier(observations(c.observations)))
		text := func(d *int) string {
			if d == nil {
				return "-"
			}
			return fmt.Sprint(*d)
		}
		if got := fmt.Sprintf("%s (%s, %s)", text(m.Days), text(m.Low), text(m.High)); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}

// Errors of floating point do not move the median: by fractions, one half is reached on the day n/2.
func TestMedianOfEvenNumbers(t *testing.T) {
	for n := 2; n <= 400; n += 2 {
		var list []Observation
		for day := 1; day <= n; day++ {
			list = append(list, Observation{day, true})
		}
		if m := MedianOf(KaplanMeier(list)); m.Days == nil || *m.Days != n/2 {
			t.Fatalf("of 1 to %d: %v", n, m.Days)
		}
	}
}

// Where nothing is censored, the curve is the share of waits that are longer, whatever their order.
func TestKaplanMeierIsTheEmpiricalShare(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		list := make([]Observation, 1+random.IntN(40))
		for i := range list {
			list[i] = Observation{random.IntN(12), true}
		}
		for _, s := range KaplanMeier(list) {
			longer := 0
			for _, o := range list {
				if o.Days > s.Days {
					longer++
				}
			}
			if want := float64(longer) / float64(len(list)); math.Abs(s.Share-want) > 1e-9 {
				t.Fatalf("%v: after %d days %v wait, not %v", list, s.Days, s.Share, want)
			}
		}
	}
}

// A curve never rises, its interval holds it, and all that are observed are counted.
func TestKaplanMeierIsACurve(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		list := make([]Observation, random.IntN(40))
		for i := range list {
			list[i] = Observation{random.IntN(20), random.IntN(3) > 0}
		}
		before, days, left := 1.0, -1, len(list)
		for _, s := range KaplanMeier(list) {
			if s.Days <= days || s.AtRisk != left || s.Share > before || s.Share < 0 || s.Bounded && (s.Low > s.Share || s.High < s.Share) {
				t.Fatalf("%v: %+v after %v on %d", list, s, before, days)
			}
			before, days, left = s.Share, s.Days, left-s.Events-s.Censored
		}
		if left != 0 {
			t.Fatalf("%v: %d are not counted", list, left)
		}
	}
}
