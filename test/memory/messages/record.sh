#!/usr/bin/env bash
# Records all fixtures anew: record.sh [GROUP ...]; groups: crash, old, os,
# gctrace, text, wrapped, binaries, expected. Needs Go 1.26, the Go module
# proxy for other toolchains, strace (for errors that are injected), setpriv
# (for limits that do not hold for root), gcc (for cgo), Node.
# ONLY=REGEX leaves out recordings whose name does not match. Everything runs
# under ulimit -v; all of it takes about six minutes when the toolchains are there.
set -uo pipefail
cd "$(dirname "$0")"
here=$PWD
bin=$(mktemp -d)
chmod 755 "$bin"
trap 'rm -rf "$bin"' EXIT
ulimit -c 0
export TZ=UTC LC_ALL=C
unset GOMEMLIMIT GOGC GODEBUG GOTRACEBACK GOFLAGS
GOMODCACHE=$(go env GOMODCACHE)
GOCACHE=$(go env GOCACHE)
export GOMODCACHE GOCACHE GOENV=off # old toolchains stop at flags they do not know
groups=("$@")
[ ${#groups[@]} = 0 ] && groups=(crash old os gctrace text wrapped binaries expected)

# build NAME [ENV=VALUE ...] [-- FLAG ...]: builds make/NAME to $bin/$as.
build() {
	local name=$1 as=${as:-$1}
	shift
	local vars=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do vars+=("$1") && shift; done
	[ $# -gt 0 ] && shift
	(cd make && ulimit -v 8000000 && env CGO_ENABLED=0 "${vars[@]}" go build -trimpath "$@" -o "$bin/$as" "./$name") || echo "build of $name failed" >&2
}

# rec FILE LIMIT COMMAND...: stdout and stderr of the command under an
# address-space limit of LIMIT KiB go to FILE (a .gz is compressed). ENV may
# precede the command with "env".
rec() {
	local file=$1 limit=$2 status
	shift 2
	[[ $file =~ ${ONLY:-.} ]] || return 0
	mkdir -p "$(dirname "$file")"
	(
		[ "$limit" != - ] && ulimit -v "$limit"
		cd "$bin" && exec timeout 90 "$@"
	) >"$bin/log" 2>&1
	status=$?
	case $file in
	*.gz) gzip -9nc "$bin/log" >"$file" ;;
	*) cp "$bin/log" "$file" ;;
	esac
	echo "$status $file: $(grep -am1 -E '^(fatal error|panic|runtime):? ' "$bin/log")"
}

# nobody LIMITS COMMAND...: as a user for whom the limits hold.
nobody() { # FILE "ulimit -u 30" COMMAND...
	local file=$1 limits=$2
	shift 2
	rec "$file" - setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set -all --inh-caps -all \
		bash -c "$limits; exec \"\$@\"" - "$@"
}

# inject FILE ERROR N COMMAND...: the Nth and later mmap calls fail.
inject() {
	local file=$1 error=$2 n=$3
	shift 3
	rec "$file" - strace -f -o /dev/null -e trace=mmap -e "inject=mmap:error=$error:when=$n+" "$@"
}

# injectfor FILE ERROR TEXT COMMAND...: as inject, with the first N that makes
# the program say TEXT.
injectfor() {
	local file=$1 error=$2 text=$3 n
	shift 3
	for n in $(seq 1 60); do
		inject "$file" "$error" "$n" "$@" >/dev/null
		if grep -aqF "$text" "$file"; then
			echo "inject $error from mmap $n on: $file: $text"
			return
		fi
	done
	echo "no mmap makes: $text" >&2
}

crash() {
	local mode
	build exhaust
	for mode in makeslice append concat builder buffer readall map mapstring node convert json reflect; do
		rec crash/$mode.log 1300000 ./exhaust $mode
	done
	rec crash/stack-growth.log - ./exhaust stack
	local n
	for n in $(seq 40 128); do # a cache that leaves little of the last arena
		rec crash/goroutines.log.gz - ./exhaust goroutines "$n" >/dev/null
		[ -e "$bin/log" ] || break # left out by ONLY
		n=$(grep -ac '^goroutine' "$bin/log")
		[ "$n" -lt 2500 ] && [ "$n" -gt 100 ] && grep -A20 'running\]' "$bin/log" | grep -q main.accept && break
	done
	rec crash/sysmap.log - ./exhaust overcommit
	rec crash/labels-1.26.log 1300000 env GODEBUG=tracebacklabels=1 ./exhaust labels
	for mode in none single all system crash; do
		rec crash/traceback-$mode.log 1300000 env GOTRACEBACK=$mode ./exhaust makeslice
	done
	as=exhaust-paths build exhaust -- -trimpath=false "-gcflags=-trimpath=$here/make=>/home/dev/reports"
	rec crash/paths.log 1300000 ./exhaust-paths append
	as=exhaust-stripped build exhaust -- "-ldflags=-s -w"
	rec crash/stripped.log 1300000 ./exhaust-stripped append
	as=exhaust386 build exhaust GOARCH=386
	rec crash/386-images.log - ./exhaust386 images
	rec crash/386-sysmap.log 1000000 ./exhaust386 images
	build metadata
	rec crash/persistentalloc-buckets.log - ./metadata buckets
	rec crash/persistentalloc-finalizers.log - ./metadata finalizers
	build recurse
	as=recurse386 build recurse GOARCH=386
	rec crash/page-summary.log 600000 ./recurse none
	rec crash/start-no-heap.log 640000 ./recurse none
	rec crash/arena-map.log 690000 ./recurse none
	local limit
	for limit in $(seq 690000 1000 720000); do # a narrow window
		rec crash/page-alloc.log "$limit" ./recurse none >/dev/null
		grep -q 'pageAlloc' crash/page-alloc.log && break
	done
	rec crash/386-stack-limit.log 16000 ./recurse386 one
	injectfor crash/arena-metadata.log ENOMEM 'out of memory allocating heap arena metadata' ./recurse one
	injectfor crash/stackalloc-efence.log ENOMEM 'out of memory (stackalloc)' env GODEBUG=efence=1 ./recurse one
	injectfor crash/checkmarks.log ENOMEM 'checkmarks bitmap' env GODEBUG=gccheckmark=1 ./exhaust append
	injectfor crash/cannot-map.log EPERM 'cannot map pages' ./recurse one
	injectfor crash/access-denied.log EACCES 'access denied' ./recurse one
	injectfor crash/locked-start.log EAGAIN 'too much locked' ./recurse one
	build observe
	injectfor crash/trace-region.log ENOMEM 'trace: out of memory' ./observe trace
	injectfor crash/heapdump.log ENOMEM 'heapdump: out of memory' ./observe dump
	for mode in one two json; do
		rec crash/stack-overflow-$mode.log 4000000 ./recurse $mode
		rec crash/stack-overflow-$mode-386.log - ./recurse386 $mode
	done
	build panics
	as=panics386 build panics GOARCH=386
	for mode in makeslice-len makeslice-len-big makeslice-cap growslice growslice-len slices-grow reflect repeat repeat-negative makechan buffer buffer-negative builder-grow builder-negative unsafe-slice; do
		rec crash/size-$mode.log 2000000 ./panics $mode
	done
	for mode in makeslice-len-big growslice reflect repeat buffer; do
		rec crash/size-$mode-386.log - ./panics386 $mode
	done
	build server
	rec crash/size-handler.log 3000000 ./server
	build threads
	build cgothreads CGO_ENABLED=1
	rec crash/threads-limit.log.gz - ./threads 400 200
	nobody crash/threads-ulimit.log "ulimit -u 30" ./threads 100
	nobody crash/threads-cgo.log "ulimit -u 30" ./cgothreads 100
	build locked
	nobody crash/locked-map.log "ulimit -l 2000" ./locked
	build crashes
	for mode in panic repanic nil mapwrites deadlock fatal index unlock; do
		rec crash/not-memory-$mode.log 2000000 ./crashes $mode
	done
	rec crash/not-memory-panic-none.log 2000000 env GOTRACEBACK=none ./crashes panic
	rec crash/not-memory-panic-all.log 2000000 env GOTRACEBACK=all ./crashes panic
	rec crash/not-memory-panic-system.log 2000000 env GOTRACEBACK=system ./crashes panic
	rec crash/not-memory-panic-crash.log 2000000 env GOTRACEBACK=crash ./crashes panic
	rec crash/not-memory-quit.log 2000000 bash -c './crashes quit & sleep 0.5; kill -QUIT $!; wait'
	rec crash/killed-shell.log 2000000 bash -c './crashes sleep & p=$!; sleep 0.2; kill -KILL $p; wait $p; echo "exit status $?"'
	rec crash/killed-go-run.log - bash -c "cd '$here/make'; go run ./crashes sleep & sleep 3; kill -KILL \$(pgrep -P \$!); wait"
	printf 'run:\n\t@echo serving on :8080\n\t@./crashes sleep & p=$$!; sleep 0.2; kill -KILL $$p; wait $$p\n' >"$bin/Makefile"
	rec crash/killed-make.log 2000000 make run
	build groups
	rec crash/groups-300.log.gz 1300000 ./groups 300
	rec crash/groups-older.log 1300000 ./groups 12 65s
	rec crash/goroutines-3000.log.gz 1400000 ./groups 3000
}

old() {
	local version file
	for version in ${VERSIONS:-1.10.8 1.11.13 1.12.17 1.13.15 1.15.15 1.17.13 1.18.10 1.20.14 1.21.13 1.22.12 1.23.12 1.24.4 1.25.4 1.27.1}; do
		rm -rf "$bin/src" && mkdir -p "$bin/src/app" && cp make/old/main.go "$bin/src/app/"
		case $version in
		1.10.*) (cd "$bin/src/app" && GOPATH=$bin CGO_ENABLED=0 GOTOOLCHAIN=go$version go build -gcflags="-trimpath=$bin" -o "$bin/old" .) ;;
		*) (cd "$bin/src/app" && printf 'module example.com/old\n\ngo 1.12\n' >go.mod && CGO_ENABLED=0 GOTOOLCHAIN=go$version go build -o "$bin/old" -gcflags="-trimpath=$bin" .) ;;
		esac || continue
		rec old/makeslice-go${version%.*}.log 1100000 ./old makeslice
		rec old/map-go${version%.*}.log 900000 ./old map
		rec old/stack-go${version%.*}.log 4000000 ./old stack
	done
	as=exhaust27 build exhaust GOTOOLCHAIN=go1.27.1
	rec old/labels-1.27.log 1300000 env GODEBUG=tracebacklabels=1 ./exhaust27 labels
	rec old/labels-off-1.27.log 1300000 env GODEBUG=tracebacklabels=0 ./exhaust27 labels
}

