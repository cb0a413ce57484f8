// Package neo4j keeps the graph in a Neo4j server, 5.26 or later: a single server, a cluster or Aura. It implements
// query.Reader and ingest.Writer, and knows nothing of GraphQL or of files.
//
//	store, err := neo4j.Open(ctx, "neo4j+s://host?database=demarche", user, password)
//	answer, err := store.Fetch(ctx, q)
//
// # A question is one statement
//
// Fetch compiles a whole query.Query, with all that it includes, into one Cypher statement that returns one record. For the
// first ten sanctions by id, each with its title and the names of its performers, this is sent, but on one line:
//
//	RETURN [COLLECT {
//	  MATCH (n1:Action) WHERE n1.type IN $p0
//	  WITH n1 ORDER BY n1.id LIMIT $p1
//	  RETURN ['Action', n1.id, n1.title, [COLLECT {
//	    MATCH (n1)<-[r2:PERFORMED]-(n3:Actor)
//	    WITH n3 LIMIT $p2
//	    RETURN ['Actor', n3.id, n3.name]
//	  }, null]]
//	}, null, null] AS list
//
// A list is [rows, total, groups], and a row is [kind, values…, included lists…]; the values are those that the question asks
// for, in the order of query.Columns. A page of ten asks for eleven, to tell whether there are more. The text depends on the
// shape of the question alone, since every value is a parameter, so the server finds its plan in the cache.
//
// cypherBuilder (fetch.go) writes statements. An accessPath (relate.go) is a list in the making: clauses that bind its items,
// the expressions of its sort keys and hints for indexes. traverse makes one of a relation, start (filter.go) of a list;
// list and branch compile it, page.go its order and cursor. Each kind of question has a file: chain.go, counts.go,
// exchange.go and so on. read.go turns the record into items, and reads nothing that was not asked for.
//
// # What is stored
//
// Nodes have the labels of their kinds (Actor, Action …), edges the types of graph.EdgeTypes. Properties have the names of
// package graph; days are native dates. Evidence is kept as lists of equal length, one a member (evidenceSource,
// evidenceQuote …), and what each dataset states as JSON in the property stated (props.go). The attribution
// (graph/attribution.go) is kept ready as relationships with indexes of their own: ON_LEDGER for actions, REPLY_LEDGER for
// responses, AWAITS for requests without an answer (write.go, schema.go). The support of facts is kept in nodes, one for each set
// of sources on which any fact rests (support.go). A node (:Demarche {id: 'lock'}) has the version of
// the schema, which Open brings up to date (migrate.go), and the revision of the store (revision.go); the log is
// in nodes that nothing is joined to: a (:Revision) each, a (:Touched) for each chunk of statements that it changed, and a
// (:Superseded) for each statement that stands no more (logwrite.go, logread.go).
//
// # Concurrency
//
// A Store is safe for concurrent use. A question runs in an auto-commit transaction of one round trip, which tells the server
// the deadline of its request, and is repeated after an error that may pass (statement.go; errors.go says which). Writers lock the
// node with the version, so that they take turns, in any number of processes; a batch is one transaction. Bookmarks make each
// session see what this Store wrote and read before, on a cluster too.
package neo4j
