// Command telemetry collects measurements of the machines of a plant.
package main

import (
	"math/rand"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type reading struct {
	unix  int64
	value float64
	flags uint32
}

type series struct {
	name     string
	readings []reading
}

type plant struct {
	byName map[string]*series
	names  []string
}

func newPlant(machines int) *plant {
	p := &plant{byName: make(map[string]*series), names: wire.Names(machines)}
	for _, n := range p.names {
		p.byName[n] = &series{name: n}
	}
	return p
}

func (s *series) add(r reading) {
	s.readings = append(s.readings, r) // FAULT
}

// average looks at the last n readings only.
func (s *series) average(n int) float64 {
	sum := 0.0
	for _, r := range s.readings[max(0, len(s.readings)-n):] {
		sum += r.value
	}
	return sum / float64(n)
}

func (p *plant) poll(r *rand.Rand, rounds int) (alarms int) {
	for i := 0; i < rounds; i++ {
		for _, name := range p.names {
			s := p.byName[name]
			s.add(reading{unix: time.Now().Unix(), value: r.Float64(), flags: uint32(i)})
			if s.average(10) > 0.9 {
				alarms++
			}
		}
	}
	return alarms
}

func main() {
	products := catalog.Load(12000)
	p := newPlant(400)
	r := rand.New(rand.NewSource(1))
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		p.poll(r, 450)
		page.Serve(products, i*1000, 1000)
	})
}
