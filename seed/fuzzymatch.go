package seed

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalization says which differences between two texts to ignore.
type normalization struct {
	name                    string
	space, marks, cas, form bool
}

// normalizations are tried in order, the slightest difference first.
var normalizations = []normalization{
	{name: "white space", space: true},
	{name: "quotation marks or dashes", marks: true},
	{name: "letter case", cas: true},
	{name: "Unicode form (such as é in one character or in two)", form: true},
	{"white space, quotation marks, dashes, letter case or Unicode form", true, true, true, true},
}

// nearText is the text of a source in which something like a quotation is looked for.
type nearText struct {
	text, file string
	normalized [5]*normalized // by normalization, made when first needed
}

// difference says how a text differs from a quotation, and what to do.
type difference struct{ problem, remedy string }

// difference finds how a quotation differs from the text. Little is true when the quotation is certainly from this text.
func (n *nearText) difference(quote string) (d difference, little bool) {
	for i, l := range normalizations {
		if n.normalized[i] == nil {
			n.normalized[i] = normalize(n.text, l)
		}
		if start, end, ok := n.normalized[i].find(normalize(quote, l).text); ok {
			return difference{
				fmt.Sprintf("it differs in %s only", l.name),
				fmt.Sprintf("write it as in line %d: %q", n.line(start), shortened(n.text[start:end], 200)),
			}, true
		}
	}
	if n.inPieces(quote) {
		return difference{"it stands there in pieces, around what it leaves out", "give each piece an evidence item of its own"}, true
	}
	d = difference{"nothing like it stands there", "correct the quotation, or name its source"}
	if at, agreed := n.agreeing(quote); agreed > 0 {
		end := at + agreed
		d.problem = fmt.Sprintf("line %d agrees as far as %q and goes on %q",
			n.line(end), lastPart(quote[:agreed], 40), shortened(n.text[end:], 40))
	}
	return d, false
}

func (n *nearText) line(at int) int { return 1 + strings.Count(n.text[:at], "\n") }

// inPieces reports whether a quotation has omission marks ("…" or "[…]") and its pieces are in the text.
func (n *nearText) inPieces(quote string) bool {
	marked := strings.NewReplacer("[...]", "…", "[…]", "…", "(...)", "…", "(…)", "…", "...", "…").Replace(quote)
	parts := strings.FieldsFunc(marked, func(c rune) bool { return c == '…' })
	for _, p := range parts {
		if !strings.Contains(n.text, strings.TrimSpace(p)) {
			return false
		}
	}
	return len(parts) > 0 && strings.Contains(marked, "…")
}

// agreeing finds the longest prefix of a quotation that is in the text, if it is 12 bytes and a third of it at least.
func (n *nearText) agreeing(quote string) (at, length int) {
	var ends []int // where each character ends
	for i, c := range quote {
		ends = append(ends, i+utf8.RuneLen(c))
	}
	k := sort.Search(len(ends), func(i int) bool { return !strings.Contains(n.text, quote[:ends[i]]) })
	if k == 0 || ends[k-1] < 12 || 3*ends[k-1] < len(quote) {
		return 0, 0
	}
	return strings.Index(n.text, quote[:ends[k-1]]), ends[k-1]
}

// normalized is a text after normalization. For each byte of it, and for its end, at is the offset in the original.
type normalized struct {
	text string
	at   []int32
}

func (b *normalized) find(needle string) (start, end int, ok bool) {
	i := strings.Index(b.text, needle)
	if i < 0 || needle == "" {
		return 0, 0, false
	}
	return int(b.at[i]), int(b.at[i+len(needle)]), true
}

// alike maps marks to the plain ones that they are compared as.
var alike = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '″': `"`, '\'': `"`, '’': `"`, '‘': `"`, '‚': `"`, '‛': `"`,
	'‹': `"`, '›': `"`, 'ʼ': `"`, '′': `"`, '`': `"`, '´': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '…': "...",
}

func normalize(text string, l normalization) *normalized {
	b := &normalized{at: make([]int32, 0, len(text)+1)}
	var out strings.Builder
	spaced := true // the output ends in a space, or is empty
	write := func(s string, from int) {
		out.WriteString(s)
		for range len(s) {
			b.at = append(b.at, int32(from))
		}
	}
	each := func(c rune, from int) {
		switch {
		case l.form && unicode.Is(unicode.Cf, c): // soft hyphens, joiners
			return
		case l.space && unicode.IsSpace(c):
			if !spaced {
				write(" ", from)
			}
			spaced = true
			return
		case l.marks && alike[c] != "":
			write(alike[c], from)
		case l.cas:
			write(string(unicode.ToLower(c)), from)
		default:
			write(string(c), from)
		}
		spaced = false
	}
	if l.form {
		var it norm.Iter
		it.InitString(norm.NFKC, text)
		for !it.Done() {
			from := it.Pos()
			for _, c := range string(it.Next()) {
				each(c, from)
			}
		}
	} else {
		for from, c := range text {
			each(c, from)
		}
	}
	b.at = append(b.at, int32(len(text)))
	b.text = out.String()
	if l.space {
		b.text = strings.TrimSuffix(b.text, " ")
	}
	return b
}

func shortened(s string, most int) string {
	if r := []rune(s[:min(len(s), 4*most)]); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func lastPart(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return "…" + string(r[len(r)-most:])
	}
	return s
}
