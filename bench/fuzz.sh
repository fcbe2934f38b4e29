#!/usr/bin/env bash
# Every fuzz target for a time, one after the other; it ends at the first that fails, with the input that did it.
#
#   bench/fuzz.sh TIME [package ...]     such as: bench/fuzz.sh 10m ./internal/extract ./internal/feed
#
# PARALLEL is how many processes fuzz one target (all of the machine without it).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:?how long each, such as 10m}
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# fuzz runs one target. The fuzzer may miss its own deadline on a busy machine and call that a failure
# ("context deadline exceeded", with no input to show for it; go.dev/issue/75804): then it runs again, three times at most.
fuzz() {
  for again in 1 2 3 none; do
    go test -run '^$' -fuzz "^$2\$" -fuzztime "$time" -fuzzminimizetime 1x ${PARALLEL:+-parallel "$PARALLEL"} "$1" >"$log" 2>&1 && return
    if [ "$again" = none ] || ! grep -q 'context deadline exceeded' "$log" || grep -q 'Failing input' "$log"; then
      cat "$log"
      return 1
    fi
  done
}

go list -f '{{.ImportPath}} {{.Dir}}' "${@:-./...}" | while read -r pkg dir; do
  for target in $(cat /dev/null "$dir"/*_test.go 2>/dev/null | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do
    fuzz "$pkg" "$target" </dev/null
    echo "${pkg##*/internal/} $target: $(grep -oE 'execs: [0-9]+' "$log" | tail -1)"
  done
done
