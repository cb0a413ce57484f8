package graph

import (
	"slices"
	"strings"
)

// StatusChange is one entry of the status history of an action: a status, and since when it was known to have it. An action first
// alleged and then confirmed has two.
type StatusChange struct {
	Status  ActionStatus `json:"status"`
	Since   string       `json:"since"`   // EDTF
	Sources []string     `json:"sources"` // ids of the sources that say so, at least one
}

// String is the change in one line: "ALLEGED 2025-06-28 sfera-news apa". None of its words holds a space.
func (c StatusChange) String() string {
	return strings.Join(append([]string{string(c.Status), c.Since}, c.Sources...), " ")
}

// ParseStatusChange reads what String writes. Of a text with fewer than three words it leaves out what it lacks.
func ParseStatusChange(text string) StatusChange {
	words := append(strings.Fields(text), "", "")
	sources := slices.DeleteFunc(words[2:], func(s string) bool { return s == "" })
	return StatusChange{ActionStatus(words[0]), words[1], sources}
}

// StatusHistory is the status history of a record, nil when it has none.
func (r Record) StatusHistory() []StatusChange {
	list, _ := r.Props["statusHistory"].([]StatusChange)
	return list
}

// NamedSources are the ids of the sources that the evidence and the status history of a record name.
func (r Record) NamedSources() []string {
	var out []string
	for _, e := range r.Evidence {
		out = append(out, e.Source)
	}
	for _, c := range r.StatusHistory() {
		out = append(out, c.Sources...)
	}
	return out
}

// checkHistory returns the Faults of a status history by itself.
func checkHistory(list []StatusChange) error {
	var found Faults
	if len(list) == 0 {
		found = append(found, RuleEmpty.Fault("statusHistory is empty").WithRemedy("leave it out when it is unknown"))
	}
	for i := range list {
		found = append(found, FaultsOf(CheckStatusChange(list, i))...)
	}
	return found.Err()
}

// CheckStatusChange returns the Faults of the i-th change of a status history, by itself and beside the one before it.
func CheckStatusChange(list []StatusChange, i int) error {
	var found Faults
	bad := func(f Fault) { found = append(found, f) }
	c, before := list[i], StatusChange{}
	if i > 0 {
		before = list[i-1]
	}
	switch {
	case !InVocabulary("ActionStatus", string(c.Status)):
		bad(RuleTerm.Fault("status %q is none of %s", c.Status, strings.Join(Vocabularies["ActionStatus"], ", ")))
	case c.Status == before.Status:
		bad(RuleDuplicate.Fault("statusHistory holds %s twice in a row", c.Status).WithRemedy("keep the first"))
	}
	since, err := ParseDate(c.Since)
	last, _ := ParseDate(before.Since) // which has been checked before
	switch {
	case err != nil:
		found = append(found, FaultsOf(err)...)
	case since.Earliest == "":
		bad(RuleDate.Fault("since %q has no beginning", c.Since).WithRemedy("write the day, month or year of the news"))
	case since.Latest != "" && since.Latest < last.Earliest:
		bad(RuleTimeOrder.Fault("statusHistory goes back in time, from %s to %s", before.Since, c.Since).
			WithRemedy("put the earliest first, or correct a date"))
	}
	if len(c.Sources) == 0 {
		bad(RuleNoEvidence.Fault("status %s since %s has no source", c.Status, c.Since).WithRemedy("name at least one source"))
	}
	for _, id := range c.Sources {
		found = append(found, FaultsOf(CheckID(id))...)
	}
	return found.Err()
}

// CheckStatus returns a Fault when a record has a status other than the last of its history.
func CheckStatus(r Record) error {
	list, status := r.StatusHistory(), r.Props["status"]
	if len(list) == 0 || status == nil || status == string(list[len(list)-1].Status) {
		return nil
	}
	return RuleValue.Fault("status is %v, but the last of statusHistory is %s", status, list[len(list)-1].Status).
		WithRemedy("make them equal: the history ends with the status of now").In("statusHistory")
}
