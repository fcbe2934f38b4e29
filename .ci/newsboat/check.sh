#!/usr/bin/env bash
# newsboat, which knows nothing of the desk, reads the demo by the Google Reader API: it syncs, a report is marked as read, it syncs
# again, and has one fewer unread. Its cache holds the reports as the desk has them.
#
#   check.sh WAIDIAN DEMO-FOLDER
set -euo pipefail
waidian=$1 demo=$2 port=${3:-21640}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
fail() { echo "newsboat: $*" >&2; exit 1; }

cat >"$work/waidian.toml" <<TOML
[site]
url = "http://127.0.0.1:$port"
[desk]
data = "$demo"
[reader]
TOML
echo "the password of newsboat" >"$work/password"
"$waidian" -c "$work/waidian.toml" reader add newsboat <"$work/password"
"$waidian" -c "$work/waidian.toml" serve --listen "127.0.0.1:$port" 2>"$work/serve.log" &
server=$!
at=http://127.0.0.1:$port
curl -s --retry 30 --retry-delay 1 --retry-connrefused -o /dev/null "$at/healthz" || fail "the desk does not serve: $(cat "$work/serve.log")"

cat >"$work/config" <<CONF
urls-source "feedhq"
feedhq-url "$at/api"
feedhq-login "newsboat"
feedhq-passwordfile "$work/password"
CONF
touch "$work/urls"
unread() {
  HOME=$work newsboat -C "$work/config" -u "$work/urls" -c "$work/cache.db" -x reload print-unread | sed 's/[^0-9]*\([0-9]*\).*/\1/'
}

token=$(curl -sS "$at/api/accounts/ClientLogin" -d Email=newsboat --data-urlencode "Passwd=$(cat "$work/password")" | sed -n 's/^Auth=//p')
ask() { curl -sS --fail -H "Authorization: GoogleLogin auth=$token" "$@"; }
ids() { ask "$at/api/reader/api/0/stream/items/ids?n=10000&s=$1" | grep -o '"id":"[0-9]*"' | tr -dc '0-9\n'; }

here=$(ids user/-/state/com.google/reading-list | wc -l)
first=$(unread)
echo "the desk has $here reports; newsboat has $first unread"
[ "$here" -gt 0 ] && [ "$first" = "$here" ] || fail "it has not got all"
one=$(ids user/-/state/com.google/reading-list | head -1)
[ "$(ask "$at/api/reader/api/0/edit-tag" -d "i=$one" -d a=user/-/state/com.google/read)" = OK ] || fail "a report could not be marked"
second=$(unread)
echo "one is marked as read; newsboat has $second unread"
[ "$second" = $((first - 1)) ] || fail "the mark has not come"

python3 - "$work/cache.db" "$at" <<'PY'
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT guid, title, url, pubDate, content FROM rss_item").fetchall()
for guid, title, url, date, content in rows:
    assert guid.startswith("tag:google.com,2005:reader/item/000"), guid
    assert title and url.startswith(sys.argv[2] + "/a/") and date > 0, (title, url, date)
    assert "<script" not in content and content.strip(), title
assert any(c.startswith("<blockquote>") for *_, c in rows), "no digest comes first"
print(len(rows), "reports in newsboat's cache")
PY
