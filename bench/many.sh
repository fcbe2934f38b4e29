#!/usr/bin/env bash
# Several processes on one desk on PostgreSQL: killed with -9 every few seconds, one stopped for a minute and continued, the server
# restarted or away. Outlets and a model on loopback count who asks them when.
#
#   bench/many.sh [waidian] [flags of bench/many, as -feeds 20]
#
# It makes a server of its own (initdb and pg_ctl, in PGBIN or as Debian has them), in a temporary folder, and removes it. The exit status
# is 1 if a report was lost or is there twice, more digests were paid for again than were under way at a kill, a capture cannot be read, a host was asked by two at a time, or a request was sent sooner than the pace
# allows. On a busy machine requests may arrive closer together than they were sent; by how much is shown.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
chmod 755 "$work"
export TMPDIR=$work
bin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)}
as=()
mkdir "$work/pg"
if [ "$(id -u)" = 0 ]; then # the server does not run as root
	as=(runuser -u postgres --)
	chown postgres "$work/pg"
fi
port=${PGPORT:-54399}
server() { (cd / && "${as[@]}" "$bin/pg_ctl" -s -w -D "$work/pg/data" -l "$work/pg/log" -o "-p $port -k $work/pg -c listen_addresses=127.0.0.1" "$@"); }
clean() {
	server -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$work"
}
trap clean EXIT
(cd / && "${as[@]}" "$bin/initdb" -A trust -U postgres -D "$work/pg/data" >/dev/null)
server start
"$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres many
waidian=
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
	waidian=$1
	shift
else
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
go build -o "$work/many" ./many
cat >"$work/restart.sh" <<END
cd /
${as[*]} $bin/pg_ctl -s -w -D $work/pg/data -m fast stop
sleep "\${1:-0}"
${as[*]} $bin/pg_ctl -s -w -D $work/pg/data -l $work/pg/log -o "-p $port -k $work/pg -c listen_addresses=127.0.0.1" start
END
echo '| processes | kills | feeds × reports on hosts | s | to the last page | pages asked for | lost | twice | torn | pages asked for once more | feeds asked for once more | at one host at a time | shortest time between two at a host, ms | too soon there | shortest as sent, ms | sent too soon | feeds | digests | paid for again |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
"$work/many" -waidian "$waidian" -database "postgres://postgres@127.0.0.1:$port/many" -restart "sh $work/restart.sh" "$@"
