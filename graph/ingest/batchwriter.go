package ingest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/demarche-graph/demarche/graph"
)

// chunk is how many records, or actions whose attribution is rebuilt, go to a store at a time.
const chunk = 2000

// ApplyBatch writes a batch within a transaction of a store. First it checks the records and that what they name exists. Then
// it merges each record with what other datasets state, writes what has changed, and rebuilds the attribution and the support
// that the change makes stale.
func ApplyBatch(ctx context.Context, tx Tx, b Batch, now time.Time) (Applied, error) {
	a := &batchWriter{
		tx: tx, dryRun: b.DryRun, keepExisting: b.KeepExisting,
		dataset: b.Dataset.ID, now: now.UTC().Format(time.RFC3339),
	}
	a.result.At = now
	if err := a.begin(ctx, Recorded{At: now, Who: b.Who, Reason: b.Reason}, b.IfRevision); err != nil {
		return a.result, err
	}
	puts, err := prepare(b)
	if err != nil {
		return a.result, err
	}
	if err := a.checkResume(ctx, b); err != nil {
		return a.result, err
	}
	if len(b.Retracts) == 0 {
		a.newActions = map[string]*ActionFacts{}
	}
	if a.allNew, err = a.holdsNone(ctx, b); err != nil {
		return a.result, err
	}
	if err := a.checkEndpoints(ctx, puts); err != nil {
		return a.result, err
	}
	split := slices.IndexFunc(puts, func(r graph.Record) bool { return r.Edge != "" })
	if split < 0 {
		split = len(puts)
	}
	for part := range slices.Chunk(puts[:split], chunk) {
		if err := a.putPart(ctx, part); err != nil {
			return a.result, err
		}
	}
	for part := range slices.Chunk(puts[split:], chunk) {
		if err := a.putPart(ctx, part); err != nil {
			return a.result, err
		}
	}
	if err := a.retract(ctx, b.Retracts); err != nil {
		return a.result, err
	}
	if b.DryRun {
		return a.result, ErrDryRun
	}
	if err := a.writeOwnRecord(ctx, b, puts, split); err != nil {
		return a.result, err
	}
	return a.result, a.end(ctx)
}

// end rebuilds what the changes have made stale, and records the revision.
func (a *batchWriter) end(ctx context.Context) error {
	if err := a.rebuildAttribution(ctx); err != nil {
		return err
	}
	if err := a.rebuildSupport(ctx); err != nil {
		return err
	}
	return a.record(ctx)
}

// batchWriter is the state of one batch on its way into a store.
type batchWriter struct {
	tx                   Tx
	dataset, now         string
	dryRun, keepExisting bool
	result               Applied
	revision             Recorded // that the batch becomes, if it changes anything
	place                int      // of its last change so far
	// staleActions are the actions whose attribution the changes make stale, staleActors the actors whose ties or country
	// changed, and staleCountries the countries whose state was added, retracted or changed.
	staleActions, staleActors, staleCountries set
	// staleClaims are the claims of which an edge changed, redatedActions the actions whose date changed: it is that of the
	// claims made in them.
	staleClaims, redatedActions set
	factCache                   map[string]ActionFacts // of the actions, as far as they are few
	// The facts of actions that are new with the batch: all of their edges come with it too. Nil when the batch also retracts.
	newActions map[string]*ActionFacts
	// Actors that are new with the batch: their actions, and the ties below them, come with it too.
	newActors set
	stored    *Statement   // the dataset's own record before the batch, once it has been read
	ties      *TieSnapshot // the ties that have been read so far
	// supports are the sets of sources, by key, whose support is computed at the end: those of all facts that the batch writes.
	// staleSources are sources for which something changed, staleOwners publishers or their owners whose ties or country did.
	supports                  map[string][]string
	staleSources, staleOwners set
	allNew                    bool // the store holds nothing that the batch puts, so that it need not be asked
}

// set is a set of ids; its zero value is empty.
type set map[string]bool

