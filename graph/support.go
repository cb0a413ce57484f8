package graph

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The support of a fact is what the evidence for it comes to: on how many sources it rests, how many of these are independent,
// how good they are, since when it was known. All facts that rest on the same sources have the same support, so stores keep it
// once for each set of sources, and a fact has only the key of its set. When something changes that a source's support depends
// on, such as who owns its publisher, the rows of the sets with that source change, and no fact does.

// Supports tells whether an item of evidence is a reason to believe the whole fact: it disputes nothing, and backs more than
// one field.
func (e Evidence) Supports() bool { return e.Relation != EvidenceDisputes && e.Field == "" }

// SupportedBy returns the sources whose evidence supports a fact, each once, sorted.
func SupportedBy(list []Evidence) []string {
	var sources []string
	for _, e := range list {
		if e.Supports() {
			sources = append(sources, e.Source)
		}
	}
	slices.Sort(sources)
	return slices.Compact(sources)
}

// OriginTies are the ties that make publishers one origin.
var OriginTies = []EdgeKind{OwnedBy, PartOf}

// maxSupportKey bounds a key in bytes to what every store can index, and is more than an id has.
const maxSupportKey = 600

// SupportKey is the key of a set of sources, which are distinct and sorted: how many there are, and their ids, after a space
// each, which no id holds. Of a set whose ids are too long together it has a hash.
//
//	SupportKey([]string{"bbc-plane", "reuters-plane"}) // "2 bbc-plane reuters-plane"
func SupportKey(sources []string) string {
	key := strconv.Itoa(len(sources))
	if len(sources) > 0 {
		key += " " + strings.Join(sources, " ")
	}
	if len(key) > maxSupportKey {
		sum := sha256.Sum256([]byte(key))
		key = fmt.Sprintf("%d #%x", len(sources), sum[:16])
	}
	return key
}

// IsFact tells whether a record is a Fact of the schema, which has a support: an action, a claim, or an edge with an id.
func (r Record) IsFact() bool {
	if r.Edge == "" {
		return r.Kind == KindAction || r.Kind == KindClaim
	}
	t, _ := EdgeTypeOf(r.Edge)
	return t.Fact != ""
}

// FactKinds are the kinds of facts.
var FactKinds = []Kind{KindAction, KindClaim, KindResponse, KindTie, KindSilence, KindParticipation, KindContradiction}

// KnownBasis says how it is known that a fact was public.
type KnownBasis string

// Ways to know: by the date of publication, or because somebody read it.
const (
	KnownPublished KnownBasis = "PUBLISHED"
	KnownAccessed  KnownBasis = "ACCESSED"
)

// KnownBases are the ways to know by when a fact was public.
var KnownBases = Terms[KnownBasis, Unclassed]{
	{Name: KnownPublished, Label: "Published", VerbPhrase: "was published by that day", Standard: own,
		Description: "A source says when it was published: the last day that this date allows."},
	{Name: KnownAccessed, Label: "Accessed", VerbPhrase: "was read on that day", Standard: own,
		Description: "No source says when it was published, but one was read on that day. It may have been public long before."},
}
