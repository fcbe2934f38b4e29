#!/bin/sh
# How well the reports of one event are gathered between languages, without digests and without a model: BCubed, and the
# pairs that are found, missed and joined wrongly, of files of tellings, JSON lines {id, event, lang, title, text,
# published, half?}. Several files, joined by commas, are one stream; a half is of those lines that have one.
#
#	bench/cross.sh FILE[,FILE...] [HALF] [-show]
#
# -show prints what was joined wrongly; leave it out for a set that nobody is to look at.
set -eu
files=$(for f in $(echo "$1" | tr , ' '); do realpath "$f"; done | paste -sd,)
half=${2:-}
show=
[ "${3:-}" = -show ] && show=-show
cd "$(dirname "$0")/.."
go test ./internal/story -count=1 -run '^TestTellings$' -v -tellings "$files" -half "$half" $show | sed -n 's/^ *tellings_test.go:[0-9]*: //p'
