// Command workday has as many visitors as the hour allows; when they leave, they are forgotten.
package main

import (
	"fmt"
	"math"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type visitor struct {
	name   string
	basket []string
	last   []byte
}

type shop struct {
	products *catalog.Catalog
	inside   map[int]*visitor
	next     int
	oldest   int
}

func (s *shop) enter() {
	v := &visitor{name: fmt.Sprintf("visitor-%d", s.next), basket: make([]string, 0, 12)}
	v.basket = append(v.basket, s.products.At(s.next).SKU)
	v.last = page.Render(s.products.At(s.next), v.name)
	s.inside[s.next] = v
	s.next++
}

func (s *shop) leave() {
	delete(s.inside, s.oldest)
	s.oldest++
}

// hour lets visitors come and go until there are as many as there should be.
func (s *shop) hour(want int) {
	for i := 0; i < 1500; i++ {
		s.enter()
		s.leave()
	}
	for len(s.inside) < want {
		s.enter()
	}
	for len(s.inside) > want {
		s.leave()
	}
}

func main() {
	s := &shop{products: catalog.Load(12000), inside: make(map[int]*visitor)}
	s.hour(9000)
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		s.hour(9000 + int(6000*math.Cos(float64(i)*math.Pi/5.5)))
	})
}
