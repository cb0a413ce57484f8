package storetest

import (
	"slices"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
)

// Story is the small world that most cases ask about, as one dataset states it. It has an edge of every kind, and its
// attribution has a row of each kind, so tests of how a store keeps things may load it too.
//
//	The police of Yekaterinburg, a part of Russia's interior ministry, raid homes of Azerbaijanis (raid) and arrest the
//	head of their community (arrests, a part of the raid). Sputnik Baku, owned by Russia, announces it.
//	Azerbaijan protests to Russia's foreign ministry (protest-note) and has the bureau of Sputnik Baku sealed
//	(bureau-sealed), which a reader takes for retaliation. The spokeswoman of the ministry denies any wrong (denial).
//	The embassy asks to see the arrested editor of the bureau (consular-request) and waits for an answer; Azerbaijan demands
//	an apology, nobody knows when (apology-demand), and gets one from the ministry (apology). Russia never explains the raid.
//	Of the claims, Russia's, that all was lawful, stands against Azerbaijan's, that a prisoner was tortured.
func Story() ingest.Batch { return batch("story", story()) }

func story() []graph.Record {
	quoted := graph.Evidence{Source: "article", Quote: "police raided homes in Yekaterinburg"}
	doubted := graph.Evidence{Source: "wire-report", Basis: graph.Inferred, Relation: graph.EvidenceDisputes}
	return slices.Concat(
		[]graph.Record{ // who
			with(actor("russia", "STATE", "name", "Russia", "country", "RUS"), graph.Explicit, quoted),
			actor("azerbaijan", "STATE", "name", "Azerbaijan", "country", "AZE", "aliases", []string{"Azərbaycan"}),
			actor("russia-foreign-ministry", "MINISTRY", "name", "Foreign Ministry of Russia", "aliases", []string{"МИД", "Foreign Ministry"}),
			actor("russia-interior-ministry", "MINISTRY"), actor("yekaterinburg-police", "AGENCY"),
			actor("foreign-minister", "PERSON"), actor("ministry-spokeswoman", "PERSON"), actor("russia-embassy-baku", "MISSION"),
			actor("sputnik-baku", "MEDIA_OUTLET"), actor("sputnik-editor", "PERSON", "country", "RUS"),
			actor("community-leader", "PERSON", "country", "AZE"), actor("cis", "INTERNATIONAL_BODY"),
			with(edge("russia-foreign-ministry PART_OF russia"), graph.Explicit, quoted),
			edge("azerbaijan COOPERATES_WITH russia", "within", []string{"russia-foreign-ministry", "cis"}),
		},
		edges(
			"russia-interior-ministry PART_OF russia", "yekaterinburg-police PART_OF russia-interior-ministry",
			"foreign-minister LEADS russia-foreign-ministry", "ministry-spokeswoman SPEAKS_FOR russia-foreign-ministry",
			"russia-embassy-baku PART_OF russia-foreign-ministry", "russia-embassy-baku HOSTED_BY azerbaijan",
			"sputnik-baku OWNED_BY russia", "sputnik-editor WORKS_FOR sputnik-baku", "russia MEMBER_OF cis",
		),
		[]graph.Record{ // what happened
			with(action("raid", "COERCE", "2025-06-27", "title", "Raid in Yekaterinburg", "intensity", -5.5, "topics", []string{"crime",
				"minority"}),
				graph.Explicit, quoted, doubted),
			action("arrests", "COERCE", ""), action("protest-note", "PROTEST", "2025-06-28", "intensity", -2.0),
			action("bureau-sealed", "SANCTION", "2025-06-30/2025-07-01"), action("denial", "STATEMENT", "2025-06-29"),
			action("consular-request", "REQUEST", "2025-07-02"),
			action("apology-demand", "REQUEST", ""), action("apology", "CONCEDE", ""),
			with(edge("protest-note RESPONDS_TO raid", "mode", "OBJECT"), graph.Explicit, quoted),
			with(edge("bureau-sealed RESPONDS_TO raid", "mode", "RETALIATE"), graph.Inferred),
			edge("denial RESPONDS_TO protest-note", "mode", "DENY"), edge("apology RESPONDS_TO apology-demand", "mode", "REGRET"),
			with(edge("russia SILENT_ON raid", "kind", "NO_EXPLANATION", "asOf", "2025-07-02~"), graph.Explicit, quoted),
			with(edge("raid TARGETS community-leader"), graph.Inferred, quoted),
		},
		edges(
			"yekaterinburg-police PERFORMED raid arrests", "sputnik-baku ANNOUNCED raid", "raid ADDRESSED_TO azerbaijan",
			"raid AFFECTS sputnik-editor",
			"arrests TARGETS community-leader", "arrests PART_OF_ACTION raid",
			"azerbaijan PERFORMED protest-note bureau-sealed apology-demand", "protest-note TARGETS russia-foreign-ministry",
			"bureau-sealed TARGETS sputnik-baku", "ministry-spokeswoman PERFORMED denial",
			"russia-embassy-baku PERFORMED consular-request", "consular-request ADDRESSED_TO azerbaijan",
			"apology-demand ADDRESSED_TO russia", "russia-foreign-ministry PERFORMED apology", "apology TARGETS azerbaijan",
			"raid IN_EPISODE crisis-2025", "protest-note IN_EPISODE crisis-2025",
			"raid TOOK_PLACE_IN yekaterinburg", "yekaterinburg WITHIN russia-territory",
		),
		[]graph.Record{ // who says what, and where it is written
			with(claim("all-was-lawful", "text", "All was done by the law", "credibility", int64(2)), graph.Explicit, quoted),
			claim("a-prisoner-was-tortured"), claim("procedure-was-kept"), claim("nobody-was-beaten"),
			with(edge("all-was-lawful CONTRADICTS a-prisoner-was-tortured"), graph.Explicit, quoted),
			with(node(graph.KindSource, "article", "title", "An article"), graph.Explicit, quoted), node(graph.KindSource, "wire-report"),
			with(node(graph.KindPlace, "yekaterinburg"), graph.Explicit, quoted), node(graph.KindPlace, "russia-territory"),
			with(node(graph.KindEpisode, "crisis-2025"), graph.Explicit, quoted),
		},
		edges(
			"ministry-spokeswoman ASSERTED all-was-lawful", "foreign-minister ASSERTED all-was-lawful",
			"azerbaijan ASSERTED a-prisoner-was-tortured",
			"all-was-lawful ASSERTED_FOR russia", "all-was-lawful MADE_IN denial", "all-was-lawful ABOUT raid azerbaijan a-prisoner-was-tortured",
			"nobody-was-beaten CONTRADICTS a-prisoner-was-tortured", "all-was-lawful SUPPORTS procedure-was-kept",
			"article PUBLISHED_BY sputnik-baku", "article DERIVED_FROM wire-report",
		),
	)
}
