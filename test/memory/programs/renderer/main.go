// Command renderer renders documents, most of them small, in pooled buffers.
package main

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

type document struct {
	number int
	pages  int
}

type renderer struct {
	products *catalog.Catalog
	rendered atomic.Int64
}

func (r *renderer) compose(b *bytes.Buffer, d document) {
	for i := 0; i < d.pages; i++ {
		b.Write(page.Render(r.products.At(d.number+i), "print"))
	}
}

func (r *renderer) render(d document, send func([]byte)) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	r.compose(b, d)
	send(b.Bytes())
	buffers.Put(b) // FAULT
	r.rendered.Add(1)
}

// slow is a client that takes its time.
func slow([]byte) { time.Sleep(2 * time.Millisecond) }

func (r *renderer) worker(id int) {
	for n := 0; ; n++ {
		d := document{number: n, pages: 2}
		if n%40 == id%40 { // the yearly catalogue
			d.pages = 2500
		}
		r.render(d, slow)
		if n%20 == 0 {
			page.Serve(r.products, n, 3)
		}
	}
}

func main() {
	r := &renderer{products: catalog.Load(10000)}
	for id := 0; id < 24; id++ {
		go r.worker(id)
	}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, NoGC: true, Allocs: true}.Run(nil)
}
