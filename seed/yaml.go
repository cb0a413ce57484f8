package seed

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/demarche-graph/demarche/graph"
)

// yaml reads a file of hand-written YAML: the manifest, or lists of records.
func (r *reader) yaml(text []byte, isManifest bool) {
	root, ok := r.parse(text)
	switch {
	case !ok:
		r.incomplete = true
	case isManifest && (root == nil || isNull(root)):
		r.fault(nil, graph.RuleFile.Fault("empty").WithRemedy("say id, name, version and licence"))
	case isManifest:
		r.dataset(root)
	case root != nil && root.Kind == yaml.MappingNode && len(root.Content) == 0, root != nil && isNull(root):
		r.fault(nil, emptyFile)
	case root != nil:
		r.lists(root)
	case len(bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))) == 0:
		r.fault(nil, emptyFile)
	}
	if n := len(text); ok && n > 0 && text[n-1] != '\n' {
		line := bytes.Count(text, []byte("\n")) + 1
		r.fault(&yaml.Node{Line: line}, cutFile)
	}
}

// parse returns the root of a file's document, nil when it has none, and false when it is not YAML.
func (r *reader) parse(text []byte) (*yaml.Node, bool) {
	var doc, more yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, true
	}
	if err == nil {
		if err = dec.Decode(&more); err == nil {
			r.fault(&more, graph.RuleSyntax.Fault("a second document").WithRemedy("give it a file of its own"))
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if mark := openMark(text, err); mark != nil {
		r.fault(mark, neverClosed("YAML"))
		return nil, false
	}
	if err != nil {
		r.fault(syntaxErrorAt(text), graph.RuleSyntax.Fault("not YAML: %s", yamlMessage(err)).
			WithRemedy("look for a quotation mark, bracket or indentation that is off"))
		return nil, false
	}
	root := doc.Content[0]
	if deep := deeper(root, maxNesting); deep != nil {
		r.fault(deep, graph.RuleSyntax.Fault("it nests more than %d levels deep", maxNesting).
			WithRemedy("records need 8; look for brackets or indentation that is off"))
		return nil, false
	}
	r.refuseAliases(root)
	return root, true
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// maxNesting bounds how deep YAML nests. An item of evidence of a link of a record in a list stands at the eighth level.
const maxNesting = 12

// deeper returns the first node beyond a depth, nil when there is none.
func deeper(n *yaml.Node, levels int) *yaml.Node {
	if levels == 0 {
		return n
	}
	for _, c := range n.Content {
		if deep := deeper(c, levels-1); deep != nil {
			return deep
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`^yaml: (line \d+: )?`)

// yamlMessage returns an error of the YAML parser without its line, which is often that of an enclosing block.
func yamlMessage(err error) string { return yamlLine.ReplaceAllString(err.Error(), "") }

// syntaxErrorAt finds the line of a syntax error by bisection: the first line after the longest prefix of the file that
// parses. It is nil for a long file, which would take too many attempts.
func syntaxErrorAt(text []byte) *yaml.Node {
	if len(text) > 1<<20 {
		return nil
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	ends := make([]int, len(lines)+1)
	for i, l := range lines {
		ends[i+1] = ends[i] + len(l)
	}
	sound := func(n int) bool {
		dec := yaml.NewDecoder(bytes.NewReader(text[:ends[n]]))
		for {
			if err := dec.Decode(new(yaml.Node)); err != nil {
				return errors.Is(err, io.EOF)
			}
		}
	}
	good, bad := 0, len(lines)
	for range 20 {
		for bad-good > 1 {
			if mid := (good + bad) / 2; sound(mid) {
				good = mid
			} else {
				bad = mid
			}
		}
		// A block that begins on this line may be complete some lines further down.
		next := 0
		for n := bad + 1; n < len(lines) && n <= bad+50 && next == 0; n++ {
			if sound(n) {
				next = n
			}
		}
		if next == 0 {
			break
		}
		good, bad = next, len(lines)
	}
	line := string(lines[good])
	return &yaml.Node{Line: good + 1, Column: 1 + len(line) - len(strings.TrimLeft(line, " "))}
}

// neverClosed makes the fault of a quotation mark without its second.
func neverClosed(format string) graph.Fault {
	return graph.RuleSyntax.Fault("not %s: a quotation mark that is never closed", format).
		WithRemedy("close it, or see whether the file was cut off")
}

// endsInQuotation reports whether an error of the YAML parser says that the text ended within quotation marks.
func endsInQuotation(err error) bool {
	return err != nil && strings.Contains(err.Error(), "unexpected end of stream")
}

// maxMarks bounds how many quotation marks are tried for the one that is never closed.
const maxMarks = 100

// openMark finds the quotation mark at which a text begins to end within quotation marks, nil when it does not or is long.
func openMark(text []byte, err error) *yaml.Node {
	if !endsInQuotation(err) || len(text) > 1<<20 {
		return nil
	}
	at := len(text)
	for range maxMarks {
		if at = bytes.LastIndexAny(text[:at], `"'`); at < 0 {
			return nil
		}
		if at > 0 && (text[at-1] == '\\' || text[at-1] == text[at]) {
			continue // it is written out within the quotation: \" or ''
		}
		if endsInQuotation(yaml.NewDecoder(bytes.NewReader(text[:at])).Decode(new(yaml.Node))) {
			continue
		}
		line := bytes.LastIndexByte(text[:at], '\n') + 1
		return &yaml.Node{Line: bytes.Count(text[:at], []byte("\n")) + 1, Column: utf8.RuneCount(text[line:at]) + 1}
	}
	return nil
}

// refuseAliases reports YAML aliases. Without them what a curator sees is what is read, and a small file cannot expand.
func (r *reader) refuseAliases(n *yaml.Node) {
	for _, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			r.faultAt(r.here(c), graph.RuleSyntax.Fault("YAML aliases, as *%.60s, are not taken", c.Value).WithRemedy("write the value out"))
			continue
		}
		r.refuseAliases(c)
	}
}

// leaveOut is the remedy for an empty key.
const leaveOut = "leave the key out when it is unknown"

// pairs visits the keys and values of a map. It reports what is no map, merges, duplicate keys and empty values. It returns
// all keys, even those at fault, so that none is reported as missing besides.
func (r *reader) pairs(n *yaml.Node, visit func(key, value *yaml.Node)) map[string]bool {
	if n.Kind != yaml.MappingNode {
		r.fault(n, graph.RuleValue.Fault(`should be a map of keys and values, such as "id: …"`))
		return nil
	}
	given := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge":
			r.fault(key, graph.RuleSyntax.Fault("should be a plain key").WithRemedy("YAML merges and keys of parts are not taken"))
			continue
		case given[key.Value]:
			r.fault(key, graph.RuleDuplicate.Fault("%.60s stands twice", key.Value).WithRemedy("join the two"))
		case value.Kind == yaml.ScalarNode && value.ShortTag() == "!!null":
			r.fault(value, graph.RuleEmpty.Fault("%.60s has no value", key.Value).WithRemedy(leaveOut))
		default:
			visit(key, value)
		}
		given[key.Value] = true
	}
	return given
}

// text reads a text. One that YAML takes for another type needs quotation marks, unless it is a date.
func (r *reader) text(name string, n *yaml.Node) (string, bool) {
	tag := n.ShortTag()
	switch {
	case n.Kind != yaml.ScalarNode:
		r.fault(n, graph.RuleValue.Fault("%s should be one text", name))
	case tag == "!!timestamp", tag == "!!int" && slices.Contains(dates, name):
		return n.Value, true
	case tag == "!!null":
		r.fault(n, graph.RuleEmpty.Fault("%s holds an empty item", name).WithRemedy("leave it out"))
	case tag != "!!str":
		r.fault(n, graph.RuleValue.Fault("%s is %s, it should be a text", name, typeWord(tag)).
			WithRemedy(`put it in quotation marks: "%.60s"`, n.Value))
	case strings.ContainsRune(n.Value, 0):
		r.fault(n, graph.RuleValue.Fault("%s holds a NUL character", name).WithRemedy("leave it out"))
	case strings.TrimSpace(n.Value) == "":
		r.fault(n, graph.RuleEmpty.Fault("%s is empty", name).WithRemedy(leaveOut))
	default:
		return n.Value, true
	}
	return "", false
}

// id reads an id.
func (r *reader) id(name string, n *yaml.Node) string {
	id, ok := r.text(name, n)
	if !ok {
		return ""
	}
	if err := graph.CheckID(id); err != nil {
		r.report(n, err)
		return ""
	}
	if i := strings.IndexFunc(id, graph.Invisible); i >= 0 {
		c, _ := utf8.DecodeRuneInString(id[i:])
		r.fault(n, graph.RuleInvisible.Fault("id %q holds the character %U, which cannot be seen", id, c).WithRemedy("take it out"))
		return ""
	}
	return id
}

// typeWord names the type of a YAML tag.
func typeWord(tag string) string {
	switch tag {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	}
	return tag
}

// lists reads a file of records.
func (r *reader) lists(root *yaml.Node) {
	r.pairs(root, func(key, value *yaml.Node) {
		kind, ok := recordLists[key.Value]
		switch {
		case !ok:
			r.unknownKey(key, sortedKeys(recordLists))
		case value.Kind == yaml.SequenceNode && len(value.Content) == 0:
			r.fault(value, graph.RuleEmpty.Fault("%s has no records", key.Value).WithRemedy("write them again, or leave the key out"))
		case value.Kind != yaml.SequenceNode:
			r.fault(value, graph.RuleValue.Fault(`%s should be a list of records, each beginning with "- id:"`, key.Value))
		default:
			for _, n := range value.Content {
				r.record(kind, n)
			}
		}
	})
}
