// Command workerpool keeps many workers at hand, most of them idle.
package main

import (
	"sync/atomic"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type task struct {
	product int
	done    chan<- int
}

type worker struct {
	scratch []byte
	handled int
}

type pool struct {
	products *catalog.Catalog
	tasks    chan task
	total    atomic.Int64
}

func (p *pool) run() {
	w := &worker{scratch: make([]byte, 0, 4<<10)}
	for t := range p.tasks {
		w.scratch = append(w.scratch[:0], page.Render(p.products.At(t.product), "worker")...)
		w.handled++
		p.total.Add(1)
		t.done <- len(w.scratch)
	}
}

func start(products *catalog.Catalog, workers int) *pool {
	p := &pool{products: products, tasks: make(chan task)}
	for i := 0; i < workers; i++ {
		go p.run()
	}
	return p
}

func main() {
	p := start(catalog.Load(10000), 2500)
	done := make(chan int, 8)
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, GoroutineN: true, Uneven: true}.Run(func(i int) {
		for n := 0; n < 4000; n++ {
			p.tasks <- task{i*4000 + n, done}
			<-done
		}
	})
}
