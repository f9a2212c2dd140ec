#!/usr/bin/env bash
# many.sh FILE [N]: the log of a crash with N (300000) goroutines; needs about
# 1.2 GB of memory and 300 MB of disk for 300,000. Not kept.
set -uo pipefail
file=$(realpath "$1")
n=${2:-300000}
cd "$(dirname "$0")"
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
CGO_ENABLED=0 go build -trimpath -o "$bin/groups" ./groups || exit 1
# stacks and goroutines, and half a GiB for the buffer to grow into
(ulimit -v $((1300000 + n * 5)) && exec "$bin/groups" "$n") >"$file" 2>&1
grep -m2 'out of memory' "$file"
grep -c '^goroutine' "$file"
