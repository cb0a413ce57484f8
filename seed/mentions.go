package seed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed/internal/extsort"
)

// mention is an occurrence of an id: a node that is stated here or in a required dataset, a reference to one, or a check
// that needs to know both. Mentions are sorted by id and role, so that nodes come before references to them.
type mention struct {
	role  role
	at    position
	kinds []graph.Kind // the kind of a node, or the kinds that a reference allows
	date  string       // the date of a node
	stub  bool         // only for a node: see isStub
	more  string       // the key of the edge of a response or trigger, the name of the key that a node lacks, or the key of a bare edge
}

type role byte

const (
	isNode     role = '0' // stated by this dataset
	isKnown    role = '1' // stated by one that it requires
	isNamed    role = '2'
	isLacking  role = '3' // a node without a key that it must have, unless a required dataset states it
	isResponse role = '4'
	isTrigger  role = '5'
	isBare     role = '6' // a node with an edge without evidence, which is the node's fault unless a required dataset states it
)

const fieldEnd = "\x1f" // no id, date or kind holds control characters

func (r *reader) mention(id string, m mention) {
	kinds := make([]string, len(m.kinds))
	for i, k := range m.kinds {
		kinds[i] = string(k)
	}
	if r.mentioned != nil {
		r.mentioned[id] = true
	}
	value := strings.Join([]string{m.at.String(), strings.Join(kinds, ","), m.date, strconv.FormatBool(m.stub), m.more}, fieldEnd)
	r.fail(r.ids.Add(id+"\x00"+string(m.role), []byte(value)))
}

// mayName reports whether what was read may name an id. Of an input, which is small, it is known; of files, any may be named.
func (r *reader) mayName(id string) bool { return r.mentioned == nil || r.mentioned[id] }

func parseMention(key string, value []byte) (id string, m mention) {
	fields := strings.SplitN(string(value), fieldEnd, 5)
	m = mention{role: role(key[len(key)-1]), at: parsePosition(fields[0]), date: fields[2], stub: fields[3] == "true", more: fields[4]}
	for k := range strings.SplitSeq(fields[1], ",") {
		m.kinds = append(m.kinds, graph.Kind(k))
	}
	return key[:len(key)-2], m
}

func (p position) String() string { return fmt.Sprintf("%d:%d:%d", p.file, p.line, p.column) }

func parsePosition(s string) (p position) {
	_, _ = fmt.Sscanf(s, "%d:%d:%d", &p.file, &p.line, &p.column)
	return p
}

// unknownRef is a reference to an id that no dataset states.
type unknownRef struct {
	id string
	mention
}

