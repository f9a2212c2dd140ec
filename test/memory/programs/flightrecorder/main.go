// Command flightrecorder keeps the last measurements in a ring.
package main

import (
	"fmt"
	"runtime"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type measurement struct {
	at    int64
	name  string
	blob  []byte
	value float64
}

type ring struct {
	slots []*measurement
	next  int
}

func newRing(n int) *ring { return &ring{slots: make([]*measurement, n)} }

func (r *ring) push(m *measurement) {
	r.slots[r.next] = m
	r.next = (r.next + 1) % len(r.slots)
}

func measure(products *catalog.Catalog, n int) *measurement {
	return &measurement{at: int64(n), name: fmt.Sprintf("probe-%d", n%60), blob: page.Render(products.At(n), "probe"), value: float64(n % 17)}
}

// Sampled finely, to see the ring's slots one by one.
func init() { runtime.MemProfileRate = 8 << 10 }

func main() {
	products := catalog.Load(9000)
	r := newRing(12000)
	n := 0
	fill := func(count int) {
		for i := 0; i < count; i++ {
			r.push(measure(products, n))
			n++
		}
	}
	fill(12000)
	recorder.Plan{Snapshots: 10, Every: 250 * time.Millisecond}.Run(func(int) { fill(5000) })
}
