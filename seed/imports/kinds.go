package imports

import (
	"slices"
	"strings"
	"unicode"

	"github.com/demarche-graph/demarche/graph"
)

// role is what words in the name of an unnamed actor, such as Police (India), say about it: its kind, and whether it is part
// of its state. ICEWS has some 430 such names.
type role struct {
	kind    string
	ofState bool
	words   []string // folded; each a word or a run of words of the name
}

// roles are tried in order, so that Party President is of a party.
var roles = []role{
	{kindPerson, true, []string{"attorney general", "envoy", "ambassador", "admiral", "chief of staff", "national security advisor",
		"intelligence chief", "governor general", "spokesperson", "spokesman", "spokeswoman"}},
	{kindGroup, false, []string{"party", "parties", "opposition", "presidential candidate", "presidential family", "lawmaker",
		"member of parliament", "member of legislative", "media personnel", "medical personnel", "lawyer", "attorney",
		"company owner or operator", "union", "news editor", "terrorist", "rebel", "separatist", "insurgent", "militant", "militia",
		"gang", "association"}},
	{kindMinistry, true, []string{"foreign affairs", "domestic affairs", "ministry", "department"}},
	{kindMission, true, []string{"embassy", "high commission", "consulate"}},
	{kindAgency, true, []string{"police", "military", "naval", "navy", "air force", "army", "armed forces", "marine corp", "intelligence",
		"secret agent", "fire brigade", "central bank", "reserve personnel", "election commission", "security council", "regulator",
		"coast guard", "commando",
		"government affiliated bank"}},
	{kindOffice, true, []string{"government", "cabinet", "judiciary", "court", "courts", "judge", "congress", "legislature", "senate",
		"representatives", "state duma", "assemblies", "parliament", "governor", "city mayor", "royal administration", "authorities", "ombudsman",
		"public prosecutor", "inspector general", "supreme council", "civil servant", "bureaucrat", "director general", "human rights commission",
		"public sector"}},
	{kindMediaOutlet, true, []string{"state media"}},
	{kindMediaOutlet, false, []string{"media", "newspaper", "radio", "television", "news agency"}},
	{kindCompany, false, []string{"business", "bank", "airline", "industry", "company"}},
}

// roleOf returns the first role with a word in the name.
func roleOf(name string) (role, bool) {
	folded := " " + graph.Fold(name) + " "
	for _, r := range roles {
		if slices.ContainsFunc(r.words, func(w string) bool { return strings.Contains(folded, " "+w+" ") }) {
			return r, true
		}
	}
	return role{}, false
}

// splitCountry splits a name such as Member of Legislative (Govt) (India) into role and country.
func splitCountry(name string) (base string, c country, ok bool) {
	if !strings.HasSuffix(name, ")") {
		return name, c, false
	}
	for i := range name {
		if strings.HasPrefix(name[i:], " (") && i > 0 {
			if c, ok = countryNamed(name[i+2 : len(name)-1]); ok {
				return name[:i], c, true
			}
		}
	}
	return name, c, false
}

// groupWords are words in names of bodies, not of persons.
var groupWords = strings.Fields(`of for the and party front movement army force forces ministry department council union organization
	organisation group bank university court commission committee agency service association federation league brigade company corporation
	institute office parliament assembly congress state states national peoples international police guard bureau center centre church fund
	alliance coalition network news times television radio press post journal media airlines club foundation society board authority tribunal
	embassy mission delegation secretariat militants republic nations actor god islam africa america europe asia region kurds tribe people`)

// looksPersonal reports whether a name looks like a person's: two to six words, two of them at least with capitals, and no
// groupWords.
func looksPersonal(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 6 || strings.ContainsAny(name, "()0123456789/,&") {
		return false
	}
	capitals := 0
	for _, w := range words {
		if slices.Contains(groupWords, graph.Fold(w)) {
			return false
		}
		if strings.ContainsFunc(w, unicode.IsUpper) {
			capitals++
		}
	}
	return capitals >= 2
}

// kindOfName guesses the kind of an actor of which nothing but the name is known. Base is the name without its country.
func kindOfName(name, base string) (kind string, ofState bool) {
	if looksPersonal(name) {
		return kindPerson, false
	}
	if r, ok := roleOf(base); ok {
		return r.kind, r.ofState
	}
	return kindGroup, false
}
