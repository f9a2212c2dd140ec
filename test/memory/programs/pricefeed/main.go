// Command pricefeed sends prices to subscribers at the pace they asked for.
package main

import (
	"fmt"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type subscription struct {
	client string
	pulse  *time.Ticker
	last   int64
}

type feed struct {
	mu     sync.Mutex
	active map[int]*subscription
	pulses []*time.Ticker
	prices *catalog.Catalog
}

func (f *feed) subscribe(id int, every time.Duration) *subscription {
	s := &subscription{client: fmt.Sprintf("client-%d", id)}
	s.pulse = time.NewTicker(every) // FAULT
	f.mu.Lock()
	f.active[id] = s
	f.pulses = append(f.pulses, s.pulse) // for the pace to be changed for all
	f.mu.Unlock()
	return s
}

func (f *feed) unsubscribe(id int) {
	f.mu.Lock()
	delete(f.active, id)
	f.mu.Unlock()
}

// slowDown changes the pace of everyone.
func (f *feed) slowDown(every time.Duration) {
	for _, p := range f.pulses {
		p.Reset(every)
	}
}

func (f *feed) deliver(s *subscription, n int) {
	p := f.prices.At(n)
	s.last = p.Cents
	_ = page.Render(p, s.client)
}

func main() {
	f := &feed{active: make(map[int]*subscription), prices: catalog.Load(9000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 6000; n++ {
			id := i*6000 + n
			s := f.subscribe(id, time.Hour)
			f.deliver(s, n)
			f.unsubscribe(id)
		}
		if i == 5 {
			f.slowDown(2 * time.Hour)
		}
	})
}
