#!/usr/bin/env bash
# Every check, in order; the same here and in CI. What a machine lacks (PostgreSQL,
# a browser, Node) is skipped with one line each; CI has all of it.
set -euo pipefail
cd "$(dirname "$0")"

step() { printf '\n== %s\n' "$*"; }

step gofmt
bad=$(gofmt -l $(git ls-files '*.go'))
[ -z "$bad" ] || { echo "gofmt would change: $bad"; exit 1; }

step go mod tidy
go mod tidy -diff

step go vet
go vet ./...

step staticcheck
go tool staticcheck ./...

step go test
go test ./...

if [ "${WAIDIAN_RACE:-}" = 1 ]; then
  step go test -race -short
  go test -race -short ./...
fi

if [ -n "${WAIDIAN_FUZZTIME:-}" ]; then
  step fuzz targets, "$WAIDIAN_FUZZTIME" each
  log=$(mktemp)
  for pkg in $(go list ./...); do
    for target in $(go test -list '^Fuzz' "$pkg" | grep '^Fuzz' || true); do
      echo "${pkg##*/internal/} $target"
      go test -run '^$' -fuzz "^$target\$" -fuzztime "$WAIDIAN_FUZZTIME" -fuzzminimizetime 1x "$pkg" >"$log" 2>&1 || { cat "$log"; exit 1; }
    done
  done
  rm -f "$log"
fi
