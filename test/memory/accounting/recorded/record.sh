#!/bin/sh
# The end of a debug=1 heap profile, which has the MemStats, and then /proc/self/smaps_rollup.
for kind in nothing live garbage fragments spike released malloc mmap stacks untouched; do
	./kinds $kind | sed -n '/^# runtime.MemStats/,$p' >$kind.txt
done
