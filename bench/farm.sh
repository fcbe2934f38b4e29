#!/usr/bin/env bash
# Measures what gathering costs: the real binary against a farm of feeds on loopback.
#
#   FEEDFARM=path/to/feedfarm bench/farm.sh [waidian]
#
#   YARR=path/to/yarr FEEDFARM=… bench/farm.sh
#
# measures the feed reader yarr (github.com/nkanaev/yarr, built as its makefile says) in the
# same run, round by round on the same farm: its CPU is what its process has used from the
# request to refresh until it is at rest again.
#
# feedfarm serves generated feeds and pages, one loopback address a site, and counts
# the requests. CPU is that of the whole waidian process, start and end included, as
# the kernel counts it (GNU time); RSS is its peak. POSTGRES=postgres://postgres@127.0.0.1 measures on that server instead, in a database
# waidian_farm that is made and removed. The CPU of that server, which has to be on this machine, is added then, and stands behind a plus sign too: let
# nobody else use it meanwhile.
set -euo pipefail
: "${FEEDFARM:?names the feedfarm program}"
work=$(mktemp -d)
farm= reader=
database=${POSTGRES:+$POSTGRES/waidian_farm}
anew() { [ -z "$database" ] || PGOPTIONS='-c client_min_messages=warning' psql -q "$POSTGRES/postgres" -c 'DROP DATABASE IF EXISTS waidian_farm WITH (FORCE)' ${1:+-c "$1"}; }
trap 'kill $farm $reader 2>/dev/null || true; anew; rm -rf "$work"' EXIT
waidian=${1:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd "$(dirname "$0")/.." && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
port=${PORT:-18900} control=127.0.0.1:${CONTROL:-18899} block=${BLOCK:-78}

# plant SITES FEEDS: a farm of that size, and a desk that watches it.
plant() {
	kill $farm 2>/dev/null && wait $farm 2>/dev/null || true
	"$FEEDFARM" -hosts "$1" -feeds "$2" -port "$port" -control "$control" -block "$block" \
		-epoch "$(date -u +%Y-%m-%dT%H:00:00Z)" 2>"$work/farm.log" &
	farm=$!
	until curl -fs "$control/stats" >/dev/null 2>&1; do
		kill -0 $farm 2>/dev/null || { cat "$work/farm.log" >&2; exit 1; }
		sleep 0.1
	done
	rm -rf "$work/desk" && mkdir "$work/desk"
	anew 'CREATE DATABASE waidian_farm'
	{
		printf '[desk]\ndatabase = "%s"\nfetchers = 64\n' "$database"
		printf '[fetch]\nagent = "waidian-bench (+http://127.0.0.1/)"\npace = "0s"\nallow_private = ["127.0.0.0/8"]\n'
		curl -fs "$control/urls" | awk '{printf "[[source]]\nid = \"farm-%d\"\nname = \"Farm Gazette %d - China\"\nurl = \"%s\"\n", NR, NR, $1}'
	} >"$work/desk/waidian.toml"
}

ticks=$(getconf CLK_TCK)
desk() { (cd "$work/desk" && "$@"); }
farm() { curl -fs -X POST "$control/$1" >/dev/null; }

# server: ticks that the server of PostgreSQL has used: its processes, and those that have ended, as their parent counts them.
server() {
	[ -n "$database" ] || { echo 0; return; }
	for p in $postmaster $(pgrep -P "$postmaster"); do sed "s/.*) //" "/proc/$p/stat" 2>/dev/null || true; done | awk '{n += $12 + $13 + $14 + $15} END {print n + 0}'
}
postmaster=
[ -z "$database" ] || postmaster=$(psql -qtA "$POSTGRES/postgres" -c "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")

# round NAME STAGE: one round up to that stage, as a row of the table.
round() {
	farm reset
	local before
	before=$(server)
	desk /usr/bin/time -o time.txt -f '%e %U %S %M' "$waidian" collect --all --until "$2" --json >"$work/desk/sum.json"
	local wall user system rss there
	there=$(($(server) - before))
	read -r wall user system rss <"$work/desk/time.txt"
	jq -r --arg name "$1" --argjson wall "$wall" --argjson user "$user" --argjson system "$system" --argjson rss "$rss" \
		--argjson there "$there" --argjson ticks "$ticks" --slurpfile farm <(curl -fs "$control/stats") \
		'"| \($name) | \($wall) | \(($user + $system + $there / $ticks) * 100 | round / 100)\(if $there > 0 then " (+\($there * 100 / $ticks | round / 100))" else "" end) | \($rss / 1024 | round) | \(.new_leads) | \(.read) | \($farm[0] | .feed_200 + .not_modified + .article + .robots) | \($farm[0].max_concurrent) | \($farm[0].max_concurrent_one_site) |"' \
		"$work/desk/sum.json"
}

# yarr ROUND: the same round by yarr, as a row of the same table; the first one subscribes it.
used() { awk '{print $14 + $15}' "/proc/$reader/stat"; }
yarr() {
	[ -n "${YARR:-}" ] || return 0
	farm reset
	local url=http://127.0.0.1:${READER:-18898} began before rss
	if [ -z "$reader" ]; then
		"$YARR" -addr "${url#http://}" -db "$work/yarr.db" >"$work/yarr.log" 2>&1 &
		reader=$!
		until curl -fs "$url/api/status" >/dev/null 2>&1; do
			kill -0 "$reader" 2>/dev/null || { cat "$work/yarr.log" >&2; exit 1; }
			sleep 0.1
		done
		curl -fs "$control/opml" >"$work/yarr.opml"
		began=$(date +%s%N) before=$(used)
		curl -fs -F "opml=@$work/yarr.opml" "$url/opml/import" >/dev/null
	else
		began=$(date +%s%N) before=$(used)
		curl -fs -X POST "$url/api/feeds/refresh" >/dev/null
	fi
	until [ "$(curl -fs "$url/api/status" | jq .running)" = 0 ]; do sleep 0.05; done
	rss=$(awk '/VmHWM/ {print $2}' "/proc/$reader/status")
	curl -fs "$url/api/status" | jq -r --arg name "$1" --argjson cpu $(($(used) - before)) --argjson ticks "$ticks" \
		--argjson wall $((($(date +%s%N) - began) / 10000000)) --argjson rss "$rss" --slurpfile farm <(curl -fs "$control/stats") \
		'"| yarr: \($name) | \($wall / 100) | \($cpu / $ticks) | \($rss / 1024 | round) | \([.stats[].unread] | add) kept | – | \($farm[0] | .feed_200 + .not_modified + .article + .robots) | \($farm[0].max_concurrent) | \($farm[0].max_concurrent_one_site) |"'
}

# stored: leads and distinct addresses among them, as the desk itself counts them.
stored() { desk "$waidian" status --json | jq -r '"\([.sources[].leads] | add) leads are stored, \(.captures) captures, \(.articles) articles"'; }

echo '| round | wall s | CPU s | peak RSS MB | new leads | articles | requests | most at once | most at one site |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
plant 500 2000
round 'cold, 2,000 feeds x 20 items' poll
yarr cold
round 'nothing has changed' poll
yarr 'nothing has changed'
farm 'set?latency=50ms-200ms'
round 'nothing has changed, 50–200 ms' poll
farm 'set?latency=0'
farm 'bump?percent=5&new=1'
round '5 % have one new item' poll
yarr '5 % have one new item'
kept=$(stored)
plant 100 100
farm 'set?latency=50ms-200ms'
round '2,000 pages on 100 sites, 50–200 ms' read
echo
echo "After the 5 % round: $kept. After the pages: $(stored)."
