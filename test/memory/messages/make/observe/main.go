// Command observe starts what watches a program.
package main

import (
	"io"
	"os"
	"runtime/debug"
	"runtime/trace"
)

func main() {
	switch os.Args[1] {
	case "trace":
		if err := trace.Start(io.Discard); err != nil { // FAILS trace
			panic(err)
		}
		trace.Stop()
	case "dump":
		file, err := os.Create(os.DevNull)
		if err != nil {
			panic(err)
		}
		debug.WriteHeapDump(file.Fd()) // FAILS dump
	}
}
