// Command nightbatch adds up accounts: a set is read, worked on and let go.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type booking struct {
	account string
	cents   int64
	memo    []byte
}

type batch struct {
	bookings []*booking
	sums     map[string]int64
}

func (b *batch) read(products *catalog.Catalog, from, n int) {
	for i := from; i < from+n; i++ {
		b.bookings = append(b.bookings, &booking{
			account: fmt.Sprintf("account-%05d", i%700),
			cents:   int64(i),
			memo:    page.Render(products.At(i), "bank"),
		})
	}
}

func (b *batch) close() (accounts int) {
	for _, k := range b.bookings {
		b.sums[k.account] += k.cents
	}
	b.bookings = nil
	return len(b.sums)
}

func main() {
	products := catalog.Load(9000)
	b := &batch{sums: make(map[string]int64)}
	recorder.Plan{Snapshots: 12, Every: 250 * time.Millisecond}.Run(func(i int) {
		if i%4 == 0 {
			b.close()
		}
		b.read(products, i*4000, 4000)
	})
}
