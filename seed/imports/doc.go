// Package imports reads the event data of the field (ICEWS, GDELT, and quadruples as benchmarks of temporal knowledge
// graphs have them) and makes a dataset of it, ready to be loaded. It knows files and the model; to write the dataset is
// the business of package seed.
//
// Event data are coded by machines, a row for each report: on this day, this actor did something of this CAMEO code to that
// one. An import makes one action of all rows that share day, dyad and code, and one of both sides' rows where they did
// something together, such as a visit. Names and codes become actors of the import's own (icews:Dmitry_Peskov) unless
// Aliases say which curated actor they mean.
//
//	im, err := imports.Read(ctx, &imports.Formats[0], imports.Options{
//		Files:   []string{"events.2018.tab", "events.2019.zip"},
//		Dataset: graph.Record{Kind: graph.KindDataset, ID: "dataset:icews", Props: graph.Props{"name": "ICEWS"}},
//	})
//	if err != nil {
//		return err // seed.Problems when a file is damaged: events.2018.tab:17:52: …
//	}
//	defer im.Close()
//	applied, err := seed.Load(ctx, store, im, seed.Options{KeepExisting: true})
//
// Read checks every line of every file before anything is written, and sorts what they say in temporary files, so that
// memory does not grow with the data. A damaged file, such as one that a spreadsheet has saved, is refused whole, as its
// codes can no longer be trusted; a row that merely cannot be used is counted by its reason (Counts.Rejected).
//
// To add a format, write a file like icews.go, which holds a Format and its parser, and name it in Formats. The parser
// makes a row (row.go) of each line and hands it to addRow; the rest is the same for every format. Its command, help and
// flags come from the Format.
//
// To read the package, begin with format.go and one of the formats; then row.go, what a line of any format comes to;
// party.go, which actor a name or code stands for; event.go, what becomes of repeated rows; action.go and fact.go, the
// records; write.go, how they are handed over.
package imports
