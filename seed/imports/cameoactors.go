package imports

import (
	"slices"
	"strings"

	"github.com/demarche-graph/demarche/graph"
)

// actorTypes are the types in CAMEO's actor codes (codebook 1.1b3, chapter 3), each with the kind of actor that it means and
// whether such an actor is part of its state. Types that are not here mean a GROUP.
var actorTypes = map[string]struct {
	words, kind string
	ofState     bool
}{
	"GOV": {"government", kindOffice, true}, "LEG": {"legislature", kindOffice, true},
	"JUD": {"judiciary", kindOffice, true}, "MIL": {"military", kindAgency, true}, "COP": {"police", kindAgency, true},
	"SPY": {"state intelligence", kindAgency, true}, "MED": {"media", kindMediaOutlet, false},
	"BUS": {"business", kindCompany, false}, "MNC": {"multinational corporation", kindCompany, false},
	"IGO": {"international organisation", kindInternational, false},
	"OPP": {"political opposition", kindGroup, false}, "REB": {"rebels", kindGroup, false}, "INS": {"insurgents", kindGroup, false},
	"SEP": {"separatists", kindGroup, false}, "UAF": {"unaligned armed forces", kindGroup, false}, "CRM": {"criminals", kindGroup, false},
	"CVL": {"civilians", kindGroup, false}, "EDU": {"education", kindGroup, false}, "ELI": {"elites", kindGroup, false},
	"HLH": {"health", kindGroup, false}, "LAB": {"labour", kindGroup, false}, "AGR": {"agriculture", kindGroup, false},
	"DEV": {"development", kindGroup, false}, "ENV": {"environment", kindGroup, false}, "HRI": {"human rights", kindGroup, false},
	"MOD": {"moderates", kindGroup, false}, "RAD": {"radicals", kindGroup, false}, "REF": {"refugees", kindGroup, false},
	"REL": {"religion", kindGroup, false}, "SET": {"settlers", kindGroup, false}, "NGO": {"non-governmental organisation", kindGroup, false},
	"NGM": {"non-governmental movement", kindGroup, false}, "IMG": {"international militarised group", kindGroup, false},
	"INT": {"international", kindGroup, false}, "UIS": {"unidentified state", kindGroup, false},
}

// spokespeople are the words in GDELT's names of spokespeople.
var spokespeople = []string{"SPOKESMAN", "SPOKESWOMAN", "SPOKESPERSON", "SPOKESPEOPLE"}

// gdeltParty reads GDELT's ten columns of an actor. The actor is known by its code. One code covers many names (CAN:
// Montreal, Ottawa), which are kept in the evidence. A spokesperson, whom CAMEO codes as media, is an actor by name.
func (im *Import) gdeltParty(f []string, day graph.Day, locator string) (party, error) {
	code, name := f[0], f[1]
	if code == "" && name == "" {
		return party{}, nil
	}
	c, known := countries().byCAMEO[f[2]]
	var types []string
	for _, t := range f[7:10] {
		if t != "" {
			types = append(types, t)
		}
	}
	n := namedActor{Key: code, ID: im.format.id(code), Name: name, Code: code, ByCode: true, Country: c.ISO, Kind: kindGroup}
	society := f[3]+f[4]+f[5]+f[6] != "" // a known group, an ethnic one, a religion
	switch {
	case code == "":
		n.Key, n.ID, n.ByCode, n.Guessed = name, im.format.id(name), false, true
		return im.party(n, day, locator)
	case len(types) == 0 && known && !society:
		n.Kind, n.Title, n.ID = kindState, c.Names[0], im.format.id(c.ISO) // not by code: ROM and ROU are one state
		return im.party(n, day, locator)
	case slices.ContainsFunc(strings.Fields(name), func(w string) bool { return slices.Contains(spokespeople, w) }):
		return im.gdeltSpokesperson(n, c, known, day, locator)
	}
	words := []string{}
	ofState := known
	for _, t := range types {
		at, coded := actorTypes[t]
		if coded && n.Kind == kindGroup {
			n.Kind = at.kind
		}
		ofState = ofState && coded && (at.ofState || t == "ELI")
		if coded {
			t = at.words
		}
		if !slices.Contains(words, t) {
			words = append(words, t)
		}
	}
	if f[3] != "" && slices.Contains(types, "IGO") {
		n.Kind = kindInternational
	}
	if !society && len(types) > 0 && (known || f[2] == "") {
		n.Title = strings.Join(words, ", ")
		if known {
			n.Title = c.Names[0] + ": " + n.Title
		}
	}
	if ofState && len(types) > 0 && !society {
		var err error
		if n.Tie, err = im.stateTie(graph.PartOf, c, code, locator, false); err != nil {
			return party{}, err
		}
	}
	return im.party(n, day, locator)
}

// gdeltSpokesperson makes a PERSON who speaks for the state of its code.
func (im *Import) gdeltSpokesperson(n namedActor, c country, known bool, day graph.Day, locator string) (party, error) {
	n.ID = im.format.id(n.Code + "/" + n.Name)
	n.Kind, n.Title, n.ByCode, n.Code = kindPerson, strings.ToLower(n.Name), false, n.Code+"/"+n.Name
	if known {
		n.Title = c.Names[0] + ": " + n.Title
		var err error
		if n.Tie, err = im.stateTie(graph.SpeaksFor, c, n.Name, locator, true); err != nil {
			return party{}, err
		}
	}
	return im.party(n, day, locator)
}
