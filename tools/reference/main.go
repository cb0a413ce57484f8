// Command reference writes the built-in dataset reference: states with their codes and names, and the
// international bodies of which they are members. README.md tells of the tables and of what is left out.
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	list := flag.Bool("left-out", false, "list every row that is left out, with the reason")
	cldr := flag.String("cldr", "", "write cldr-names.csv anew from the package cldr-localenames-full, unpacked in `DIR`")
	flag.Parse()
	var err error
	if *cldr != "" {
		err = writeCLDR(".", *cldr)
	}
	var files map[string][]byte
	var left []leftOut
	if err == nil {
		files, left, err = build(".")
	}
	for name, text := range files {
		if err == nil {
			err = os.WriteFile(filepath.Join("seed/data/reference", name), text, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	counts := map[string]int{}
	for _, l := range left {
		if counts[l.why]++; *list {
			fmt.Println(l.row + ": " + l.why)
		}
	}
	for _, why := range sorted(counts) {
		fmt.Printf("%5d rows left out: %s\n", counts[why], why)
	}
}

// leftOut is a row of a table that gives no fact, and why.
type leftOut struct{ row, why string }

// build gives the files of the dataset from the tables of a checkout.
func build(root string) (map[string][]byte, []leftOut, error) {
	tables := map[string][]map[string]string{}
	for _, name := range []string{
		"tools/reference/country-codes.csv", "tools/reference/memberships.csv", "tools/reference/corrections.csv",
		"tools/reference/cldr-names.csv", "tools/reference/common-names.csv", "tools/reference/body-names.csv", "seed/imports/countries.csv",
	} {
		rows, err := readTable(filepath.Join(root, name))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		tables[filepath.Base(name)] = rows
	}
	names := newNameFinder(tables["cldr-names.csv"], tables["common-names.csv"], tables["body-names.csv"])
	states := statesOf(tables["country-codes.csv"], names)
	bodies, ties, left := join(states, tables["memberships.csv"])
	for _, b := range bodies {
		names.ofBody(b)
	}
	ties, err := correct(states, bodies, ties, tables["corrections.csv"])
	if err != nil {
		return nil, nil, err
	}
	return map[string][]byte{
		"states.yaml": statesFile(states), "bodies.yaml": bodiesFile(bodies), "member_of.csv": membershipsFile(ties),
		"aliases.csv": aliasesFile(states, tables["countries.csv"]),
	}, left, nil
}

// writeCLDR writes the table of names in a checkout from the files of CLDR, for the states of the dataset.
func writeCLDR(root, dir string) error {
	rows, err := readTable(filepath.Join(root, "tools/reference/country-codes.csv"))
	if err != nil {
		return err
	}
	var codes []string
	for _, s := range statesOf(rows, nameFinder{}) {
		codes = append(codes, s.iso2)
	}
	for _, code := range territories {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	table, err := cldrTable(dir, codes)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "tools/reference/cldr-names.csv"), csvText(table), 0o644)
}

// readTable gives the rows of a CSV file by the names of its columns.
func readTable(file string) ([]map[string]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	head, err := r.Read()
	if err != nil {
		return nil, err
	}
	var rows []map[string]string
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := map[string]string{}
		for i, f := range fields {
			row[head[i]] = strings.Join(strings.Fields(f), " ")
		}
		rows = append(rows, row)
	}
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
