package seed

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// Bounds of the checks of time, in days.
const (
	farAhead  = 3652 // ten years: what lies further in the future is a slip of the keyboard
	yearsAway = 365  // a part that is this far from its whole
	longGone  = 365  // somebody whose last tie ended this long before an act
)

// pastDates are properties whose date lies in the past: something was published, read, or known by then.
var pastDates = map[string]string{"published": "published", "accessed": "accessed", "asOf": "known"}

// checkDates looks at the dates of a record, against today and against one another.
func (r *reader) checkDates(m *model, f *fact) {
	for _, name := range dates {
		if !f.own.gives(name) {
			continue
		}
		r.checkFuture(f, name)
	}
	switch {
	case f.Kind == graph.KindSource:
		published, accessed := f.date("published"), f.date("accessed")
		if endsBefore(accessed, published) && (f.own.gives("accessed") || f.own.gives("published")) {
			r.faultAt(f.place("accessed", "published"), graph.RuleTimeOrder.Fault("accessed %s is before published %s", accessed.Text,
				published.Text).
				WithRemedy("exchange or correct them"))
		}
		if f.alone() && f.lacks("published") && f.lacks("accessed") {
			r.faultAt(f.place(), graph.RuleUndatedSource.Fault("source %q has neither published nor accessed", f.ID).
				WithRemedy("say when it was published, or on which day you read it"))
		}
	case f.Edge == graph.SilentOn:
		if asOf, act := f.date("asOf"), m.dateOf(f.To); endsBefore(asOf, act) && f.own.gives("asOf") {
			r.faultAt(f.place("asOf"), graph.RuleTimeOrder.Fault("asOf %s is before %q (%s), on which %q is silent", asOf.Text, f.To, act.Text,
				f.From).
				WithRemedy("correct a date"))
		}
	case f.Edge == graph.PartOfAction:
		part, whole := m.dateOf(f.From), m.dateOf(f.To)
		if days := daysApart(part, whole); days >= yearsAway {
			r.faultAt(f.place(), graph.RuleFarFromWhole.Fault("%q (%s) is %d days away from %q (%s), of which it is a part",
				f.From, part.Text, days, f.To, whole.Text).WithRemedy("correct a date, or give the whole the range of its parts"))
		}
	}
	if t, _ := graph.EdgeTypeOf(f.Edge); t.Fact == graph.KindTie {
		r.checkEnded(f)
	}
}

// checkFuture reports a date of a record that lies in the future and cannot, or lies too far in it.
func (r *reader) checkFuture(f *fact, name string) {
	d := f.date(name)
	begins := d.Earliest
	if begins == "" {
		begins = d.Latest
	}
	word, past := pastDates[name]
	if name == "date" && f.status() != statusAnnounced {
		word, past = "dated", true
	}
	switch {
	case past && begins > r.today:
		remedy := "correct the date"
		if name == "date" {
			remedy += ", or say status: ANNOUNCED"
		}
		r.faultAt(f.place(name), graph.RuleFuture.Fault("%s %s is after today, %s, and nothing is %s in the future", name, d.Text, r.today, word).
			WithRemedy("%s", remedy))
	case max(begins, d.Latest) > r.today.AddDays(farAhead):
		r.faultAt(f.place(name), graph.RuleFarFuture.Fault("%s %s is more than ten years after today, %s", name, d.Text, r.today).
			WithRemedy("correct the date"))
	}
}

const statusAnnounced graph.ActionStatus = "ANNOUNCED"

// status returns the status of an action: its own, else the last of its history.
func (f *fact) status() graph.ActionStatus {
	if s := f.text("status"); s != "" {
		return graph.ActionStatus(s)
	}
	if list := f.StatusHistory(); len(list) > 0 {
		return list[len(list)-1].Status
	}
	return ""
}

// wasAnnounced reports whether an action is, or was at first, only announced.
func (f *fact) wasAnnounced() bool {
	return f.status() == statusAnnounced ||
		slices.ContainsFunc(f.StatusHistory(), func(c graph.StatusChange) bool { return c.Status == statusAnnounced })
}

// checkHistory reports a change of status that lies in the future, or is later than all pages that tell of it.
func (r *reader) checkHistory(m *model, f *fact) {
	if !f.own.gives("statusHistory") {
		return
	}
	for _, c := range f.StatusHistory() {
		since := dateOf(c.Since)
		late := func(source string) bool { return !endsBefore(m.publicBy(source), since) }
		switch {
		case since.Earliest > r.today:
			r.faultAt(f.place("statusHistory"), graph.RuleFuture.Fault("statusHistory has %s since %s, which is after today, %s", c.Status,
				c.Since, r.today).
				WithRemedy("correct the date"))
		case len(c.Sources) > 0 && !slices.ContainsFunc(c.Sources, late):
			r.faultAt(f.place("statusHistory"), graph.RuleAfterPage.Fault("statusHistory has %s since %s, after %q (%s), which tells of it",
				c.Status, c.Since,
				c.Sources[0], m.publicBy(c.Sources[0]).Text).WithRemedy("correct a date, or name a later page"))
		}
	}
}

