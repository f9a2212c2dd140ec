// Command turnover keeps the newest pages; its cache is full and turns over.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type news struct {
	products *catalog.Catalog
	pages    *lru.Cache
	next     int
}

func (s *news) publish() {
	p := s.products.At(s.next)
	key := fmt.Sprintf("%s/%d", p.SKU, s.next)
	s.pages.Put(key, page.Render(p, key))
	s.next++
}

func (s *news) read(back int) int {
	b, _ := s.pages.Get(fmt.Sprintf("%s/%d", s.products.At(s.next-back).SKU, s.next-back))
	return len(b)
}

func main() {
	s := &news{products: catalog.Load(9000), pages: lru.New(9000)}
	for s.next < 9000 {
		s.publish()
	}
	recorder.Plan{Snapshots: 11, Every: 250 * time.Millisecond, Uneven: true}.Run(func(int) {
		for n := 1; n < 4000; n++ {
			s.publish()
			s.read(n % 500)
		}
	})
}
