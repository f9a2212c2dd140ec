#!/usr/bin/env bash
# Rebuilds cpu.pb.gz and heap.pb.gz from scratch: installs the profiler from
# npm into a temporary folder and runs app.mjs with it for four seconds.
set -euo pipefail
cd "$(dirname "$0")"

version=5.20.0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

echo '{"private":true}' >"$tmp/package.json"
npm install --prefix "$tmp" --save-exact --no-audit --no-fund --loglevel=error "@datadog/pprof@$version"

# An absolute path, so that the profile names the source files where they are.
# Without --no-turbo-inlining, V8 counts the lines of an inlined function to the
# function it was inlined into, and the line numbers are those of the wrong file.
env -u NODE_OPTIONS PPROF_PREFIX="$tmp" TZ=UTC timeout 60 node --no-turbo-inlining "$PWD/app.mjs" 4 .
ls -l cpu.pb.gz heap.pb.gz
