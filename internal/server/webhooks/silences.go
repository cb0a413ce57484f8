package webhooks

import (
	"context"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// silentAct is an act with what is silent on it.
type silentAct struct {
	Act
	Earliest, Latest *string
	Addressees       []struct {
		Actor
		Kind string
	}
	Responses struct{ Nodes []struct{ ID string } }
	Silences  []statedSilence
}

type statedSilence struct {
	ID, Kind, Basis string
	AsOf            *string
	Actor           Actor
	EndedBy         *struct{ ID string }
}

// silencesEnded are those that an answer ended, and that lasted before the revision of a change: a stated silence is ended by the answer
// that Silence.endedBy names, and a request's by the first answer that anybody recorded to it.
func (f *follower) silencesEnded(ctx context.Context, c ingest.Change, answer *Answer, isNew bool) (out []message, err error) {
	if !f.wants(TypeSilenceEnded) {
		return nil, nil
	}
	var found struct{ Action *silentAct }
	if err := f.ask(ctx, silencesText, map[string]any{"id": answer.Trigger.ID}, &found); err != nil || found.Action == nil {
		return nil, err
	}
	var ended []Silence
	for _, s := range found.Action.Silences {
		if s.EndedBy == nil || s.EndedBy.ID != answer.ID {
			continue
		}
		lasted, err := f.standing(ctx, s.ID, c.Revision)
		if err != nil {
			return nil, err
		}
		if lasted.before {
			ended = append(ended, Silence{s.ID, s.Kind, s.Basis, s.AsOf, s.Actor, found.Action.Act})
		}
	}
	if isNew && found.Action.Type == string(graph.TypeRequest) {
		more, err := f.requestAnswered(ctx, c, found.Action)
		if err != nil {
			return nil, err
		}
		ended = append(ended, more...)
	}
	for _, s := range ended {
		m, err := newMessage(f.Name, Payload{TypeSilenceEnded, c.RecordedAt, SilenceEnded{recorded(c.Position), c.Dataset, s, *answer}},
			s.ID, answer.ID)
		if err != nil {
			return nil, err
		}
		if !f.told.has(m.id) { // by another change of the same load
			out = append(out, m)
		}
	}
	return out, nil
}

// requestAnswered are the computed silences of a request of which the store had no answer before the revision of a change.
func (f *follower) requestAnswered(ctx context.Context, c ingest.Change, request *silentAct) (ended []Silence, err error) {
	if s, err := f.standing(ctx, request.ID, c.Revision); err != nil || !s.before {
		return nil, err
	}
	for _, r := range request.Responses.Nodes {
		if s, err := f.standing(ctx, r.ID, c.Revision); err != nil || s.before {
			return nil, err
		}
	}
	var who []string
	for _, a := range request.Addressees {
		stated := slices.ContainsFunc(request.Silences, func(s statedSilence) bool { return s.Actor.ID == a.ID })
		if a.Kind != string(graph.ActorGroup) && !stated {
			who = append(who, a.ID)
		}
	}
	if who == nil {
		return nil, nil
	}
	var waiting struct {
		Unanswered struct{ Nodes []struct{ ID string } }
	}
	of := map[string]any{"who": who, "since": orNull(request.Earliest), "until": orNull(request.Latest)}
	if err := f.ask(ctx, waitingText, of, &waiting); err != nil {
		return nil, err
	}
	for _, a := range request.Addressees {
		id := "UNANSWERED:" + a.ID + ":" + request.ID
		waits := slices.ContainsFunc(waiting.Unanswered.Nodes, func(n struct{ ID string }) bool { return n.ID == id })
		if slices.Contains(who, a.ID) && !waits {
			ended = append(ended, Silence{id, string(graph.NoResponse), string(graph.Inferred), nil, a.Actor, request.Act})
		}
	}
	return ended, nil
}

// ofPerformer tells of silences that are ended because it became known who gave an answer.
func (f *follower) ofPerformer(ctx context.Context, c ingest.Change) (out []message, err error) {
	if c.Old != nil || c.New == nil || !f.wants(TypeSilenceEnded) {
		return nil, nil
	}
	var found struct {
		Nodes []*struct {
			RespondsTo struct{ Nodes []struct{ ID string } }
		}
	}
	if err := f.ask(ctx, linksText, map[string]any{"ids": []string{c.New.To}}, &found); err != nil {
		return nil, err
	}
	for _, act := range found.Nodes {
		if act == nil {
			continue
		}
		for _, link := range act.RespondsTo.Nodes {
			answer, err := f.answer(ctx, link.ID)
			if err != nil || answer == nil {
				return nil, err
			}
			ended, err := f.silencesEnded(ctx, c, answer, false)
			if err != nil {
				return nil, err
			}
			out = append(out, ended...)
		}
	}
	return out, nil
}

// orNull is a text as a variable of GraphQL.
func orNull(text *string) any {
	if text == nil {
		return nil
	}
	return *text
}
