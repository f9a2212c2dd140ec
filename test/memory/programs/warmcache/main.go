// Command warmcache renders pages and keeps the most used ones.
package main

import (
	"fmt"
	"math/rand"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type site struct {
	products *catalog.Catalog
	pages    *lru.Cache
	hits     int
}

func (s *site) get(sku string) []byte {
	if b, ok := s.pages.Get(sku); ok {
		s.hits++
		return b
	}
	b := page.Render(s.products.Find(sku), "guest")
	s.pages.Put(sku, b)
	return b
}

func (s *site) visit(r *rand.Rand, n int) (size int) {
	z := rand.NewZipf(r, 1.2, 8, uint64(s.products.Len()-1))
	for i := 0; i < n; i++ {
		size += len(s.get(fmt.Sprintf("SKU-%08d", z.Uint64())))
	}
	return size
}

func main() {
	s := &site{products: catalog.Load(15000), pages: lru.New(3000)}
	r := rand.New(rand.NewSource(7))
	s.visit(r, 120000) // warm before the first visitor
	recorder.Plan{Snapshots: 10, Every: 250 * time.Millisecond}.Run(func(int) { s.visit(r, 15000) })
}
