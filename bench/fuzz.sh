#!/usr/bin/env bash
# Every fuzz target for a time, one after the other; it ends at the first that fails, with the input that did it.
#
#   bench/fuzz.sh TIME [package ...]     such as: bench/fuzz.sh 10m ./internal/extract ./internal/feed
#
# PARALLEL is how many processes fuzz one target (all of the machine without it).
set -euo pipefail
shopt -s nullglob # a package may have no tests
cd "$(dirname "$0")/.."
time=${1:?how long each, such as 10m}
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
log=$dir/log
found=$(go env GOCACHE)/fuzz # where `go test -fuzz` keeps the inputs that reached something new, too

# fuzz runs one target of a package's test binary, in the package's folder. The fuzzer may miss its own deadline on a busy machine and call that a
# failure ("context deadline exceeded", with no input to show for it; go.dev/issue/75804): then it runs again, three times at most.
fuzz() {
  local again
  for again in 1 2 3 none; do
    (cd "$2" && "$dir/test" -test.run '^$' -test.fuzz "^$3\$" -test.fuzztime "$time" -test.fuzzminimizetime 1x -test.fuzzcachedir "$found/$1" \
      ${PARALLEL:+-test.parallel "$PARALLEL"}) >"$log" 2>&1 && return
    if [ "$again" = none ] || ! grep -q 'context deadline exceeded' "$log" || grep -q 'Failing input' "$log"; then
      cat "$log"
      return 1
    fi
  done
}

go list -f '{{.ImportPath}} {{.Dir}}' "${@:-./...}" | while read -r pkg folder; do
  targets=$(cat /dev/null "$folder"/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p')
  [ -n "$targets" ] || continue
  go test -c -fuzz . -o "$dir/test" "$pkg" # linked once a package, with what the fuzzer counts
  for target in $targets; do
    fuzz "$pkg" "$folder" "$target" </dev/null
    echo "${pkg##*/internal/} $target: $(grep -oE 'execs: [0-9]+' "$log" | tail -1)"
  done
done
