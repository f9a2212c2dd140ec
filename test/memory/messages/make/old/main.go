// Command old is exhaust in the Go of 2018, for old toolchains.
package main

import (
	"bytes"
	"fmt"
	"os"
	"time"
)

type event struct {
	id, at, user, amount uint64
}

func loadTable(n int) []event {
	return make([]event, n) // FAILS makeslice
}

func readEvents() []event {
	var events []event
	for i := uint64(0); ; i++ {
		events = append(events, event{i, i, i % 7, i * 3}) // FAILS append
	}
}

func collect(chunk []byte) {
	var body bytes.Buffer
	for {
		body.Write(chunk) // FAILS buffer
	}
}

func count() {
	visits := make(map[uint64]uint64)
	for i := uint64(0); ; i++ {
		visits[i*2654435761]++ // FAILS map
	}
}

func depth(n int) int { // FAILS stack
	return depth(n+1) + 1
}

func wait(id int, jobs chan int) {
	<-jobs
}

func main() {
	jobs := make(chan int)
	for i := 0; i < 3; i++ {
		go wait(i, jobs)
	}
	time.Sleep(10 * time.Millisecond)
	switch os.Args[1] {
	case "makeslice":
		loadTable(40 << 20)
	case "append":
		readEvents()
	case "buffer":
		collect(make([]byte, 1<<20))
	case "map":
		count()
	case "stack":
		fmt.Println(depth(0))
	case "nil":
		var e *event
		fmt.Println(e.id) // FAILS nil
	}
}
