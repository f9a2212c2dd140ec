// Command dispatch hands deliveries to drivers.
package main

import (
	"container/list"
	"fmt"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type delivery struct {
	number  int
	address string
	label   []byte
}

type queue struct {
	mu      sync.Mutex
	waiting *list.List
}

func (q *queue) put(d *delivery) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting.PushBack(d) // FAULT
}

func (q *queue) take() *delivery {
	q.mu.Lock()
	defer q.mu.Unlock()
	e := q.waiting.Front()
	if e == nil {
		return nil
	}
	return q.waiting.Remove(e).(*delivery)
}

type depot struct {
	products *catalog.Catalog
	queue    queue
	out      int
}

func (d *depot) accept(n int) {
	d.queue.put(&delivery{
		number:  n,
		address: fmt.Sprintf("%d High Street, Springfield", n),
		label:   page.Render(d.products.At(n), "driver"),
	})
}

// drive takes one delivery after the other; there are too few drivers.
func (d *depot) drive() {
	for {
		if x := d.queue.take(); x != nil {
			d.out += len(x.label)
		}
		time.Sleep(time.Millisecond)
	}
}

func main() {
	d := &depot{products: catalog.Load(12000), queue: queue{waiting: list.New()}}
	go d.drive()
	go d.drive()
	recorder.Plan{Snapshots: 10, Every: 350 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 4000; n++ {
			d.accept(i*4000 + n)
		}
	})
}
