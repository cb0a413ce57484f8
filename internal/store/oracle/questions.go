package oracle

import (
	"cmp"
	"math"
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/graph/query"
)

// actsFor reports whether an actor is one of these, or reaches one by ties that held at the time of an action.
func (s *Store) actsFor(actor string, ids []string, action graph.Record, direct bool) bool {
	reached := []string{actor}
	if !direct {
		reached = s.reach(actor, action, actsFor)
	}
	return slices.ContainsFunc(reached, func(r string) bool { return slices.Contains(ids, r) })
}

func (s *Store) unanswered(f query.FindUnanswered) []thing {
	var out []thing
	stated := map[string]bool{}
	add := func(by, id, basis, kind, owedBy string, a graph.Record, evidence []graph.Evidence, statedAsOf, endedBy any) {
		waiting := s.performers(a.ID)
		if kind == string(graph.NoExplanation) {
			waiting = s.directed(a.ID)
		}
		earliest, _ := a.Props["earliest"].(string)
		latest, _ := a.Props["latest"].(string)
		switch {
		case f.Ended == query.NotEnded && endedBy != nil, f.Ended == query.OnlyEnded && endedBy == nil,
			len(f.Kinds) > 0 && !slices.Contains(f.Kinds, kind), len(f.Basis) > 0 && !slices.Contains(f.Basis, basis),
			(f.Since != "" || f.Until != "") && !within(earliest, latest, f.Since, f.Until),
			len(f.Episodes) > 0 && !slices.ContainsFunc(s.ends(a.ID, graph.InEpisode),
				func(e string) bool { return slices.Contains(f.Episodes, e) }),
			len(f.AttributedTo) > 0 && !slices.ContainsFunc(evidence,
				func(e graph.Evidence) bool { return slices.Contains(f.AttributedTo, e.AttributedTo) }),
			len(f.Datasets) > 0 && !slices.ContainsFunc(s.statements[by], func(st ingest.Statement) bool {
				return slices.Contains(f.Datasets, st.Dataset)
			}),
			len(f.OwedBy) > 0 && !s.actsFor(owedBy, f.OwedBy, a, f.Direct),
			len(f.OwedTo) > 0 && !slices.ContainsFunc(waiting, func(w string) bool { return s.actsFor(w, f.OwedTo, a, f.Direct) }):
			return
		}
		if waiting == nil {
			waiting = []string{}
		}
		out = append(out, thing{kind: graph.KindUnanswered, evidence: evidence, values: map[string]any{"id": id, "basis": basis, "kind": kind,
			"action": a.ID,
			"owedBy": owedBy, "owedTo": waiting, "since": known(a.Props["date"]),
			"statedAsOf": statedAsOf, "endedBy": endedBy, "earliest": known(earliest), "latest": known(latest),
			"placeInDay": a.Props["placeInDay"]}})
	}
	before := func(day string) bool { return f.AsOf == "" || day != "" && day <= string(f.AsOf) }
	for _, e := range s.along(graph.SilentOn) {
		a := s.nodes[e.To]
		earliest, _ := a.Props["earliest"].(string)
		said, _ := bounds(e.Props["asOf"])
		if before(earliest) && before(cmp.Or(said, earliest)) {
			stated[e.From+" "+e.To] = true
			add(e.Key(), e.Key(), string(e.Basis), e.Props["kind"].(string), e.From, a, e.Evidence,
				known(e.Props["asOf"]), s.endOf(e, f.AsOf))
		}
	}
	for _, e := range s.along(graph.AddressedTo) {
		a, asked := s.nodes[e.From], e.To
		earliest, _ := a.Props["earliest"].(string)
		if a.Props["type"] != string(graph.TypeRequest) || s.nodes[asked].Props["kind"] == string(graph.ActorGroup) ||
			!before(earliest) || stated[asked+" "+a.ID] || s.answered(a.ID, asked, f.AsOf) {
			continue
		}
		add(a.ID, "UNANSWERED:"+asked+":"+a.ID, string(graph.Inferred), string(graph.NoResponse), asked, a, a.Evidence, nil, nil)
	}
	return out
}

// answered reports whether one who acts for the addressee, or a whole that the addressee acts for, answered a request, until
// a day if given.
func (s *Store) answered(request, asked string, asOf graph.Day) bool {
	for _, e := range s.along(graph.RespondsTo) {
		earliest, _ := s.nodes[e.From].Props["earliest"].(string)
		if e.To != request || asOf != "" && (earliest == "" || earliest > string(asOf)) {
			continue
		}
		if s.answersFor(e.From, asked) {
			return true
		}
	}
	return false
}

