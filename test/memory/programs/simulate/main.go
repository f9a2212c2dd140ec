// Command simulate moves particles and looks for those that meet.
package main

import (
	"math/rand"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type vector struct{ x, y, z float64 }

type particle struct {
	at, speed *vector
}

type world struct {
	particles []particle
	met       int
}

func (v *vector) plus(o *vector) *vector {
	return &vector{v.x + o.x, v.y + o.y, v.z + o.z} // FAULT
}

func (v *vector) dot(o *vector) float64 { return v.x*o.x + v.y*o.y + v.z*o.z }

func (w *world) step() {
	for i := range w.particles {
		p := &w.particles[i]
		p.at = p.at.plus(p.speed)
		if p.at.dot(p.at) > 100 {
			p.speed = bounce(p.speed)
			w.met++
		}
	}
}

func bounce(v *vector) *vector { return &vector{-v.x, -v.y, -v.z} }

func newWorld(n int, r *rand.Rand) *world {
	w := &world{particles: make([]particle, n)}
	for i := range w.particles {
		w.particles[i] = particle{&vector{}, &vector{r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}}
	}
	return w
}

func main() {
	products := catalog.Load(9000)
	w := newWorld(20000, rand.New(rand.NewSource(1)))
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 150; n++ {
			w.step()
		}
		page.Serve(products, i*500, 500)
	})
}
