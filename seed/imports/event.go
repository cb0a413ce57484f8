package imports

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// event is what rows of one date, dyad and code come to: one action. Of a mirrored event both sides are in it.
type event struct {
	Key      string    `json:"k"`
	Day      graph.Day `json:"d"`
	Code     string    `json:"c"`
	First    string    `json:"e,omitempty"` // the lowest of the data's numbers
	FirstLoc string    `json:"f"`           // locators of the first and the last row
	LastLoc  string    `json:"l"`
	Rows     int       `json:"r"`
	Mentions int       `json:"m,omitempty"`
	Mutual   bool      `json:"u,omitempty"`
	Wordings []wording `json:"w"`
	By       []side    `json:"b,omitempty"`
	At       []side    `json:"a,omitempty"`
	Stories  []story   `json:"s,omitempty"`
	Places   []place   `json:"p,omitempty"`
}

// wording is a wording with the row that has it first.
type wording struct {
	Text    string `json:"t"`
	Locator string `json:"l"`
}

// side is an actor on one side of an event, with each name that rows have for it.
type side struct {
	ID    string    `json:"i"`
	Title string    `json:"t"`
	Names []wording `json:"n"`
}

type place struct {
	ID string `json:"i"`
	wording
}

// eventBuilder is an event while its rows come in; seen keeps repeats out of its lists.
type eventBuilder struct {
	event
	seen map[string]bool
}

func (g *eventBuilder) isNew(what, text string) bool {
	k := what + "\x00" + text
	fresh := !g.seen[k]
	g.seen[k] = true
	return fresh
}

func (g *eventBuilder) add(r row) {
	if g.Rows == 0 {
		g.seen = map[string]bool{}
		g.Day, g.Code, g.FirstLoc = r.Day, r.Code, r.Locator
	}
	g.Rows++
	g.Mentions += r.Mentions
	g.LastLoc = r.Locator
	if r.Event != "" && (g.First == "" || lowerNumber(r.Event, g.First)) {
		g.First = r.Event
	}
	if g.isNew("wording", r.Wording) {
		g.Wordings = append(g.Wordings, wording{r.Wording, r.Locator})
	}
	if p := r.By; p.ID != "" && g.isNew("by "+p.ID, p.Name) {
		g.By = addName(g.By, p, r.Locator)
	}
	if p := r.At; p.ID != "" && g.isNew("at "+p.ID, p.Name) {
		g.At = addName(g.At, p, r.Locator)
	}
	for _, s := range r.Stories {
		if g.isNew("story", s.ID) {
			g.Stories = append(g.Stories, s)
		}
	}
	if r.Place != "" && g.isNew("place", r.Place) {
		g.Places = append(g.Places, place{r.Place, wording{r.Where, r.Locator}})
	}
}

// lowerNumber compares whole numbers as texts.
func lowerNumber(a, b string) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) < 0
}

func addName(list []side, p party, locator string) []side {
	at := slices.IndexFunc(list, func(s side) bool { return s.ID == p.ID })
	if at < 0 {
		at = len(list)
		list = append(list, side{ID: p.ID, Title: p.Title})
	}
	list[at].Names = append(list[at].Names, wording{p.Name, locator})
	return list
}

// mirrors tells whether two sides tell one event: they share a story, or one side names none.
func (g *eventBuilder) mirrors(other *eventBuilder) bool {
	return len(g.Stories) == 0 || len(other.Stories) == 0 ||
		slices.ContainsFunc(g.Stories, func(s story) bool { return other.seen["story\x00"+s.ID] })
}

// join takes in the mirrored side. Its performer is a second one, its target a second target.
func (g *eventBuilder) join(o *eventBuilder) {
	g.Mutual = true
	g.Rows += o.Rows
	g.Mentions += o.Mentions
	g.LastLoc = o.LastLoc
	if o.First != "" && (g.First == "" || lowerNumber(o.First, g.First)) {
		g.First = o.First
	}
	for _, w := range o.Wordings {
		if g.isNew("wording", w.Text) {
			g.Wordings = append(g.Wordings, w)
		}
	}
	g.By, g.At = joinSides(g.By, o.By), joinSides(g.At, o.At)
	for _, s := range o.Stories {
		if g.isNew("story", s.ID) {
			g.Stories = append(g.Stories, s)
		}
	}
	for _, p := range o.Places {
		if g.isNew("place", p.ID) {
			g.Places = append(g.Places, p)
		}
	}
}

// joinSides joins two lists; an alias may have led both to one actor.
func joinSides(a, b []side) []side {
	for _, s := range b {
		if at := slices.IndexFunc(a, func(x side) bool { return x.ID == s.ID }); at >= 0 {
			a[at].Names = append(a[at].Names, s.Names...)
		} else {
			a = append(a, s)
		}
	}
	return a
}

// buildEvents makes events of the rows.
func (im *Import) buildEvents(ctx context.Context) error {
	var key string
	var sides [2]eventBuilder
	done := func() error {
		a, b := &sides[0], &sides[1]
		for _, g := range []*eventBuilder{a, b} {
			im.Repeated += max(g.Rows-1, 0)
		}
		if a.Rows > 0 && b.Rows > 0 && a.mirrors(b) {
			im.Mirrored++
			a.join(b)
			*b = eventBuilder{}
		}
		for i, g := range []*eventBuilder{a, b} {
			if g.Rows == 0 {
				continue
			}
			g.Key = fmt.Sprint(key, i)
			im.Actions++
			im.nodeCount++
			im.records += g.records()
			if err := im.events.Add(im.actionID(&g.event), jsonOf(g.event)); err != nil {
				return err
			}
		}
		sides = [2]eventBuilder{}
		return ctx.Err()
	}
	err := im.rows.Each(func(k string, value []byte) error {
		if k != key {
			if err := done(); err != nil {
				return err
			}
			key = k
		}
		var r row
		if err := json.Unmarshal(value, &r); err != nil {
			return err
		}
		_, side := r.key()
		sides[side].add(r)
		return nil
	})
	if err != nil {
		return err
	}
	return done()
}

// actionID is the id of an event: the lowest number of its rows, with the day where numbers come again on other days; the
// day and a hash of day, code and dyad where there are none.
func (im *Import) actionID(e *event) string {
	switch {
	case e.First == "":
		return im.format.Name + ":" + string(e.Day) + ":" + shortHash(e.Key)
	case im.format.Dated:
		return im.format.Name + ":" + e.First + ":" + string(e.Day)
	}
	return im.format.Name + ":" + e.First
}

// eachEvent hands over the events, in order of ids. Of two under one number, which no data should have, the later one's id
// gets a hash.
func (im *Import) eachEvent(yield func(id string, e *event) error) error {
	last := ""
	return im.events.Each(func(id string, value []byte) error {
		var e event
		if err := json.Unmarshal(value, &e); err != nil {
			return err
		}
		if id == last {
			return yield(id+"~"+shortHash(e.Key), &e)
		}
		last = id
		return yield(id, &e)
	})
}