func (s *set) add(ids ...string) {
	if *s == nil {
		*s = set{}
	}
	for _, id := range ids {
		(*s)[id] = true
	}
}

func (s set) sorted() []string {
	out := make([]string, 0, len(s))
	for id := range s {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// prepare checks the records of a batch and sorts them: nodes by kind and id, then edges by kind and ends.
func prepare(b Batch) ([]graph.Record, error) {
	var errs []error
	if b.Dataset.Kind != graph.KindDataset {
		errs = append(errs, graph.RuleMissingKey.Fault("a batch needs its dataset"))
	}
	errs = append(errs, graph.Check(b.Dataset))
	seen := map[string]int{}
	puts := make([]graph.Record, 0, len(b.Puts))
	for _, r := range b.Puts {
		graph.Canonical(&r)
		if r.Kind == graph.KindDataset {
			errs = append(errs, graph.RuleWrongKind.Fault("a dataset is stated by its own batch only").Of(r.ID))
		}
		errs = append(errs, graph.Check(r))
		if i, again := seen[r.Key()]; again {
			if !equal(puts[i], r) {
				errs = append(errs, graph.RuleDuplicate.Fault("%q stands twice in one batch with different values", r.Key()))
			}
			continue
		}
		seen[r.Key()] = len(puts)
		puts = append(puts, r)
	}
	for _, ref := range b.Retracts {
		if _, put := seen[ref.Key()]; put || ref.ID == b.Dataset.ID && ref.Edge == "" {
			errs = append(errs, graph.RuleDuplicate.Fault("one batch both states %q and takes it back", ref.Key()))
		}
	}
	slices.SortFunc(puts, func(x, y graph.Record) int {
		if d := writeOrder(x) - writeOrder(y); d != 0 {
			return d
		}
		if x.Edge == "" {
			return cmp.Compare(x.ID, y.ID)
		}
		if d := cmp.Compare(x.From, y.From); d != 0 {
			return d
		}
		return cmp.Compare(x.To, y.To)
	})
	return puts, joinFirst(errs, 50)
}

// joinFirst joins the first errors of a list, and counts the rest.
func joinFirst(errs []error, most int) error {
	errs = slices.DeleteFunc(errs, func(e error) bool { return e == nil })
	if len(errs) > most {
		errs = append(errs[:most], graph.RuleMore.Fault("and %d more faults", len(errs)-most))
	}
	return errors.Join(errs...)
}

// writeOrder is the position of a record's kind or label in the order of writing: nodes come before edges.
func writeOrder(r graph.Record) int {
	if r.Edge == "" {
		return slices.Index(graph.NodeKinds, r.Kind)
	}
	return len(graph.NodeKinds) + slices.IndexFunc(graph.EdgeTypes, func(t graph.EdgeType) bool { return t.Label == r.Edge })
}

func equal(a, b graph.Record) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// checkEndpoints checks that the ends of every edge, and the sources and actors that its evidence and its
// history name, exist or come with the batch, and that
// they are of the kinds that the edge allows.
func (a *batchWriter) checkEndpoints(ctx context.Context, puts []graph.Record) error {
	kinds := map[string]graph.Kind{}
	var wanted set
	for _, r := range puts {
		if r.Edge == "" {
			kinds[r.ID] = r.Kind
		} else {
			wanted.add(r.From, r.To)
		}
		wanted.add(r.NamedSources()...)
		for _, e := range r.Evidence {
			if e.AttributedTo != "" {
				wanted.add(e.AttributedTo)
			}
		}
	}
	var ids []string
	for _, id := range wanted.sorted() {
		if _, here := kinds[id]; !here {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		there, err := a.tx.Kinds(ctx, ids)
		if err != nil {
			return err
		}
		maps.Copy(kinds, there)
	}
	var errs []error
	must := func(r graph.Record, id string, allowed []graph.Kind) {
		switch k, known := kinds[id]; {
		case !known:
			errs = append(errs, graph.RuleUnknownID.Fault("%q names %q, which does not exist", r.Key(), id))
		case !slices.Contains(allowed, k):
			errs = append(errs, graph.RuleWrongKind.Fault("%q names %q, which is %s where it should be %v", r.Key(), id, k, allowed))
		}
	}
	for _, r := range puts {
		if r.Edge != "" {
			t, _ := graph.EdgeTypeOf(r.Edge)
			must(r, r.From, t.From)
			must(r, r.To, t.To)
		}
		for _, id := range r.NamedSources() {
			must(r, id, []graph.Kind{graph.KindSource})
		}
		for _, e := range r.Evidence {
			if e.AttributedTo != "" {
				must(r, e.AttributedTo, []graph.Kind{graph.KindActor})
			}
		}
	}
	return joinFirst(errs, 50)
}

// putPart merges a part of the batch with what is stored, and writes what has changed. A part has nodes or edges, never both,
// so that the ends of an edge exist by the time it is written.
func (a *batchWriter) putPart(ctx context.Context, part []graph.Record) error {
	var stored map[string]Stored
	var err error
	if !a.allNew {
		refs := make([]graph.Ref, len(part))
		for i, r := range part {
			refs[i] = r.Ref()
		}
		if stored, err = a.tx.Stored(ctx, refs); err != nil {
			return err
		}
	}
	var c Changes
	var errs []error
	for _, r := range part {
		old := stored[r.Key()]
		if len(old.Statements) > 0 && old.Statements[0].Record.Kind != r.Kind {
			errs = append(errs, fmt.Errorf("%w: %q is %s by %s and %s by %s; one id is one thing", graph.ErrConflict, r.Key(),
				old.Statements[0].Record.Kind, old.Statements[0].Dataset, r.Kind, a.dataset))
			continue
		}
		i := slices.IndexFunc(old.Statements, func(s Statement) bool { return s.Dataset == a.dataset })
		statements := slices.Clone(old.Statements)
		if a.keepExisting {
			others := slices.DeleteFunc(slices.Clone(statements), func(s Statement) bool { return s.Dataset == a.dataset })
			n := 0
			if r, n, err = withoutConflicts(r, others); err != nil {
				errs = append(errs, err)
			}
			a.result.Skipped += n
		}
		if i >= 0 {
			was := statements[i].Record
			graph.Canonical(&was)
			if equal(was, r) {
				a.result.Unchanged++
				continue
			}
			statements[i] = a.touch(&c, r, &statements[i])
		} else {
			statements = append(statements, a.touch(&c, r, nil))
		}
		if len(old.Statements) == 0 {
			a.result.Added++
		} else {
			a.result.Changed++
		}
		if err := a.stage(&c, old.Statements, statements); err != nil {
			errs = append(errs, err)
		}
	}
	if err := joinFirst(errs, 50); err != nil {
		return err
	}
	return a.tx.Write(ctx, c)
}

// stage merges the statements of a record, adds the record to the changes, and notes what it makes stale.
func (a *batchWriter) stage(c *Changes, old, statements []Statement) error {
	for i := range statements {
		graph.Canonical(&statements[i].Record)
	}
	if err := a.noteDifference(old, statements); err != nil {
		return err
	}
	m, err := Merge(statements)
	if err != nil {
		return err
	}
	if err := Derive(&m); err != nil {
		return err
	}
	s := Stored{Merged: m, Statements: statements, New: len(old) == 0}
	a.noteSupport(m)
	if m.Edge != "" {
		c.PutEdges = append(c.PutEdges, s)
	} else {
		c.PutNodes = append(c.PutNodes, s)
	}
	a.markStale(old, m)
	return nil
}

// noteDifference adds what a dry run would change to the result.
func (a *batchWriter) noteDifference(old, statements []Statement) error {
	if !a.dryRun {
		return nil
	}
	d, err := compare(old, statements)
	if len(d.Fields) > 0 || d.Old != d.New {
		a.result.Differences = append(a.result.Differences, d)
	}
	return err
}
