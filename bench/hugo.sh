#!/usr/bin/env bash
# What a site of N reports (10,000) costs beside the same reports built by Hugo: CPU seconds (user and system), wall seconds, peak memory and
# bytes written, from nothing, with nothing changed, and with twenty more. Hugo builds all each time: with links to the neighbours of a report, as
# PaperMod's example has them, and without, from nothing and with 41 more.
#
#   bench/hugo.sh [N]
#
# HUGO names the program (0.165; without it, it is installed as a Go module; HUGO=none measures waidian alone). PAPERMOD names a clone of
# https://github.com/adityatelange/hugo-PaperMod; without it Hugo has the smallest theme that gives pages, lists, a feed and a JSON index of
# the site: less than PaperMod does, so the comparison is against waidian. WAIDIAN names a program, else this one is built.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
waidian=${WAIDIAN:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
hugo=${HUGO:-}
if [ -z "$hugo" ]; then
	GOBIN=$work CGO_ENABLED=0 go install github.com/gohugoio/hugo@v0.165.0
	hugo=$work/hugo
fi
go build -o "$work/site" ./site
"$work/site" -waidian "$waidian" -hugo "$hugo" -papermod "${PAPERMOD:-}" -n "${1:-10000}" -dir "$work"
