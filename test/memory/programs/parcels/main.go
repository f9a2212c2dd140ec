// Command parcels follows parcels on their way.
package main

import (
	"fmt"
	"runtime"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type stop struct {
	place string
	at    int64
}

type parcel struct {
	number string
	stops  []stop
	notes  [20]string
}

type tracking struct {
	underway  map[string]*parcel
	delivered []*parcel
}

func (t *tracking) accept(n int) *parcel {
	p := &parcel{number: fmt.Sprintf("P%010d", n), stops: make([]stop, 0, 6)}
	t.underway[p.number] = p
	return p
}

func (p *parcel) pass(place string) { p.stops = append(p.stops, stop{place, time.Now().Unix()}) }

// deliver ends the journey; delivered parcels are kept for questions.
func (t *tracking) deliver(p *parcel) {
	delete(t.underway, p.number)
	t.delivered = append(t.delivered, p) // FAULT
}

func (t *tracking) journey(n int) {
	p := t.accept(n)
	for _, place := range []string{"harbour", "depot", "van"} {
		p.pass(place)
	}
	t.deliver(p)
}

// Production samples coarsely, one in four megabytes.
func init() { runtime.MemProfileRate = 4 << 20 }

func main() {
	products := catalog.Load(12000)
	t := &tracking{underway: make(map[string]*parcel)}
	recorder.Plan{Snapshots: 10, Every: 400 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 20000; n++ {
			t.journey(i*20000 + n)
		}
		page.Serve(products, i*1000, 1000)
	})
}
