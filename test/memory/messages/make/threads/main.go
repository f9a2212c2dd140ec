// Command threads blocks OS threads until there are too many.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// lockDevice holds an OS thread for a device.
func lockDevice(id int, ready chan<- int) {
	runtime.LockOSThread()
	ready <- id
	var pipe [2]int
	if err := syscall.Pipe(pipe[:]); err != nil {
		fmt.Fprintln(os.Stderr, "device", id, err)
	}
	syscall.Read(pipe[0], make([]byte, 1)) // FAILS threads
}

func openDevices(n int) {
	ready := make(chan int)
	for id := 0; id < n; id++ {
		go lockDevice(id, ready)
		<-ready
	}
	time.Sleep(time.Second)
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	if len(os.Args) > 2 {
		max, _ := strconv.Atoi(os.Args[2])
		debug.SetMaxThreads(max)
	}
	openDevices(n)
	fmt.Println("all devices open")
}
