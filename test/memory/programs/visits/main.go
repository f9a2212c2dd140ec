// Command visits counts who looks at which product.
package main

import (
	"fmt"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type visit struct {
	count int
	first time.Time
	last  time.Time
	agent string
}

type tracker struct {
	mu        sync.Mutex
	byAddress map[string]*visit
}

func (t *tracker) seen(address, agent string) *visit {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.byAddress[address]
	if v == nil {
		v = &visit{first: time.Now(), agent: agent}
		t.byAddress[address] = v // FAULT
	}
	v.count++
	v.last = time.Now()
	return v
}

type site struct {
	products *catalog.Catalog
	tracker  tracker
}

func (s *site) handle(n int) int {
	address := fmt.Sprintf("2001:db8::%x:%x", n>>16, n&0xffff)
	v := s.tracker.seen(address, "Mozilla/5.0")
	return len(page.Render(s.products.At(n), v.agent))
}

// The catalogue is large and stays; the visits are one to two percent of it per interval.
func main() {
	s := &site{products: catalog.Load(75000), tracker: tracker{byAddress: make(map[string]*visit)}}
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 4500; n++ {
			s.handle(i*4500 + n)
		}
	})
}
