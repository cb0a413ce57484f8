package seed

import "github.com/demarche-graph/demarche/graph"

// recordLists maps the top-level keys of a curated file to the kind of their records.
var recordLists = map[string]graph.Kind{
	"sources": graph.KindSource, "places": graph.KindPlace, "episodes": graph.KindEpisode,
	"actors": graph.KindActor, "actions": graph.KindAction, "claims": graph.KindClaim,
}

// edgeKey says what a key that states edges means: the kind of edge, whether it leads to the record, and the key of the
// other end's id in an entry that is a map.
type edgeKey struct {
	edge    graph.EdgeKind
	inbound bool
	end     string
}

// edgeKeys are the keys that state edges, by the kind of record that has them.
var edgeKeys = map[graph.Kind]map[string]edgeKey{
	graph.KindSource: {
		"publishedBy": {graph.PublishedBy, false, "actor"}, "derivedFrom": {graph.DerivedFrom, false, "source"},
	},
	graph.KindPlace: {"within": {graph.Within, false, "place"}},
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

// required lists the properties that a node must have. An action needs type or cameoCode besides.
var required = map[graph.Kind][]string{
	graph.KindActor: {"name", "kind"}, graph.KindAction: {"title", "status"}, graph.KindClaim: {"text", "stance"},
	graph.KindPlace: {"name"}, graph.KindEpisode: {"title"},
}

// requiredOfEdge lists the properties that an edge must have. Each has a vocabulary.
var requiredOfEdge = map[graph.EdgeKind][]string{graph.RespondsTo: {"mode"}, graph.SilentOn: {"kind"}}

// needsEvidence has the kinds of node that need evidence, as every edge does.
var needsEvidence = map[graph.Kind]bool{graph.KindAction: true, graph.KindClaim: true}

// evidenceKeys are the keys of an evidence item. Disputes is the older form of relation: true means DISPUTES.
var evidenceKeys = []string{
	"source", "quote", "language", "translation", "locator", "field", "attributedTo", "basis", "relation", "disputes",
}

// changeKeys are the keys of an entry of statusHistory, each of which it needs.
var changeKeys = []string{"status", "since", "sources"}

// dates lists the properties that hold an EDTF date. A bare year is allowed there, though YAML reads it as a number.
var dates = []string{"date", "since", "until", "asOf", "published", "accessed"}
