package imports

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// event is an action: all rows of one day, dyad and code, and for a mirrored event those of both sides.
type event struct {
	Key      string    `json:"k"`
	Day      graph.Day `json:"d"`
	Code     string    `json:"c"`
	First    string    `json:"e,omitempty"` // the lowest event number
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

// wording is a text in the data, with the locator of the first row that has it.
type wording struct {
	Text    string `json:"t"`
	Locator string `json:"l"`
}

// side is an actor on one side of an event, with the names that rows give it.
type side struct {
	ID    string    `json:"i"`
	Title string    `json:"t"`
	Names []wording `json:"n"`
}

type place struct {
	ID string `json:"i"`
	wording
}

// eventBuilder collects the rows of an event. Seen has what is in its lists, so that nothing is added again.
type eventBuilder struct {
	event
	seen map[string]bool
}

// isNew reports whether a value was not seen yet, and marks it as seen.
func (g *eventBuilder) isNew(what, text string) bool {
	k := what + "\x00" + text
	fresh := !g.seen[k]
	g.seen[k] = true
	return fresh
}

// add adds a row.
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

// lowerNumber compares whole numbers without leading zeros as texts, as they may exceed 64 bits.
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

// mirrors reports whether rows of both directions are one event: they share a story, or one of them names none.
func (g *eventBuilder) mirrors(other *eventBuilder) bool {
	return len(g.Stories) == 0 || len(other.Stories) == 0 ||
		slices.ContainsFunc(g.Stories, func(s story) bool { return other.seen["story\x00"+s.ID] })
}

// join adds the mirrored rows. Both actors become performers, and both targets.
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

// joinSides joins two lists of actors. Aliases may have made two actors one.
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

// buildEvents makes events of the sorted rows.
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

// actionID makes the id of an event's action from the lowest event number of its rows, with the day where a format reuses
// numbers. Without numbers it is made from the day and a hash of day, code and dyad.
func (im *Import) actionID(e *event) string {
	switch {
	case e.First == "":
		return im.format.Name + ":" + string(e.Day) + ":" + shortHash(e.Key)
	case im.format.Dated:
		return im.format.Name + ":" + e.First + ":" + string(e.Day)
	}
	return im.format.Name + ":" + e.First
}

// eachEvent yields the events by id. If two have the same event number, the second gets a hash in its id.
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
