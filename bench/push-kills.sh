#!/usr/bin/env bash
# Kills a desk fifty times while it tells a webhook of things, and compares what came with what comes of a desk in peace.
set -euo pipefail
cd "$(dirname "$0")/.."
PUSH_KILLS=50 go test ./internal/cli -run TestPushSurvivesKills -v -count 1 -timeout 10m
