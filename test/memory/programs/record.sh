#!/usr/bin/env bash
# Builds and records the programs of this directory anew: all of them, or
# those that are named. Needs Go (and, for nativecodec, a C compiler); the
# module proxy is asked for the few dependencies and for the toolchains
# go1.22 and go1.27. Takes five minutes. Afterwards: go run ./internal/check -fix
#
# -trimpath and one fixed place for the binaries keep machine-specific paths
# out of the recordings.
set -uo pipefail
cd "$(dirname "$0")"

bin=/tmp/faults-bin
mkdir -p "$bin"
trap 'rm -rf "$bin"' EXIT
unset GOMEMLIMIT GOGC GODEBUG GOTRACEBACK GOFLAGS
export TZ=UTC GOTOOLCHAIN=local

build() { # NAME, then flags
	local name=$1
	shift
	go build -trimpath -buildvcs=false "$@" -o "$bin/$name" "./$name"
}

# log COMMAND…: what it writes to stderr becomes recorded/crash.log, its status recorded/exit-status.txt
log() {
	local status=0
	"$@" 2>"$dir/crash.log" || status=$?
	echo "$status" >"$dir/exit-status.txt"
}

record() {
	local name=$1 run="$bin/$1"
	dir=$name/recorded
	rm -rf "$dir"
	mkdir -p "$dir"
	case $name in
	*-go122) GOTOOLCHAIN=go1.22.12 build "$name" -modfile=go122.mod || return 1 ;;
	*-go127) GOTOOLCHAIN=go1.27.1 build "$name" -modfile=go127.mod || return 1 ;;
	imgproc32) CGO_ENABLED=0 GOARCH=386 build "$name" || return 1 ;;
	nativecodec) CGO_ENABLED=1 build "$name" || return 1 ;;
	*) CGO_ENABLED=0 build "$name" || return 1 ;;
	esac
	case $name in
	schema | framing | blockio | imgproc32) log timeout 60 "$run" -out "$dir" ;;
	matrix) log timeout 60 bash -c 'ulimit -v 1000000; exec "$0" "$@"' "$run" -out "$dir" ;;
	headroom) log timeout 60 bash -c 'ulimit -d 190000; exec "$0" "$@"' env GODEBUG=gctrace=1 "$run" -out "$dir" ;;
	intake) log timeout 60 bash -c 'ulimit -d 260000; exec "$0" "$@"' "$run" -out "$dir" ;;
	simulate | frames | spike | steadychurn)
		GODEBUG=gctrace=1 timeout 60 "$run" -out "$dir" 2>"$dir/gctrace.txt" || return 1
		;;
	*) timeout 60 "$run" -out "$dir" || return 1 ;;
	esac
	local f
	for f in "$dir"/*.txt "$dir"/*.log; do
		if [ -f "$f" ] && [ "$(stat -c %s "$f")" -gt 40000 ]; then gzip -9n "$f"; fi
	done
	rm -f "$dir"/*.tmp
	du -sb "$dir"
}

all=()
for d in */main.go; do all+=("${d%/main.go}"); done
[ $# -gt 0 ] && all=("$@")
failed=0
for name in "${all[@]}"; do
	record "$name" || { echo "$name: failed" >&2; failed=1; }
done
exit $failed