gctrace() {
	local version
	mkdir -p gctrace
	for version in ${VERSIONS:-1.10.8 1.13.15 1.17.13 1.18.10 1.19.13 1.21.13 1.24.4 1.25.4 1.26.8 1.27.1}; do
		rm -rf "$bin/src" && mkdir -p "$bin/src/app" && cp make/gc/main.go "$bin/src/app/"
		case $version in
		1.10.*) (cd "$bin/src/app" && GOPATH=$bin CGO_ENABLED=0 GOTOOLCHAIN=go$version go build -o "$bin/gc" .) ;;
		1.26.8) (cd "$bin/src/app" && printf 'module example.com/gc\n\ngo 1.12\n' >go.mod && CGO_ENABLED=0 go build -o "$bin/gc" .) ;;
		*) (cd "$bin/src/app" && printf 'module example.com/gc\n\ngo 1.12\n' >go.mod && CGO_ENABLED=0 GOTOOLCHAIN=go$version go build -o "$bin/gc" .) ;;
		esac || continue
		rec gctrace/leak-go${version%.*}.log 2000000 env GODEBUG=gctrace=1 ./gc leak
	done
	build gc
	rec gctrace/steady.log 2000000 env GODEBUG=gctrace=1 ./gc steady
	rec gctrace/lines.log 2000000 env GODEBUG=gctrace=1 ./gc lines
	rec gctrace/forced.log 2000000 env GODEBUG=gctrace=1 ./gc forced
	rec gctrace/spiral.log 2000000 env GODEBUG=gctrace=1 GOMEMLIMIT=40MiB ./gc spiral
	rec gctrace/gcoff.log 2000000 env GODEBUG=gctrace=1 GOGC=off GOMEMLIMIT=30MiB ./gc leak
	rec gctrace/scavtrace.log 2000000 env GODEBUG=gctrace=1,scavtrace=1 ./gc leak
	rec gctrace/pacer.log 2000000 env GODEBUG=gctrace=1,gcpacertrace=1 ./gc forced
	rec gctrace/inittrace.log 2000000 env GODEBUG=gctrace=1,inittrace=1 ./gc forced
	rec gctrace/schedtrace.log 2000000 env GODEBUG=gctrace=1,schedtrace=50 ./gc forced
	as=gc-nogreen build gc GOEXPERIMENT=nogreenteagc
	rec gctrace/nogreenteagc.log 2000000 env GODEBUG=gctrace=1 ./gc-nogreen leak
	build exhaust
	rec gctrace/crash.log 1300000 env GODEBUG=gctrace=1 ./exhaust buffer
}