// answersFor reports whether an action is performed by one who acts for an actor, or by a whole that the actor acts for.
func (s *Store) answersFor(answer, actor string) bool {
	acts, _ := s.by(answer, actor)
	wholes := s.reach(actor, s.nodes[answer], actsFor)
	return acts || slices.ContainsFunc(s.performers(answer), func(p string) bool { return slices.Contains(wholes, p) })
}

// endOf is the id of the link that ended a stated silence by a day, if given; nil while it lasts.
func (s *Store) endOf(silence graph.Record, asOf graph.Day) any {
	act, _ := s.nodes[silence.To].Props["earliest"].(string)
	said, _ := bounds(silence.Props["asOf"])
	var end any
	var first graph.Record
	for _, r := range s.along(graph.RespondsTo) { // by id
		answer := s.nodes[r.From]
		on, _ := answer.Props["earliest"].(string)
		switch {
		case r.To != silence.To, !s.answersFor(r.From, silence.From),
			silence.Props["kind"] == string(graph.NoExplanation) && r.Props["mode"] != "EXPLAIN",
			on == "" && (asOf != "" || act != ""), on != "" && on < cmp.Or(said, act), asOf != "" && on > string(asOf):
			continue
		case end == nil, earlier(answer, first):
			end, first = r.Key(), answer
		}
	}
	return end
}

// earlier reports whether an action comes before another by its days and its place in the day; undated ones come last.
func earlier(a, b graph.Record) bool {
	from, _ := a.Props["earliest"].(string)
	to, _ := a.Props["latest"].(string)
	otherFrom, _ := b.Props["earliest"].(string)
	otherTo, _ := b.Props["latest"].(string)
	place, _ := a.Props["placeInDay"].(int64)
	otherPlace, _ := b.Props["placeInDay"].(int64)
	if from == "" || otherFrom == "" {
		return from != "" && otherFrom == ""
	}
	return cmp.Or(cmp.Compare(from, otherFrom), cmp.Compare(to, otherTo), cmp.Compare(place, otherPlace)) < 0
}

// exchange lists the entries of both sides, then those without a side.
func (s *Store) exchange(f query.FindExchange) []thing {
	ranged := f.Since != "" || f.Until != ""
	sides := map[string][]string{} // of an entry's action, "" for none
	for _, dyad := range [][2]string{{f.Between, f.And}, {f.And, f.Between}} {
		key := dyad[0] + ">" + dyad[1]
		for _, a := range s.all(graph.KindAction) {
			belongs := s.onLedger(key, s.id(a), "", f.Direct)
			for _, r := range s.along(graph.RespondsTo) {
				belongs = belongs || r.From == s.id(a) && s.onLedger(key, r.From, r.To, f.Direct)
			}
			e, l := s.days(a)
			if !belongs || ranged && !within(e, l, f.Since, f.Until) {
				continue
			}
			sides[s.id(a)] = append(sides[s.id(a)], dyad[0])
			for _, r := range s.along(graph.RespondsTo) {
				if r.From == s.id(a) && len(s.performers(r.To)) == 0 && !slices.Contains(sides[r.To], "") {
					sides[r.To] = append(sides[r.To], "")
				}
			}
		}
	}
	var out []thing
	for action, of := range sides {
		a, _ := s.node(action)
		e, l := s.days(a)
		for _, side := range of {
			other := map[string]string{f.Between: f.And, f.And: f.Between}[side]
			answers := []string{}
			for _, r := range s.along(graph.RespondsTo) {
				acts, itself := s.by(r.To, other)
				toSide := side != "" && acts && (itself || !f.Direct) && s.onLedger(side+">", action, "", f.Direct)
				toNone := slices.Contains(sides[r.To], "")
				if r.From == action && (toSide || toNone || side == "" && len(sides[r.To]) > 0) {
					answers = append(answers, r.Key())
				}
			}
			out = append(out, thing{kind: graph.KindEntry, values: map[string]any{"id": action + "@" + side, "action": action,
				"side": known(side), "answers": answers, "earliest": known(e), "latest": known(l),
				"placeInDay": s.value(a, "placeInDay")}})
		}
	}
	return out
}

func (s *Store) sides(f query.FindExchange, entries []thing) []query.Side {
	out := []query.Side{{Actor: f.Between, Quads: map[graph.QuadClass]int{}}, {Actor: f.And, Quads: map[graph.QuadClass]int{}}}
	for _, e := range entries {
		if e.values["side"] == nil {
			continue
		}
		side := &out[0]
		if e.values["side"] == f.And {
			side = &out[1]
		}
		a := s.nodes[e.values["action"].(string)]
		side.Count++
		side.Responses += len(e.values["answers"].([]string))
		if v, ok := a.Props["intensity"].(float64); ok {
			side.Rated++
			side.Intensity = math.Round((side.Intensity+v)*1e6) / 1e6
		}
		if q, ok := a.Props["quadClass"].(string); ok {
			side.Quads[graph.QuadClass(q)]++
		}
	}
	return out
}

