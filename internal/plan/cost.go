package plan

import (
	"math"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/query"
)

// Cost is an estimate of how many rows a store reads to answer a question. A row that is looked at counts one, and one more
// for each condition that it is tested for; a row that is given back counts returnedRow. It is an upper estimate: a list that
// has to be filtered counts all rows from which its start may take it, because what matches may be the last of them.
type Cost struct {
	Rows int64
	// Dearest are the relations along the way to what costs most by itself, none for what the question starts from.
	Dearest []string
	most    int64
}

// Weights, in rows that are looked at.
const (
	returnedRow  = 8   // its values are read, sent and written
	plannedTerm  = 100 // a condition or a relation is planned, by Neo4j for milliseconds when it is new
	fewTerms     = 12  // from here on Neo4j takes some milliseconds longer for each
	plannedMore  = 2000
	foundByText  = 8   // a row is found by the full-text index, read, and sorted
	grouped      = 3   // a row is put into its group
	madeOnce     = 2   // a row is left out when it came before
	ofExchange   = 6   // a row of one side is matched with those of the other
	textTest     = 2   // a text is searched through
	relatedTest  = 1   // an EXISTS by itself
	countedShare = 4   // so many rows of an index are counted in the time in which one is looked at
	attributions = 8   // about so many keys the attribution has an action under
	listed       = 3   // ids that an item names in a list, by mean
	evidence     = 3   // evidence items of a fact, by mean
	visitEdges   = 4   // edges of a node on the way of a search for paths, by mean
	undatedScan  = 100 // what is tried and left, such as an empty range
	throughLens  = 3   // an edge is looked at through a lens, with both its ends
	actByLens    = 1   // an action is, whose row says by itself what a lens asks for
	leftByLens   = 100 // of so many rows, a lens of which nothing is known leaves one at least
)

// CostOf estimates the cost of a question that Of has checked.
func CostOf(q *query.Query, s *query.Statistics) Cost {
	e := &estimate{Statistics: s, lens: q.Lens, lensed: q.Lens != nil}
	e.path = e.room[:0]
	found := e.find(q)
	e.own(float64(undatedScan/10 + 2*len(q.RequiredNodes)))
	e.includes(found, q.Includes)
	if sides := q.SideIncludes; len(sides) > 0 {
		actors := 2
		if f, counts := q.Find.(query.FindCounts); counts {
			actors = len(f.Actors())
		}
		e.includes(parents{count: actors}, sides)
	}
	e.Cost.Rows = toRows(e.rows)
	return e.Cost
}

// toRows rounds, without overflow.
func toRows(x float64) int64 {
	if x >= math.MaxInt64/2 {
		return math.MaxInt64 / 2
	}
	return int64(x)
}

// estimate is the state of one estimate.
type estimate struct {
	*query.Statistics
	Cost

	rows float64
	// lensed says that each fact is looked at whether it stands.
	lensed bool
	lens   *query.Lens
	path   []string // relations around what is being estimated
	room   [8]string
}

// walked adds the cost of rows that a walk reads, each of which is looked at through a lens, if there is one.
func (e *estimate) walked(rows float64) {
	if e.lensed {
		rows *= 1 + throughLens
	}
	e.own(rows)
}

// own adds the cost of what the path leads to.
func (e *estimate) own(rows float64) {
	e.rows += rows
	if n := toRows(rows); n > e.most {
		e.most, e.Dearest = n, append(e.Dearest[:0], e.path...)
	}
}

// parents are the items from which a relation starts: how many there are, and their ids where the question names them.
type parents struct {
	count    int
	ids      []string
	distinct bool // none of them comes up twice
}

