package plan

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph/query"
)

// LensText is a text that lenses have in common when they leave out the same, on every server.
func LensText(l *query.Lens) string {
	var t lensText
	t.parts("known", string(l.KnownOn))
	t.list("basis", Distinct(l.Basis), l.Basis != nil)
	t.list("datasets", Distinct(l.Datasets), l.Datasets != nil)
	if l.Without != nil {
		t.parts("without")
		t.pred(Normalize(l.Without))
	}
	if l.Only != nil {
		t.parts("only")
		t.pred(Normalize(l.Only))
	}
	return t.String()
}

// lensText is a text in the making. A lens may name hundreds of sources, so it is written without formats.
type lensText struct{ strings.Builder }

// parts writes words of ours, or values that are no free text.
func (t *lensText) parts(words ...string) {
	for _, w := range words {
		t.WriteString(w)
		t.WriteByte(' ')
	}
}

// list writes texts, each quoted, or that there is no list.
func (t *lensText) list(name string, values []string, given bool) {
	t.parts(name)
	if !given {
		t.parts("any")
		return
	}
	t.WriteByte('[')
	var room [64]byte
	for _, v := range values {
		t.Write(strconv.AppendQuote(room[:0], v))
	}
	t.parts("]")
}

// pred writes a normalised condition; equal ones have equal texts.
func (t *lensText) pred(p query.Pred) {
	all := func(name string, list []query.Pred) {
		t.parts(name, "(")
		for _, p := range list {
			t.pred(p)
		}
		t.parts(")")
	}
	switch p := p.(type) {
	case nil:
		t.parts("all")
	case query.And:
		all("and", p)
	case query.Or:
		all("or", p)
	case query.Not:
		all("not", []query.Pred{p.Pred})
	case query.Related:
		all(string(p.Relation.From)+"."+p.Relation.Name, []query.Pred{p.Where})
	case query.IDIn:
		t.list("id", p, true)
	case query.Between:
		t.parts("between", p.String())
	case query.In, query.Like, query.HasValue, query.HeldOn, query.Overlaps, query.Matches, query.Attributed, query.InPlaces,
		query.OwnedBy, query.OfCountry:
		fmt.Fprintf(t, "%#v ", p)
	}
}
