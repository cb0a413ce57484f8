#!/usr/bin/env bash
# Holds what a request allocates, and how many statements it sends, to what they were at an earlier commit: both commits'
# benchmarks are run, one after the other, and compared by benchstat. Times are shown and never fail: machines differ in them.
# Usage: bench-guard.sh [COMMIT]; without one, tools/bench-guard.base names it: a commit that has landed. Where more is
# allocated or sent on purpose, name a later one there, in the commit that says why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
benchstat=golang.org/x/perf/cmd/benchstat@v0.0.0-20250813145418-2f7363a06fe1
base=${1:-$(grep -v '^#' tools/bench-guard.base)}
limit=${BENCH_GUARD_PERCENT:-5}

if ! git cat-file -e "$base^{commit}" 2>/dev/null; then
  git fetch --quiet --depth=1 origin "$base" || {
    echo "bench-guard: commit $base is not in this clone and cannot be fetched: clone with all of the history, or name another in tools/bench-guard.base" >&2
    exit 1
  }
fi
work=$(mktemp -d)
trap 'git worktree remove --force "$work/base" 2>/dev/null || true; rm -rf "$work"' EXIT
git worktree prune
git worktree add --quiet --detach "$work/base" "$base"

# A benchmark of so many turns allocates the same each time but for what the runtime does beside; six make that visible.
run() { go test -run '^$' -bench '^Benchmark(Request|Statement|Rows)$' -benchtime 20x -count 6 ./docs/cookbook ./internal/store/neo4j; }
(cd "$work/base" && run) >"$work/before" || { cat "$work/before" >&2; exit 1; }
run >"$work/after" || { cat "$work/after" >&2; exit 1; }

compare() { (cd "$work" && GOFLAGS= go run "$benchstat" "$@" before after 2>"$work/said") || { cat "$work/said" >&2; exit 1; }; }
compare -filter '.unit:(sec/op OR B/op OR allocs/op OR statements/op)' | grep -v '^[¹²³⁴⁵⁶⁷⁸⁹]' || true
compare -filter '.unit:(allocs/op OR statements/op)' -format csv >"$work/csv"
# A row is name, before, ±, after, ±, change, p; a change that may be chance is ~.
awk -F, -v limit="$limit" -v base="$base" '
  $2 ~ /\/op$/ { unit = $2 }
  $6 ~ /^\+/ && $1 != "geomean" && $6 + 0 > limit { print "more " unit " than at " base ": " $1 ", " $2 " before, " $4 " now (" $6 ")"; worse = 1 }
  END { exit worse }' "$work/csv" || { echo "bench-guard: a request costs more than ${limit} % more; mend it, or name a later base in tools/bench-guard.base and say why" >&2; exit 1; }
echo "bench-guard: no request allocates more than ${limit} % more, or sends more statements, than at $base"
