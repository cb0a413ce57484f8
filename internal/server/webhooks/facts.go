package webhooks

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/resolvers"
)

const (
	actFields    = `fragment act on Action { id title type date performers { id name } }`
	answerFields = `fragment answer on Response {
		id mode escalation basis delayDays response { ...act } trigger { ...act } } ` + actFields

	answerText = `query Answer($id: ID!) { node(id: $id) { ...answer } } ` + answerFields

	claimsText = `query Claims($a: ID!, $b: ID!) { a: node(id: $a) { ...claim } b: node(id: $b) { ...claim } }
		fragment claim on Claim { id text stance by { id name } madeIn { ...act } } ` + actFields

	// silencesText asks for what is silent on an act, and for all its answers by which silences may have ended.
	silencesText = `query Silences($id: ID!) { action(id: $id) {
		...act earliest latest addressees { id name kind } responses(first: 500) { nodes { id } }
		silences { id kind basis asOf actor { id name } endedBy { id } } } } ` + actFields

	waitingText = `query Waiting($who: [ID!]!, $since: Day, $until: Day) {
		unanswered(filter: {owedBy: $who, includeParts: false, kind: [NO_RESPONSE], since: $since, until: $until}, first: 500) {
			nodes { id } } }`

	linksText = `query Links($ids: [ID!]!) { nodes(ids: $ids) { ... on Action { id respondsTo(first: 50) { nodes { id trigger { id } } } } } }`

	announcedFields = `fragment announced on Action { ...act status latest announcers { id name } } ` + actFields
	announcedText   = `query Announced($id: ID!) { action(id: $id) { ...announced } } ` + announcedFields
	passedText      = `query Passed($since: Day!, $until: Day!, $after: String) {
		actions(filter: {status: [ANNOUNCED], since: $since, until: $until}, orderBy: {field: DATE}, first: 100, after: $after) {
			nodes { ...announced } pageInfo { hasNextPage endCursor } } } ` + announcedFields
)

// ask asks the API as a client does, and reads the answer into a struct.
func (s *Webhooks) ask(ctx context.Context, document string, variables map[string]any, into any) error {
	op, errs := s.api.Prepare(ctx, resolvers.Request{Query: document, Variables: variables})
	if errs != nil {
		return fmt.Errorf("what a webhook tells cannot be asked: %w", errs)
	}
	r := op.Run(ctx)
	if len(r.Errors) > 0 {
		return fmt.Errorf("what a webhook tells cannot be read: %w", r.Errors)
	}
	return json.Unmarshal(r.Data, into)
}

// answer is a link as it stands now, nil when it stands no more.
func (s *Webhooks) answer(ctx context.Context, id string) (*Answer, error) {
	var found struct{ Node *Answer }
	err := s.ask(ctx, answerText, map[string]any{"id": id}, &found)
	return found.Node, err
}

// contradiction is one as it stands now, nil when a claim is gone.
func (s *Webhooks) contradiction(ctx context.Context, r graph.Record) (*Contradiction, error) {
	var found struct{ A, B *Claim }
	err := s.ask(ctx, claimsText, map[string]any{"a": r.From, "b": r.To}, &found)
	if err != nil || found.A == nil || found.B == nil {
		return nil, err
	}
	basis := r.Basis
	if basis == "" {
		basis = graph.Explicit
	}
	return &Contradiction{ID: r.Key(), Basis: string(basis), A: *found.A, B: *found.B}, nil
}
