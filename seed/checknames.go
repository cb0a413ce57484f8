package seed

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/demarche-graph/demarche/graph"
)

// checkNames looks for nodes that are one thing under two ids, and for what names of places and states lack.
func (r *reader) checkNames(m *model) {
	ids, names, urls, countries := map[string][]*fact{}, map[string][]*fact{}, map[string][]*fact{}, map[string][]*fact{}
	for _, id := range sortedKeys(m.nodes) {
		f := m.nodes[id]
		put := func(into map[string][]*fact, key string) { into[key] = append(into[key], f) }
		put(ids, alikeID(id))
		if key := nameKey(f); key != "" {
			put(names, key)
		}
		if u := f.text("url"); u != "" {
			put(urls, alikeURL(u))
		}
		if c := f.text("country"); c != "" && f.text("kind") == string(graph.ActorState) && f.Kind == graph.KindActor {
			put(countries, c)
		}
		if f.own != nil {
			r.checkPlace(f)
		}
	}
	r.twins(ids, "id", nil, func(f, first *fact) graph.Fault {
		return graph.RuleAlikeIDs.Fault("%q differs from %q only by case or by what cannot be seen", f.ID, first.ID).
			WithRemedy("use one id for one thing, or tell the two apart by a word")
	})
	r.twins(names, "name", m.elsewhere, func(f, first *fact) graph.Fault {
		return graph.RuleNameTwice.Fault("%q and %q have the same name and kind", f.ID, first.ID).
			WithRemedy("keep one id, or tell the two apart by name or country")
	})
	r.twins(urls, "url", nil, func(f, first *fact) graph.Fault {
		return graph.RuleURLTwice.Fault("%q and %q have the same url", f.ID, first.ID).WithRemedy("keep one source")
	})
	r.twins(countries, "country", nil, func(f, first *fact) graph.Fault {
		return graph.RuleCountryTwice.Fault("%q and %q are both states of country %s", f.ID, first.ID, f.text("country")).
			WithRemedy("keep one state, or correct a country")
	})
}

// maxTwins is with how many of the first of a group the others are compared.
const maxTwins = 100

// twins reports every fact of a group that stands after another, unless the two are different things. Facts of required
// datasets stand first. A fault is at the value of the key, else at the record.
func (r *reader) twins(groups map[string][]*fact, key string, different func(a, b *fact) bool, fault func(f, first *fact) graph.Fault) {
	for _, k := range sortedKeys(groups) {
		group := groups[k]
		if len(group) < 2 {
			continue
		}
		slices.SortStableFunc(group, func(a, b *fact) int {
			switch {
			case a.required != b.required:
				if a.required {
					return -1
				}
				return 1
			case a.required || a.own.position == b.own.position:
				return 0
			case a.own.position.before(b.own.position):
				return -1
			}
			return 1
		})
		for i, f := range group {
			if !f.alone() {
				continue
			}
			if j := slices.IndexFunc(group[:min(i, maxTwins)], func(g *fact) bool { return different == nil || !different(f, g) }); j >= 0 {
				r.faultAt(f.place(key, "title"), fault(f, group[j]))
			}
		}
	}
}

// checkPlace reports a latitude or longitude without the other, and a state without country.
func (r *reader) checkPlace(f *fact) {
	for _, pair := range [][2]string{{"latitude", "longitude"}, {"longitude", "latitude"}} {
		if f.own.gives(pair[0]) && f.lacks(pair[1]) {
			r.faultAt(f.place(pair[0]), graph.RuleLoneCoordinate.Fault("%q has a %s and no %s", f.ID, pair[0], pair[1]).
				WithRemedy("give both, or none"))
		}
	}
	if f.alone() && f.Kind == graph.KindActor && f.text("kind") == string(graph.ActorState) && f.lacks("country") {
		r.faultAt(f.place(), graph.RuleNoCountry.Fault("the state %q has no country, so that nothing is directed at it by way of its citizens",
			f.ID).
			WithRemedy("give its ISO 3166-1 alpha-3 code, such as AZE"))
	}
}

// alikeID brings an id into a form that is the same for ids that people cannot tell apart: in small letters, composed, and
// without what is invisible.
func alikeID(id string) string {
	visible := strings.Map(func(c rune) rune {
		if graph.Invisible(c) {
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(c))
	}, id)
	return norm.NFC.String(visible)
}

// nameKey is the same for nodes of one kind and name, "" for those that have none.
func nameKey(f *fact) string {
	name := ""
	switch f.Kind {
	case graph.KindActor, graph.KindPlace:
		name = graph.Fold(f.text("name"))
	case graph.KindEpisode:
		name = graph.Fold(f.text("title"))
	}
	if name == "" {
		return ""
	}
	return strings.Join([]string{string(f.Kind), f.text("kind"), name}, "\x00")
}

// elsewhere reports whether two nodes of one name belong to different countries or hosts, or lie apart. Every state has a
// foreign ministry, and many have a Georgetown.
func (m *model) elsewhere(a, b *fact) bool {
	apart := func(x, y []string) bool {
		return len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(s string) bool { return slices.Contains(y, s) })
	}
	home := func(f *fact) []string {
		if f.Kind == graph.KindActor {
			return m.homes(f.ID)
		}
		if c := f.text("country"); c != "" {
			return []string{c}
		}
		return nil
	}
	if apart(home(a), home(b)) {
		return true
	}
	for _, kind := range []graph.EdgeKind{graph.HostedBy, graph.Within} {
		if apart(m.ends(kind, a.ID, false), m.ends(kind, b.ID, false)) {
			return true
		}
	}
	located := a.Props["latitude"] != nil && b.Props["latitude"] != nil
	return located && (a.Props["latitude"] != b.Props["latitude"] || a.Props["longitude"] != b.Props["longitude"])
}

// alikeURL brings a web address into a form that is the same for addresses of one page: without scheme, default port, case of
// the host and slash at the end.
func alikeURL(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return text
	}
	u.Scheme, u.Host = "https", strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(u.Host), ":443"), ":80")
	u.Path = strings.TrimSuffix(u.Path, "/")
	return u.String()
}
