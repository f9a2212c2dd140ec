#!/usr/bin/env bash
# Rebuilds the six profiles from scratch: builds the server, lets it make
# requests to itself over the loopback for six seconds and keeps what its
# /debug/pprof/ endpoints answer. It stops by itself.
#
# No -trimpath: the profiles then name the source files where they really are.
set -euo pipefail
cd "$(dirname "$0")"

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT

go build -buildvcs=false -o "$bin/server" .
env -u GOMEMLIMIT -u GOGC -u GODEBUG TZ=UTC \
	timeout 60 "$bin/server" -out . -load 6s
ls -l ./*.pb.gz
