// Command blockio reads the serial lines of old machines.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type line struct {
	name string
	fd   int
	peer int
}

type monitor struct {
	lines []*line
	read  atomic.Int64
}

func openLine(name string) (*line, error) {
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &line{name: name, fd: p[0], peer: p[1]}, nil
}

// listen waits for the machine to say something.
func (m *monitor) listen(l *line) {
	buf := make([]byte, 256)
	for {
		n, err := syscall.Read(l.fd, buf) // FAULT
		if err != nil {
			return
		}
		m.read.Add(int64(n))
	}
}

func (m *monitor) attach(n int) {
	for i := 0; i < n; i++ {
		l, err := openLine(fmt.Sprintf("machine-%d", len(m.lines)))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		m.lines = append(m.lines, l)
		go m.listen(l)
	}
}

func main() {
	debug.SetMaxThreads(300)
	products := catalog.Load(10000)
	m := &monitor{}
	recorder.Plan{Snapshots: 8, Every: 250 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		m.attach(25)
		page.Serve(products, i*1000, 1000)
	})
	m.attach(200)
	time.Sleep(time.Second)
}
