package seed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/graph/ingest"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// Dataset is a dataset that was read without a fault and can be loaded. Its records may be in temporary files, so it must
// be closed.
type Dataset struct {
	record   graph.Record
	requires []*Dataset
	order    *extsort.Sorter // records by orderKey
	stubs    map[string]bool // ids of nodes that it lists only to hang edges on; another dataset states them
	size     int
	counts   map[string]int
	held     []entry         // records that are kept in memory, besides those in order
	without  map[string]bool // keys of records that are left out
}

// Record returns the dataset's own record. Its checksum is the SHA-256 of the records in order, so the format, order and
// comments of the files do not change it.
func (d *Dataset) Record() graph.Record { return d.record }

// Size returns how many records it states.
func (d *Dataset) Size() int { return d.size }

// Counts returns how many records of each node kind and edge kind it states.
func (d *Dataset) Counts() map[string]int { return d.counts }

// Close removes temporary files.
func (d *Dataset) Close() { d.order.Close() }

// Each yields the records in the order in which they are written: an edge comes after both of its ends, an action or a
// claim together with its edges.
func (d *Dataset) Each(yield func(graph.Record) error) error {
	for _, e := range d.held {
		if d.without[e.Key()] {
			continue
		}
		if err := yield(e.Record); err != nil {
			return err
		}
	}
	return d.order.Each(func(_ string, value []byte) error {
		r, _, err := parseEntry(value)
		if err != nil || r.Edge == "" && d.stubs[r.ID] || d.without[r.Key()] {
			return err
		}
		return yield(r)
	})
}

// Batch returns the whole dataset as one batch.
func (d *Dataset) Batch() (*ingest.Batch, error) {
	b := &ingest.Batch{Dataset: d.record}
	return b, d.Each(func(r graph.Record) error {
		b.Puts = append(b.Puts, r)
		return nil
	})
}

// parseEntry splits an entry of reader.order into the record and its position.
func parseEntry(value []byte) (r graph.Record, at string, err error) {
	place, text, _ := bytes.Cut(value, []byte("\n"))
	err = json.Unmarshal(text, &r)
	graph.Normalise(&r)
	return r, string(place), err
}

// ranks is the order in which nodes are written. The evidence and edges of a kind lead to kinds before it.
var ranks = []graph.Kind{graph.KindSource, graph.KindPlace, graph.KindEpisode, graph.KindActor, graph.KindAction, graph.KindClaim}

// orderKey is the sort key that puts records in the order in which they are written. An edge follows the later of its ends,
// so that a batch may end at any record. ABOUT edges come last, as a claim may be about a later claim.
func orderKey(r graph.Record) string {
	if r.Edge == "" {
		return fmt.Sprintf("%d\x00%s", slices.Index(ranks, r.Kind), r.ID)
	}
	if r.Edge == graph.About {
		return fmt.Sprintf("%d\x00%s\x00%s", len(ranks), r.From, r.To)
	}
	i := slices.IndexFunc(graph.EdgeTypes, func(t graph.EdgeType) bool { return t.Label == r.Edge })
	t := graph.EdgeTypes[i]
	from, to := slices.Index(ranks, t.From[0]), slices.Index(ranks, t.To[0])
	rank, id, other := from, r.From, r.To
	if from < to || from == to && r.From < r.To {
		rank, id, other = to, r.To, r.From
	}
	return fmt.Sprintf("%d\x00%s\x00%02d\x00%s\x00%s", rank, id, i, other, r.From)
}

// partsOf parses an orderKey: the id of the node, or of the node that the edge follows, and the kind of node or edge.
func partsOf(key string) (id, kind string, isNode bool) {
	parts := strings.Split(key, "\x00")
	rank := int(key[0] - '0')
	switch {
	case len(parts) == 2:
		return parts[1], string(ranks[rank]), true
	case rank == len(ranks):
		return parts[1], string(graph.About), false
	}
	i, _ := strconv.Atoi(parts[2])
	return parts[1], string(graph.EdgeTypes[i].Label), false
}

// finish makes the checks that need all records. The error is Problems when the files are at fault.
func (r *reader) finish() (*Dataset, error) {
	d := &Dataset{record: r.manifest, requires: r.requires, order: r.order, counts: map[string]int{}}
	err := r.failed
	if err == nil {
		err = r.addRequired()
	}
	if err == nil {
		d.stubs, err = r.resolveMentions()
	}
	r.ids.Close()
	if err == nil {
		r.checkCycles()
		err = r.summarise(d)
	}
	if err == nil {
		err = r.checkTogether(d)
	}
	if err == nil {
		r.tellWarnings()
	}
	if err == nil && len(r.problems) > 0 {
		if r.more > 0 {
			more := graph.RuleMore.Fault("and %d more problems", r.more).WithRemedy("mend these first")
			r.problems = append(r.problems, Problem{r.place(r.here(nil)), more})
		}
		err = r.problems.Sorted()
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// addRequired adds the nodes and hierarchies of required datasets to what the checks look at.
func (r *reader) addRequired() error {
	for _, d := range requiredDatasets(r.requires) {
		if err := d.Each(func(rec graph.Record) error {
			if rec.Edge == "" && r.mayName(rec.ID) {
				r.mention(rec.ID, mention{role: isKnown, kinds: []graph.Kind{rec.Kind}, date: textOf(rec, "date")})
			}
			r.hierarchies.add(rec, nil)
			return r.failed
		}); err != nil {
			return err
		}
	}
	return nil
}

// requiredDatasets lists datasets and all that they require, each once and after what it requires.
func requiredDatasets(direct []*Dataset) []*Dataset {
	var out []*Dataset
	for _, d := range direct {
		for _, x := range append(requiredDatasets(d.requires), d) {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// summarise computes counts and checksum, and reports duplicate edges.
func (r *reader) summarise(d *Dataset) error {
	sum, nodes := sha256.New(), 0
	var last, first string
	err := d.order.Each(func(key string, value []byte) error {
		place, text, _ := bytes.Cut(value, []byte("\n"))
		id, kind, isNode := partsOf(key)
		switch {
		case isNode && (key == last || d.stubs[id]):
			return nil // resolveMentions has reported duplicate nodes
		case key == last:
			rec, at, err := parseEntry(value)
			r.duplicate(parsePosition(at), rec.Key(), parsePosition(first))
			return err
		}
		last, first = key, string(place)
		if d.size++; isNode {
			nodes++
		}
		d.counts[kind]++
		_, _ = sum.Write(append(text, '\n'))
		return nil
	})
	if p := d.record.Props; p != nil {
		p["checksum"] = hex.EncodeToString(sum.Sum(nil))
		p["nodeCount"], p["edgeCount"] = int64(nodes), int64(d.size-nodes)
	}
	return err
}