// resolveMentions reports duplicate nodes, unknown ids, ids of the wrong kind, missing keys, and responses that are earlier
// than what they respond to. It returns the ids of stubs: nodes that a required dataset states and this one adds nothing to.
func (r *reader) resolveMentions() (stubs map[string]bool, err error) {
	stubs = map[string]bool{}
	dates := extsort.New("") // of responses and triggers, by the edge's key
	defer dates.Close()
	var unknown []unknownRef
	var id string
	var kind graph.Kind // of the current id, "" when nothing states it
	var known bool      // a required dataset states it
	var date string
	var first *mention // the mention that states it in this dataset
	err = r.ids.Each(func(key string, value []byte) error {
		this, m := parseMention(key, value)
		if this != id {
			id, kind, known, date, first = this, "", false, "", nil
			if id == r.manifest.ID {
				first, kind = &mention{at: r.at}, graph.KindDataset
			}
		}
		switch m.role {
		case isNode:
			if first != nil {
				r.duplicate(m.at, id, first.at)
				return nil
			}
			first, kind, date = &m, m.kinds[0], m.date
		case isKnown:
			if known = true; kind == "" {
				kind = m.kinds[0]
			}
			if date == "" {
				date = m.date
			}
			if first != nil && first.stub {
				stubs[id] = true
			}
			if first != nil && kind != m.kinds[0] {
				r.faultAt(first.at, graph.RuleWrongKind.Fault("%q is %s in a dataset that this one requires", id, withArticle(string(m.kinds[0]))).
					WithRemedy("one id is one thing"))
			}
		case isNamed:
			switch {
			case kind == "":
				unknown = append(unknown, unknownRef{id, m})
			case !slices.Contains(m.kinds, kind):
				r.faultAt(m.at, graph.RuleWrongKind.Fault("%q is %s", id, withArticle(string(kind))).
					WithRemedy("%s is needed here", withArticle(kindWords(m.kinds))))
			}
		case isLacking:
			if !known || kind != m.kinds[0] {
				r.faultAt(m.at, missingKey(m.kinds[0], id, m.more))
			}
		case isBare:
			if known {
				r.faultAt(m.at, bareEdge(m.more, id))
			}
		case isResponse, isTrigger:
			return dates.Add(m.more+"\x00"+string(m.role), []byte(date+fieldEnd+id+fieldEnd+m.at.String()))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := r.suggest(unknown); err != nil {
		return nil, err
	}
	return stubs, r.checkResponseDates(dates)
}

func (r *reader) duplicate(at position, key string, first position) {
	other := r.place(first).String()
	if r.paths == nil {
		other = fmt.Sprintf("%s:%d", r.files[first.file], first.line)
	}
	r.faultAt(at, graph.RuleDuplicate.Fault("%q stands also at %s", key, other).WithRemedy("give it once"))
}

// A suggestion costs a comparison with every known id. These bound how many ids get one, and with how many they are compared.
const (
	maxSuggestions = 200
	maxKnown       = 200_000
)

// suggest reports unknown ids, each with the known id that is most like it.
func (r *reader) suggest(unknown []unknownRef) error {
	if len(unknown) == 0 || r.incomplete {
		return nil // a file that could not be read may state them
	}
	ids := map[graph.Kind][]string{}
	n := 0
	known := func(id string, kind graph.Kind) {
		if n++; n <= maxKnown {
			ids[kind] = append(ids[kind], id)
		}
	}
	if err := r.ids.Each(func(key string, value []byte) error {
		if id, m := parseMention(key, value); m.role <= isKnown {
			known(id, m.kinds[0])
		}
		return nil
	}); err != nil {
		return err
	}
	for _, d := range requiredDatasets(r.requires) {
		if err := d.Each(func(rec graph.Record) error {
			if rec.Edge == "" && !r.mayName(rec.ID) {
				known(rec.ID, rec.Kind)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	for i, u := range unknown {
		near := ""
		if i < maxSuggestions {
			var among []string
			for _, k := range u.kinds {
				among = append(among, ids[k]...)
			}
			near = nearest(u.id, among)
		}
		remedy := "add it to a file of this dataset"
		if r.paths != nil {
			remedy = "give it with the input, or name what the store holds"
		}
		if near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		r.faultAt(u.at, graph.RuleUnknownID.Fault("unknown %s %q", kindWords(u.kinds), u.id).WithRemedy("%s", remedy))
	}
	return nil
}

// checkResponseDates reports responses that end before their trigger begins, whatever days their dates allow.
func (r *reader) checkResponseDates(dates *extsort.Sorter) error {
	var edge string
	var response []string // date, id, position
	return dates.Each(func(key string, value []byte) error {
		this, fields := key[:len(key)-2], strings.Split(string(value), fieldEnd)
		if role(key[len(key)-1]) == isResponse {
			edge, response = this, fields
			return nil
		}
		if edge == this && endsBefore(dateOf(response[0]), dateOf(fields[0])) {
			r.faultAt(parsePosition(fields[2]), earlyResponse(response[1], response[0], fields[1], fields[0]))
		}
		return nil
	})
}

// earlyResponse makes the fault of a response that is earlier than what it answers.
func earlyResponse(response, its, trigger, date string) graph.Fault {
	return graph.RuleTimeOrder.Fault("the response %q (%s) is earlier than %q (%s), to which it responds", response, its, trigger, date).
		WithRemedy("correct a date, or exchange the two")
}