// wholes are the actions that an action is a part of, at any remove.
func (s *Store) wholes(action string) []string {
	return s.reach(action, graph.Record{}, []graph.EdgeKind{graph.PartOfAction})[1:]
}

func (s *Store) counts(f query.FindCounts) []query.Count {
	out := []query.Count{}
	var done []query.Dyad
	for _, d := range f.Dyads {
		if slices.Contains(done, d) {
			continue
		}
		done = append(done, d)
		rows := map[[2]string]*query.Count{}
		row := func(day, quad string) *query.Count {
			k := [2]string{day, quad}
			if rows[k] == nil {
				rows[k] = &query.Count{Dyad: d, Day: graph.Day(day), Quad: graph.QuadClass(quad)}
			}
			return rows[k]
		}
		ranged := f.Since != "" || f.Until != ""
		counts := func(action string) bool {
			a, _ := s.node(action)
			e, l := s.days(a)
			return s.onLedger(d.By+">"+d.At, action, "", false) && (!ranged || e == "" && f.Every != query.Always || within(e, l, f.Since, f.Until))
		}
		for _, a := range s.all(graph.KindAction) {
			id := s.id(a)
			part := func(w string) bool { // of a whole that counts; of a circle the first by id does
				return w != id && counts(w) && (w < id || !slices.Contains(s.wholes(w), id))
			}
			if !counts(id) || slices.ContainsFunc(s.wholes(id), part) {
				continue
			}
			day := s.text(a, "earliest")
			if f.Every == query.Always {
				day = ""
			} else if day != "" {
				first, _ := f.Every.Of(graph.Day(day))
				day = string(first)
			}
			r := row(day, s.text(a, "quadClass"))
			r.Actions++
			if v, ok := s.value(a, "intensity").(float64); ok {
				r.Rated++
				r.Intensity += v
			}
		}
		for _, r := range s.all(graph.KindResponse) {
			e, l := s.days(r)
			if f.Replies && s.onLedger(d.By+">"+d.At, r.record.From, r.record.To, false) && (!ranged || within(e, l, f.Since, f.Until)) {
				row("", "").Replies++
			}
		}
		var list []query.Count
		for _, r := range rows {
			list = append(list, *r)
		}
		slices.SortFunc(list, func(a, b query.Count) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Quad, b.Quad)) })
		out = append(out, list...)
	}
	return out
}

func (s *Store) antecedents(f query.FindAntecedents, includes []*query.Include, a *query.Answer) {
	action := s.nodes[f.Action]
	day, _ := action.Props["earliest"].(string)
	a.Day = graph.Day(day)
	if day == "" {
		return
	}
	var found []thing
	for _, b := range s.all(graph.KindAction) {
		e, _ := s.days(b)
		if s.id(b) == f.Action || e == "" || laterInDay(b.record, action) || e > day || graph.DaysBetween(graph.Day(e), a.Day) > f.MaxDays ||
			s.text(b, "type") == string(graph.TypeConsult) {
			continue
		}
		opposite := false
		for _, x := range s.all(graph.KindActor) {
			for _, y := range s.all(graph.KindActor) {
				opposite = opposite || s.id(x) != s.id(y) &&
					s.onLedger(s.id(x)+">"+s.id(y), f.Action, "", false) && s.onLedger(s.id(y)+">"+s.id(x), s.id(b), "", false)
			}
		}
		if opposite {
			found = append(found, b)
		}
	}
	slices.SortFunc(found, func(x, y thing) int {
		placeX, _ := s.value(x, "placeInDay").(int64)
		placeY, _ := s.value(y, "placeInDay").(int64)
		return cmp.Or(cmp.Compare(s.text(y, "earliest"), s.text(x, "earliest")), cmp.Compare(placeY, placeX), cmp.Compare(s.id(x), s.id(y)))
	})
	for _, b := range found[:min(len(found), f.Limit)] {
		a.Items = append(a.Items, s.item(b, includes))
	}
}

// laterInDay reports whether an action is known to come later within the same days than another.
func laterInDay(a, b graph.Record) bool {
	place, placed := a.Props["sequence"].(int64)
	other, otherPlaced := b.Props["sequence"].(int64)
	return placed && otherPlaced && a.Props["earliest"] == b.Props["earliest"] && a.Props["latest"] == b.Props["latest"] && place > other
}
