#!/usr/bin/env bash
# What kill -9 costs a desk that goes from SQLite to PostgreSQL and back: `waidian migrate` is killed at any moment, again and again, until it
# ends by itself.
#
#   POSTGRES=postgres://… bench/migrate.sh [waidian]
#
# POSTGRES names a database beside which this may create another one. KILLS (20) is how often it is killed on each way at most, REPORTS (20,000) of how many
# invented reports the desk has. It also shows the time and the peak memory of a copy in one go, for a desk of a tenth of the size and for the whole. The exit status
# is 1 if a command ran on a half-made copy, if the copy differs, or if a row is not in the desk that comes back as it was.
set -euo pipefail
: "${POSTGRES:?names a database on PostgreSQL}"
cd "$(dirname "$0")"
work=$(mktemp -d)
name=waidian_migrate_$$
there=${POSTGRES%/*}/$name
clean() {
	psql -q "$POSTGRES" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)"
	rm -rf "$work"
}
trap clean EXIT
waidian=${1:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
go build -o "$work/years" ./years
reports=${REPORTS:-20000} kills=${KILLS:-20}

desk() { "$waidian" --config "$work/desk/waidian.toml" "$@"; }
empty() { psql -q "$POSTGRES" -c "SET client_min_messages = error" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" -c "CREATE DATABASE $name"; }

# make N: a desk of N reports on SQLite.
make() {
	rm -rf "$work/desk" && mkdir "$work/desk"
	printf '[desk]\ndata = "data"\n' >"$work/desk/waidian.toml"
	"$work/years" -n "$1" -days 365 >"$work/reports.jsonl"
	desk import "$work/reports.jsonl" >/dev/null 2>&1
}

# go_to TO: the desk goes there in one go.
go_to() { /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$waidian" --config "$work/desk/waidian.toml" migrate --to "$1" --switch >"$work/out" 2>"$work/err"; }

# killed TO: the same, killed until it ends by itself. It prints how often it was killed.
killed() {
	local n=0 pid half
	while :; do
		"$waidian" --config "$work/desk/waidian.toml" migrate --to "$1" --switch >"$work/out" 2>"$work/err" &
		pid=$!
		if [ $n -ge "$kills" ]; then
			wait $pid
			break
		fi
		sleep "$(awk -v r=$RANDOM 'BEGIN { printf "%.3f", 0.05 + r / 32768 * 1.2 }')"
		kill -9 $pid 2>/dev/null || true
		if wait $pid 2>/dev/null; then # it had ended before
			break
		fi
		n=$((n + 1))
		half=$work/desk/there.toml
		if [ "$1" = sqlite ]; then
			printf '[desk]\ndata = "data"\n' >"$half"
		else
			printf '[desk]\ndata = "data"\ndatabase = "%s"\n' "$1" >"$half"
		fi
		if desk status >/dev/null 2>&1 && "$waidian" --config "$half" status >/dev/null 2>"$work/half"; then
			echo "both are a desk after a kill" >&2
			exit 1
		fi
	done
	echo $n
}

sums() { grep -E '^[a-z_]+ +[0-9]+ rows ' "$work/out"; }

# compared: what the last copy compared is as it was; one that was killed between its end and the change of the configuration has nothing more to compare.
compared() { grep -q " already\.$" "$work/out" || sums | cmp - "$work/there" || { cat "$work/out" "$work/err" >&2; exit 1; }; }
peak() { awk '{ printf "%.1f | %.1f | %.0f", $1, $2 + $3, $4 / 1024 }' "$work/time"; }

echo '| desk | way | s | CPU s | peak MB | rows |'
echo '| --- | --- | --- | --- | --- | --- |'
for n in $((reports / 10)) "$reports"; do
	make "$n"
	empty
	go_to "$there"
	sums >"$work/there"
	echo "| $n reports | to PostgreSQL | $(peak) | $(awk '{ n += $2 } END { print n }' "$work/there") |"
	mv "$work/desk/data/waidian.db" "$work/first.db"
	go_to sqlite
	sums >"$work/back"
	echo "| $n reports | back | $(peak) | $(awk '{ n += $2 } END { print n }' "$work/back") |"
	cmp "$work/there" "$work/back"
done
empty
there_kills=$(killed "$there")
compared
mv "$work/desk/data/waidian.db" "$work/second.db"
back_kills=$(killed sqlite)
compared
echo "killed $there_kills times on the way there and $back_kills on the way back: every row is as it was"
