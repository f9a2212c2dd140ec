// Command matrix computes the distances between all pairs of shops.
package main

import (
	"fmt"
	"math"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type site struct {
	x, y float64
}

type distances struct {
	sites []site
	rows  [][]float64
}

func (d *distances) row(i int) []float64 {
	r := make([]float64, len(d.sites)) // FAULT
	for j, s := range d.sites {
		r[j] = math.Hypot(d.sites[i].x-s.x, d.sites[i].y-s.y)
	}
	return r
}

func (d *distances) extend(n int) {
	for i := 0; i < n; i++ {
		d.rows = append(d.rows, d.row(len(d.rows)))
	}
}

func survey(n int) []site {
	s := make([]site, n)
	for i := range s {
		s[i] = site{float64(i % 211), float64(i % 307)}
	}
	return s
}

func nearest(row []float64, self int) int {
	best := -1
	for j, v := range row {
		if j != self && (best < 0 || v < row[best]) {
			best = j
		}
	}
	return best
}

func main() {
	products := catalog.Load(12000)
	d := &distances{sites: survey(30000)}
	recorder.Plan{Snapshots: 8, Every: 250 * time.Millisecond}.Run(func(i int) {
		d.extend(60)
		page.Serve(products, i*1000, 1000)
	})
	for len(d.rows) < len(d.sites) {
		d.extend(20)
	}
	fmt.Println(nearest(d.rows[0], 0))
}
