package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/demarche-graph/demarche/graph"
)

// row is a usable line of any format: on a day, somebody did something to somebody. By or At may be unknown, not both.
type row struct {
	Event    string    `json:"e,omitempty"` // the number that the data give it, or ""
	Locator  string    `json:"l"`           // where in the data it stands: "event 881990833"
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
	Key   string `json:"k"` // by which dyads are compared: the code, or the actor's id where there are none; "" unknown
	ID    string `json:"i"` // of the actor, curated or the import's own
	Name  string `json:"n"` // as the row has it
	Title string `json:"t"` // as the actor is called
}

// story is the document that a row was taken from: a Source.
type story struct {
	ID      string `json:"i"`
	Locator string `json:"l,omitempty"`
}

// mutual are the CAMEO codes of what two do together, by what they are compared as. Data tell such an event from both
// sides, in two rows: consultations, a visit (042) and its host's side (043), and these few of cooperation.
var mutual = map[string]string{
	"040": "040", "041": "041", "042": "042", "043": "042", "044": "044", "045": "045", "046": "046",
	"030": "030", "036": "036", "050": "050", "057": "057",
}

// key is what rows of one event have in common: day, code and dyad. Mirrored rows have one key and differ in side.
func (r row) key() (key string, side int) {
	a, b, code := r.By.Key, r.At.Key, r.Code
	if as, ok := mutual[code]; ok && a != "" && b != "" && a != b {
		switch {
		case code == "043": // the host's side of what the visitor does
			a, b, side = b, a, 1
		case code != "042" && a > b:
			a, b, side = b, a, 1
		}
		code = "~" + as
	}
	return strings.Join([]string{string(r.Day), code, a, b}, "\x00"), side
}

// addRow takes a usable row.
func (im *Import) addRow(r row) error {
	key, _ := r.key()
	return im.rows.Add(key, jsonOf(r))
}

func jsonOf(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("imports: " + err.Error()) // structs of texts and numbers always go
	}
	return text
}

// idOf makes an id of a name: legible, the same in every import, and another for another name. A name that would not come
// out whole gets a hash behind it; lossy asks for one anyway.
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

// shortHash tells texts apart: 64 bits of SHA-256.
func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// cleanName brings a name to one form: spaces single and plain, none around, no control characters. Some real names end in a
// no-break space.
func cleanName(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s)), " ")
}
