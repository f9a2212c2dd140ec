// Command quota serves pages to those who do not ask too often. Its page cache
// warms up during the first half of the recording and is then full.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type server struct {
	products *catalog.Catalog
	pages    *lru.Cache
	limiter  *limiter
	refused  int
}

func (s *server) page(n int) []byte {
	p := s.products.At(n)
	if b, ok := s.pages.Get(p.SKU); ok {
		return b
	}
	b := page.Render(p, "everyone")
	s.pages.Put(p.SKU, b)
	return b
}

func (s *server) handle(address string, n int) int {
	if !s.limiter.allow(address) {
		s.refused++
		return 0
	}
	return len(s.page(n))
}

func main() {
	s := &server{products: catalog.Load(30000), pages: lru.New(15000), limiter: &limiter{rate: 20, buckets: make(map[string]*bucket)}}
	n := 0
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		for k := 0; k < 2600; k++ {
			s.handle(fmt.Sprintf("198.51.%d.%d:%d", n>>8&0xff, n&0xff, 1024+n>>4), n)
			n++
		}
	})
}
