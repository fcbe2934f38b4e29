#!/usr/bin/env bash
# What language models make of the demo's foreign reports, in both ways of writing: digests, questions, seconds, sentences.
#
#   bench/models.sh ENDPOINT MODEL [ENDPOINT MODEL]…      e.g. http://127.0.0.1:11434/v1 qwen3:8b
#   bench/models.sh --score FILE
#
# WAIDIAN is the program (built if not named), REPORTS (8) how many reports, WAYS ("whole sentences") which ways, CONTEXT (4096) the
# window, OUT a file to which all sentences are added, to be labelled by a reader: "label" is true or wrong, "why" says what is wrong.
# SERVE names a script that serves a model on loopback: with it each argument is a name that the script knows, and
# the script is run as "SERVE NAME PORT" (PORT: 8091). --score prints how many of the labelled sentences are true. Those of the repository
# are in bench/models/labels.jsonl.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
server=
clean() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap clean EXIT
go build -o "$work/models" ./models
if [ "${1:-}" = --score ]; then
	"$work/models" -score "${2:-models/labels.jsonl}"
	exit
fi
waidian=${WAIDIAN:-}
if [ -z "$waidian" ]; then
	waidian=$work/waidian
	(cd .. && CGO_ENABLED=0 go build -o "$waidian" ./cmd/waidian)
fi
ask() {
	"$work/models" -waidian "$waidian" -endpoint "$1" -model "$2" -reports "${REPORTS:-8}" -ways "${WAYS:-whole sentences}" \
		-context "${CONTEXT:-4096}" ${OUT:+-out "$OUT"}
}
echo '| model | way | digests | questions a report | refused | seconds a report | sentences shown | doubted | left out | failed |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
if [ -z "${SERVE:-}" ]; then
	while [ $# -ge 2 ]; do
		ask "$1" "$2"
		shift 2
	done
	exit
fi
port=${PORT:-8091}
for name in "$@"; do
	"$SERVE" "$name" "$port" >"$work/server.log" 2>&1 &
	server=$!
	until model=$(curl -sf "http://127.0.0.1:$port/v1/models" | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p') && [ -n "$model" ]; do
		kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
		sleep 2
	done
	ask "http://127.0.0.1:$port/v1" "$model"
	kill "$server" && wait "$server" 2>/dev/null || true
	server=
done
