#!/usr/bin/env bash
# Measures the code itself: packages, lines, the longest chain of imports, functions and
# files that are hard to read, the size of the program. Counts that no machine changes,
# but for the last two, which want a machine at rest.
#
#   bench/house.sh [FOLDER]        a checkout; without one, this one
#   TESTS=1 bench/house.sh         the cost of the tests as well
#
# It installs gocyclo (cyclomatic complexity, BSD licence) into a temporary folder.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cd "${1:-$here}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
row() { printf '%-56s %s\n' "$1" "$2"; }

mapfile -t code < <(git ls-files 'cmd/*.go' 'internal/*.go' '*.go' | sort -u | grep -Ev '_test\.go$|testdata/|^bench/')
mapfile -t tests < <(git ls-files '*_test.go' | grep -Ev 'testdata/|^bench/')
median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)] " / " a[int(NR * 0.9)] " / " a[NR]}'; }

row "packages of the program" "$(go list ./... | wc -l)"
row "lines of code (without tests)" "$(cat "${code[@]}" | wc -l)"
row "lines of tests" "$(cat "${tests[@]}" | wc -l)"
row "lines of a file: median / p90 / most" "$(for f in "${code[@]}"; do wc -l <"$f"; done | median)"
row "lines over 140 characters" "$(cat "${code[@]}" | LC_ALL=C.UTF-8 grep -cP '^.{141,}')"

# the longest chain: each package is one further than the furthest that it imports
row "longest chain of imports" "$(go list -deps -f '{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}' ./cmd/waidian |
  awk -v m="$(go list -m)" 'index($1, m) == 1 && index($2, m) == 1 {from[++n] = $1; to[n] = $2}
    END {
      for (i = 1; i <= n; i++) { d[from[i]] = 1; d[to[i]] = 1 }
      do { more = 0
        for (i = 1; i <= n; i++) if (d[from[i]] < d[to[i]] + 1) { d[from[i]] = d[to[i]] + 1; more = 1 }
      } while (more)
      for (p in d) if (d[p] > most) most = d[p]
      print most
    }')"

GOBIN=$work GOFLAGS= go install github.com/fzipp/gocyclo/cmd/gocyclo@v0.6.0
complex=$("$work/gocyclo" "${code[@]}")
row "functions of cyclomatic complexity over 20" "$(awk '$1 > 20' <<<"$complex" | wc -l)"
row "  the most complex" "$(sort -rn <<<"$complex" | awk 'NR == 1 {print $1, "in", $2, $3}')"
row "words after ==, != or case in code of internal/check" "$(git ls-files 'internal/check/*.go' | grep -v _test.go | xargs cat |
  grep -oP '(==|!=) "\p{L}{2,}"|^\s*case .*' | grep -oP '"\p{L}{2,}"' | wc -l)"

go build -o "$work/waidian" ./cmd/waidian
row "program, MB" "$(stat -c %s "$work/waidian" | awk '{printf "%.1f", $1 / 1e6}')"
go build -trimpath -ldflags='-s -w' -o "$work/waidian" ./cmd/waidian
row "program without symbols, MB" "$(stat -c %s "$work/waidian" | awk '{printf "%.1f", $1 / 1e6}')"
row "modules in the program" "$(go version -m "$work/waidian" | grep -c '^\sdep')"

if [ "${TESTS:-}" = 1 ]; then
  go test -count=1 -run '^$' ./... >/dev/null # compiles
  TIMEFORMAT='%R s wall, %U + %S CPU s'
  cost=$({ time go test -count=1 ./... >"$work/tests.log" 2>&1; } 2>&1) || { grep -E '^(FAIL|---)' "$work/tests.log"; exit 1; }
  row "go test -count=1 ./..., compiled" "$cost"
fi
