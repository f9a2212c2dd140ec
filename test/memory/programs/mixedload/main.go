// Command mixedload handles uploads of all sizes; some are always underway.
package main

import (
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

type receiver struct {
	underway []*upload // a fixed number of places
	count    int
}

func (u *upload) receive(size int) {
	for size > 0 {
		n := min(size, 64<<10)
		u.chunks = append(u.chunks, make([]byte, n))
		size -= n
	}
}

// replace lets a finished upload go and begins another in its place.
func (r *receiver) replace(place, size int) {
	r.count++
	u := &upload{id: r.count}
	u.receive(size)
	r.underway[place] = u
}

func main() {
	products := catalog.Load(9000)
	rnd := rand.New(rand.NewSource(11))
	r := &receiver{underway: make([]*upload, 60)}
	step := func(n int) {
		for i := 0; i < n; i++ {
			r.replace(rnd.Intn(len(r.underway)), int(rnd.ExpFloat64()*400_000))
		}
	}
	step(400)
	recorder.Plan{Snapshots: 12, Every: 250 * time.Millisecond, Uneven: true}.Run(func(i int) {
		step(25)
		page.Serve(products, i*1000, 500+rnd.Intn(2000))
	})
}
