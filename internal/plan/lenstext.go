package plan

import (
	"fmt"
	"strings"

	"github.com/demarche-graph/demarche/graph/query"
)

// LensText is a text that lenses have in common when they leave out the same, on every server.
func LensText(l *query.Lens) string {
	text := fmt.Sprintf("known %s basis %t %q datasets %t %q",
		l.KnownOn, l.Basis != nil, Distinct(l.Basis), l.Datasets != nil, Distinct(l.Datasets))
	if l.Without != nil {
		text += " without " + predText(Normalize(l.Without))
	}
	if l.Only != nil {
		text += " only " + predText(Normalize(l.Only))
	}
	return text
}

// predText is a normalised condition as a text; equal ones have equal texts.
func predText(p query.Pred) string {
	list := func(all []query.Pred) string {
		texts := make([]string, len(all))
		for i, p := range all {
			texts[i] = predText(p)
		}
		return "(" + strings.Join(texts, " ") + ")"
	}
	switch p := p.(type) {
	case nil:
		return "all"
	case query.And:
		return "and" + list(p)
	case query.Or:
		return "or" + list(p)
	case query.Not:
		return "not(" + predText(p.Pred) + ")"
	case query.Related:
		return fmt.Sprintf("%s.%s(%s)", p.Relation.From, p.Relation.Name, predText(p.Where))
	case query.Between:
		return fmt.Sprintf("between %s %s %s", p.Prop, boundText(p.Min), boundText(p.Max))
	case query.IDIn, query.In, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches, query.Attributed, query.InPlaces,
		query.OwnedBy, query.OfCountry:
	}
	return fmt.Sprintf("%#v", p)
}

func boundText(bound *float64) string {
	if bound == nil {
		return "open"
	}
	return fmt.Sprint(*bound)
}
