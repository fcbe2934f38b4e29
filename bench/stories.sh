#!/usr/bin/env bash
# What a language model makes of events that several outlets report: what of its answers stands, what falls and by which rule, what it
# costs.
#
#   bench/stories.sh ENDPOINT MODEL [FILE]…      e.g. http://127.0.0.1:11434/v1 qwen3:8b
#   bench/stories.sh demo                        the demo's recorded answers
#
# It asks for the events of each FILE (stories/invented.json, if none is named) and for those of the demo (DEMO=0: not). CONTEXT (6144) is the
# window, MOST (0: all) how many events of the files. SERVE names a script that serves a model on loopback: then ENDPOINT is its name for the
# model, MODEL is left out, and the script is run as "SERVE ENDPOINT PORT" (PORT: 8091).
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
server=
clean() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap clean EXIT
endpoint=${1:?name an endpoint}
shift
model=
if [ "$endpoint" != demo ]; then
	if [ -n "${SERVE:-}" ]; then
		port=${PORT:-8091}
		curl -sf "http://127.0.0.1:$port/v1/models" >/dev/null && { echo "something serves on port $port already: PORT names another" >&2; exit 1; }
		"$SERVE" "$endpoint" "$port" >"$work/server.log" 2>&1 &
		server=$!
		endpoint=http://127.0.0.1:$port/v1
		until model=$(curl -sf "$endpoint/models" | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p') && [ -n "$model" ]; do
			kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
			sleep 2
		done
	else
		model=${1:?name a model}
		shift
	fi
	[ $# -gt 0 ] || set -- stories/invented.json
fi
demo=
if [ "${DEMO:-1}" != 0 ]; then
	demo=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$demo" ./cmd/waidian)
fi
go build -o "$work/stories" ./stories
"$work/stories" -endpoint "$endpoint" -model "$model" -demo "$demo" -context "${CONTEXT:-6144}" -most "${MOST:-0}" "$@"
