package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/demarche-graph/demarche/internal/store"
	"github.com/demarche-graph/demarche/resolvers"
)

// lensed are pages and totals of the busiest actor that nobody acts for, which are asked for with and without a lens, besides each
// root field.
func lensed(w *world) [][2]string {
	pages := [][2]string{
		{"latest of all", `{ actions(first: 20, orderBy: {direction: DESC}) { nodes { id title date } } }`},
		{"an actor's, with what is around", `{ actions(filter: {performer: [$id]}, first: 20,
			orderBy: {direction: DESC}) { nodes { id title date
			performers { id name } targets { id name } evidence { quote source { id } }
			responses(first: 20) { nodes { mode response { id title } } } respondsTo(first: 20) { nodes { mode trigger { id title } } } } } }`},
		{"answers to an actor", `{ responses(filter: {to: [$id]}, first: 20) { nodes { mode response { title } trigger { title } } } }`},
		{"how many of an actor", `{ actions(filter: {performer: [$id]}) { totalCount } }`},
		{"how many answers to an actor", `{ responses(filter: {to: [$id]}) { totalCount } }`},
		{"how many of a type", `{ actions(filter: {type: [REQUEST]}) { totalCount } }`},
		{"how many of all", `{ actions { totalCount } }`},
	}
	fields := append(pages, rootFields(w)...)
	half := len(w.actions) / 2
	values := strings.NewReplacer("$id", strconv.Quote(w.id(w.busyAlone()[0])),
		w.actionID(half), w.actionID(half+sources/2)) // one that stands
	for i := range fields {
		fields[i][1] = values.Replace(fields[i][1])
	}
	return fields
}

// perRow bounds how long a question is asked by turns, so that a dear one does not take all the time.
const perRow = 15 * time.Second

// measureLenses says how much longer a question takes through a lens that leaves most facts: by list, or by their days, three quarters of
// the sources; and all that are EXPLICIT. All are asked in turns, so that what else the machine does falls on each. Beside the time
// stands the price, in thousands of rows.
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
		for _, q := range lensed(w) {
			if !strings.Contains(q[0], c.only) {
				continue
			}
			fmt.Printf("%.6s  %-32s", url, q[0])
			if err := inTurns(ctx, api, q[1], lenses, 50*c.rounds); err != nil {
				return fmt.Errorf("%s: %w", q[0], err)
			}
		}
		if err := opened.Close(); err != nil {
			return err
		}
	}
	return nil
}

// inTurns asks a question through each lens, again and again, and prints the medians, each with its ratio to that of the first.
func inTurns(ctx context.Context, api *resolvers.API, question string, lenses []string, rounds int) error {
	took, price := make([][]time.Duration, len(lenses)), make([]int64, len(lenses))
	until := time.Now().Add(perRow)
	for round := -1; round < 1 || round < rounds && time.Now().Before(until); round++ {
		for i, l := range lenses {
			begun := time.Now()
			operation, errs := api.Prepare(ctx, resolvers.Request{Query: "query " + l + " " + question})
			if errs != nil {
				return errs
			}
			if response := operation.Run(ctx); len(response.Errors) > 0 {
				return response.Errors
			}
			if price[i] = operation.Cost; round >= 0 { // in the round before, the question was new to the store
				took[i] = append(took[i], time.Since(begun))
			}
		}
	}
	for i := range lenses {
		slices.Sort(took[i])
		plain, median := took[0][len(took[0])/2], took[i][len(took[i])/2]
		fmt.Printf("  %8s (%.2f) %5.1fk", median.Round(10*time.Microsecond), float64(median)/float64(plain), float64(price[i])/1000)
	}
	fmt.Println()
	return nil
}
