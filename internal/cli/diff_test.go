package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A curator changes a file, looks at what that would do, does it, and takes it back by loading the old file again.
func TestDiffThenPrune(t *testing.T) {
	home(t)
	const one, two = "  - id: a\n    name: A\n    kind: STATE\n    country: AZE\n", "  - id: b\n    name: B\n    kind: STATE\n"
	dir := dataset(t, one+two)
	expect := func(want string, args ...string) string {
		t.Helper()
		code, out, errs := run(t, args...)
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("%v: %d %s%s\nwant %s", args, code, out, errs, want)
		}
		return out
	}
	expect("+ Actor a\n+ Actor b\ndataset:mine: 2 added, 0 changed, 0 retracted, 0 unchanged; nothing was written\n", "diff", dir)
	expect("2 added", "seed", dir)
	expect("dataset:mine: 0 added, 0 changed, 0 retracted, 2 unchanged; nothing was written\n", "seed", "--dry-run", "--prune", dir)

	changed := strings.Replace(one, "AZE", "AZE\n    aliases: [\"<A>\"]", 1)
	if err := os.WriteFile(filepath.Join(dir, "actors.yaml"), []byte("actors:\n"+strings.Replace(changed, "name: A", "name: AA", 1)),
		0o600); err != nil {
		t.Fatal(err)
	}
	const change = "~ Actor a\n    name: \"A\" → \"AA\"\n    aliases: unknown → [\"<A>\"]\n"
	expect(change+"dataset:mine: 0 added, 1 changed, 0 retracted, 0 unchanged; nothing was written\n", "diff", dir)
	expect(change+"- Actor b\n", "diff", "--prune", dir)
	var d datasetDifference
	if err := json.Unmarshal([]byte(expect("", "diff", "--prune", "--format", "json", dir)), &d); err != nil || d.Retracted != 1 ||
		len(d.Differences) != 2 ||
		d.Differences[0].Fields[0].New != "AA" || d.Differences[1].New {
		t.Errorf("%v: %+v", err, d)
	}
	expect("0 added, 1 changed, 0 retracted, 0 unchanged", "seed", dir) // without --prune what is gone from the files stays
	expect("0 added, 0 changed, 1 retracted, 1 unchanged", "seed", "--prune", dir)
	expect("0 added, 0 changed, 0 retracted, 1 unchanged", "diff", "--prune", dir)
	if code, _, errs := run(t, "diff", "--format", "xml", dir); code != 2 || !strings.Contains(errs, "text and json are possible") {
		t.Errorf("%d %s", code, errs)
	}
}
