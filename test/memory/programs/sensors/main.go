// Command sensors keeps the last samples of every measuring point.
package main

import (
	"math/rand"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

// Sample is one measurement.
type Sample struct {
	At     time.Time
	Value  float64
	Unit   string
	Labels [6]string
}

type point struct {
	tail []*Sample // the last few of the newest batch
}

type board struct {
	points []point
	alarms int
}

func decodeBatch(r *rand.Rand, n int) []*Sample {
	batch := make([]*Sample, 0, n)
	for i := 0; i < n; i++ {
		s := &Sample{At: time.Now(), Value: r.NormFloat64() * 20, Unit: "C"}
		s.Labels[0] = "hall"
		batch = append(batch, s)
	}
	return batch
}

func lastOf(batch []*Sample, n int) []*Sample {
	return batch[len(batch)-n:] // FAULT
}

func (b *board) receive(batch []*Sample) {
	for _, s := range batch {
		if s.Value > 60 {
			b.alarms++
		}
	}
	b.points = append(b.points, point{tail: lastOf(batch, 4)})
}

func main() {
	products := catalog.Load(12000)
	r := rand.New(rand.NewSource(3))
	b := &board{}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, Uneven: true}.Run(func(i int) {
		for n := 0; n < 30; n++ {
			b.receive(decodeBatch(r, 800))
		}
		page.Serve(products, i*1000, 1000)
	})
}
