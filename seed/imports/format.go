package imports

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Formats lists what can be imported. A new format is a file of its own and a row here: its command, help and flags are
// made from the row.
var Formats = []Format{icews, gdelt, quadruples}

// Format is a kind of event data that can be imported.
type Format struct {
	Name    string // of the command, and the prefix of ids
	Title   string // of the dataset, unless another is given
	Licence string // of the data, "" when it depends
	URL     string // where the data are described, or ""
	Dated   bool   // the data's numbers of events come again on other days
	Help    string // what it reads, in sentences
	Example string // commands, one a line
	Options []Option

	// open prepares for the files of an import.
	open func(*Import, *input) (parser, error)
}

// Option is something that one format can be told besides its files: a flag of its command.
type Option struct {
	Name  string // of the flag, without dashes
	Usage string // a word in `backquotes` names the value
	Many  bool   // it may be given several times
	Data  bool   // its values are files of data, read as the import's own are
}

// parser takes what is read for an import, line by line. What it returns ends the reading of that file, as damage, or of
// all files, as another failure.
type parser struct {
	line   func(at position, text string) error // takes the lines of the import's files
	beside func(at position, text string) error // takes the lines of files that an Option with Data names; or nil
	done   func() error                         // is called after the last line; or nil
}

// id is the id of an actor that the data call name, such as icews:Dmitry_Peskov. Numbers and colons are for ids of events,
// stories and places, so that a name cannot be taken for one.
func (f *Format) id(name string) string {
	return idOf(f.Name, name, strings.Contains(name, ":") || digits.MatchString(name))
}

// idWithin is the id of a story or place, such as icews:story:47400638.
func (f *Format) idWithin(what, name string) string { return idOf(f.Name+":"+what, name, false) }

// codingSource is the source of all that a machine coded: the data themselves, source:icews of dataset:icews.
func (im *Import) codingSource() string {
	return "source:" + strings.TrimPrefix(im.Dataset.ID, "dataset:")
}

// codingSourceRecord is the record of that source.
func (im *Import) codingSourceRecord() graph.Record {
	p := graph.Props{"title": im.Dataset.Props["name"], "kind": sourceDataset}
	if im.format.URL != "" {
		p["url"] = im.format.URL
	}
	return graph.Record{Kind: graph.KindSource, ID: im.codingSource(), Props: p}
}
