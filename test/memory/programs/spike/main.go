// Command spike serves pages; once a night it builds the full export.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type chunk struct {
	sku  string
	html []byte
}

type export struct {
	chunks []*chunk
	size   int
}

func build(products *catalog.Catalog, n int) *export {
	e := &export{}
	for i := 0; i < n; i++ {
		p := products.At(i)
		c := &chunk{sku: p.SKU, html: page.Render(p, fmt.Sprint("export ", i))} // FAULT
		e.chunks = append(e.chunks, c)
		e.size += len(c.html)
	}
	return e
}

// sample keeps every n-th chunk for the preview, all over the heap.
func (e *export) sample(preview *lru.Cache, n int) {
	for i := 0; i < len(e.chunks); i += n {
		preview.Put(e.chunks[i].sku, e.chunks[i].html)
	}
}

func nightly(products *catalog.Catalog, preview *lru.Cache) int {
	e := build(products, 130000)
	e.sample(preview, 24)
	return e.size
}

func main() {
	products := catalog.Load(8000)
	preview := lru.New(6000)
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, Allocs: true, Status: true}.Run(func(i int) {
		page.Serve(products, i*1000, 1000)
		if i == 4 {
			nightly(products, preview)
		}
	})
}
