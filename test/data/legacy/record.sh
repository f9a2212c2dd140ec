#!/bin/bash
# Records what a reference pprof prints for every profile here: record.sh PPROF (say "$(go tool -n pprof)")
# gperftools/ and go/ hold profiles of real programs (gperftools/record.sh, go/main.go), own/ is written by hand or by
# own/make-cpu-profiles.mjs, as is broken/, which pprof refuses.
cd "$(dirname "$0")" && out=../../golden/legacy && rm -rf $out && mkdir -p $out && export TZ=UTC TERM=dumb
for file in gperftools/*.{prof,heap,txt} go/*.txt own/*.{prof,txt} broken/*; do
  for report in raw top traces; do
    name=$out/${file//\//-}
    $1 -symbolize=none -$report "$file" >"$name.$report" 2>"$name.err" </dev/null || rm "$name.$report"
    [ -s "$name.err" ] || rm "$name.err"
  done
done
