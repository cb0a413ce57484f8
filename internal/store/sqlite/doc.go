// Package sqlite keeps the graph in one SQLite file, or in memory: the embedded store, for a machine with nothing else. It
// implements query.Reader and ingest.Writer, and knows nothing of GraphQL or of files that are loaded. The driver is pure Go.
//
//	store, err := sqlite.Open(ctx, "demarche.db") // or ":memory:"
//	answer, err := store.Fetch(ctx, q)
//
// # A question is one statement a level
//
// Fetch answers a query.Query level by level: first what is found, then what is included with it, then what is included with
// that. All that is asked at a level is one statement, a UNION ALL of arms (statement.go). For the first ten sanctions by id,
// each with its title and the names of its performers, the statement of the first level is
//
//	SELECT 0, NULL, p.r, NULL, t2.id, t2."title"
//	FROM (SELECT n1.pk AS r FROM "action" n1
//	      WHERE n1."type" IN (SELECT value FROM json_each(?1))
//	      ORDER BY n1.id LIMIT ?2) p
//	CROSS JOIN "action" t2 WHERE t2.pk = p.r
//
// A row is the number of its arm, values that tell lists apart or sort them (here none), the kind (NULL where it is known), key
// and evidence of an item, and the values that the question asks for, in the order of query.Columns. The arm turns it into an
// item. At the next level one arm reads the performers of all ten actions: their keys are one JSON parameter, which
// json_each unfolds, and each row names its parent by number. A page of ten asks for eleven, to tell whether there are more.
// An arm has no order, so lists are sorted when all rows have come (order.go).
//
// fetcher (fetch.go) goes through the levels; an ask adds arms and says what to do when their rows have come. A selectBuilder
// (select.go) is a select in the making: it joins a table when a column of it is first used. traverse (relate.go) adds a
// relation to it, listRows (filter.go) starts one for a list, page (page.go) orders and cuts it. CROSS JOIN fixes the order
// of tables, which SQLite would otherwise choose by statistics. The text depends on the shape of the question alone, so that
// prepared statements serve again (reader.go).
//
// # What is stored
//
// Each file in migrations/ is a step of the schema, and PRAGMA user_version the last one applied. Nodes and edges have
// integer keys (pk). The table node has the one space of ids, a table for each kind ("action", "actor" …) the properties,
// edge the edges of all labels. Lists are JSON texts, flags 0 or 1, days texts; an item has both its days or none, as
// ingest.Derive makes them. stated has what each dataset states, and search is the full-text index. The attribution
// (graph/attribution.go) is kept ready in the tables ledger for actions, replies for responses and owed for requests, whose
// primary keys have the rows of a key by date (write.go). The table support has a row for each set of sources on which any fact
// rests (support.go), the table revision the one number that writers raise (revision.go). The log is in recorded, touched and
// superseded: what each revision changed, and statements that stand no more (logwrite.go, logread.go).
//
// # Concurrency
//
// A Store is safe for concurrent use. One connection writes, and writers take turns; a batch is one transaction, on disk when
// Apply returns. Questions read on connections of their own, each in a transaction that sees one snapshot; the pool limits how
// many run at once (readers.go). In a file, write-ahead logging lets readers and the writer work at the same time. A database
// in memory has no such log, so there they exclude each other.
//
// # Trouble with the file
//
// All that is open of one file is a generation (generation.go), which a question keeps to its end. SQLite opens files by their
// paths, so each connection makes sure that it got the files of its generation (connect.go, identity.go). While questions come,
// the store compares the files at its path with those that are open: one that is gone is said to be, another in its place is
// opened and asked from then on (takeup.go). Damage is remembered until a check finds the file whole (damage.go).
package sqlite
