package imports

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

// maxAliases bounds an alias file, in bytes. Such a file is kept by hand and held in memory.
const maxAliases = 64 << 20

// aliasesName is the alias file of a built-in dataset.
const aliasesName = "aliases.csv"

// Aliases say which curated actor a name or code in event data means. They are read from CSV:
//
//	name,id,code
//	Azerbaijan,azerbaijan,AZE
//	Dmitry Peskov,dmitry-peskov,
//
// Names are compared without case, accents and punctuation. Codes are compared as they are: GDELT's actor codes, and ISO
// 3166-1 alpha-3 for states. Lines without an id and further columns are ignored, so that a list of unmatched names can be
// filled in and used as an alias file.
type Aliases []Alias

// Alias is one line of an alias file.
type Alias struct {
	File           string
	Line           int
	Name, ID, Code string
}

// ReadAliases reads an alias file, or that of a built-in dataset by its name. The error is seed.Problems when the file is
// at fault.
func ReadAliases(file string) (Aliases, error) {
	if builtin, ok := seed.Builtin(file); ok {
		if text, err := fs.ReadFile(builtin, aliasesName); err == nil {
			return parseAliases(file+"/"+aliasesName, text)
		}
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return nil, position{file, 1}.damage(1, graph.RuleFile.Fault("cannot be read").
			WithRemedy("it should be a CSV file with the header name,id,code"))
	}
	if info.Size() > maxAliases {
		return nil, position{file, 1}.damage(1, graph.RuleFile.Fault("larger than %d MB", maxAliases>>20).
			WithRemedy("an alias file is written by hand"))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, position{file, 1}.damage(1, graph.RuleFile.Fault("cannot be read").WithRemedy("it should be a file that you may read"))
	}
	return parseAliases(file, text)
}

func parseAliases(file string, text []byte) (Aliases, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil, position{file, 1}.damage(1, graph.RuleFile.Fault("not UTF-8 text").WithRemedy("save it as CSV in UTF-8"))
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || !slices.Contains(head, "name") || !slices.Contains(head, "id") {
		return nil, position{file, 1}.damage(1, graph.RuleMissingKey.Fault("the first line should be name,id or name,id,code"))
	}
	var aliases Aliases
	var problems seed.Problems
	wrong := func(line, column int, f graph.Fault) {
		problems = append(problems, seed.Problem{At: seed.InFile(file, line, column), Fault: f})
	}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			wrong(parse.Line, parse.Column, graph.RuleSyntax.Fault("quotation marks do not match").WithRemedy("a mark within a field is doubled"))
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		get := func(column string) string {
			if i := slices.Index(head, column); i >= 0 && i < len(fields) {
				return unescapeFormula(cleanName(fields[i]))
			}
			return ""
		}
		a := Alias{file, line, get("name"), get("id"), get("code")}
		if a.ID == "" {
			continue
		}
		for _, f := range graph.FaultsOf(graph.CheckID(a.ID)) {
			wrong(line, 1, f)
		}
		if a.Name == "" && a.Code == "" {
			wrong(line, 1, graph.RuleMissingKey.Fault("neither a name nor a code").WithRemedy("give one"))
		}
		aliases = append(aliases, a)
	}
	problems = append(problems, aliases.duplicates()...)
	if len(problems) > 0 {
		return nil, problems
	}
	return aliases, nil
}

// duplicates reports names and codes that mean two actors.
func (as Aliases) duplicates() seed.Problems {
	var problems seed.Problems
	first := map[string]Alias{}
	for _, a := range as {
		for _, k := range a.keys() {
			was, known := first[k]
			if known && was.ID != a.ID {
				problems = append(problems, a.problem(graph.RuleDuplicate.
					Fault("%s leads to %q here and to %q on line %d", strings.TrimSpace(k[1:]), a.ID, was.ID, was.Line).WithRemedy("keep one")))
			} else if !known {
				first[k] = a
			}
		}
	}
	return problems
}

// problem makes a problem at the line of the alias.
func (a Alias) problem(f graph.Fault) seed.Problem {
	return seed.Problem{At: seed.InFile(a.File, a.Line, 1), Fault: f}
}

// keys returns the keys of an alias in the index: the folded name, and the code.
func (a Alias) keys() []string {
	var keys []string
	if n := graph.Fold(a.Name); n != "" {
		keys = append(keys, nameKey(n))
	}
	if a.Code != "" {
		keys = append(keys, codeKey(a.Code))
	}
	return keys
}

func nameKey(folded string) string { return "n" + folded }
func codeKey(code string) string   { return "c" + code }

// index maps the keys of aliases to ids.
func (as Aliases) index() map[string]string {
	ids := map[string]string{}
	for _, a := range as {
		for _, k := range a.keys() {
			ids[k] = a.ID
		}
	}
	return ids
}

// formulaSigns are the characters at the beginning of a cell that make a spreadsheet run it as a formula. Such a cell is
// written with an apostrophe before it.
const formulaSigns = "=+-@\t\r"

func escapeFormula(cell string) string {
	if cell != "" && strings.ContainsRune(formulaSigns, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unescapeFormula(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formulaSigns, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}
