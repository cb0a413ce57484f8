package oracle

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// number is a number of a thing, as query.IsNumber knows it.
func (s *Store) number(x thing, name string) (float64, bool) {
	switch name {
	case query.DelayDays:
		a, b := s.text(x, "toEarliest"), s.text(x, "fromEarliest")
		if a == "" || b == "" {
			return 0, false
		}
		return float64(graph.DaysBetween(graph.Day(a), graph.Day(b))), true
	case query.IntensityChange:
		from, ok := s.value(x, "fromIntensity").(float64)
		to, also := s.value(x, "toIntensity").(float64)
		if !ok || !also {
			return 0, false
		}
		return math.Round((from-to)*1e6) / 1e6, true
	}
	if rel := graph.RelationOf(x.kind, name); rel != nil {
		return float64(len(s.related(x, rel))), true
	}
	switch v := s.value(x, name).(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// key is what a thing is sorted by: unknown, then texts or a number, then its id.
type key struct {
	unknown bool
	texts   []string
	number  float64
	id      string
}

func (s *Store) key(x thing, o query.Order) key {
	k := key{id: s.id(x)}
	switch o.By {
	case query.ByDate:
		e, l := s.days(x)
		k.unknown, k.texts, k.number = e == "", []string{e, l}, float64(s.place(x))
	case query.ByName:
		k.texts = []string{s.text(x, "sortName")}
	case query.ByNumber:
		n, ok := s.number(x, o.Number)
		k.unknown, k.number = !ok, n
	case query.ByID, query.ByRank: // the id alone
	}
	return k
}

func cursorKey(c *query.Cursor) key {
	k := key{id: c.ID, texts: c.Keys}
	switch c.Order {
	case query.ByDate:
		k.unknown, k.texts, k.number = c.Keys[0] == "", c.Keys[:2], float64(c.PlaceValue())
	case query.ByNumber:
		n, ok := c.NumberValue()
		k.unknown, k.number, k.texts = !ok, n, nil
	case query.ByID, query.ByName, query.ByRank: // always known
	}
	return k
}

func (a key) compare(b key, desc bool) int {
	if a.unknown != b.unknown { // last in both directions
		if a.unknown {
			return 1
		}
		return -1
	}
	d := cmp.Or(slices.Compare(a.texts, b.texts), cmp.Compare(a.number, b.number), cmp.Compare(a.id, b.id))
	if desc {
		return -d
	}
	return d
}

// page narrows, sorts, counts and cuts.
func (s *Store) page(k graph.Kind, found []thing, l query.List, includes []*query.Include) *query.Items {
	found = slices.DeleteFunc(slices.Clone(found), func(x thing) bool { return !s.meets(x, l.Where) })
	order := func(a, b key) int { return a.compare(b, l.Order.Desc) }
	slices.SortFunc(found, func(a, b thing) int { return order(s.key(a, l.Order), s.key(b, l.Order)) })
	out := &query.Items{Items: []*query.Item{}, Total: -1}
	if l.Total {
		out.Total = len(found)
	}
	for _, g := range l.Groups {
		out.Groups = append(out.Groups, s.groups(k, found, g))
	}
	if c := l.Page.Cursor; c != nil {
		at := cursorKey(c)
		found = slices.DeleteFunc(found, func(x thing) bool {
			d := order(s.key(x, l.Order), at)
			return d == 0 || (d < 0) != l.Page.Backward
		})
	}
	if over := len(found) - l.Page.Limit; over > 0 {
		out.More = l.Page.Limit > 0
		if l.Page.Backward {
			found = found[over:]
		} else {
			found = found[:l.Page.Limit]
		}
	}
	for _, x := range found {
		it := s.item(x, includes)
		if l.Order.By == query.ByNumber {
			if n, ok := s.number(x, l.Order.Number); ok {
				it.Sort = n
			}
		}
		out.Items = append(out.Items, it)
	}
	return out
}

func (s *Store) groups(k graph.Kind, found []thing, g query.Group) []query.Grouped {
	by, _ := query.GroupingOf(k, g.By)
	rows := map[string]*query.Grouped{}
	delays := map[string][]int{}
	for _, x := range found {
		keys := []string{}
		label := map[string]string{}
		switch {
		case by.Chars > 0:
			if e, _ := s.days(x); e != "" {
				keys = append(keys, e[:by.Chars])
			}
		case by.Relation != "":
			for _, y := range s.related(x, graph.RelationOf(k, by.Relation)) {
				keys = append(keys, s.id(y))
				label[s.id(y)] = cmp.Or(s.text(y, "name"), s.text(y, "title"))
			}
		case by.Prop != "":
			switch v := s.value(x, by.Prop).(type) {
			case string:
				keys = append(keys, v)
			case []string:
				keys = append(keys, v...)
			}
		}
		if len(keys) == 0 {
			keys = []string{""}
		}
		for _, key := range keys {
			if rows[key] == nil {
				rows[key] = &query.Grouped{Key: key, Label: label[key]}
			}
			rows[key].Count++
			if f, ok := s.value(x, query.IntensityOf(k)).(float64); ok {
				rows[key].Rated++
				rows[key].Intensity += f
			}
			if days, ok := s.number(x, query.DelayDays); ok && g.Delays {
				delays[key] = append(delays[key], int(days))
			}
		}
	}
	var out []query.Grouped
	for key, r := range rows {
		slices.Sort(delays[key])
		for i, days := range delays[key] {
			n := len(delays[key])
			r.Delayed++
			r.DelaySum += days
			if i == n/2 || i == (n-1)/2 {
				r.DelayMedian += float64(days) / float64(1+(n+1)%2)
			}
		}
		out = append(out, *r)
	}
	out, _ = g.Arrange(k, out)
	return out
}

// meets reports whether a thing meets a condition. An unknown value meets none.
func (s *Store) meets(x thing, p query.Pred) bool {
	switch p := p.(type) {
	case nil:
		return true
	case query.And:
		return !slices.ContainsFunc(p, func(q query.Pred) bool { return !s.meets(x, q) })
	case query.Or:
		return slices.ContainsFunc(p, func(q query.Pred) bool { return s.meets(x, q) })
	case query.Not:
		return !s.meets(x, p.Pred)
	case query.IDIn:
		return slices.Contains(p, s.id(x))
	case query.In:
		switch v := s.value(x, p.Prop).(type) {
		case string:
			return slices.Contains(p.Values, v)
		case []string:
			return slices.ContainsFunc(v, func(m string) bool { return slices.Contains(p.Values, m) })
		}
		return false
	case query.Between:
		n, ok := s.number(x, p.Prop)
		return ok && (p.Min == nil || n >= *p.Min) && (p.Max == nil || n <= *p.Max)
	case query.Like:
		v, ok := s.value(x, p.Prop).(string)
		return ok && slices.ContainsFunc(p.Values, func(w string) bool {
			return strings.HasPrefix(v, w) || !p.Prefix && strings.Contains(v, w)
		})
	case query.HasValue:
		return s.value(x, p.Prop) != nil
	case query.HeldOn:
		return held(x.record, string(p.Day), string(p.Day))
	case query.Overlaps:
		e, l := s.days(x)
		return within(e, l, p.Since, p.Until)
	case query.Matches:
		words, _ := x.record.Props["searchText"].(string)
		tokens := graph.Tokens(p.Text)
		return len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t string) bool { return !strings.Contains(" "+words, " "+t) })
	case query.Related:
		return slices.ContainsFunc(s.related(x, p.Relation), func(y thing) bool { return s.meets(y, p.Where) })
	case query.Attributed:
		action, trigger := s.id(x), ""
		if x.kind == graph.KindResponse {
			action, trigger = x.record.From, x.record.To
		}
		return slices.ContainsFunc(p.Keys, func(k string) bool {
			if x.kind == graph.KindClaim {
				held, itself := s.heldBy(action, strings.TrimSuffix(k, ">"))
				return held && (itself || !p.Direct)
			}
			return s.onLedger(k, action, trigger, p.Direct)
		})
	case query.OwnedBy:
		return slices.ContainsFunc(s.ends(s.id(x), graph.PublishedBy), func(publisher string) bool {
			return slices.ContainsFunc(s.reach(publisher, graph.Record{}, graph.OriginTies), func(o string) bool { return slices.Contains(p, o) })
		})
	case query.OfCountry:
		return slices.ContainsFunc(s.ends(s.id(x), graph.PublishedBy), func(publisher string) bool {
			return slices.ContainsFunc(s.countriesOf(publisher, nil), func(c string) bool { return slices.Contains(p, c) })
		})
	case query.InPlaces:
		action := s.id(x)
		if x.kind == graph.KindResponse {
			action = x.record.From
		}
		return slices.ContainsFunc(s.ends(action, graph.TookPlaceIn), func(place string) bool {
			return slices.ContainsFunc(s.reach(place, graph.Record{}, []graph.EdgeKind{graph.Within}),
				func(w string) bool { return slices.Contains(p, w) })
		})
	}
	panic("oracle: a condition that it does not know")
}

// within reports whether a dated thing overlaps a range.
func within(earliest, latest string, since, until graph.Day) bool {
	return earliest != "" && (since == "" || latest >= string(since)) && (until == "" || earliest <= string(until))
}
