// Command locked asks for memory that may not be swapped out.
package main

import (
	"fmt"
	"os"
	"syscall"
)

var keys [][]byte

func keep(n int) {
	keys = append(keys, make([]byte, n)) // FAILS locked
}

func main() {
	if err := syscall.Mlockall(2); err != nil { // MCL_FUTURE
		fmt.Fprintln(os.Stderr, "mlockall:", err)
		os.Exit(1)
	}
	for {
		keep(4 << 20)
	}
}
