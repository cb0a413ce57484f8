package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/demarche-graph/demarche/internal/server/access"
)

const (
	soakWriters = 4 // of the clients of each store; the others ask
	keptActs    = 4 // what a writer states at a time: the oldest act goes when there are more
	ackWithin   = readyWithin + time.Minute
)

// writer is a client that writes, into a dataset of its own, on which no question depends. It sends a write that was not answered
// again, until it is, and then expects the store to hold it once.
type writer struct {
	*soaked
	dataset string
	secret  string
	conn    *conn

	acts   []string          // ids of those that are stated, the oldest first
	titles map[string]string // of these
	log    []logged          // what the log has to have of the acts, in order
	next   int
}

// logged is a change of an act.
type logged struct{ ID, Change string }

// newToken makes a file of tokens with one that may write.
func newToken(ctx context.Context, dir string) (file, secret string, err error) {
	file = filepath.Join(dir, "tokens.txt")
	secret, err = access.CreateToken(ctx, file, access.Token{Name: "soak", Scope: access.Write})
	return file, secret, err
}

// newWriter makes a writer of a run, which sends with a token.
func (s *soaked) newWriter(run string, seat int, secret string) *writer {
	return &writer{
		soaked: s, dataset: fmt.Sprintf("dataset:soak-%s-%d", run, seat), secret: secret, titles: map[string]string{},
	}
}

// learn writes and takes back once, alone: a store that has just started has no plans, and needs more time.
func (w *writer) learn(ctx context.Context) (err error) {
	for range learnTries {
		ended, stop := context.WithCancel(ctx)
		stop()
		if w.conn, err = dial(w.at); err != nil {
			return err
		}
		if err = w.apply(w.dataset[len("dataset:"):], "An act", "ADDED"); err == nil {
			_ = w.conn.Close()
			return w.client(ended)
		}
		_ = w.conn.Close()
		w.acts, w.titles, w.log = nil, map[string]string{}, nil
	}
	return fmt.Errorf("%s: %w", w.name, err)
}

// client writes until ctx ends, and then takes back what it has stated. Each third write changes the newest act.
func (w *writer) client(ctx context.Context) (err error) {
	if w.conn, err = dial(w.at); err != nil {
		return err
	}
	defer func() { _ = w.conn.Close() }()
	for n := 0; ctx.Err() == nil; n++ {
		switch {
		case len(w.acts) > keptActs:
			err = w.retract(w.acts[0])
		case n%3 == 2:
			err = w.apply(w.acts[len(w.acts)-1], fmt.Sprintf("An act, told anew %d", n), "CHANGED")
		default:
			w.next++
			err = w.apply(fmt.Sprintf("soak-%s-act-%d", w.dataset[len("dataset:soak-"):], w.next), "An act", "ADDED")
		}
		if err == nil {
			err = w.check()
		}
		if err != nil {
			return fmt.Errorf("%s, %s: %w", w.name, w.dataset, err)
		}
		w.writes.Add(1)
	}
	for len(w.acts) > 0 && err == nil {
		err = w.retract(w.acts[0])
	}
	if err == nil {
		err = w.checkLog()
	}
	if err != nil {
		return fmt.Errorf("%s, %s, at the end: %w", w.name, w.dataset, err)
	}
	return nil
}

// apply states an act, which answers the newest of the others, with the page that tells of it.
func (w *writer) apply(id, title, change string) error {
	page := id + "-page"
	act := map[string]any{
		"id": id, "title": title, "type": "STATEMENT", "status": "OCCURRED", "date": "2035-01-01",
		"evidence": []any{map[string]any{"source": page}},
	}
	if before := slices.DeleteFunc(slices.Clone(w.acts), func(a string) bool { return a == id }); len(before) > 0 {
		act["respondsTo"] = []any{map[string]any{"action": before[len(before)-1], "mode": "OTHER"}}
	}
	input := map[string]any{
		"dataset": map[string]any{"id": w.dataset, "name": "Written by the soak", "licence": "none"},
		"sources": []any{map[string]any{"id": page, "title": "A page", "published": "2035-01-01"}}, "actions": []any{act},
	}
	err := w.write(`mutation ($input: ApplyInput!) { apply(input: $input) { revision } }`, map[string]any{"input": input})
	if w.titles[id] == "" {
		w.acts = append(w.acts, id)
	}
	w.titles[id] = title
	w.log = append(w.log, logged{id, change})
	return err
}

