package analysis

import (
	"cmp"
	"math"
	"slices"
)

// Observation is a time of waiting in days, and whether it ended by the event or was still going on when the observation ended.
type Observation struct {
	Days  int
	Ended bool
}

// Step is a day on which a Kaplan-Meier curve has something to tell. Share is the share of waits that last longer than Days, between
// 0 and 1, Error its standard error. Low and High bound it by a pointwise 95 % interval; Bounded is false where there is neither error nor
// interval: before the first event and where Share is 0.
type Step struct {
	Days                     int
	AtRisk, Events, Censored int // AtRisk: waits that last at least Days; a wait that is censored on the day is among them
	Share, Error, Low, High  float64
	Bounded                  bool
}

// Median is the day by which half of the waits have ended, with its 95 % interval. Days and High are nil where that day lies beyond the
// observation; Low and High also where the curve falls to 0 before an interval of it reaches one half.
type Median struct{ Days, Low, High *int }

const (
	// normal975 is the 0.975 quantile of the standard normal distribution.
	normal975 = 1.959963984540054
	// half allows for errors of floating point: a product that is one half by fractions may come out above it.
	half = 0.5 + 1e-9
)

// KaplanMeier estimates which share of waits lasts longer than a number of days (Kaplan and Meier 1958, J Am Stat Assoc 53: 457-481):
// S(t) is the product of 1 - d/n over the days up to t, with d events among n at risk. Its variance is that of Greenwood (1926): S²
// times the sum of d/(n(n-d)). The interval is symmetric for log(-log S) (Kalbfleisch and Prentice 1980), so that it stays within 0 and 1;
// it is what R's survfit gives for conf.type = "log-log", and Stata's sts list. The curve has one step for each day with an
// event or a censoring, in order.
func KaplanMeier(waits []Observation) []Step {
	waits = slices.Clone(waits)
	slices.SortFunc(waits, func(a, b Observation) int { return cmp.Compare(a.Days, b.Days) })
	var steps []Step
	share, sum := 1.0, 0.0 // sum of d/(n(n-d))
	for i := 0; i < len(waits); {
		s := Step{Days: waits[i].Days, AtRisk: len(waits) - i}
		for ; i < len(waits) && waits[i].Days == s.Days; i++ {
			if waits[i].Ended {
				s.Events++
			} else {
				s.Censored++
			}
		}
		n, d := float64(s.AtRisk), float64(s.Events)
		if share *= (n - d) / n; s.Events < s.AtRisk {
			sum += d / (n * (n - d))
		}
		if s.Share = share; share > 0 && sum > 0 {
			s.Error, s.Bounded = share*math.Sqrt(sum), true
			s.Low, s.High = logLog(share, sum)
		}
		steps = append(steps, s)
	}
	return steps
}

// logLog is the 95 % interval of a share, given Greenwood's sum.
func logLog(share, sum float64) (low, high float64) {
	// The variance of log(-log S) is that of log S, by the delta method, over (log S)².
	spread := math.Exp(normal975 * math.Sqrt(sum) / math.Abs(math.Log(share)))
	return math.Pow(share, spread), math.Pow(share, 1/spread)
}

// MedianOf is the first day on which at most half of the waits last longer (Klein and Moeschberger 2003, 4.5), with the interval of
// Brookmeyer and Crowley (1982, Biometrics 38: 29-41) in the
// curve's own scale: the days on which the interval of the share holds one half.
func MedianOf(curve []Step) (m Median) {
	for i := range curve {
		s := &curve[i]
		if m.Low == nil && s.Bounded && s.Low <= half {
			m.Low = &s.Days
		}
		if m.Days == nil && s.Share <= half {
			m.Days = &s.Days
		}
		if m.High == nil && s.Bounded && s.High <= half {
			m.High = &s.Days
		}
	}
	return m
}
