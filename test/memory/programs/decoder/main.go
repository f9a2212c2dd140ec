// Command decoder takes messages from machines, one gob stream each.
package main

import (
	"bytes"
	"encoding/gob"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

// Status is what a machine says about itself.
type Status struct {
	Machine string
	Up      time.Duration
	Load    [3]float64
	Disks   map[string]int64
	Events  []Event
}

// Event is something that happened to a machine.
type Event struct {
	At   time.Time
	Text string
	Code int
}

type collector struct {
	machines map[string]int
	events   int
}

func (c *collector) receive(message []byte) error {
	var s Status
	if err := gob.NewDecoder(bytes.NewReader(message)).Decode(&s); err != nil { // FAULT
		return err
	}
	c.machines[s.Machine]++
	c.events += len(s.Events)
	return nil
}

func encode(s *Status) []byte {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func sampleStatus() *Status {
	s := &Status{Machine: "press-7", Up: 90 * time.Hour, Disks: map[string]int64{"sda": 1 << 40, "sdb": 1 << 39}}
	for i := 0; i < 5; i++ {
		s.Events = append(s.Events, Event{At: time.Unix(1e9, 0), Text: "door opened", Code: i})
	}
	return s
}

func main() {
	products := catalog.Load(12000)
	c := &collector{machines: make(map[string]int)}
	message := encode(sampleStatus())
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 900; n++ {
			if err := c.receive(message); err != nil {
				panic(err)
			}
		}
		page.Serve(products, i*1000, 1000)
	})
}
