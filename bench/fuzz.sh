#!/usr/bin/env bash
# Every fuzz target for a time; it ends at the first that fails, with the input that did it.
#
#   bench/fuzz.sh TIME [package ...]     such as: bench/fuzz.sh 10m ./internal/extract ./internal/feed
#
# PARALLEL is how many processes fuzz one target (all of the machine without it), TARGETS how many targets are fuzzed at a time (one without it).
set -euo pipefail
shopt -s nullglob # a package may have no tests
cd "$(dirname "$0")/.."
time=${1:?how long each, such as 10m}
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
found=$(go env GOCACHE)/fuzz # where `go test -fuzz` keeps the inputs that reached something new, too

# fuzz runs one target of a test binary, in the package's folder, says in one line how often, and removes the binary; if it fails, it says all that
# the target said. The fuzzer may miss its own deadline on a busy machine and call that a failure ("context deadline exceeded", with no input to
# show for it; go.dev/issue/75804): then it runs again, three times at most.
fuzz() {
  local binary=$1 pkg=$2 folder=$3 target=$4 log=$1.log again
  for again in 1 2 3 none; do
    if (cd "$folder" && "$binary" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$time" -test.fuzzminimizetime 1x -test.fuzzcachedir "$found/$pkg" \
      ${PARALLEL:+-test.parallel "$PARALLEL"}) >"$log" 2>&1; then
      echo "${pkg##*/internal/} $target: $(grep -oE 'execs: [0-9]+' "$log" | tail -1)"
      rm "$binary"
      return
    fi
    if [ "$again" = none ] || ! grep -q 'context deadline exceeded' "$log" || grep -q 'Failing input' "$log"; then
      echo "${pkg##*/internal/} $target fails:"
      cat "$log"
      return 1
    fi
  done
}

# fewer waits until fewer than so many targets are fuzzed. If one has failed, it waits for the others, which may fail as well, and ends.
fewer() {
  while [ "$running" -ge "$1" ]; do
    running=$((running - 1))
    wait -n && continue
    while [ "$running" -gt 0 ]; do
      running=$((running - 1))
      wait -n || true
    done
    exit 1
  done
}

running=0
packages=$(go list -f '{{.ImportPath}} {{.Dir}}' "${@:-./...}")
while read -r pkg folder; do
  targets=$(cat /dev/null "$folder"/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p')
  [ -n "$targets" ] || continue
  # Linked once a package, with what the fuzzer counts.
  go test -c -fuzz . -o "$dir/test" "$pkg" || { fewer 1; exit 1; }
  for target in $targets; do
    fewer "${TARGETS:-1}"
    binary=$dir/${pkg//\//.}.$target
    ln "$dir/test" "$binary"
    fuzz "$binary" "$pkg" "$folder" "$target" </dev/null &
    running=$((running + 1))
  done
  rm "$dir/test"
done <<<"$packages"
fewer 1
