#!/bin/bash
# Records what the tests of disasm and weblist need of two programs, so that they run without Go and binutils: the
# symbols and instructions that nm and objdump print, the lines that Go knows of them, and what pprof prints.
# usage: record.sh   (needs Go, binutils and an amd64 machine; the profile of the Go program is recorded anew)
set -e
cd "$(dirname "$0")"
export TZ=UTC TERM=dumb LC_ALL=C
pprof=$(go tool -n pprof)
golden=../../golden/disasm
work=$(mktemp -d)
mkdir -p "$golden"

# The symbols of a binary that match, and their code: whole, and without the last byte, as pprof cuts it.
record_code() { # binary, pattern of symbols, folder
  nm --print-size --defined-only "$1" | grep -E "$2" >"$3/nm.txt"
  : >"$3/objdump.txt"
  while read -r start size _; do
    for end in $((0x$start + 0x$size)) $((0x$start + 0x$size - 1)); do
      printf '== %x %x\n' $((0x$start)) "$end" >>"$3/objdump.txt"
      objdump --disassemble --disassemble-zeroes --demangle --no-show-raw-insn \
        --start-address=$((0x$start)) --stop-address="$end" "$1" >>"$3/objdump.txt"
    done
  done < <(grep -E '^[0-9a-f]+ [0-9a-f]+ ' "$3/nm.txt")
}

record_pprof() { # name, profile, flags
  local name=$1 profile=$2
  shift 2
  "$pprof" -symbolize=none "$@" "$profile" >"$golden/$name.out" 2>"$golden/$name.err" || true
}

(cd go && go build -trimpath -o "$work/lab" .)
"$work/lab" "$work/cpu.pb.gz" 2>/dev/null
cp "$work/cpu.pb.gz" go/cpu.pb.gz
record_code "$work/lab" ' main\.(main|fib|hashLoop|words|words.func1|\(\*node\).insert)$' go
go tool objdump -s '^main\.' "$work/lab" | awk '$2 ~ /^0x/ {print $2, $1}' >go/lines.txt
record_pprof go-main go/cpu.pb.gz -disasm='main\.'
record_pprof go-units go/cpu.pb.gz -disasm=hashLoop -unit=us -focus=hashLoop -relative_percentages
record_pprof go-nothing go/cpu.pb.gz -disasm=nosuch
record_pprof go-inlined go/cpu.pb.gz -disasm=mix
record_pprof go-address go/cpu.pb.gz -disasm=0x4c7000

as asm/t.s -o "$work/t.o"
ld "$work/t.o" -Ttext=0x401000 --build-id=none -o /tmp/pprof-shell-disasm-t
record_code /tmp/pprof-shell-disasm-t '.' asm
record_pprof asm-all asm/t.pb -disasm=.
record_pprof asm-unnamed asm/t.pb -disasm=last
record_pprof asm-by-file asm/t.pb -disasm='gamma|a.c'
record_pprof asm-mean asm/t.pb -disasm=. -mean
record_pprof asm-negative asm/t.pb -disasm=. -drop_negative
rm /tmp/pprof-shell-disasm-t
record_pprof asm-missing asm/t.pb -disasm=.
rm -r "$work"
