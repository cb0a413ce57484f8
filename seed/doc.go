// Package seed is curated files: it reads them into the graph's records, checks them, loads them into a store, and writes
// them out of one again. It knows files and the model; of a store it knows the two contracts, query.Reader and
// ingest.Writer, and of GraphQL nothing.
//
// A dataset is a folder. Its dataset.yaml says id, name, version, licence and which datasets it requires; the other files
// hold records, as lists in YAML, as rows in CSV, or as lines of JSON:
//
//	actions:
//	  - id: raid
//	    title: Police raid
//	    cameoCode: "173"
//	    status: OCCURRED
//	    performers: [police]
//	    respondsTo: [{action: protest, mode: RETALIATE}]
//	    evidence: [{source: article, quote: "police raided homes"}]
//
// A key of a record is a property of its kind, or states edges: performers are PERFORMED edges from the actors that it
// names (tables.go). An edge rests on the evidence of its record unless it has its own.
//
// Reading and loading are two steps. Open reads datasets and reports everything that is wrong with them in one run, as
// Problems; Load writes a dataset that is right, in parts when it is large:
//
//	datasets, err := seed.Open([]string{"founding-case", "./my-dataset"}, nil)
//	if err != nil {
//		return err // my-dataset/actions.yaml:7:13: unknown actor "polise"; did you mean "police"?
//	}
//	for _, d := range datasets {
//		defer d.Close()
//		if _, err := seed.Load(ctx, store, d, seed.Options{}); err != nil {
//			return err
//		}
//	}
//
// A Problem is a graph.Fault, which carries its rule, in a Place: a position in a file, or a path into an input that is no
// file. RuleDocs explains the rules to people.
//
// The files of the package, in the order of what happens: open.go finds datasets and what they require; read.go reads a
// folder, with yaml.go, csv.go and jsonl.go for the formats, which all come to nodes of YAML with positions; records.go
// turns such a node into a record and its edges, with evidence.go, history.go and names.go for what has a form of its own;
// mentions.go and consistency.go check what only all records together show. model.go puts the facts of a dataset and of those
// that it requires side by side, and the files check*.go have the rules that look at several; additions.go finds what an
// addition makes false in a required dataset;
// dataset.go holds the result, in order of writing, in temporary files (internal/extsort), so that a dataset may be larger
// than memory; load.go and prune.go write it; export.go and its neighbours do the reverse. quotes.go compares quotations
// with the texts of their sources, schema.go makes JSON Schemas for editors, template.go begins a new dataset. Package
// imports does for event data what this one does for curated files.
package seed
