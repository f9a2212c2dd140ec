// Command exhaust is a small report server's batch mode. Run under an
// address-space limit (ulimit -v), each mode dies in another allocation.
// The line at which it dies carries the comment "FAILS mode".
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
)

type event struct {
	id, at, user, amount uint64
}

type image struct {
	width, height int
	pixels        []byte
}

// decodeImage trusts the size the header tells.
func decodeImage(width, height int) *image {
	pixels := make([]byte, width*height*4) // FAILS makeslice
	return &image{width, height, pixels}
}

// readEvents keeps all events of a day.
func readEvents() []event {
	var events []event
	for i := uint64(0); ; i++ {
		events = append(events, event{id: i, at: i, user: i % 7, amount: i * 3}) // FAILS append
	}
}

// page joins the rows of a table.
func page(row string) string {
	text := ""
	for {
		text += row // FAILS concat
	}
}

// render writes the rows of a table.
func render(row string) string {
	var out strings.Builder
	for {
		out.WriteString(row) // FAILS builder
	}
}

// collect takes what comes over the wire.
func collect(chunk []byte) []byte {
	var body bytes.Buffer
	for {
		body.Write(chunk) // FAILS buffer
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// fetch reads a whole body into memory.
func fetch() []byte {
	body, err := io.ReadAll(endless{}) // FAILS readall
	if err != nil {
		panic(err)
	}
	return body
}

// count counts the visits by user.
func count() map[uint64]uint64 {
	visits := make(map[uint64]uint64)
	for i := uint64(0); ; i++ {
		visits[i*2654435761]++ // FAILS map
	}
}

// names counts the visits by name.
func names() map[string]*event {
	known := make(map[string]*event)
	for i := 0; ; i++ {
		known[fmt.Sprintf("user-%020d", i)] = nil // FAILS mapstring
	}
}

type node struct {
	next    *node
	payload [12]uint64
}

// enqueue adds to a queue that nobody reads.
func enqueue() *node {
	var head *node
	for {
		head = &node{next: head} // FAILS node
	}
}

// asText turns a body into a string.
func asText(body []byte) string {
	return string(body) // FAILS convert
}

// decode reads a document into any.
func decode(document []byte) any {
	var value any
	err := json.Unmarshal(document, &value) // FAILS json
	if err != nil {
		panic(err)
	}
	return value
}

// scratch makes a slice through reflection, as decoders do.
func scratch(n int) reflect.Value {
	return reflect.MakeSlice(reflect.TypeOf([]event(nil)), n, n) // FAILS reflect
}

// walk descends a tree; every level needs some stack.
func walk(depth int) int { // FAILS stack-entry
	var frame [64]uint64
	if depth == 0 {
		return int(frame[0])
	}
	return walk(depth-1) + int(frame[depth%64]) // FAILS stack
}

// session is one client's goroutine.
func session(id int, done chan struct{}) {
	<-done
	_ = id
}

// accept starts a goroutine for every client and never ends one.
func accept(done chan struct{}) {
	for id := 0; ; id++ {
		go session(id, done) // FAILS goroutines
	}
}

var ballast [][]byte

// warm fills a cache of n MiB.
func warm(n int) {
	for range make([]struct{}, n) {
		ballast = append(ballast, make([]byte, 1<<20))
	}
}

// limit lets the program map no more than n further MiB.
func limit(n uint64) {
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	var pages uint64
	fmt.Sscan(string(status), &pages)
	size := pages*uint64(os.Getpagesize()) + n<<20
	err = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: size, Max: size})
	if err != nil {
		panic(err)
	}
}

func main() {
	switch mode := os.Args[1]; mode {
	case "makeslice":
		warm(40)
		decodeImage(20000, 12500)
	case "append":
		readEvents()
	case "concat":
		page(strings.Repeat("row of the table;", 1<<19))
	case "builder":
		render(strings.Repeat("row of the table;", 1<<14))
	case "buffer":
		collect(make([]byte, 1<<20))
	case "readall":
		fetch()
	case "map":
		count()
	case "mapstring":
		names()
	case "node":
		enqueue()
	case "convert":
		body := bytes.Repeat([]byte("body "), 4<<20)
		for texts := []string{}; ; {
			texts = append(texts, asText(body))
		}
	case "json":
		document := append([]byte{'['}, bytes.Repeat([]byte(`{"a":[1,2,3]},`), 1<<19)...)
		decode(append(document, "0]"...))
	case "reflect":
		scratch(10 << 20)
	case "stack":
		warm(30)
		limit(1)
		walk(1 << 20)
	case "goroutines":
		n, _ := strconv.Atoi(os.Args[2])
		warm(n)
		limit(1)
		accept(make(chan struct{}))
	case "goroutinesbig":
		accept(make(chan struct{}))
	case "images":
		warm(100)
		for {
			ballast = append(ballast, decodeImage(4096, 4096).pixels)
		}
	case "labels":
		pprof.Do(context.Background(), pprof.Labels("tenant", "seven", "path", `/a "b"`), func(context.Context) {
			done := make(chan struct{})
			for id := 0; id < 3; id++ {
				go session(id, done)
			}
			runtime.Gosched()
			decodeImage(20000, 12500)
		})
	case "overcommit":
		decodeImage(1<<20, 1<<18) // a TiB
	}
}
