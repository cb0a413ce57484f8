package resolvers

import "github.com/demarche-graph/demarche/graph/query"

// Limits of one request, over all its root fields. Limits lists them with their reasons.
const (
	maxDocument    = 100_000  // bytes of a document; to find names like one that is wrong takes time with its length
	maxSameName    = 500      // fields of a document that have one response key; each pair of these is compared
	maxTokens      = 4000     // the time of validation grows with their square
	maxRootFields  = 50       // each is a question to the store
	maxAliases     = 200      // names that a document gives to fields
	maxRelations   = 200      // relations in all selections; the statement grows with each
	maxFilters     = 500      // filters in filters, before they are simplified
	maxFilterDepth = 40       // filters in filters, likewise
	maxDepth       = 12       // relations nested in each other
	maxRows        = 100_000  // rows that the selections may return at most, by their page sizes
	maxIntrospect  = 20_000   // descriptions of types, fields, arguments that introspection may return
	maxAnswer      = 16 << 20 // bytes of the answer
)

// MaxCost is how many rows a request may have the store read, by plan.CostOf, unless LimitCost says otherwise.
const MaxCost = 3_000_000

// Limit is a bound on what a request may ask: more is refused with this code.
type Limit struct {
	Of   string
	Most int
	Code string
	Why  string
}

// Limits are the bounds on requests, for documentation.
func Limits() []Limit {
	return []Limit{
		{"bytes of a document", maxDocument, "INVALID", "to find names like one that is wrong takes time with its length"},
		{"fields of one name in a document", maxSameName, "TOO_COMPLEX", "each pair of these is compared"},
		{"tokens of a document", maxTokens, "INVALID", "the time of validation grows with their square"},
		{"root fields of a request", maxRootFields, "TOO_COMPLEX", "each is a question to the store, and all are asked at once"},
		{"aliases in a document", maxAliases, "TOO_COMPLEX", "a short document could ask the same many times over"},
		{"fragments in one another around root fields", maxFragments, "TOO_COMPLEX", "each level can double the work"},
		{"relations nested in each other", maxDepth, "TOO_COMPLEX", "each level multiplies what comes"},
		{"relations in a request", maxRelations, "TOO_COMPLEX", "a store's planner takes milliseconds for each"},
		{"descriptions that introspection returns", maxIntrospect, "TOO_COMPLEX", "a type leads to types; tools ask for some thousands"},
		{"rows that a request may return, by its page sizes", maxRows, "TOO_COMPLEX", "they are held in memory until the answer is written"},
		{"rows that the store has to read, by its statistics", MaxCost, "TOO_COMPLEX", "about two seconds of one core"},
		{"bytes of an answer", maxAnswer, "TOO_LARGE", "they are held in memory until they are sent"},
		{"items of a page", query.MaxPage, "TOO_LARGE", "go on with a cursor"},
		{"items of a plain list, and groups of an aggregate", query.MaxPlain, "TOO_LARGE", "such lists are short by nature"},
		{"ids, terms or texts in one list", query.MaxIDs, "TOO_LARGE", "they are sent to the store with the question"},
		{"bytes of an id", query.MaxIDBytes, "INVALID", "no id is longer"},
		{"characters of a text to look for", query.MaxTextChars, "TOO_COMPLEX", "people type less"},
		{"words of a text to look for", query.MaxWords, "TOO_COMPLEX", "each is looked for in the index"},
		{"filters in a request, before they are simplified", maxFilters, "TOO_COMPLEX", "they have to be simplified before the cost is known"},
		{"filters in one another, before they are simplified", maxFilterDepth, "TOO_COMPLEX", "likewise"},
		{"conditions of a filter", query.MaxConditions, "TOO_COMPLEX", "each is tested for every row that is read"},
		{"of these on actors, places, episodes, answers or evidence", query.MaxRelated, "TOO_COMPLEX", "each is a query within the query"},
		{"and, or and not in one another", query.MaxConditionDepth, "TOO_COMPLEX", "planners rewrite conditions in exponential time"},
		{"links of a chain", query.MaxChainDepth, "INVALID", "longer ones are not known"},
		{"nodes of a chain", query.MaxChainNodes, "INVALID", "no screen shows more"},
		{"edges from the start of a subgraph", query.MaxSubgraphDepth, "INVALID", "everything lies within five"},
		{"nodes of a subgraph", query.MaxSubgraphNodes, "INVALID", "no screen shows more"},
		{"nodes from which a subgraph starts", maxAround, "INVALID", "no screen shows more"},
		{"edges of a path", query.MaxPathLength, "INVALID", "everything lies within twelve"},
		{"nodes that a search for paths looks at", query.MaxVisits, "TOO_LARGE", "they are held in memory"},
		{"actors of a matrix", maxMatrix, "INVALID", "it has a cell for each pair"},
		{"pairs of sides of unanswered requests and of response times", query.MaxPairs, "TOO_LARGE", "each is a key of the attribution"},
		{"acts that wait for an answer", query.MaxAtRisk, "TOO_LARGE", "they are held in memory until the curve is made"},
		{"buckets of tension", maxBuckets, "TOO_LARGE", "take a longer interval"},
	}
}
