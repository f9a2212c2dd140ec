// Command metadata makes the runtime's own tables grow when no more address
// space is to be had.
package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

func leaf() { kept = append(kept, new([3]uint64)) } // FAILS leaf

var kept []*[3]uint64

// Each path of left and right through the tree is a stack of its own and
// needs a profile bucket of its own.
func left(path uint64, depth int)  { step(path, depth) }
func right(path uint64, depth int) { step(path, depth) }

func step(path uint64, depth int) {
	if depth == 0 {
		leaf()
		return
	}
	if path&1 == 0 {
		left(path>>1, depth-1)
	} else {
		right(path>>1, depth-1)
	}
}

type handle struct{ id int }

func finalizers() {
	for i := 0; ; i++ {
		h := &handle{i}
		runtime.SetFinalizer(h, func(*handle) {}) // FAILS finalizers
		handles = append(handles[:i%1024], h)
		all[i%len(all)] = h
	}
}

var handles = make([]*handle, 0, 1024)
var all [1 << 20]*handle

func limit(n uint64) {
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	var pages uint64
	fmt.Sscan(string(status), &pages)
	size := pages*uint64(os.Getpagesize()) + n
	err = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: size, Max: size})
	if err != nil {
		panic(err)
	}
}

func main() {
	switch os.Args[1] {
	case "buckets":
		runtime.MemProfileRate = 1
		kept = make([]*[3]uint64, 0, 1<<20)
		limit(0)
		for path := uint64(0); path < 1<<20; path++ {
			step(path, 20)
		}
	case "finalizers":
		limit(0)
		finalizers()
	}
}
