// Command groups dies of memory with many goroutines in three groups.
// groups N [OLDER]: N goroutines, half waiting for a channel, a third for a
// mutex, the others sleeping; and one that allocates until it dies.
package main

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

type hub struct {
	mutex    sync.Mutex
	messages chan []byte
}

func (h *hub) subscribe(id int) {
	for message := range h.messages {
		_ = message[id]
	}
}

func (h *hub) audit() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
}

func (h *hub) heartbeat() {
	for {
		time.Sleep(time.Hour)
	}
}

func (h *hub) replay(part []byte) []byte {
	var log bytes.Buffer
	for {
		log.Write(part) // FAILS groups
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	h := &hub{messages: make(chan []byte)}
	h.mutex.Lock()
	for i := 0; i < n; i++ {
		switch {
		case i%6 < 3:
			go h.subscribe(i)
		case i%6 < 5:
			go h.audit()
		default:
			go h.heartbeat()
		}
	}
	runtime.Gosched()
	time.Sleep(300 * time.Millisecond)
	if len(os.Args) > 2 {
		older, _ := time.ParseDuration(os.Args[2])
		time.Sleep(older)
	}
	h.replay(make([]byte, 1<<20))
}
