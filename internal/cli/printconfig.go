package cli

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// printConfig prints every setting as a file for --config, with where its value comes from. A setting that is off or left to
// the server is a comment. Passwords are left out.
func printConfig(out io.Writer, flags *pflag.FlagSet, store storeChoice) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		if slices.Contains(notInFile, f.Name) || err != nil {
			return
		}
		value, source := f.Value.String(), sourceOf(f)
		off := value == "" && !f.Changed
		if f.Name == "store" && !f.Changed {
			value, off = store.url, true
			if store.named {
				source, off = "NEO4J_URI", false
			}
		}
		node := scalar(value)
		if list, isList := f.Value.(pflag.SliceValue); isList {
			node = &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, v := range list.GetSlice() {
				node.Content = append(node.Content, scalar(v))
			}
			off = len(node.Content) == 0 && !f.Changed
		}
		err = printSetting(out, f.Name, node, source, off)
	})
	return err
}

// scalar is a value on one line. A flag reads the text that it writes, so that YAML's types do not matter.
func scalar(value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: withoutPassword(value)}
	if value == "" || strings.ContainsFunc(value, unicode.IsControl) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func printSetting(out io.Writer, name string, value *yaml.Node, source string, off bool) error {
	text, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: name}, value}})
	if err != nil {
		return err
	}
	line := strings.TrimSuffix(string(text), "\n") + " # " + source
	if off {
		line = "# " + line
	}
	_, err = fmt.Fprintln(out, line)
	return err
}

// withoutPassword leaves the user and the password out of a URL.
func withoutPassword(value string) string {
	if u, err := url.Parse(value); err == nil && u.User != nil {
		u.User = nil
		return u.String()
	}
	if scheme, rest, ok := strings.Cut(value, "://"); ok { // what url.Parse does not understand may hold one too
		return scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
	}
	return value
}
