package main

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

type body struct {
	id, name string
	aliases  []string
	names    []graph.NameIn
	evidence []evidence
}

// factbookDay is the day as of which memberships.csv is known: see README.md.
const factbookDay = "2026-01-22"

// join ties states to bodies, by the rows of the table of memberships, and tells which rows are no membership.
func join(states []*state, rows []map[string]string) ([]*body, []*tie, []leftOut) {
	byCode, byFIPS := map[string]*state{}, map[string]*state{}
	for _, s := range states {
		byCode[s.iso3], byFIPS[s.fips[:min(2, len(s.fips))]] = s, s // FIPS has Kosovo behind Serbia: RIKV
	}
	all := map[string]*body{}
	first := map[[2]string]bool{}
	members := map[*body][]*tie{}
	from := map[*body][]string{} // rows
	var left []leftOut
	for _, row := range rows {
		name := row["organisation"]
		if n, other := spellings[name]; other {
			name = n
		}
		s := byCode[row["iso3"]]
		if row["iso3"] == "" {
			s = byFIPS[row["fips"]]
		}
		line := strings.Join([]string{row["fips"], row["iso3"], row["organisation"], row["status"]}, ",")
		why := ""
		switch {
		case s == nil && row["iso3"] == "":
			why = "neither an ISO code nor a state's FIPS code"
		case s == nil:
			why = "no state of this dataset"
		case notBodies[name]:
			why = "a mission, programme or agreement"
		case notOfStates[name]:
			why = "its members are associations or central banks, not states"
		case ambiguous[name]:
			why = "two bodies have this abbreviation"
		case electedBodies[name], row["status"] == "temporary":
			why = "a seat for a term that the table does not give"
		case noMore[name] != "":
			why = "the body " + noMore[name]
		case fragments[name]:
			why = "the table has a few members of the body alone"
		case !member[row["status"]]:
			why = "no membership: " + row["status"]
		case ended[[2]string{s.iso3, name}] != "":
			why = "ended: " + ended[[2]string{s.iso3, name}]
		case first[[2]string{s.iso3, name}]:
			why = "repeats another row"
		}
		if why != "" {
			left = append(left, leftOut{line, why})
			continue
		}
		first[[2]string{s.iso3, name}] = true
		b := all[name]
		if b == nil {
			b = named(name)
			all[name] = b
		}
		if was := row["organisation"]; was != name && was != "G- 9" && !slices.Contains(b.aliases, was) {
			b.aliases = append(b.aliases, was)
		}
		members[b] = append(members[b], &tie{state: s, body: b, asOf: factbookDay, evidence: []evidence{
			{source: "world-factbook-memberships", locator: "FIPS code " + s.fips[:2]},
		}})
		from[b] = append(from[b], line)
	}
	var bodies []*body
	var ties []*tie
	for _, name := range sorted(all) {
		b := all[name]
		if len(members[b]) < fewest {
			for _, line := range from[b] {
				left = append(left, leftOut{line, "the table has fewer than three members of the body"})
			}
			continue
		}
		ties = append(ties, members[b]...)
		bodies = append(bodies, b)
	}
	slices.SortFunc(bodies, func(a, b *body) int { return strings.Compare(a.id, b.id) })
	return bodies, ties, left
}

// named begins a body.
func named(name string) *body {
	b := &body{id: slug(name), name: name, evidence: []evidence{{source: "world-factbook-memberships"}}}
	if n, other := given[name]; other {
		b.name, b.aliases = n, []string{name}
	}
	return b
}
