package neo4j

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// schemaVersion is the version that this code writes. A store keeps its own on the node (:Demarche {id: 'lock'}), which
// writers also lock, so that one writes at a time.
const schemaVersion = 8

// attributionSince is the last version that changed what is derived of an action, or how the attribution is kept, which has some
// of it. A store from before it needs a rebuild.
const attributionSince = 5

const (
	searchIndex   = "demarche_search"
	awaitSchema   = 300 // seconds, for indexes over a database that has data already
	exactAnalyzer = "whitespace"
)

// anyNode is the label expression of all node kinds.
var anyNode = func() string {
	var labels []string
	for _, k := range graph.NodeKinds {
		labels = append(labels, string(k))
	}
	return strings.Join(labels, "|")
}()

// attributionIndexes are the labels of the attribution, each with the properties of the index that has its rows by date. The
// server reads what is in the index from there, without the relationship. An index holds only relationships that have all of
// its properties, so a property that may be unknown has a value that says so ("" or the constant unrated).
var attributionIndexes = map[string][]string{
	attributionLabel: {"key", "earliest", "latest", "placeInDay", "id", "quadClass", "points", "part"},
	replyLabel:       {"key", "earliest", "latest", "placeInDay", "id"},
	awaitsLabel:      {"key", "answered", "earliest", "latest", "placeInDay", "id"},
	occasionLabel:    {"key", "earliest", "latest", "placeInDay", "id"},
}

// seek is a hint for an index over rows of the attribution, and the condition without which the server does not use that
// index: that all its properties exist. In both, $ stands for the variable of the row.
type seek struct{ hint, cond string }

// of gives both for a variable.
func (s seek) of(l string) (hint, cond string) {
	return strings.ReplaceAll(s.hint, "$", l), strings.ReplaceAll(s.cond, "$", l)
}

// seekOf makes a seek for the index over these properties, the first of which a statement compares.
func seekOf(label string, props ...string) seek {
	return seek{
		hint: " USING INDEX SEEK $:" + label + "(" + strings.Join(props, ", ") + ")",
		cond: "$." + strings.Join(props[1:], " IS NOT NULL AND $.") + " IS NOT NULL",
	}
}

// byDate are the seeks, by label of the attribution, for rows in order of date. anyDate are those for rows with or without a
// date, and for the undated rows of a key in order of id.
var byDate, anyDate = func() (dated, all map[string]seek) {
	dated, all = map[string]seek{}, map[string]seek{}
	for label, props := range attributionIndexes {
		dated[label], all[label] = seekOf(label, props...), seekOf(label, "key", "undated", "id")
	}
	return dated, all
}()

// schema lists the statements that create constraints and indexes.
func schema() []string {
	var out []string
	index := func(name, on, props string) {
		out = append(out, fmt.Sprintf("CREATE RANGE INDEX demarche_%s IF NOT EXISTS FOR %s ON (%s)", name, on, props))
	}
	unique := func(label string) {
		out = append(out, fmt.Sprintf("CREATE CONSTRAINT demarche_%s_id IF NOT EXISTS FOR (n:%s) REQUIRE n.id IS UNIQUE",
			strings.ToLower(label), label))
	}
	unique("Demarche")
	unique(supportLabel)
	for _, k := range graph.NodeKinds {
		unique(string(k))
		index(strings.ToLower(string(k))+"_by_name", "(n:"+string(k)+")", "n.sortName")
	}
	index("actor_country", "(n:Actor)", "n.country")
	index("action_in_order", "(n:Action)", "n.earliest, n.latest, n.placeInDay, n.id")
	index("action_undated_by_id", "(n:Action)", "n.undated, n.id")
	index("action_type", "(n:Action)", "n.type, n.earliest")
	index("revision_n", "(n:"+revisionLabel+")", "n.n")
	index("revision_at", "(n:"+revisionLabel+")", "n.at")
	index("touched_in_order", "(n:"+touchedLabel+")", "n.revision, n.place")
	for _, prop := range []string{"key", "start", "end"} {
		index("superseded_"+prop, "(n:"+supersededLabel+")", "n."+prop)
	}
	for _, t := range graph.EdgeTypes {
		if t.Fact != "" && t.Fact != graph.KindParticipation {
			index(strings.ToLower(string(t.Label))+"_id", "()-[r:"+string(t.Label)+"]-()", "r.id")
		}
	}
	for _, l := range slices.Sorted(maps.Keys(attributionIndexes)) {
		index(strings.ToLower(l)+"_in_order", "()-[r:"+l+"]-()", "r."+strings.Join(attributionIndexes[l], ", r."))
		index(strings.ToLower(l)+"_undated_by_id", "()-[r:"+l+"]-()", "r.key, r.undated, r.id")
	}
	out = append(out, fmt.Sprintf("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR (n:%s) ON EACH [n.searchText] "+
		"OPTIONS {indexConfig: {`fulltext.analyzer`: '%s', `fulltext.eventually_consistent`: false}}",
		searchIndex, anyNode, exactAnalyzer))
	return out
}
