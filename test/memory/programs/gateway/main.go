// Command gateway holds the lines of many sensors open.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

const lineLimit = 32 << 10

type line struct {
	r *bufio.Reader
	w *bufio.Writer
}

type gateway struct {
	products *catalog.Catalog
	messages chan string
	reply    [6]byte // "ok 22\n"
}

func newLine(conn net.Conn) *line {
	return &line{
		r: bufio.NewReaderSize(conn, lineLimit), // FAULT
		w: bufio.NewWriterSize(conn, lineLimit),
	}
}

// attend reads messages from a sensor until it hangs up.
func (g *gateway) attend(conn net.Conn) {
	defer conn.Close()
	l := newLine(conn)
	for {
		s, err := l.r.ReadString('\n')
		if err != nil {
			return
		}
		fmt.Fprintf(l.w, "ok %d\n", len(s))
		l.w.Flush()
		g.messages <- strings.TrimSpace(s)
	}
}

func (g *gateway) evaluate() {
	n := 0
	for range g.messages {
		n++
		page.Serve(g.products, n, 5)
	}
}

func connect(g *gateway, n int) net.Conn {
	ours, theirs := net.Pipe()
	go g.attend(ours)
	fmt.Fprintf(theirs, "hello from sensor %03d\n", n)
	io.ReadFull(theirs, g.reply[:])
	return theirs
}

func main() {
	g := &gateway{products: catalog.Load(10000), messages: make(chan string, 64)}
	go g.evaluate()
	var sensors []net.Conn
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 70; n++ {
			sensors = append(sensors, connect(g, i*70+n))
		}
	})
}
