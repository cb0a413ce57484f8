package seed

import "github.com/demarche-graph/demarche/graph"

// recordLists are the top-level keys of a curated file, with the kind of their records.
var recordLists = map[string]graph.Kind{
	"sources": graph.KindSource, "places": graph.KindPlace, "episodes": graph.KindEpisode,
	"actors": graph.KindActor, "actions": graph.KindAction, "claims": graph.KindClaim,
}

// edgeKey is a key of a record that states edges: their kind, whether they run towards the record, and the
// key that holds the other end's id when an entry is a map.
type edgeKey struct {
	edge    graph.EdgeKind
	inbound bool
	end     string
}

var edgeKeys = map[graph.Kind]map[string]edgeKey{
	graph.KindSource: {"publishedBy": {graph.PublishedBy, false, "actor"}},
	graph.KindPlace:  {"within": {graph.Within, false, "place"}},
	graph.KindActor: {
		"partOf": {graph.PartOf, false, "actor"}, "speaksFor": {graph.SpeaksFor, false, "actor"},
		"leads": {graph.Leads, false, "actor"}, "worksFor": {graph.WorksFor, false, "actor"},
		"ownedBy": {graph.OwnedBy, false, "actor"}, "memberOf": {graph.MemberOf, false, "actor"},
		"hostedBy": {graph.HostedBy, false, "actor"}, "cooperatesWith": {graph.CooperatesWith, false, "actor"},
	},
	graph.KindAction: {
		"performers": {graph.Performed, true, "actor"}, "announcers": {graph.Announced, true, "actor"},
		"targets": {graph.Targets, false, "actor"}, "addressees": {graph.AddressedTo, false, "actor"},
		"affected": {graph.Affects, false, "actor"}, "partOf": {graph.PartOfAction, false, "action"},
		"respondsTo": {graph.RespondsTo, false, "action"}, "episodes": {graph.InEpisode, false, "episode"},
		"places": {graph.TookPlaceIn, false, "place"}, "silences": {graph.SilentOn, true, "actor"},
	},
	graph.KindClaim: {
		"by": {graph.Asserted, true, "actor"}, "onBehalfOf": {graph.OnBehalfOf, false, "actor"},
		"about": {graph.About, false, "id"}, "madeIn": {graph.MadeIn, false, "action"},
		"supports": {graph.Supports, false, "claim"}, "contradicts": {graph.Contradicts, false, "claim"},
	},
}

// required are the properties without which a record says nothing. An action needs type or cameoCode besides.
var required = map[graph.Kind][]string{
	graph.KindActor: {"name", "kind"}, graph.KindAction: {"title", "status"}, graph.KindClaim: {"text", "stance"},
	graph.KindPlace: {"name"}, graph.KindEpisode: {"title"},
}

// requiredOfEdge are the same of an edge; each has a vocabulary.
var requiredOfEdge = map[graph.EdgeKind][]string{graph.RespondsTo: {"mode"}, graph.SilentOn: {"kind"}}

// needsEvidence tells the kinds that are facts themselves. Every edge is one.
var needsEvidence = map[graph.Kind]bool{graph.KindAction: true, graph.KindClaim: true}

var evidenceKeys = []string{"source", "quote", "locator", "field", "basis", "disputes"}

// dates are the properties that hold a date, in EDTF: a year needs no quotation marks.
var dates = []string{"date", "since", "until", "asOf", "published", "accessed"}
