package graph

// Columns names the values of an item of a kind, in order. Stores select them all, always, so that a
// statement's text varies only with its shape.
func Columns(k Kind) []string { return columns[k] }

// Column is the position of a value in Item.Values, or -1.
func Column(k Kind, name string) int {
	if i, ok := columnIndex[k][name]; ok {
		return i
	}
	return -1
}

// Value is an item's value by name, nil when unknown or not held.
func (it *Item) Value(name string) any {
	if i := Column(it.Kind, name); i >= 0 && i < len(it.Values) {
		return it.Values[i]
	}
	return nil
}

// Text is an item's value by name when it is a text, else "".
func (it *Item) Text(name string) string {
	s, _ := it.Value(name).(string)
	return s
}

var columns = func() map[Kind][]string {
	m := map[Kind][]string{
		KindResponse: {"id", "basis", "from", "to", "mode", "note",
			// of the two actions, for what the API derives: delayDays, intensityChange, escalation
			"fromEarliest", "fromLatest", "toEarliest", "fromIntensity", "toIntensity", "fromQuadClass"},
		KindTie:           {"id", "basis", "kind", "from", "to", "since", "until", "ended", "topics", "within"},
		KindSilence:       {"id", "basis", "from", "to", "kind", "asOf", "toEarliest", "toLatest"},
		KindParticipation: {"id", "basis", "role", "actor", "action"},
		KindContradiction: {"id", "basis", "from", "to"},
		KindEvidence:      {"source", "quote", "locator", "field", "basis", "disputes"},
		KindUnanswered:    {"id", "basis", "kind", "action", "owedBy", "owedTo", "since", "earliest", "latest"},
		KindEntry:         {"id", "action", "side", "answers", "earliest", "latest"},
	}
	for k, props := range NodeProps {
		c := []string{"id", "basis"}
		for _, p := range props {
			if !p.Unread {
				c = append(c, p.Name)
			}
		}
		m[k] = c
	}
	return m
}()

var columnIndex = func() map[Kind]map[string]int {
	m := map[Kind]map[string]int{}
	for k, names := range columns {
		m[k] = map[string]int{}
		for i, n := range names {
			m[k][n] = i
		}
	}
	return m
}()
