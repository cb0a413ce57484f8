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
	Name    string // the name of the command, and the prefix of ids
	Title   string // the name of the dataset, unless another is given
	Licence string // the licence of the data, "" when it depends
	URL     string // where the data are described, or ""
	Dated   bool   // event numbers are unique within a day only
	Help    string // what it reads, in sentences
	Example string // commands, one a line
	Options []Option

	// open prepares for the files of an import.
	open func(*Import, *input) (parser, error)
}

// Option is an option that only one format has. It becomes a flag of the format's command.
type Option struct {
	Name  string // the name of the flag, without dashes
	Usage string // with a name for the value in `backquotes`
	Many  bool   // may be given several times
	Data  bool   // its values are files, which are read after the import's own
}

// parser takes the lines of an import. An error ends the file when it is damage (position.damage), else the import.
type parser struct {
	line   func(at position, text string) error // takes each line of the import's files
	beside func(at position, text string) error // takes each line of the files of an Option with Data; or nil
	done   func() error                         // is called after the last line; or nil
}

// id makes the id of an actor from its name in the data, such as icews:Dmitry_Peskov. Names that are numbers or have colons
// are changed, as ids of events, stories and places look so.
func (f *Format) id(name string) string {
	return idOf(f.Name, name, strings.Contains(name, ":") || digits.MatchString(name))
}

// idWithin makes the id of a story or place, such as icews:story:47400638.
func (f *Format) idWithin(what, name string) string { return idOf(f.Name+":"+what, name, false) }

// codingSource is the id of the source that all evidence names: the data themselves, source:icews for dataset:icews.
func (im *Import) codingSource() string {
	return "source:" + strings.TrimPrefix(im.Dataset.ID, "dataset:")
}

// codingSourceRecord makes the record of codingSource.
func (im *Import) codingSourceRecord() graph.Record {
	p := graph.Props{"title": im.Dataset.Props["name"], "kind": sourceDataset}
	if im.format.URL != "" {
		p["url"] = im.format.URL
	}
	return graph.Record{Kind: graph.KindSource, ID: im.codingSource(), Props: p}
}
