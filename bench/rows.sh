#!/usr/bin/env bash
# What a desk of N invented reports, and one of ten times as many, have in rows and bytes on PostgreSQL, which tables grow most, and what the same questions cost on both: where
# they cost the same, no table need be parted by month.
#
#   POSTGRES=postgres://… bench/rows.sh [N]
#
# N is 1,000. POSTGRES names a database beside which this may create others. WAIDIAN names a program, else this one is built. DESKS="DIR DIR" names two data folders on SQLite
# that are there already (they are copied), and is for large ones: an import of 100,000 reports takes the better part of an hour.
set -euo pipefail
: "${POSTGRES:?names a database on PostgreSQL}"
cd "$(dirname "$0")"
n=${1:-1000}
work=$(mktemp -d)
names=()
clean() {
	for name in "${names[@]}"; do psql -q "$POSTGRES" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"; done
	rm -rf "$work"
}
trap clean EXIT
waidian=${WAIDIAN:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
read -ra there <<<"${DESKS:-}"

# ask DATABASE SQL: the answer, columns by a bar.
ask() { psql -qXAt "${POSTGRES%/*}/$1" -c "$2"; }

# took DATABASE SQL: milliseconds of the server for a question, the middle of nine.
took() {
	for _ in 1 2 3 4 5 6 7 8 9; do psql -qXAt "${POSTGRES%/*}/$1" -c "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) $2" | awk '/^Execution Time/ { print $3 }'; done |
		sort -n | sed -n 5p
}

i=0
for size in "$n" $((n * 10)); do
	data=$work/$size
	mkdir "$data"
	printf '[desk]\ndata = "."\n' >"$data/waidian.toml"
	if [ ${#there[@]} -gt 0 ]; then
		mkdir "$data/archive"
		cp "${there[$i]}"/waidian.db* "$data/"
		cp "${there[$i]}/archive/archive.txt" "$data/archive/"
	else
		go run ./years -n "$size" -days 365 >"$work/reports.jsonl"
		"$waidian" --config "$data/waidian.toml" import "$work/reports.jsonl" >/dev/null 2>&1
	fi
	name=waidian_rows_$$_$i
	names+=("$name")
	psql -q "$POSTGRES" -c "CREATE DATABASE $name"
	before=$(ask "$name" 'SELECT pg_current_wal_lsn()')
	"$waidian" --config "$data/waidian.toml" migrate --to "${POSTGRES%/*}/$name" >/dev/null
	ask "$name" 'ANALYZE'
	articles=$(ask "$name" 'SELECT count(*) FROM article')
	echo
	echo "| $articles reports | rows | rows a report | bytes a report | of them indexes |"
	echo '| --- | --- | --- | --- | --- |'
	ask "$name" "SELECT format('| \`%s\` | %s | %s | %s | %s |', c.relname, c.reltuples::bigint, round((c.reltuples / $articles)::numeric, 2),
			pg_total_relation_size(c.oid) / $articles, pg_indexes_size(c.oid) / $articles)
		FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = 'public' AND c.relkind = 'r'
		ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 9"
	echo "in all $(ask "$name" "SELECT pg_database_size(current_database()) / $articles") bytes a report, $(ask "$name" "SELECT (pg_current_wal_lsn() - '$before')::bigint / $articles") of WAL; SQLite: $(($(stat -c %s "$data/waidian.db") / articles))"
	began=$(date +%s%N)
	ask "$name" 'VACUUM'
	echo "VACUUM of all tables: $((($(date +%s%N) - began) / 1000000)) ms"
	i=$((i + 1))
done

echo
echo "| question, ms of the server | $n | $((n * 10)) |"
echo '| --- | --- | --- |'
while IFS='|' read -r what sql; do
	echo "| $what | $(took "${names[0]}" "$sql") | $(took "${names[1]}" "$sql") |"
done <<'QUESTIONS'
a report by its identifier|SELECT * FROM article WHERE id = (SELECT id FROM article ORDER BY seq DESC LIMIT 1)
a capture by its address|SELECT * FROM capture WHERE url = (SELECT canonical FROM article ORDER BY seq DESC LIMIT 1) ORDER BY id DESC LIMIT 1
the newest 50 reports|SELECT * FROM article a WHERE a.down = 0 ORDER BY a.published DESC, a.id LIMIT 50
the last 200 changes|SELECT * FROM article a WHERE a.changed > (SELECT n - 200 FROM counter WHERE name = 'change') ORDER BY a.changed LIMIT 200
a leaf of the log|SELECT * FROM leaf WHERE n = (SELECT size / 2 FROM tree)
the reports of a story|SELECT * FROM article WHERE story = (SELECT story FROM article ORDER BY seq DESC LIMIT 1)
the 1,000 last reports with two words|SELECT a.seq FROM found CROSS JOIN article a WHERE found.tokens @@ '''report'' & ''bafa''' AND found.seq = a.seq AND a.down = 0 ORDER BY a.seq DESC LIMIT 1000
how many reports there are|SELECT count(*) FROM article WHERE down = 0
QUESTIONS