// find adds the cost of what a question starts from, and gives the items that it finds.
func (e *estimate) find(q *query.Query) parents {
	switch f := q.Find.(type) {
	case query.FindNodes:
		e.own(float64(len(f.IDs) * (returnedRow + 2)))
		return parents{len(f.IDs), f.IDs, true}
	case query.FindList:
		return e.list(ListOf(f.Kind, f.List))
	case query.FindSearch:
		tokens := Words(f.Text)
		rows := e.Words.Of(tokens, e.allNodes())
		e.lookUp(tokens, questionsOf(f.Page.Limit, f.Total, f.Groups))
		return e.page(rows, e.tested(rows*(2+textTest*len(tokens))), f.List)
	case query.FindUnanswered:
		return e.unanswered(f)
	case query.FindExchange:
		rows := 0
		for _, key := range []string{graph.AttributionKey(f.Between, f.And), graph.AttributionKey(f.And, f.Between)} {
			rows += e.Ledger.Of(key) + 2*e.Replies.Of(key)
		}
		return e.page(rows, e.tested(ofExchange*rows), f.List)
	case query.FindCounts:
		p, each := CountsOf(f), 1
		if f.Every != query.Always {
			each += returnedRow // as many intervals as actions, at most
		}
		for _, key := range p.Keys {
			e.walked(float64(2 + each*e.Ledger.Of(key)))
			if f.Replies {
				e.walked(float64(2 + e.Replies.Of(key)))
			}
		}
		return parents{count: len(f.Actors())}
	case query.FindResponseTimes:
		return e.responseTimes(f)
	case query.FindStats:
		e.walked(float64(e.allNodes()+e.allEdges()) / 2)
		return parents{}
	case query.FindAntecedents:
		e.walked(float64(2*undatedScan + f.Limit*returnedRow))
		return parents{count: f.Limit}
	case query.FindChain:
		return e.chain(f)
	case query.FindSubgraph:
		return e.subgraph(f)
	case query.FindPaths:
		return e.paths(f)
	}
	return parents{}
}

// list adds the cost of a list that is found by itself.
func (e *estimate) list(l List) parents {
	if never(l.Where) {
		return e.page(0, 0, l.pageOnly())
	}
	rows, inOrder := e.start(l)
	if text, byText := l.Start.(ByText); byText {
		e.lookUp(text.Tokens, questionsOf(l.Page.Limit, l.Total, l.Groups))
		e.own(float64(rows * foundByText))
	}
	by, byKey := l.Start.(ByAttribution)
	if n := len(by.Keys); n > 1 { // what stands under several keys comes once
		limit := l.Page.Limit
		if inOrder && l.Where == nil {
			limit = 0
		}
		e.own(float64(n*undatedScan/10 + madeOnce*rows*questionsOf(limit, l.Total, l.Groups)))
	}
	if !byKey && l.Kind == graph.KindAction {
		if of, alone := e.ofTypes(l.Where); of < rows {
			rows, inOrder = of, inOrder && alone
			if alone {
				l.Where = nil
			}
		}
	}
	return e.listed(rows, rows, inOrder && l.Where == nil, l)
}

// lookUp adds the cost of so many questions to the full-text index.
func (e *estimate) lookUp(tokens []string, questions int) {
	e.own(float64(questions * e.Words.Read(tokens, e.allNodes())))
}

// questionsOf is in how many questions a store answers a list: its page, its total and each of its groups are one.
func questionsOf(limit int, total bool, groups []query.Group) int {
	n := len(groups)
	if limit > 0 {
		n++
	}
	if total {
		n++
	}
	return n
}

// ofTypes is how many actions the conditions leave by an index of types, and whether they are of one type and nothing else.
func (e *estimate) ofTypes(where query.Pred) (rows int, alone bool) {
	for _, p := range Conditions(where) {
		if in, ok := p.(query.In); ok && in.Prop == "type" && len(e.Types) > 0 {
			for _, t := range in.Values {
				rows += e.Types[graph.ActionType(t)]
			}
			_, alone = where.(query.In)
			return rows, alone && len(in.Values) == 1
		}
	}
	return math.MaxInt, false
}

// start is how many rows the start of a list gives, and whether it gives them in the order of the list.
func (e *estimate) start(l List) (rows int, inOrder bool) {
	switch start := l.Start.(type) {
	case ByAttribution:
		if l.Kind == graph.KindClaim {
			return min(e.Nodes[l.Kind], e.Nodes[l.Kind]*len(start.Keys)), false
		}
		counts := e.Ledger
		if l.Kind == graph.KindResponse {
			counts = e.Replies
		}
		for _, key := range start.Keys {
			rows += counts.Of(key)
		}
		return rows, l.Order.By == query.ByDate
	case ByText:
		return e.Words.Of(start.Tokens, e.allNodes()), false
	case ByRelated:
		h := start.Relation.Path[0]
		return e.hop(graph.Hop{Out: h.In, In: h.Out}, l.Kind, parents{count: len(start.IDs), distinct: true}), false
	case ByPlace:
		return e.Edges[graph.TookPlaceIn].Out.All, false
	case WholeKind:
	}
	if ids := namedIDs(l.Where); ids > 0 {
		return ids, false
	}
	return e.ofKind(l.Kind), l.Order.By != query.ByNumber
}

