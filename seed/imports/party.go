package imports

import (
	"cmp"

	"github.com/demarche-graph/demarche/graph"
)

// namedActor is an actor as a row names it, before aliases are applied.
type namedActor struct {
	Key     string // see party
	ID      string // of the import's own actor
	Name    string // as the row has it
	Code    string // GDELT's actor code, or a state's ISO code
	ByCode  bool   // the actor is known by its code; the name is one of many
	Title   string // name of the actor, where it is not Name
	Kind    string
	Guessed bool // the kind
	Country string
	Tie     *tie
}

// party adds what a row says about an actor, and returns which actor it means: that of an alias, or one of the import's own.
func (im *Import) party(n namedActor, day graph.Day, locator string) (party, error) {
	p := party{Key: n.Key, ID: n.ID, Name: n.Name, Title: cmp.Or(n.Title, n.Name)}
	if id := im.curated(n); id != "" {
		p.ID = id
		name := n.Name
		if n.ByCode {
			name = n.Code
		}
		return p, im.addFact(id, fact{Node: graph.KindActor, Curated: true, Name: name, Locator: locator})
	}
	f := fact{
		Node: graph.KindActor, Name: p.Title, Kind: n.Kind, Guessed: n.Guessed, Country: n.Country, Code: n.Code, Locator: locator, Tie: n.Tie,
	}
	if f.Tie != nil {
		f.Tie.Day = day
	}
	return p, im.addFact(n.ID, f)
}

// curated returns the id that an alias gives an actor, or "". A state is looked up by all its names and codes.
func (im *Import) curated(n namedActor) string {
	if len(im.alias) == 0 {
		return ""
	}
	codes, names := []string{n.Code}, []string{n.Name}
	if n.ByCode {
		names = nil
	}
	if n.Kind == kindState {
		codes = append(codes, n.Country)
		if c, ok := countryNamed(n.Title); ok {
			names = append(names, c.Names...)
		}
	}
	for _, code := range codes {
		if id := im.alias[codeKey(code)]; id != "" {
			return id
		}
	}
	for _, name := range names {
		if id := im.alias[nameKey(graph.Fold(name))]; id != "" {
			return id
		}
	}
	return ""
}

// state makes the actor for a country.
func (im *Import) state(c country) namedActor {
	return namedActor{ID: im.format.id(c.ISO), Name: c.Names[0], Title: c.Names[0], Code: c.ISO, Kind: kindState, Country: c.ISO}
}

// stateTie makes a tie from an actor to its state, and adds the state in case no row names it.
func (im *Import) stateTie(edge graph.EdgeKind, c country, quote, locator string, guessed bool) (*tie, error) {
	n := im.state(c)
	to := n.ID
	if id := im.curated(n); id != "" {
		to = id
	} else if err := im.addFact(to, fact{
		Node: graph.KindActor, Name: n.Title, Kind: n.Kind, Country: n.Country, Code: n.Code, Locator: locator, Implied: true,
	}); err != nil {
		return nil, err
	}
	return &tie{Edge: edge, To: to, Quote: quote, Guessed: guessed}, nil
}
