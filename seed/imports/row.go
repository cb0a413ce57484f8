package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/demarche-graph/demarche/graph"
)

// row is a usable line of any format: who did what to whom, on which day. One of By and At may be unknown.
type row struct {
	Event    string    `json:"e,omitempty"` // its number in the data, or ""
	Locator  string    `json:"l"`           // where it is in the data: "event 881990833"
	Day      graph.Day `json:"d"`
	Code     string    `json:"c"` // CAMEO
	Wording  string    `json:"w"` // the code as the row has it: "Consult", "040"
	By       party     `json:"b"`
	At       party     `json:"a"`
	Stories  []story   `json:"s,omitempty"`
	Place    string    `json:"p,omitempty"` // id
	Where    string    `json:"n,omitempty"` // the place as the row names it
	Mentions int       `json:"m,omitempty"` // how many the data count, 0 when they do not
}

// party is one side of a row.
type party struct {
	Key   string `json:"k"` // identifies the side in a dyad: the code, or the actor's id for formats without codes; "" is unknown
	ID    string `json:"i"` // of the actor, curated or the import's own
	Name  string `json:"n"` // as the row has it
	Title string `json:"t"` // as the actor is called
}

// story is a document that a row was coded from. It becomes a Source.
type story struct {
	ID      string `json:"i"`
	Locator string `json:"l,omitempty"`
}

// mutual are the CAMEO codes of what two actors do together: consultations, visits, and a few of cooperation. Data have such
// an event in two rows, one for each side. The value is the code as which both rows are compared: hosting a visit (043) is
// the other side of making one (042).
var mutual = map[string]string{
	"040": "040", "041": "041", "042": "042", "043": "042", "044": "044", "045": "045", "046": "046",
	"030": "030", "036": "036", "050": "050", "057": "057",
}

// key is the same for rows of one event: day, code and dyad. Mirrored rows have the same key and another side.
func (r row) key() (key string, side int) {
	a, b, code := r.By.Key, r.At.Key, r.Code
	if as, ok := mutual[code]; ok && a != "" && b != "" && a != b {
		switch {
		case code == "043": // the host's row of a visit
			a, b, side = b, a, 1
		case code != "042" && a > b:
			a, b, side = b, a, 1
		}
		code = "~" + as
	}
	return strings.Join([]string{string(r.Day), code, a, b}, "\x00"), side
}

// addRow adds a usable row.
func (im *Import) addRow(r row) error {
	key, _ := r.key()
	return im.rows.Add(key, jsonOf(r))
}

// jsonOf encodes a value for a sorter.
func jsonOf(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("imports: " + err.Error()) // a bug: structs of texts and numbers always encode
	}
	return text
}

// idOf makes an id from a name: readable, stable between imports, and unique to the name. If characters had to be changed,
// or lossy is set, a hash of the name is added.
func idOf(prefix, name string, lossy bool) string {
	var b strings.Builder
	for _, c := range name {
		switch {
		case c == ' ':
			b.WriteByte('_')
		case c == '>' || c > 0xffff || unicode.IsSpace(c) || unicode.IsControl(c) || c == unicode.ReplacementChar:
			lossy = true
		default:
			lossy = lossy || c == '_'
			b.WriteRune(c)
		}
	}
	id := b.String()
	if len(id) > 400 {
		lossy = true
		id = strings.ToValidUTF8(id[:400], "")
	}
	if lossy || id == "" {
		id += "~" + shortHash(name)
	}
	return prefix + ":" + id
}

// shortHash returns 64 bits of SHA-256 in hexadecimal.
func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// cleanName trims a name, makes runs of white space single spaces, and removes what cannot be seen: two names that differ only
// so are one. Some names in real data end in a no-break space.
func cleanName(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || graph.Invisible(c) }) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		switch {
		case unicode.IsControl(c):
			return ' '
		case graph.Invisible(c):
			return -1
		}
		return c
	}, s)), " ")
}
