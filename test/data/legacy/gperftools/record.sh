#!/bin/bash
# Records the profiles of this folder with gperftools (Debian: g++ google-perftools libgoogle-perftools-dev). What pprof
# makes of them is recorded by ../record.sh.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
g++ -O1 -fno-omit-frame-pointer -fno-builtin-malloc -fno-builtin-free -o "$work/demo" demo.cc \
  -Wl,--no-as-needed -lprofiler -ltcmalloc
"$work/demo" cpu cpu.prof
"$work/demo" heap demo.heap
"$work/demo" growth growth.txt
TCMALLOC_SAMPLE_PARAMETER=65536 "$work/demo" sample sample.txt
rm -r "$work"
