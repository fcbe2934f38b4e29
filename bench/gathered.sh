#!/usr/bin/env bash
# What a report costs a desk that fetched it: rows, bytes and WAL on PostgreSQL and bytes of the archive, with the page's capture and its leaves in the log, and an extract in the
# place of a digest.
#
#   FEEDFARM=path/to/feedfarm POSTGRES=postgres://… bench/gathered.sh [FEEDS]
#
# FEEDS is 100, each with 20 reports that have pages. POSTGRES names a database beside which this may create another. WAIDIAN names a program, else this one is built. WAL is
# that of the whole server: let nobody else write there meanwhile.
set -euo pipefail
: "${POSTGRES:?names a database on PostgreSQL}" "${FEEDFARM:?names the feedfarm program}"
cd "$(dirname "$0")"
feeds=${1:-100}
work=$(mktemp -d)
name=waidian_gathered_$$
farm=
clean() {
	kill $farm 2>/dev/null || true
	psql -q "$POSTGRES" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"
	rm -rf "$work"
}
trap clean EXIT
waidian=${WAIDIAN:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
control=127.0.0.1:${CONTROL:-18699}
"$FEEDFARM" -hosts "$feeds" -feeds "$feeds" -port "${PORT:-18700}" -control "$control" -block "${BLOCK:-79}" -epoch "$(date -u +%Y-%m-%dT%H:00:00Z)" 2>"$work/farm.log" &
farm=$!
until curl -fs "$control/stats" >/dev/null 2>&1; do
	kill -0 $farm || { cat "$work/farm.log" >&2; exit 1; }
	sleep 0.1
done
psql -q "$POSTGRES" -c "CREATE DATABASE $name"
{
	printf '[desk]\ndatabase = "%s"\nfetchers = 64\n' "${POSTGRES%/*}/$name"
	printf '[fetch]\nagent = "waidian-bench (+http://127.0.0.1/)"\npace = "0s"\nallow_private = ["127.0.0.0/8"]\n'
	curl -fs "$control/urls" | awk '{printf "[[source]]\nid = \"farm-%d\"\nname = \"Farm Gazette %d - China\"\nurl = \"%s\"\n", NR, NR, $1}'
} >"$work/waidian.toml"
ask() { psql -qXAt "${POSTGRES%/*}/$name" -c "$1"; }
desk() { "$waidian" --config "$work/waidian.toml" --data "$work/data" "$@"; }
desk collect --until poll >/dev/null 2>&1 || true # makes the tables, and has the lists
ask 'CHECKPOINT'
before=$(ask 'SELECT pg_current_wal_lsn()')
desk collect --until digest >"$work/out" 2>&1 || true
ask 'ANALYZE'
articles=$(ask 'SELECT count(*) FROM article')
[ "$articles" -gt 0 ] || { cat "$work/out" >&2; exit 1; }
echo "| $articles reports, fetched | rows a report | bytes a report | of them indexes |"
echo '| --- | --- | --- | --- |'
ask "SELECT format('| \`%s\` | %s | %s | %s |', c.relname, round((c.reltuples / $articles)::numeric, 2), pg_total_relation_size(c.oid) / $articles, pg_indexes_size(c.oid) / $articles)
	FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = 'public' AND c.relkind = 'r' ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 11"
echo
echo "in all $(ask "SELECT pg_database_size(current_database()) / $articles") bytes a report, $(ask "SELECT (pg_current_wal_lsn() - '$before')::bigint / $articles") of WAL while pages were fetched and read; archive: $(($(du -sb "$work/data/archive" | cut -f1) / articles)) bytes a report"
tail -1 "$work/out"
curl -fs -X POST "$control/bump?percent=5&new=1" >/dev/null
/usr/bin/time -o "$work/peak" -f %M "$waidian" --config "$work/waidian.toml" --data "$work/data" collect --all --until read >"$work/out" 2>&1 || true
echo "a process that begins beside those $articles recent reports and reads more takes $(($(tail -1 "$work/peak") / 1024)) MB"
tail -1 "$work/out"
