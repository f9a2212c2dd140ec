// Command plugins tells extensions about changes of the configuration.
package main

import (
	"fmt"
	"runtime"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type config struct {
	currency string
	rate     float64
}

type bus struct {
	listeners []func(*config)
}

func (b *bus) onChange(f func(*config)) {
	b.listeners = append(b.listeners, f)
}

func (b *bus) change(c *config) {
	for _, f := range b.listeners {
		f(c)
	}
}

type view struct {
	visitor string
	body    []byte
	prices  [64]float64
}

type site struct {
	bus      bus
	products *catalog.Catalog
}

func (s *site) open(n int) *view {
	v := &view{visitor: fmt.Sprintf("visitor-%d", n)}
	v.body = page.Render(s.products.At(n), v.visitor)
	s.bus.onChange(func(c *config) { // FAULT
		for i := range v.prices {
			v.prices[i] *= c.rate
		}
	})
	return v
}

func (s *site) show(n int) int { return len(s.open(n).body) }

func init() { runtime.MemProfileRate = 64 << 10 }

// The catalogue is large and stays; the leak is about two percent of it per interval.
func main() {
	s := &site{products: catalog.Load(65000)}
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 800; n++ {
			s.show(i*800 + n)
		}
		page.Serve(s.products, i*3000, 3000)
		s.bus.change(&config{currency: "EUR", rate: 1.01})
	})
}
