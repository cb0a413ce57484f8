package graph

// Evidence is one reason to believe, or to doubt, a fact.
type Evidence struct {
	Source       string           `json:"source"`                 // id of a Source
	Quote        string           `json:"quote,omitempty"`        // short, exact quotation
	Language     string           `json:"language,omitempty"`     // of the quotation, as a BCP 47 tag
	Translation  string           `json:"translation,omitempty"`  // of the quotation, into English
	Locator      string           `json:"locator,omitempty"`      // where in the source: "L14", "p. 3"
	Field        string           `json:"field,omitempty"`        // the property that it backs, or "" for the fact as a whole
	AttributedTo string           `json:"attributedTo,omitempty"` // id of the Actor through whom alone the source knows it
	Basis        Basis            `json:"basis,omitempty"`        // the basis of this item; "" means EXPLICIT
	Relation     EvidenceRelation `json:"relation,omitempty"`     // how it relates to the fact; "" means SUPPORTS
}

// Props are the curated values of a record by property name: string, float64, int64, bool, []string or
// []StatusChange, as the property's type says. Absent means unknown.
type Props map[string]any

// Record is a node or an edge as one dataset states it. A node has Kind and ID; an edge has Edge,
// From and To (and ID is "").
type Record struct {
	Kind     Kind       `json:"node,omitempty"`
	ID       string     `json:"id,omitempty"`
	Edge     EdgeKind   `json:"edge,omitempty"`
	From     string     `json:"from,omitempty"`
	To       string     `json:"to,omitempty"`
	Props    Props      `json:"props,omitempty"`
	Basis    Basis      `json:"basis,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Key identifies a record in a store: the node's id, or the edge's parts.
func (r Record) Key() string {
	if r.Edge != "" {
		return EdgeID(r.Edge, r.From, r.To)
	}
	return r.ID
}

// Label is what a person would call the record: the name, title or text of a node, else its id; of an edge its key.
func (r Record) Label() string {
	if label, _ := r.Props[LabelProp(r.Kind)].(string); label != "" {
		return label
	}
	return r.Key()
}

// LabelProp is the property by which people call nodes of a kind; "" of what is no node.
func LabelProp(k Kind) string {
	switch k {
	case KindActor, KindPlace, KindDataset:
		return "name"
	case KindAction, KindSource, KindEpisode:
		return "title"
	case KindClaim:
		return "text"
	}
	return ""
}

// Ref returns the name of the record.
func (r Record) Ref() Ref { return Ref{ID: r.ID, Edge: r.Edge, From: r.From, To: r.To} }

// Ref names a record without its values: a node by ID, an edge by Edge, From, To.
type Ref struct {
	ID       string
	Edge     EdgeKind
	From, To string
}

// Key identifies the record in a store, as Record.Key does.
func (r Ref) Key() string { return Record{ID: r.ID, Edge: r.Edge, From: r.From, To: r.To}.Key() }
