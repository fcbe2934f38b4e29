#!/usr/bin/env bash
# Every check, in order; the same here and in CI. What a machine lacks (PostgreSQL,
# a browser, Node) is skipped with one line each; CI has all of it.
set -euo pipefail
cd "$(dirname "$0")"

step() { printf '\n== [%4ds] %s\n' $SECONDS "$*"; }

step gofmt
bad=$(gofmt -l $(git ls-files '*.go'))
[ -z "$bad" ] || { echo "gofmt would change: $bad"; exit 1; }

step go mod tidy
go mod tidy -diff

step go vet
go vet ./...

step staticcheck
go tool staticcheck ./...

# run_tests prints a line a package and a line a skipped test, with what it needs; if
# tests fail, all that they said.
run_tests() {
  local log status=0
  log=$(mktemp)
  go test -v -timeout 30m "$@" >"$log" 2>&1 || status=$?
  if [ $status = 0 ]; then
    awk '/^=== (RUN|NAME)/ { name = $3 }
      /^ +[a-z0-9_]+\.go:[0-9]+: / { sub(/^ +[^ ]+ /, ""); said[name] = $0 }
      /--- SKIP/ { top = $3; sub(/\/.*/, "", top); line = "   skipped: " top ": " said[$3]; if (!seen[line]++) print line }
      /^ok/ { print $1, $2, $3, $4; delete said; delete seen }' "$log"
  else
    grep -v '^=== \|^ *--- \(PASS\|SKIP\)' "$log"
  fi
  rm -f "$log"
  return $status
}

step go test
run_tests ./...

step the module bench: tidy, vet, staticcheck, test
staticcheck=$(go tool -n staticcheck)
(cd bench && go mod tidy -diff && go vet ./... && "$staticcheck" ./... && WAIDIAN_LONG= run_tests ./...)

if [ -n "${WAIDIAN_LONG:-}" ]; then
  step bounds of work, counted in basic blocks
  bounds=$(git grep -lE "effort\.(Linear|Steps)" -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's|^|./|')
  go test -covermode=atomic -coverpkg=./...,golang.org/x/net/html,regexp,strings,bytes,encoding/json \
    -run Bounds $bounds 2>&1 | grep -v '^warning: no packages being tested depend on' | sed 's/\tcoverage: .*//'
fi

if [ "${WAIDIAN_RACE:-}" = 1 ]; then
  step go test -race -short
  # The detector watches our code and the driver. The C code of SQLite, written over into Go, has its own locks; watched
  # too, it takes half of all the time. Tests that count steps run one after another and are left out, as are programs of
  # others that read what we wrote, and packages in which one goroutine works: no file of theirs, tests included, starts
  # another, listens or is of a store, a desk, a network.
  unwatched='-race=false -d=checkptr=0'
  starts='^\s*(defer )?go [A-Za-z_(]|\.Go\(|AfterFunc\(|Parallel\(|testscript|httptest\.New(TLS|Unstarted)?Server|Serve\('
  above='"github.com/waidian/waidian/internal/(archive|bucket|desk|fetch|server|site|spool|store|work)(/[a-z]+)?"'
  several=$(git grep -lE "$starts|$above" -- 'cmd/*.go' 'internal/*.go' | xargs -n1 dirname | sort -u | sed 's|^|./|')
  (
    unset WAIDIAN_CITATIONJS WAIDIAN_EPUBCHECK WAIDIAN_PYWARCIO WAIDIAN_WARCIO
    run_tests -race -short -skip Bounds -gcflags="modernc.org/sqlite/lib=$unwatched" -gcflags="modernc.org/libc=$unwatched" $several
  ) | grep -v '^   skipped: '
fi

if [ -n "${WAIDIAN_FUZZTIME:-}" ]; then
  step fuzz targets, "$WAIDIAN_FUZZTIME" each, a processor each
  TARGETS=$(nproc) PARALLEL=1 bench/fuzz.sh "$WAIDIAN_FUZZTIME"
fi
