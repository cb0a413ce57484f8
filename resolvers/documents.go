package resolvers

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	maxFaults = 20 // errors of one document that are told

	keptBytes    = 32 << 20  // of documents that are kept, by their estimated size
	maxKeptBytes = 512 << 10 // of one of these
	tokenBytes   = 256       // the memory of a token when it is parsed: 66 to 230 bytes were measured
)

// document is a document that has been parsed and found valid.
type document struct {
	*ast.QueryDocument
	hash  string // SHA-256 of the text, in hexadecimal
	bytes uint32 // its memory, estimated
}

// documents keep parsed documents by their texts. The same question in other white space is another text, because the
// positions in errors differ. What is asked often stays: many texts that are sent once do not push it out.
type documents = otter.Cache[string, *document]

func newDocuments() *documents {
	return otter.Must(&otter.Options[string, *document]{
		MaximumWeight: keptBytes,
		Weigher:       func(_ string, d *document) uint32 { return d.bytes },
		Executor:      func(evict func()) { evict() },
	})
}

// Validate finds what is wrong with a document whatever the store holds: nil, or errors with positions and codes.
func Validate(text string) gqlerror.List {
	_, errs := parse(text)
	return errs
}

// document parses and validates a text, unless it is known to be valid.
func (a *API) document(text string) (*document, gqlerror.List) {
	if d, known := a.documents.GetIfPresent(text); known {
		return d, nil
	}
	parsed, errs := parse(text)
	if errs != nil {
		return nil, errs
	}
	sum := sha256.Sum256([]byte(text))
	d := &document{QueryDocument: parsed, hash: hex.EncodeToString(sum[:]), bytes: uint32(len(text) + tokenBytes*tokens(text))}
	if d.bytes <= maxKeptBytes {
		a.documents.Set(text, d)
	}
	return d, nil
}

func parse(text string) (*ast.QueryDocument, gqlerror.List) {
	if len(text) > maxDocument {
		return nil, gqlerror.List{invalidRequest(gqlerror.Errorf(
			"the document has %d bytes; at most %d are read: give lists and texts by variables", len(text), maxDocument))}
	}
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, maxTokens)
	if err != nil {
		return nil, gqlerror.List{invalidRequest(err)}
	}
	if len(parsed.Operations) == 0 {
		return nil, gqlerror.List{invalidRequest(gqlerror.Errorf("the document has no operation"))}
	}
	if name := repeated(parsed); name != "" {
		err := tooComplex("the document has more than %d fields of the name %s; ask for less at a time", maxSameName, name)
		return nil, gqlerror.List{{Message: short(err.Error()), Extensions: map[string]any{"code": "TOO_COMPLEX"}}}
	}
	errs := validator.ValidateWithRules(schema, parsed, rules.NewDefaultRules())
	if more := len(errs) - maxFaults; more > 0 {
		errs = append(errs[:maxFaults:maxFaults], gqlerror.Errorf("%d more errors are not told", more))
	}
	for _, err := range errs {
		_ = invalidRequest(err)
	}
	if len(errs) == 0 {
		errs = misplacedLenses(parsed)
	}
	return parsed, errs
}

// repeated returns a response key that more than maxSameName fields of a document have, "" when there is none.
func repeated(document *ast.QueryDocument) (name string) {
	count := map[string]int{}
	eachField(document, func(f *ast.Field) {
		if count[f.Alias]++; count[f.Alias] > maxSameName {
			name = f.Alias
		}
	})
	return name
}

// eachField does something with each field that a document writes out.
func eachField(document *ast.QueryDocument, do func(*ast.Field)) {
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				do(s)
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			case *ast.FragmentSpread: // it is walked where it is defined
			}
		}
	}
	for _, operation := range document.Operations {
		walk(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		walk(fragment.SelectionSet)
	}
}

// tokens counts the tokens of a text that has been parsed.
func tokens(text string) (n int) {
	for l := lexer.New(&ast.Source{Input: text}); ; n++ {
		if t, err := l.ReadToken(); err != nil || t.Kind == lexer.EOF {
			return n
		}
	}
}

// operationOf finds the operation of a document that a request names. It needs no name when the document has only one.
func operationOf(document *ast.QueryDocument, name string) (*ast.OperationDefinition, *gqlerror.Error) {
	if operation := document.Operations.ForName(name); operation != nil {
		return operation, nil
	}
	if name == "" {
		return nil, invalidRequest(gqlerror.Errorf("the document has %d operations; say which by operationName", len(document.Operations)))
	}
	return nil, invalidRequest(gqlerror.Errorf("the document has no operation %q", name))
}

// invalidRequest gives the code INVALID to what gqlparser found.
func invalidRequest(err error) *gqlerror.Error {
	out := gqlerror.WrapIfUnwrapped(err)
	out.Message = short(out.Message)
	for i, at := range out.Path { // of a variable
		if name, is := at.(ast.PathName); is {
			out.Path[i] = ast.PathName(short(string(name)))
		}
	}
	out.Extensions = map[string]any{"code": "INVALID"}
	return out
}

const (
	maxWord    = 100  // characters without white space in a message, such as an id
	maxMessage = 1000 // bytes of a message
)

// short bounds a message, since requests may hold names and ids of any length, and errors repeat them.
func short(message string) string {
	if len(message) <= maxWord {
		return message
	}
	var out strings.Builder
	word := 0
	for _, r := range message {
		switch {
		case out.Len() >= maxMessage:
			out.WriteString("…")
			return out.String()
		case r == ' ' || r == '\n':
			word = 0
		default:
			word++
		}
		if word <= maxWord {
			_, _ = out.WriteRune(r)
		} else if word == maxWord+1 {
			out.WriteString("…")
		}
	}
	return out.String()
}
