// Command registry knows which machines are there; the oldest are dropped.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type machine struct {
	name string
	seen int
	info [32]uint64
}

type registry struct {
	known map[string]*machine
	limit int
	clock int
}

// report notes that a machine is alive; the map grows in steps up to its limit.
func (r *registry) report(name string) {
	r.clock++
	m := r.known[name]
	if m == nil {
		m = &machine{name: name}
		r.known[name] = m
	}
	m.seen = r.clock
	if len(r.known) > r.limit {
		r.expire(r.clock - r.limit*3/4)
	}
}

func (r *registry) expire(before int) {
	for name, m := range r.known {
		if m.seen < before {
			delete(r.known, name)
		}
	}
}

func main() {
	products := catalog.Load(12000)
	r := &registry{known: make(map[string]*machine), limit: 30000}
	n := 0
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		for k := 0; k < 11000; k++ {
			r.report(fmt.Sprintf("machine-%d.example.net", n))
			n++
		}
		page.Serve(products, i*1000, 1000)
	})
}
