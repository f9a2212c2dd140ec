// Command burst mails a newsletter; each mail is a goroutine for a moment.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type newsletter struct {
	products *catalog.Catalog
	sent     atomic.Int64
}

func (n *newsletter) mail(reader int, ready *sync.WaitGroup, start <-chan struct{}) {
	ready.Done()
	<-start // all mails leave together
	if reader%50 == 0 {
		page.Render(n.products.At(reader), fmt.Sprintf("reader-%d", reader))
	}
	n.sent.Add(1)
}

// send mails the newsletter to all readers at once.
func (n *newsletter) send(readers int) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	ready.Add(readers)
	for r := 0; r < readers; r++ {
		done.Add(1)
		go func() { // FAULT
			defer done.Done()
			n.mail(r, &ready, start)
		}()
	}
	ready.Wait()
	close(start)
	done.Wait()
}

func main() {
	n := &newsletter{products: catalog.Load(6000)}
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, GoroutineN: true, Status: true}.Run(func(i int) {
		page.Serve(n.products, i*1000, 1000)
		if i == 2 {
			n.send(45000)
		}
	})
}
