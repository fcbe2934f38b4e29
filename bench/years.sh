#!/usr/bin/env bash
# Makes the desk of N invented reports (20,000) over DAYS days (1,095) in the folder DATA, to look at a site that has grown, and says what its
# largest pages weigh, compressed, as the server sends them.
#
#   bench/years.sh DATA [N [DAYS]]
#
# WAIDIAN names a program, else this one is built. `waidian --data DATA serve` shows the site.
set -euo pipefail
data=$(mkdir -p "$1" && cd "$1" && pwd)
n=${2:-20000} days=${3:-1095}
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
waidian=${WAIDIAN:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
go run ./years -n "$n" -days "$days" >"$work/reports.jsonl"
if [ ! -e "$data/waidian.toml" ]; then
	printf '[site]\nlanguage = "zh-Hans"\n\n[[topic]]\nid = "harbour"\nname = "港口"\nkeywords = ["bafa", "dafa", "gafa"]\n' >"$data/waidian.toml"
fi
"$waidian" --config "$data/waidian.toml" --data "$data" import "$work/reports.jsonl" 2>&1 | tail -3
cd "$data/site"
echo "$n reports over $days days: $(find . -type f | wc -l) files, $(du -sm . | cut -f1) MB"
echo 'largest page of each kind, bytes compressed, as they are:'
for kind in '*.html' '????/*.html' 'topic/*.html' 'source/*.html' 'source/*/*.html' 's/*.html' 'edits*.html' 'a/*.html'; do
	depth=$(tr -cd / <<<"$kind" | wc -c)
	case $kind in a/*) deep=(-mindepth 2) ;; *) deep=(-mindepth $((depth + 1)) -maxdepth $((depth + 1))) ;; esac
	largest=$(find . "${deep[@]}" -path "./$kind" -printf '%s %P\n' | sort -n | tail -1)
	[ -z "$largest" ] || printf '%8d %9d  %s\n' "$(gzip -6 -c "${largest#* }" | wc -c)" "${largest% *}" "${largest#* }"
done
