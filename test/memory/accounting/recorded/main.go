// Memory of one kind each, and what MemStats and the system say of it. "go build -o kinds . && ./record.sh" makes the
// recordings anew.
package main

/*
#include <stdlib.h>
#include <string.h>
static void *grab(size_t n) { void *p = malloc(n); memset(p, 1, n); return p; }
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"syscall"
	"time"
)

var kept [][]byte

func fill(count, size int) {
	for i := 0; i < count; i++ {
		block := make([]byte, size)
		for at := 0; at < size; at += 4096 {
			block[at] = 1
		}
		kept = append(kept, block)
	}
}

func deep(depth int, done chan bool) int {
	var frame [1024]byte
	frame[depth%1024] = 1
	if depth == 0 {
		<-done
		return int(frame[0])
	}
	return deep(depth-1, done) + int(frame[1])
}

func main() {
	switch kind := os.Args[1]; kind {
	case "nothing":
	case "live":
		fill(200, 1<<20)
		runtime.GC()
	case "garbage":
		debug.SetGCPercent(-1)
		fill(200, 1<<20)
		kept = nil
	case "fragments":
		fill(100000, 2048)
		for i := range kept {
			if i%8 != 0 {
				kept[i] = nil
			}
		}
		runtime.GC()
	case "spike":
		fill(300, 1<<20)
		kept = nil
		runtime.GC()
	case "released":
		fill(300, 1<<20)
		kept = nil
		debug.FreeOSMemory()
	case "malloc":
		C.grab(150 << 20)
	case "mmap":
		block, _ := syscall.Mmap(-1, 0, 150<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		for at := 0; at < len(block); at += 4096 {
			block[at] = 1
		}
	case "stacks":
		done := make(chan bool)
		for i := 0; i < 2000; i++ {
			go deep(30, done)
		}
		time.Sleep(time.Second)
		runtime.GC()
	case "untouched":
		kept = append(kept, make([]byte, 200<<20))
		runtime.GC()
	}
	smaps, _ := os.ReadFile("/proc/self/smaps_rollup")
	pprof.Lookup("heap").WriteTo(os.Stdout, 1)
	fmt.Print("\n", string(smaps))
	runtime.KeepAlive(kept)
}