text() {
	mkdir -p text
	build profiles
	(ulimit -v 2000000 && "$bin/profiles" text)
	gzip -9nf text/allocs.debug1.txt
	(mkdir -p "$bin/minutes" && ulimit -v 2000000 && "$bin/profiles" "$bin/minutes" 125s) &&
		cp "$bin/minutes/goroutine.debug2.txt" text/goroutine-minutes.debug2.txt
	for version in 1.18.10 1.21.13 1.24.4 1.27.1; do
		as=profiles-$version build profiles GOTOOLCHAIN=go$version
		[ -x "$bin/profiles-$version" ] || continue
		mkdir -p "$bin/p" && (ulimit -v 2000000 && "$bin/profiles-$version" "$bin/p")
		cp "$bin/p/heap.debug1.txt" text/heap-go${version%.*}.debug1.txt
		cp "$bin/p/goroutine.debug1.txt" text/goroutine-go${version%.*}.debug1.txt
		cp "$bin/p/goroutine.debug2.txt" text/goroutine-go${version%.*}.debug2.txt
		[ "$version" = 1.27.1 ] || continue
		(ulimit -v 2000000 && GODEBUG=tracebacklabels=1 "$bin/profiles-$version" "$bin/p") &&
			cp "$bin/p/goroutine.debug2.txt" text/goroutine-go${version%.*}-labels.debug2.txt
	done
}

os() { node make/os.mjs; }
wrapped() { node make/wrap.mjs; }
binaries() { bash binaries/record.sh; }
expected() { node make/expect.mjs; }

for group in "${groups[@]}"; do $group; done
