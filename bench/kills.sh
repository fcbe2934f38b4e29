#!/usr/bin/env bash
# What kill -9 costs: a desk that gathers from outlets on loopback is killed at any moment of its rounds, again and again.
#
#   bench/kills.sh [waidian]
#
# KILLS (50) is how often on each engine. POSTGRES=postgres://… names a server's database in which this may create another
# one; without it SQLite alone is tried. The exit status is 1 if a report was lost or is there twice, or a capture cannot be read,
# or if after a kill the published log is larger than the database's, does not go on from one that was published before, or does not verify, or if a report has no proof in the end.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
export TMPDIR=$work
name=waidian_kills_$$
made=
clean() {
	[ -z "$made" ] || psql -q "$POSTGRES" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"
	rm -rf "$work"
}
trap clean EXIT
waidian=${1:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
go build -o "$work/kills" ./kills
echo '| engine | kills | rounds that were faster | pages | lost | twice | torn | pages asked for once more | a kill | checkpoints | faults of the log | without a proof |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
bad=0
"$work/kills" -waidian "$waidian" -kills "${KILLS:-50}" || bad=1
if [ -n "${POSTGRES:-}" ]; then
	psql -q "$POSTGRES" -c "CREATE DATABASE $name"
	made=1
	"$work/kills" -waidian "$waidian" -kills "${KILLS:-50}" -database "${POSTGRES%/*}/$name" || bad=1
fi
exit $bad
