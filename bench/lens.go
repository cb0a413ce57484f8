package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
)

// lensed are pages and totals that are asked for with and without a lens.
var lensed = []struct{ name, document string }{
	{"latest of all", `query ($id: ID!) %s { actions(first: 20, orderBy: {direction: DESC}) { nodes { id title date } }
		actor(id: $id) { id } }`},
	{"an actor's, with what is around", `query ($id: ID!) %s { actions(filter: {performer: [$id]}, first: 20,
		orderBy: {direction: DESC}) { nodes { id title date
		performers { id name } targets { id name } evidence { quote source { id } }
		responses(first: 20) { nodes { mode response { id title } } } respondsTo(first: 20) { nodes { mode trigger { id title } } } } } }`},
	{"answers to an actor", `query ($id: ID!) %s { responses(filter: {to: [$id]}, first: 20) { nodes { mode response { title }
		trigger { title } } } }`},
	{"how many of an actor", `query ($id: ID!) %s { actions(filter: {performer: [$id]}) { totalCount } }`},
	{"how many answers to an actor", `query ($id: ID!) %s { responses(filter: {to: [$id]}) { totalCount } }`},
	{"how many of a type", `query ($id: ID!) %s { actions(filter: {type: [REQUEST]}) { totalCount } actor(id: $id) { id } }`},
}

// measureLenses says how much longer a question takes through a lens that leaves most facts: by list, or by their days, three quarters of
// the sources; and all that are EXPLICIT. Both are asked in turns, so that what else the machine does falls on both.
func measureLenses(ctx context.Context, c config) error {
	w := newWorld(c.actions)
	s, err := openStores(ctx, c, w)
	if err != nil {
		return err
	}
	defer s.stop()
	var struck []string
	for i := range sources / 4 {
		struck = append(struck, sourceID(i))
	}
	ids, err := json.Marshal(struck)
	if err != nil {
		return err
	}
	lenses := []string{"", fmt.Sprintf("@lens(without: {id: %s})", ids), "@lens(basis: [EXPLICIT])",
		fmt.Sprintf("@lens(knownOn: %q)", published(sources*3/4-1))}
	for _, url := range []string{s.sqlite, s.bolt} {
		opened, err := store.Open(ctx, url)
		if err != nil {
			return err
		}
		api := resolvers.New(opened) //nolint:contextcheck // the store is measured for all questions
		for _, q := range lensed {
			took := make([][]time.Duration, len(lenses))
			for range 50 * c.rounds {
				for i, l := range lenses {
					begun := time.Now()
					operation, errs := api.Prepare(ctx, resolvers.Request{
						Query: fmt.Sprintf(q.document, l), Variables: map[string]any{"id": w.id(w.busyAlone()[0])},
					})
					if errs != nil {
						return errs
					}
					if response := operation.Run(ctx); len(response.Errors) > 0 {
						return response.Errors
					}
					took[i] = append(took[i], time.Since(begun))
				}
			}
			fmt.Printf("%.10s  %-32s", url, q.name)
			for i := range lenses {
				slices.Sort(took[i])
				median := took[i][len(took[i])/2]
				fmt.Printf("  %8s (%.2f)", median.Round(10*time.Microsecond), float64(median)/float64(took[0][len(took[0])/2]))
			}
			fmt.Println()
		}
		if err := opened.Close(); err != nil {
			return err
		}
	}
	return nil
}
