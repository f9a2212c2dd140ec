#!/usr/bin/env bash
# Builds the tiny program for many systems and with many flags, cuts the
# binaries (cut.mjs) and checks that "go version -m" reads the cut ones as it
# reads the whole ones. What it reads is in NAME.txt, the truth for tests.
set -uo pipefail
cd "$(dirname "$0")"
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset GOFLAGS
GOMODCACHE=$(go env GOMODCACHE)
GOCACHE=$(go env GOCACHE)
export GOMODCACHE GOCACHE GOENV=off
ulimit -v 8000000
export GIT_AUTHOR_DATE=2026-11-20T12:00:00Z GIT_COMMITTER_DATE=2026-11-20T12:00:00Z
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=dev GIT_AUTHOR_EMAIL=dev@example.com GIT_COMMITTER_NAME=dev GIT_COMMITTER_EMAIL=dev@example.com

mkdir -p "$work/app/helper"
cat >"$work/app/go.mod" <<'M'
module example.com/tiny

go 1.12

require example.com/helper v1.2.3

replace example.com/helper => ./helper
M
printf 'module example.com/helper\n' >"$work/app/helper/go.mod"
printf 'package helper\n\nfunc Name() string { return "helper" }\n' >"$work/app/helper/helper.go"
printf 'package main\n\nimport "example.com/helper"\n\nvar version = "dev"\n\nfunc main() { println(helper.Name(), version) }\n' >"$work/app/main.go"
git -C "$work/app" init -q && git -C "$work/app" add . && git -C "$work/app" commit -qm start

read_info() { (cd "$work" && go version -m "$2" 2>&1 | sed -e "1s#$2#$1#g" -e "s#^could not read Go build info from [^:]*:#$1:#"); }

# check NAME BINARY [-none]
check() {
	local name=$1 binary=$2
	node cut.mjs "$binary" "$name.gz" ${3:-} || return
	gzip -dc "$name.gz" >"$work/cut" && chmod +x "$work/cut"
	read_info "$name" "$binary" >"$name.txt"
	read_info "$name" ./cut >"$work/cut.txt"
	if ! cmp -s "$name.txt" "$work/cut.txt"; then
		echo "the cut $name reads otherwise" >&2
		diff "$name.txt" "$work/cut.txt" | head -5
	fi
	echo "$(stat -c %s "$name.gz") $(head -1 "$name.txt")"
}

# one NAME [ENV=VALUE ...] [-- FLAG ...]
one() {
	local name=$1 vars=()
	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do vars+=("$1") && shift; done
	[ $# -gt 0 ] && shift
	rm -f "$work/bin"
	if (cd "$work/app" && env CGO_ENABLED=0 "${vars[@]}" go build "$@" -o "$work/bin"); then
		check "$name" "$work/bin" ${none:-}
	else
		echo "not built: $name" >&2
	fi
}

one linux-amd64
one linux-amd64-trimpath -- -trimpath
one linux-amd64-stripped -- "-ldflags=-s -w -X main.version=1.4.2"
one linux-amd64-v3 GOAMD64=v3
one linux-amd64-experiment GOEXPERIMENT=nogreenteagc,jsonv2
one linux-amd64-godebug GODEBUG= -- -tags=netgo,prod "-gcflags=all=-N -l"
one linux-amd64-pie -- -buildmode=pie
one linux-386 GOARCH=386
one linux-386-softfloat GOARCH=386 GO386=softfloat
one linux-arm64 GOARCH=arm64
one linux-arm GOARCH=arm GOARM=6
one linux-s390x GOARCH=s390x
one linux-mips GOARCH=mips
one linux-riscv64 GOARCH=riscv64
one freebsd-amd64 GOOS=freebsd
one darwin-arm64 GOOS=darwin GOARCH=arm64
one darwin-amd64 GOOS=darwin
one windows-amd64 GOOS=windows
one windows-amd64-stripped GOOS=windows -- "-ldflags=-s -w -H=windowsgui"
one windows-386 GOOS=windows GOARCH=386
one windows-arm64 GOOS=windows GOARCH=arm64
one aix-ppc64 GOOS=aix GOARCH=ppc64
one plan9-amd64 GOOS=plan9
one linux-amd64-race CGO_ENABLED=1 -- -race
printf 'package main\n\nimport "C"\n' >"$work/app/cgo.go"
one linux-amd64-cgo CGO_ENABLED=1
one linux-amd64-cshared CGO_ENABLED=1 -- -buildmode=c-shared
rm "$work/app/cgo.go"
for version in 1.27.1 1.25.4 1.24.4 1.22.12 1.21.13 1.18.10 1.17.13 1.13.15; do
	one "linux-amd64-go${version%.*}" GOTOOLCHAIN=go$version
done
one linux-amd64-go1.24-experiment GOTOOLCHAIN=go1.24.4 GOEXPERIMENT=synctest
for version in 1.17.13 1.13.15; do
	one "linux-386-go${version%.*}" GOTOOLCHAIN=go$version GOARCH=386
	one "linux-s390x-go${version%.*}" GOTOOLCHAIN=go$version GOARCH=s390x
	one "windows-amd64-go${version%.*}" GOTOOLCHAIN=go$version GOOS=windows
	one "darwin-amd64-go${version%.*}" GOTOOLCHAIN=go$version GOOS=darwin
done
# before 1.13 there is no build info
none=-none one linux-amd64-go1.12 GOTOOLCHAIN=go1.12.17
# one file, without a module
printf 'package main\n\nfunc main() { println("ok") }\n' >"$work/one.go"
(cd "$work" && CGO_ENABLED=0 go build -o bin one.go) && check linux-amd64-file "$work/bin"
# with changes that are not committed
echo '// changed' >>"$work/app/main.go"
one linux-amd64-modified -- -buildvcs=true
git -C "$work/app" checkout -q main.go
# no Go program
printf 'int main(void) { return 0; }\n' >"$work/c.c"
gcc -o "$work/bin" "$work/c.c" && check linux-amd64-c "$work/bin" -none
# a packed or scrubbed program: a Go binary whose build info is overwritten
(cd "$work/app" && CGO_ENABLED=0 go build "-ldflags=-s -w" -o "$work/bin")
node -e 'const fs = require("fs"); const f = process.argv[1]; const b = fs.readFileSync(f); const at = b.indexOf(Buffer.from("\xff Go buildinf:", "latin1")); b.fill(0, at, at + 2048); fs.writeFileSync(f, b);' "$work/bin"
check linux-amd64-scrubbed "$work/bin" -none
# cut short, as a broken copy
gzip -dc linux-amd64.gz | head -c 300000 | gzip -9n >linux-amd64-short.gz
