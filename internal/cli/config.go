package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// A setting is a flag. What is not given on the command line comes from the environment, then from the file of --config, and
// else is the flag's default. Each flag notes where its value comes from, under this annotation.
const sourceKey = "demarche.source"

// notInFile are the flags that only the command line can give.
var notInFile = []string{"config", "help", "version", "print-config"}

// configure sets the flags of a command that were not given, from the environment and from the file.
func configure(cmd *cobra.Command) error {
	flags := cmd.Flags()
	if err := fromEnvironment(flags); err != nil {
		return err
	}
	file, err := flags.GetString("config")
	if err != nil || file == "" {
		return err
	}
	serve, _, err := cmd.Root().Find([]string{"serve"})
	if err != nil {
		return err
	}
	return fromFile(file, flags, serve.Flags())
}

// fromEnvironment sets flags that were not given from the variables DEMARCHE_*.
func fromEnvironment(flags *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		name := variable(f.Name)
		if v := os.Getenv(name); v != "" && !f.Changed && f.Name != "help" && f.Name != "version" && err == nil {
			if e := flags.Set(f.Name, v); e != nil {
				err = fmt.Errorf("%s: %w", name, e)
			}
			note(f, name)
		}
	})
	return err
}

// variable is the name of the environment variable that stands for a flag.
func variable(flag string) string {
	return "DEMARCHE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromFile sets flags that were not given from a YAML file whose keys are names of flags of serve. Other commands take from it
// what they share with serve.
func fromFile(file string, flags, ofServe *pflag.FlagSet) error {
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	if err != nil {
		return fmt.Errorf("--config: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(document.Content) == 0 { // an empty file, or comments alone
		return nil
	}
	settings := document.Content[0]
	if settings.Kind != yaml.MappingNode {
		return fmt.Errorf("%s:%d: write settings, such as addr: 127.0.0.1:8080", file, settings.Line)
	}
	var errs []error
	seen := map[string]int{} // lines
	for i := 0; i+1 < len(settings.Content); i += 2 {
		key, value := settings.Content[i], settings.Content[i+1]
		at := fmt.Sprintf("%s:%d", file, key.Line)
		switch {
		case ofServe.Lookup(key.Value) == nil || slices.Contains(notInFile, key.Value):
			errs = append(errs, fmt.Errorf("%s: unknown setting %.100q%s", at, key.Value, nearest(key.Value, ofServe)))
		case seen[key.Value] > 0:
			errs = append(errs, fmt.Errorf("%s: %s is set in line %d already", at, key.Value, seen[key.Value]))
		default:
			if f := flags.Lookup(key.Value); f != nil && !f.Changed {
				errs = append(errs, setFromNode(flags, f, value, at))
			}
		}
		seen[key.Value] = key.Line
	}
	return errors.Join(errs...)
}

// setFromNode sets a flag from a value of the file: a list flag from a list or one value, any other from one value.
func setFromNode(flags *pflag.FlagSet, f *pflag.Flag, value *yaml.Node, at string) error {
	var values []string
	switch value.Kind {
	case yaml.ScalarNode:
		if value.Tag == "!!null" {
			return fmt.Errorf("%s: %s has no value; give one, or leave the line out", at, f.Name)
		}
		values = []string{value.Value}
	case yaml.SequenceNode:
		for _, item := range value.Content {
			if item.Kind != yaml.ScalarNode {
				return fmt.Errorf("%s: %s is a list of plain values", at, f.Name)
			}
			values = append(values, item.Value)
		}
	default:
		return fmt.Errorf("%s: %s is one value, or a list of values", at, f.Name)
	}
	list, isList := f.Value.(pflag.SliceValue)
	switch {
	case isList:
		if err := list.Replace(values); err != nil {
			return fmt.Errorf("%s: %s: %w", at, f.Name, err)
		}
		f.Changed = true
	case value.Kind == yaml.SequenceNode:
		return fmt.Errorf("%s: %s is one value, not a list", at, f.Name)
	default:
		if err := flags.Set(f.Name, values[0]); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	note(f, at)
	return nil
}

// nearest suggests the setting that is most like a name, if one is.
func nearest(name string, flags *pflag.FlagSet) string {
	best, least := "", 3
	flags.VisitAll(func(f *pflag.Flag) {
		if d := levenshtein.ComputeDistance(name, f.Name); d < least && !slices.Contains(notInFile, f.Name) {
			best, least = f.Name, d
		}
	})
	if best == "" {
		return "; 'demarche serve --help' lists all"
	}
	return "; did you mean " + best + "?"
}

// note keeps where the value of a flag comes from.
func note(f *pflag.Flag, source string) {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[sourceKey] = []string{source}
}

// sourceOf says where the value of a flag comes from.
func sourceOf(f *pflag.Flag) string {
	if s := f.Annotations[sourceKey]; len(s) > 0 {
		return s[0]
	}
	if f.Changed {
		return "--" + f.Name
	}
	return "default"
}
