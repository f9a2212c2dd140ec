#!/usr/bin/env bash
# Rebuilds mem_profile.pb.gz and crash.log from scratch: runs the program
# under an address-space limit until Go gives up. Takes about fifteen seconds.
#
# The limit is in KiB. It counts address space, not memory in use: some
# 600 MB of it are reserved by the Go runtime itself at start.
# No -trimpath: the profile then names the source files where they really are.
set -euo pipefail
cd "$(dirname "$0")"

limit_kib=${1:-2000000}
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT

go build -buildvcs=false -o "$bin/oom" .

status=0
(
	ulimit -v "$limit_kib"
	exec env -u GOMEMLIMIT -u GOGC -u GODEBUG -u GOTRACEBACK TZ=UTC "$bin/oom" -profile mem_profile.pb.gz
) 2>crash.log || status=$?

rm -f mem_profile.pb.gz.tmp # there if the crash came while a profile was being written
if ! grep -q '^fatal error: .*out of memory' crash.log; then
	echo "no out-of-memory crash (exit status $status); see crash.log" >&2
	exit 1
fi
grep -h 'out of memory' crash.log
ls -l mem_profile.pb.gz crash.log
