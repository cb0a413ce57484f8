package seed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// spots are the places of a record, of its values by key, and of its items of evidence in order.
type spots struct {
	position
	values   map[string]position
	evidence []position
}

// spots takes the places of values. The record itself stands at the position given.
func (m marks) spots(at position) spots {
	s := spots{position: at, values: map[string]position{}}
	place := func(n *yaml.Node) position { return position{at.file, max(n.Line, 1), max(n.Column, 1)} }
	for key, n := range m {
		if len(key) > 40 || strings.ContainsAny(key, " =\n") {
			continue // no key of a record; it was reported
		}
		s.values[key] = place(n)
		if key == "evidence" {
			for _, item := range n.Content {
				s.evidence = append(s.evidence, place(item))
			}
		}
	}
	return s
}

// String writes spots as parseSpots reads them: the position, then each KEY=LINE:COLUMN, and =LINE:COLUMN for evidence.
func (s spots) String() string {
	var b strings.Builder
	b.WriteString(s.position.String())
	add := func(key string, p position) { fmt.Fprintf(&b, " %s=%d:%d", key, p.line, p.column) }
	for _, key := range sortedKeys(s.values) {
		add(key, s.values[key])
	}
	for _, p := range s.evidence {
		add("", p)
	}
	return b.String()
}

func parseSpots(text string) *spots {
	parts := strings.Split(text, " ")
	s := &spots{position: parsePosition(parts[0]), values: map[string]position{}}
	for _, part := range parts[1:] {
		key, place, _ := strings.Cut(part, "=")
		line, column, _ := strings.Cut(place, ":")
		p := position{file: s.file}
		p.line, _ = strconv.Atoi(line) // written by String
		p.column, _ = strconv.Atoi(column)
		if key == "" {
			s.evidence = append(s.evidence, p)
		} else {
			s.values[key] = p
		}
	}
	return s
}

// of returns the place of the first of the keys that the record gives, else that of the record.
func (s *spots) of(keys ...string) position {
	i := slices.IndexFunc(keys, func(k string) bool { _, given := s.values[k]; return given })
	if i < 0 {
		return s.position
	}
	return s.values[keys[i]]
}

// gives reports whether the record has a key, even one whose value is at fault.
func (s *spots) gives(key string) bool {
	_, given := s.values[key]
	return given
}
