// Command pooled compresses pages with writers from a pool.
package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

const keepAtMost = 64 << 10

var (
	writers = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
)

func compress(body []byte, send func([]byte)) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	w := writers.Get().(*gzip.Writer)
	w.Reset(b)
	w.Write(body)
	w.Close()
	send(b.Bytes())
	w.Reset(io.Discard)
	writers.Put(w)
	if b.Cap() <= keepAtMost {
		buffers.Put(b)
	}
}

type server struct {
	products *catalog.Catalog
	sent     int
}

func (s *server) serve(from, n int) {
	for i := from; i < from+n; i++ {
		compress(page.Render(s.products.At(i), "guest"), func(b []byte) { s.sent += len(b) })
	}
}

func main() {
	s := &server{products: catalog.Load(12000)}
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) { s.serve(i*1500, 1500) })
}