// retract takes back an act, with its links and its page.
func (w *writer) retract(id string) error {
	err := w.write(`mutation ($ids: [ID!]!, $dataset: ID!) {
  retract(ids: $ids, dataset: $dataset, reason: "The soak goes on.") { revision }
}`, map[string]any{"ids": []any{id, id + "-page"}, "dataset": w.dataset})
	w.acts = slices.DeleteFunc(w.acts, func(a string) bool { return a == id })
	delete(w.titles, id)
	w.log = append(w.log, logged{id, "RETRACTED"})
	return err
}

// write sends a mutation until it is answered. Both mutations may be sent again: what is there already changes nothing.
func (w *writer) write(text string, variables map[string]any) error {
	request := requestOf(w.at, text, variables, "Authorization: Bearer "+w.secret)
	for end := time.Now().Add(ackWithin); time.Now().Before(end); {
		away := w.away()
		said, err := w.conn.ask(request)
		if err == nil {
			return nil
		}
		if !errors.Is(err, errNoAnswer) {
			return err
		}
		if err := w.excused(said, away || w.away()); err != nil {
			return fmt.Errorf("was sent\n%s\nand answered\n%.2000s\n%w", request, said, err)
		}
		w.again.Add(1)
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("no answer to a write within %s", ackWithin)
}

// read asks a question until it is answered, into a value.
func (w *writer) read(text string, variables map[string]any, into any) error {
	request := requestOf(w.at, text, variables)
	for end := time.Now().Add(ackWithin); time.Now().Before(end); {
		away := w.away()
		said, err := w.conn.ask(request)
		if err == nil {
			return json.NewDecoder(bytes.NewReader(said)).Decode(into)
		}
		if !errors.Is(err, errNoAnswer) {
			return err
		}
		if err := w.excused(said, away || w.away()); err != nil {
			return fmt.Errorf("was asked\n%s\nand answered\n%.2000s\n%w", request, said, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("no answer within %s", ackWithin)
}

// check compares what the dataset states with what was written.
func (w *writer) check() error {
	var got struct {
		Data struct {
			Actions struct {
				Nodes []struct {
					ID, Title  string
					RespondsTo struct{ TotalCount int }
				}
			}
		}
	}
	err := w.read(`query ($dataset: ID!) { actions(filter: {dataset: [$dataset]}) { nodes { id title respondsTo { totalCount } } } }`,
		map[string]any{"dataset": w.dataset}, &got)
	if err != nil {
		return err
	}
	stated := map[string]string{}
	for _, a := range got.Data.Actions.Nodes {
		stated[a.ID] = a.Title
		if a.RespondsTo.TotalCount > 1 {
			return fmt.Errorf("%w: %s answers %d acts", errWrong, a.ID, a.RespondsTo.TotalCount)
		}
	}
	if len(got.Data.Actions.Nodes) != len(w.titles) || fmt.Sprint(stated) != fmt.Sprint(w.titles) {
		return fmt.Errorf("%w: %v is stated, and %v was written", errWrong, got.Data.Actions.Nodes, w.titles)
	}
	return nil
}

// checkLog compares what the log has of the acts with what was answered: nothing is lost, and nothing is there twice.
func (w *writer) checkLog() error {
	var all []logged
	revision := int64(0)
	for after := any(nil); ; {
		var got struct {
			Data struct {
				Changes struct {
					Nodes []struct {
						logged
						Revision int64
					}
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
		}
		err := w.read(`query ($dataset: ID!, $after: String) {
  changes(first: 500, after: $after, filter: {dataset: [$dataset], kind: [ACTION]}) {
    nodes { id change revision } pageInfo { hasNextPage endCursor }
  }
}`, map[string]any{"dataset": w.dataset, "after": after}, &got)
		if err != nil {
			return err
		}
		for _, c := range got.Data.Changes.Nodes {
			if c.Revision <= revision {
				return fmt.Errorf("%w: revision %d comes after %d", errWrong, c.Revision, revision)
			}
			revision = c.Revision
			all = append(all, c.logged)
		}
		if !got.Data.Changes.PageInfo.HasNextPage {
			break
		}
		after = got.Data.Changes.PageInfo.EndCursor
	}
	if !slices.Equal(all, w.log) {
		at := 0
		for at < min(len(all), len(w.log)) && all[at] == w.log[at] {
			at++
		}
		return fmt.Errorf("%w: the log has %d changes, %d were answered; they differ from the %dth on", errWrong, len(all), len(w.log), at+1)
	}
	return nil
}
