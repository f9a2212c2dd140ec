// Command auditlog takes orders and writes an audit trail.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

// Event is one line of the audit trail.
type Event struct {
	At     time.Time
	Actor  string
	Action string
	Before []byte
}

type trail struct {
	events []*Event
}

var audit trail

func (t *trail) record(actor, action string, before []byte) {
	e := &Event{At: time.Now(), Actor: actor, Action: action}
	e.Before = append(e.Before, before...)
	t.events = append(t.events, e) // FAULT
}

// flush hands the newest events to the archive.
func (t *trail) flush(n int) int {
	size := 0
	for _, e := range t.events[max(0, len(t.events)-n):] {
		size += len(e.Before)
	}
	return size
}

type shop struct {
	products *catalog.Catalog
	pages    *lru.Cache
	orders   int
}

func (s *shop) view(sku string) []byte {
	if b, ok := s.pages.Get(sku); ok {
		return b
	}
	b := page.Render(s.products.Find(sku), "guest")
	s.pages.Put(sku, b)
	return b
}

func (s *shop) order(visitor int) {
	p := s.products.At(visitor * 31)
	body := s.view(p.SKU)
	s.orders++
	audit.record(fmt.Sprintf("visitor-%d", visitor), "order "+p.SKU, body[:len(body)/2])
}

func main() {
	s := &shop{products: catalog.Load(12000), pages: lru.New(4000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 9000; n++ {
			s.order(i*9000 + n)
		}
		audit.flush(500)
	})
}
