package query

import (
	"errors"
	"slices"

	"github.com/demarche-graph/demarche/graph"
)

// A Lens leaves facts out. A question that is asked through it is answered as if the store did not hold them: actions, claims,
// responses, silences and contradictions (plan.Strikes) that do not meet all that it asks for, with the edges that would end
// at nothing. Evidence from sources that it leaves out is not there either, and support is that of the sources that are left. What
// a fact says itself, its basis and the texts by which it is searched stay as they are stored.
type Lens struct {
	KnownOn  graph.Day // facts whose support was known by this day; "" for any day
	Basis    []string  // facts of one of these; nil for any
	Datasets []string  // facts that one of these states; nil for any

	// Conditions on sources, nil for none. Struck out are the sources that meet Without, what was made from them, directly or not,
	// and those that do not meet Only. A fact has to rest on one that is left, by which it was known on KnownOn.
	Without, Only Pred
	// Named are the nodes that Without and Only name. Package lens looks once whether they exist, when it finds the sources.
	Named []RequiredNode

	// Text is what lenses have in common that leave out the same (plan.LensText), written once for a request; "" when it is not known.
	Text string

	// Sources is what Without and Only come to, or KnownOn alone. Package lens finds it before the question is asked; without it, a
	// store refuses a lens that has Without or Only.
	Sources *LensSources
}

// OnSources tells whether the lens strikes sources out.
func (l *Lens) OnSources() bool { return l != nil && (l.Without != nil || l.Only != nil) }

// Found tells whether Sources were found.
func (l *Lens) Found() bool { return l != nil && l.Sources != nil }

// LensSources is what the conditions of a lens on sources come to.
type LensSources struct {
	// Revision is that of the store (see Reader) when this was found. A store that has another by now refuses the question with
	// ErrLensOutdated.
	Revision int64
	// Left are the ids of the sources that are not struck out.
	Left Members
	// Standing are the keys of the supports (graph.SupportKey, as facts hold them) on which facts stand: one of their sources is
	// left, and was known on Lens.KnownOn. So a store need not look at KnownOn.
	Standing Members
	Reduced  Reduced // nil when no source is struck out
}

// Reduced knows the supports of facts when only the sources that are left count.
type Reduced interface {
	// Support is what the support with this key comes to, as an item of KindSupport.
	Support(key string) *Item
	// Keys are the keys of the supports that come to one that meets a condition.
	Keys(where Pred) (Members, error)
}

// ErrLensOutdated says that the store has changed since the sources of a lens were found. They have to be found anew.
var ErrLensOutdated = errors.New("the store has changed since the sources of the lens were found")

// Members is a set of texts: the texts listed, or, with Except, all others. The texts are distinct and sorted.
type Members struct {
	Except bool
	Texts  []string
	// JSON is the list of Texts as a store may send it. It is written once where many questions share the set, and "" elsewhere.
	JSON string
}

// Has tells whether the set has this text.
func (m Members) Has(text string) bool {
	_, listed := slices.BinarySearch(m.Texts, text)
	return listed != m.Except
}
