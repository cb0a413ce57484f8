package imports

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

// maxAliases bounds an alias file, in bytes: it is kept by hand and held in memory.
const maxAliases = 64 << 20

// aliasesName is the file of a built-in dataset that says which names in event data mean its actors.
const aliasesName = "aliases.csv"

// Aliases say which curated actor an imported name or code stands for. They are read from CSV:
//
//	name,id,code
//	Azerbaijan,azerbaijan,AZE
//	Dmitry Peskov,dmitry-peskov,
//
// Names are compared without case, accents and punctuation, codes as they are: the actor codes of GDELT, and of a state its
// ISO 3166-1 alpha-3 code. Lines without an id are passed over, and so are further columns, so that a list of unmatched
// names can be filled in and given back.
type Aliases []Alias

// Alias is one line of an alias file.
type Alias struct {
	File           string
	Line           int
	Name, ID, Code string
}

// ReadAliases reads an alias file, or that of a built-in dataset by the dataset's name. Its error is seed.Problems when
// the file is at fault.
func ReadAliases(file string) (Aliases, error) {
	if builtin, ok := seed.Builtin(file); ok {
		if text, err := fs.ReadFile(builtin, aliasesName); err == nil {
			return parseAliases(file+"/"+aliasesName, text)
		}
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return nil, position{file, 1}.damage(1, "cannot be read; it should be a CSV file with the header name,id,code")
	}
	if info.Size() > maxAliases {
		return nil, position{file, 1}.damage(1, "larger than %d MB; an alias file is written by hand", maxAliases>>20)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, position{file, 1}.damage(1, "cannot be read; it should be a file that you may read")
	}
	return parseAliases(file, text)
}

func parseAliases(file string, text []byte) (Aliases, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil, position{file, 1}.damage(1, "not UTF-8 text; save it as CSV in UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || !slices.Contains(head, "name") || !slices.Contains(head, "id") {
		return nil, position{file, 1}.damage(1, "the first line should be name,id or name,id,code")
	}
	var aliases Aliases
	var problems seed.Problems
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			problems = append(problems, seed.Problem{File: file, Line: wrong.Line, Column: wrong.Column, Message: "quotation marks do not match; a mark within a field is doubled"})
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		get := func(column string) string {
			if i := slices.Index(head, column); i >= 0 && i < len(fields) {
				return unformula(clean(fields[i]))
			}
			return ""
		}
		a := Alias{file, line, get("name"), get("id"), get("code")}
		if a.ID == "" {
			continue
		}
		if err := graph.CheckID(a.ID); err != nil {
			problems = append(problems, seed.Problem{File: file, Line: line, Column: 1, Message: strings.TrimPrefix(err.Error(), graph.ErrInvalid.Error()+": ")})
		}
		if a.Name == "" && a.Code == "" {
			problems = append(problems, seed.Problem{File: file, Line: line, Column: 1, Message: "neither a name nor a code; give one"})
		}
		aliases = append(aliases, a)
	}
	problems = append(problems, aliases.twice()...)
	if len(problems) > 0 {
		return nil, problems
	}
	return aliases, nil
}

// twice finds names and codes that lead to two actors.
func (as Aliases) twice() seed.Problems {
	var problems seed.Problems
	first := map[string]Alias{}
	for _, a := range as {
		for _, k := range a.keys() {
			was, known := first[k]
			if known && was.ID != a.ID {
				problems = append(problems, seed.Problem{File: a.File, Line: a.Line, Column: 1,
					Message: fmt.Sprintf("%s leads to %q here and to %q on line %d; keep one", strings.TrimSpace(k[1:]), a.ID, was.ID, was.Line)})
			} else if !known {
				first[k] = a
			}
		}
	}
	return problems
}

// keys are those under which an alias is found: a name's folded, a code's as it is.
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

// index makes aliases ready for looking up.
func (as Aliases) index() map[string]string {
	ids := map[string]string{}
	for _, a := range as {
		for _, k := range a.keys() {
			ids[k] = a.ID
		}
	}
	return ids
}

// A spreadsheet takes a cell that begins with one of these for a formula. Where we write CSV such a cell gets an
// apostrophe before it, and loses it when read again.
const formulaSigns = "=+-@\t\r"

func formula(cell string) string {
	if cell != "" && strings.ContainsRune(formulaSigns, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unformula(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formulaSigns, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}
