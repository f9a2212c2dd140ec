// Command ingest reads a directory of measurements and adds them up.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type file struct {
	name string
	buf  *bufio.Reader
}

func (f *file) Close() error {
	f.buf = nil
	return nil
}

type importer struct {
	content []byte
	lines   int
	done    chan struct{}
}

func (m *importer) open(name string) *file {
	return &file{name: name, buf: bufio.NewReaderSize(bytes.NewReader(m.content), 128<<10)}
}

func (m *importer) count(f *file) error {
	for {
		_, err := f.buf.ReadSlice('k')
		switch err {
		case nil:
			m.lines++
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

// importAll reads file after file.
func (m *importer) importAll(names []string) error {
	for _, name := range names {
		f := m.open(name)
		defer f.Close() // FAULT
		if err := m.count(f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		time.Sleep(4 * time.Millisecond)
	}
	close(m.done)
	return nil
}

func main() {
	products := catalog.Load(14000)
	m := &importer{content: wire.Payload(300 << 10), done: make(chan struct{})}
	names := make([]string, 1200)
	for i := range names {
		names[i] = fmt.Sprintf("measurements/%04d.csv", i)
	}
	go m.importAll(names)
	recorder.Plan{Snapshots: 10, Every: 250 * time.Millisecond}.Run(func(i int) { page.Serve(products, i*1000, 1000) })
}
