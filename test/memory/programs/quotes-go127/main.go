// Command quotes asks insurers for offers and takes the cheapest that comes in time.
package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/pprof"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

var errLate = errors.New("no offer in time")

type offer struct {
	insurer string
	cents   int64
	terms   []byte
}

type broker struct {
	products *catalog.Catalog
	insurers []string
	given    int
}

func (b *broker) ask(insurer string, n int, offers chan<- offer) {
	p := b.products.At(n)
	o := offer{insurer: insurer, cents: p.Cents, terms: page.Render(p, insurer)}
	if n%5 == 0 {
		time.Sleep(3 * time.Millisecond)
	}
	offers <- o // FAULT
}

// collect waits for the offers of all insurers, but only for a moment.
func (b *broker) collect(n int, patience time.Duration) (best offer, err error) {
	offers := make(chan offer)
	for _, i := range b.insurers {
		go b.ask(i, n, offers)
	}
	late := time.After(patience)
	for range b.insurers {
		select {
		case o := <-offers:
			if best.insurer == "" || o.cents < best.cents {
				best = o
			}
		case <-late:
			return best, errLate
		}
	}
	return best, nil
}

func (b *broker) quote(n int) {
	labels := pprof.Labels("handler", "quote", "customer", fmt.Sprint(n%3))
	pprof.Do(context.Background(), labels, func(context.Context) {
		if _, err := b.collect(n, time.Millisecond); err == nil {
			b.given++
		}
	})
}

func main() {
	b := &broker{products: catalog.Load(9000), insurers: []string{"Anchor", "Bridge", "Castle", "Dome"}}
	recorder.Plan{Snapshots: 9, Every: 400 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 600; n++ {
			b.quote(i*600 + n)
		}
	})
}
