// Command uploads receives files of all sizes; the working set goes up and down.
package main

import (
	"fmt"
	"math/rand"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type upload struct {
	id     int
	chunks [][]byte
}

type receipt struct {
	id     int
	sum    string
	parts  [24]int
	sealed time.Time
}

type receiver struct {
	underway []*upload
	count    int
	receipts map[int]*receipt
}

func (u *upload) receive(size int) {
	for size > 0 {
		n := min(size, 64<<10)
		u.chunks = append(u.chunks, make([]byte, n))
		size -= n
	}
}

// seal notes what a client can be asked for later; the notes are never read.
func (r *receiver) seal(u *upload) {
	for i := range u.chunks {
		for part := 0; part < 40; part++ {
			id := u.id<<20 | i<<8 | part
			r.receipts[id] = &receipt{id: id, sum: fmt.Sprintf("%08x", id), sealed: time.Now()} // FAULT
		}
	}
}

func (r *receiver) replace(place, size int) {
	if old := r.underway[place]; old != nil {
		r.seal(old)
	}
	r.count++
	u := &upload{id: r.count}
	u.receive(size)
	r.underway[place] = u
}

func main() {
	products := catalog.Load(12000)
	rnd := rand.New(rand.NewSource(5))
	r := &receiver{underway: make([]*upload, 70), receipts: make(map[int]*receipt)}
	step := func(n int) {
		for i := 0; i < n; i++ {
			r.replace(rnd.Intn(len(r.underway)), int(rnd.ExpFloat64()*450_000))
		}
	}
	step(150)
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond, Uneven: true}.Run(func(i int) {
		step(14)
		page.Serve(products, i*1000, 500+rnd.Intn(2000))
	})
}
