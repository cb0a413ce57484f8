package imports

import (
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// Format is a kind of file that can be imported. A new one is a row here and a file of its own.
type Format struct {
	Name    string // of the command, and the prefix of ids
	Title   string // of the dataset, unless another is given
	Licence string // of the data, "" when it depends
	URL     string // where the data are described, or ""
	Dated   bool   // the data's numbers of events come again on other days
	// open prepares for the files of an import; what it gives takes each line of each.
	open func(*Import, *input) (func(position, string) error, error)
}

// Formats lists what can be imported.
var Formats = []Format{
	{"icews", "ICEWS Coded Event Data", "CC0-1.0", "https://doi.org/10.7910/DVN/28075", true, openICEWS},
	{"gdelt", "GDELT Events", "any use, with citation of and a link to the GDELT Project", "https://www.gdeltproject.org/", false, openGDELT},
	{"quadruples", "Event quadruples", "", "", false, openQuadruples},
}

// id is the id of an actor that the data call name, such as icews:Dmitry_Peskov. Numbers and colons are for ids of events,
// stories and places, so that a name cannot be taken for one.
func (f *Format) id(name string) string {
	return idOf(f.Name, name, strings.Contains(name, ":") || digits.MatchString(name))
}

// idWithin is the id of a story or place, such as icews:story:47400638.
func (f *Format) idWithin(what, name string) string { return idOf(f.Name+":"+what, name, false) }

// codings is the source of all that a machine coded: the data themselves, source:icews of dataset:icews.
func (im *Import) codings() string { return "source:" + strings.TrimPrefix(im.Dataset.ID, "dataset:") }

func (im *Import) codingsRecord() graph.Record {
	p := graph.Props{"title": im.Dataset.Props["name"], "kind": "DATASET"}
	if im.format.URL != "" {
		p["url"] = im.format.URL
	}
	return graph.Record{Kind: graph.KindSource, ID: im.codings(), Props: p}
}
