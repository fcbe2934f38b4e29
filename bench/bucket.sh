#!/usr/bin/env bash
# A desk with its archive in a bucket of a real S3 server (versitygw, with files behind it): the demo is killed with -9 while it works, and works
# again; the store is away for a while; the cache is deleted; then everything is read from the bucket, the archive comes back and goes there again.
#
#   bench/bucket.sh [waidian]
#
# versitygw comes through the Go module proxy, at the version below, unless VERSITYGW names it. The exit status is 1 at the first thing that is not so.
set -euo pipefail
version=v1.8.0
work=$(mktemp -d)
gateway=
clean() {
	[ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
	rm -rf "$work"
}
trap clean EXIT
waidian=$(realpath -m "${1:-$work/waidian}")
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian
if [ -z "${VERSITYGW:-}" ]; then
	VERSITYGW=$(go env GOPATH)/bin/versitygw-$version
	if [ ! -x "$VERSITYGW" ]; then
		GOBIN=$work/bin go install "github.com/versity/versitygw/cmd/versitygw@$version"
		mkdir -p "$(dirname "$VERSITYGW")"
		mv "$work/bin/versitygw" "$VERSITYGW"
	fi
fi
export AWS_ACCESS_KEY_ID=desk AWS_SECRET_ACCESS_KEY=not-a-secret
port=$((20000 + RANDOM % 20000))
mkdir -p "$work/s3/desk" "$work/meta"
store() { # begins the store, and waits until it answers
	ROOT_ACCESS_KEY=$AWS_ACCESS_KEY_ID ROOT_SECRET_KEY=$AWS_SECRET_ACCESS_KEY "$VERSITYGW" -q -p "127.0.0.1:$port" posix --sidecar "$work/meta" "$work/s3" >"$work/store.log" 2>&1 &
	gateway=$!
	for _ in $(seq 100); do
		(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
		sleep 0.1
	done
	cat "$work/store.log"
	exit 1
}
fail() {
	echo "bench/bucket.sh: $*" >&2
	exit 1
}
data=$work/data
printf '[archive]\nbucket = "s3://desk/archive"\nendpoint = "http://127.0.0.1:%s"\n' "$port" >"$work/bucket.toml"
demo=("$waidian" demo --once --listen 127.0.0.1:0 --data "$data" -c "$work/bucket.toml")
desk() { "$waidian" -c "$data/waidian.toml" "$@"; }
sums() { (cd "$1" && sha256sum -- *.warc.gz | sort); }

store
echo "package bucket beside the store:"
WAIDIAN_S3=http://127.0.0.1:$port WAIDIAN_S3_BUCKET=s3://desk go test -count=1 -run RealStore ./internal/bucket

echo "killed while it works:"
for pause in 0.7 1.5 2.5; do
	"${demo[@]}" >"$work/demo.log" 2>&1 &
	victim=$!
	sleep "$pause"
	kill -9 "$victim" 2>/dev/null || true
	wait "$victim" 2>/dev/null || true
	echo "  after $pause s: $(find "$data/archive" -maxdepth 1 -name '*.warc.gz' | wc -l) files here, $(find "$work/s3/desk" -name '*.warc.gz' | wc -l) in the bucket"
done
"${demo[@]}" >"$work/demo.log" 2>&1 || { cat "$work/demo.log"; exit 1; }
desk status | grep '^in s3:'
[ -z "$(find "$data/archive" -maxdepth 1 -name '*.warc.gz')" ] || fail "after a clean end files are still here alone"
[ -z "$(find "$work/s3/desk/archive/" -name '*.warc.gz' -size 0)" ] || fail "an empty file was sent"

echo "the store is away:"
kill "$gateway" && wait "$gateway" 2>/dev/null || true
rm -rf "$data/archive/cache"
! desk export --format wacz --out "$work/none.wacz" 2>"$work/said" || fail "an export without the store"
grep -o '[a-z0-9-]*\.warc\.gz of s3://desk/archive: .*' "$work/said" | sed 's/^/  /'
store

echo "read from the bucket:"
desk doctor --deep >"$work/said" || true # the outlets of the demo have gone
grep -E '^(ok|FAIL) +(archive|bucket) ' "$work/said"
! grep -qE '^FAIL +(archive|bucket)' "$work/said" || fail "the archive is not whole"
rm -rf "$data/archive/cache"
desk export --format wacz --out "$work/one.wacz" 2>/dev/null
desk verify "$work/one.wacz" >"$work/said" || { cat "$work/said"; exit 1; }
tail -1 "$work/said"
rm -rf "$data/archive/cache"
desk redo read
desk collect >"$work/said" 2>&1 || true
[ "$(desk tasks | grep -c '^read ')" = 0 ] || fail "pages could not be read again from the bucket"

echo "there and back:"
sums "$work/s3/desk/archive" >"$work/sums"
desk archive pull
rm -rf "$data/archive/cache"
sums "$data/archive" | diff "$work/sums" - || fail "what came back is not what was there"
desk archive push
sums "$work/s3/desk/archive" | diff "$work/sums" - || fail "what was sent again is not what was there"
desk doctor >"$work/said" || true
grep -E '^ok +bucket ' "$work/said" || fail "doctor is not content with the bucket"
