package docs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/demarche-graph/demarche/graph"
)

// The page on quad classes says of each root what the tables say.
func TestQuadClassesPage(t *testing.T) {
	const page = "quad-classes.md"
	_, table, found := strings.Cut(read(t, page), "## By root\n\n")
	if want := quadClassTable(); !found || table != want {
		t.Errorf("%s should end in:\n%s", page, want)
	}
}

// quadClassTable says by root of CAMEO which classes GDELT's table and ours give its codes.
func quadClassTable() string {
	var b strings.Builder
	b.WriteString("| root | of it | GDELT | Demarche | not GDELT's |\n|---|---|---|---|---|\n")
	all, moved := graph.CAMEOCodes(), 0
	for _, root := range all {
		if root.Parent != "" {
			continue
		}
		ours := map[string]int{} // by type and class
		codes, others := 0, 0
		for _, c := range all {
			if !strings.HasPrefix(c.Code, root.Code) {
				continue
			}
			class, _ := graph.QuadClassOf(c.Type, c.Code)
			ours[fmt.Sprintf("%s: %s", c.Type, class)]++
			codes++
			if class != c.QuadClass {
				others++
			}
		}
		var cells []string
		for _, typ := range graph.ActionTypes {
			for _, class := range graph.QuadClasses {
				cell := fmt.Sprintf("%s: %s", typ.Name, class.Name)
				if n := ours[cell]; n > 0 {
					cells = append(cells, fmt.Sprintf("%s %d", cell, n))
				}
			}
		}
		wording := strings.ToUpper(root.Wording[:1]) + strings.ToLower(root.Wording[1:])
		fmt.Fprintf(&b, "| %s | %s | %s %d | %s | %d |\n", root.Code, wording, root.QuadClass, codes, strings.Join(cells, "<br>"), others)
		moved += others
	}
	fmt.Fprintf(&b, "\nOf the %d codes, %d have another class than with GDELT.\n", len(all), moved)
	return b.String()
}
