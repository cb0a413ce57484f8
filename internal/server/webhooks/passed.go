package webhooks

import (
	"context"
	"time"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// today is the day in UTC.
func (s *Webhooks) today() graph.Day { return graph.Day(s.Now().UTC().Format(time.DateOnly)) }

// announced is an act with its status.
type announced struct {
	Announced
	Status string
}

// tellPassed tells of the announced acts whose latest day is over since the day up to which was told.
func (f *follower) tellPassed(ctx context.Context) error {
	today := f.today()
	if f.at.Day >= today {
		return nil
	}
	if f.wants(TypeAnnouncedPassed) {
		for after, more := any(nil), true; more; {
			var found struct {
				Actions struct {
					Nodes    []announced
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
			if err := f.ask(ctx, passedText, map[string]any{
				"since": string(f.at.Day), "until": string(today), "after": after}, &found); err != nil {
				return err
			}
			for _, a := range found.Actions.Nodes {
				if a.Latest >= string(today) {
					continue
				}
				if err := f.sendPassed(ctx, a); err != nil {
					return err
				}
			}
			after, more = found.Actions.PageInfo.EndCursor, found.Actions.PageInfo.HasNextPage
		}
	}
	f.at.Day = today
	f.keep(ctx)
	return nil
}

func (f *follower) sendPassed(ctx context.Context, a announced) error {
	m, err := f.passedMessage(a, f.at.Position)
	if err != nil || f.told.has(m.id) {
		return err
	}
	return f.send(ctx, m)
}

// passedMessage is the same however the act came to be told: by the calendar, or by a change.
func (f *follower) passedMessage(a announced, at ingest.Position) (message, error) {
	over, err := time.Parse(time.DateOnly, a.Latest)
	if err != nil {
		return message{}, err
	}
	return newMessage(f.Name, Payload{TypeAnnouncedPassed, over.AddDate(0, 0, 1), AnnouncedPassed{recorded(at), a.Announced}}, a.ID, a.Latest)
}

// ofAction tells of an act that was recorded as announced when its latest day was over already. What passes later, the calendar tells.
func (f *follower) ofAction(ctx context.Context, c ingest.Change) ([]message, error) {
	if !f.wants(TypeAnnouncedPassed) || !f.passed(c.New) || f.passed(c.Old) {
		return nil, nil
	}
	var found struct{ Action *announced }
	if err := f.ask(ctx, announcedText, map[string]any{"id": c.New.ID}, &found); err != nil {
		return nil, err
	}
	a := found.Action
	if a == nil || a.Status != string(graph.Announced) || a.Latest == "" || a.Latest >= string(f.at.Day) {
		return nil, nil
	}
	m, err := f.passedMessage(*a, c.Position)
	if err != nil || f.told.has(m.id) {
		return nil, err
	}
	return []message{m}, nil
}

// passed tells whether a statement is of an announced act whose latest day was over on the day up to which was told.
func (f *follower) passed(r *graph.Record) bool {
	if r == nil || r.Props["status"] != string(graph.Announced) {
		return false
	}
	text, _ := r.Props["date"].(string)
	d, err := graph.ParseDate(text)
	return text != "" && err == nil && d.Latest != "" && d.Latest < f.at.Day
}