// namedIDs is how many items the conditions name, by an index of ids; 0 if they name none.
func namedIDs(where query.Pred) int {
	for _, p := range Conditions(where) {
		if ids, ok := p.(query.IDIn); ok {
			return len(ids)
		}
	}
	return 0
}

// listed adds the cost of a list, or of one for each of some parents, whose items have to be looked for among so many rows. When
// an index has them in the order of the list, a page reads no more than it gives.
func (e *estimate) listed(rows, inOrderRows int, inOrder bool, l List) parents {
	terms := Terms(l.Where)
	through := e.lensed && Strikes(l.Kind)
	e.own(float64(plannedTerm*terms + plannedMore*max(0, terms-fewTerms)))
	each := 1 + e.test(l.Kind, l.Where)
	switch {
	case through && l.Kind == graph.KindAction:
		each += actByLens
	case through:
		each += throughLens
	}
	read := float64(rows) * each
	switch {
	case l.Page.Limit == 0:
		read = 0
	case inOrder:
		inOrderRows = min(inOrderRows, l.Page.Limit+1)
		read = float64(inOrderRows)
		if through {
			read = float64(e.reach(l, inOrderRows, rows)) * each
		}
	case l.Order.By == query.ByNumber:
		read += float64(rows) * e.number(l.Kind, l.Order.Number)
	}
	if l.Total && inOrder && l.Kind != graph.KindResponse && !through { // an index has no responses by themselves
		read += float64(rows) / countedShare
	} else if l.Total {
		read += float64(rows) * each
	}
	for _, g := range l.Groups {
		of := each + grouped
		by := GroupOf(l.Kind, g)
		if by.Relation != nil { // an item that leads nowhere is only looked at
			of += relatedTest + (2*grouped-relatedTest)*min(1, e.meanOf(by.Relation))
		}
		if by.Delays {
			of += 2 * grouped
		}
		read += float64(rows) * of
	}
	return e.page(rows, read, l.pageOnly())
}

// pageOnly is the page of a list.
func (l List) pageOnly() query.List { return query.List{Page: l.Page} }

// page adds the cost of a page: that of finding it, and that of giving it back.
func (e *estimate) page(rows int, cost float64, l query.List) parents {
	given := min(rows, l.Page.Limit)
	e.own(cost + float64(given*returnedRow))
	return parents{count: given, distinct: true}
}

func (e *estimate) unanswered(f query.FindUnanswered) parents {
	rows := e.Edges[graph.SilentOn].Out.All
	if f.Computed() {
		for _, by := range sidesOrAny(f.OwedBy) {
			for _, to := range sidesOrAny(f.OwedTo) {
				rows += e.Owed.Of(graph.AttributionKey(by, to))
			}
		}
	}
	return e.page(rows, e.tested(2*rows), f.List)
}

// tested is the cost of rows that are looked at, through a lens if there is one.
func (e *estimate) tested(rows int) float64 {
	if e.lensed {
		return float64(rows) * (1 + throughLens)
	}
	return float64(rows)
}

// responseTimes reads all acts of its keys, and the links to each of them; an answer is looked up in the attribution.
func (e *estimate) responseTimes(f query.FindResponseTimes) parents {
	acts := 0
	for _, key := range f.ActKeys() {
		acts += e.Ledger.Of(key)
	}
	answers := e.of(e.Edges[graph.RespondsTo].In, parents{count: acts, distinct: true})
	e.own(float64(acts*(2+returnedRow) + answers*(2+attributions)))
	return parents{}
}

// anySide names no side.
var anySide = []string{""}

func sidesOrAny(ids []string) []string {
	if len(ids) == 0 {
		return anySide
	}
	return ids
}

func (e *estimate) allNodes() (n int) {
	for _, count := range e.Nodes {
		n += count
	}
	return n
}

func (e *estimate) allEdges() (n int) {
	for _, c := range e.Edges {
		n += c.Out.All
	}
	return n
}

// ofKind is how many items of a kind there are.
func (e *estimate) ofKind(k graph.Kind) int {
	switch k {
	case graph.KindResponse:
		return e.Edges[graph.RespondsTo].Out.All
	case graph.KindNode:
		return e.allNodes()
	}
	return e.Nodes[k]
}
