// Command cgothreads is threads with cgo: the C library makes the threads.
package main

/*
#include <unistd.h>
static void wait_for_device(void) { sleep(5); }
*/
import "C"

import (
	"os"
	"strconv"
	"time"
)

func device() {
	C.wait_for_device()
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < n; i++ {
		go device()
	}
	time.Sleep(4 * time.Second)
}