// checkEnded compares ended, since and until of a tie with today.
func (r *reader) checkEnded(f *fact) {
	ended, given := f.Props["ended"].(bool)
	since, until := f.date("since"), f.date("until")
	fault := func(problem string, d graph.Date, remedy string) {
		r.faultAt(f.place("ended", "until", "since"), graph.RuleEnded.Fault(problem, d.Text, r.today).WithRemedy("%s", remedy))
	}
	switch {
	case !given:
	case !ended && until.Latest != "" && until.Latest < r.today:
		fault("ended is false, but until %s is before today, %s", until, "say ended: true, or leave ended out")
	case ended && until.Earliest > r.today:
		fault("ended is true, but until %s is after today, %s", until, "leave ended out until it has ended")
	case ended && since.Earliest > r.today:
		fault("ended is true, but since %s is after today, %s", since, "leave ended out until it has ended")
	}
}

// dateOf returns the date of an action, the zero Date when it has none.
func (m *model) dateOf(action string) graph.Date {
	if f := m.nodes[action]; f != nil {
		return f.date("date")
	}
	return graph.Date{}
}

// daysApart counts the days between two dates, at the nearest that they allow; 0 when they meet or one is unknown.
func daysApart(a, b graph.Date) int {
	switch {
	case endsBefore(a, b):
		return graph.DaysBetween(a.Latest, b.Earliest)
	case endsBefore(b, a):
		return graph.DaysBetween(b.Latest, a.Earliest)
	}
	return 0
}

// publicBy returns the date on which a source was published, else that on which it was read, by which it was public.
func (m *model) publicBy(source string) graph.Date {
	page := m.nodes[source]
	if page == nil {
		return graph.Date{}
	}
	if d := page.date("published"); d.Latest != "" {
		return d
	}
	return page.date("accessed")
}

// checkPages reports an act, or a claim or response made by it, that is dated after a page that tells of it. An announced
// act may be.
func (r *reader) checkPages(m *model, f *fact, act graph.Date) {
	if act.Earliest == "" || act.Earliest > r.today || f.wasAnnounced() {
		return // what is dated after today has a warning of its own; an announcement is earlier than its act
	}
	late := func(it item) bool { return !endsBefore(m.publicBy(it.Source), act) }
	if f.Edge != "" && slices.ContainsFunc(f.items, func(it item) bool { return it.Supports() && late(it) }) {
		return // the other pages may tell of what is answered
	}
	for _, it := range f.items {
		if !it.Supports() || late(it) || it.at == nil && !f.own.gives("date") {
			continue
		}
		published := m.publicBy(it.Source)
		at := f.place("date")
		if !f.own.gives("date") {
			at = *it.at
		}
		fault := graph.RuleAfterPage.Fault("%q is dated %s, after %q (%s), which tells of it", f.ID, act.Text, it.Source, published.Text)
		switch {
		case f.Kind == graph.KindClaim:
			fault = graph.RuleAfterPage.Fault("%q was made in an act of %s, after %q (%s), which has it", f.ID, act.Text, it.Source, published.Text)
		case f.Edge != "":
			fault = graph.RuleAfterPage.Fault("%q (%s) is later than %q (%s), which says what it responds to", f.From, act.Text, it.Source,
				published.Text)
		}
		r.faultAt(at, fault.WithRemedy("correct a date; an act that was only announced then has the status ANNOUNCED, or evidence from later"))
		return // one page is enough to see that a date is wrong
	}
}

// checkGone reports somebody who acts long after the last of the ties that made it a speaker has ended.
func (r *reader) checkGone(m *model, f *fact, actor string, act graph.Date) {
	if m.kindOf(actor) != graph.ActorPerson || act.Earliest == "" {
		return
	}
	var last graph.Date
	for _, kind := range []graph.EdgeKind{graph.SpeaksFor, graph.Leads, graph.WorksFor, graph.PartOf} {
		for _, tie := range m.out[kind][actor] {
			until := tie.date("until")
			if until.Latest == "" || graph.DaysBetween(until.Latest, act.Earliest) < longGone {
				return
			}
			if until.Latest > last.Latest {
				last = until
			}
		}
	}
	if last.Latest != "" {
		r.faultAt(f.place(), graph.RuleSpeakerLeft.Fault("the last tie of %q ended in %s, long before %s", actor, last.Text, act.Text).
			WithRemedy("correct a date, or add the tie that it had then"))
	}
}
