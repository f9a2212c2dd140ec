// Command bookshelf keeps books that are read often; its cache fills more and more slowly.
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

type library struct {
	books  *catalog.Catalog
	shelf  *lru.Cache
	misses int
}

func (l *library) open(n int) []byte {
	key := fmt.Sprintf("book-%d", n)
	if b, ok := l.shelf.Get(key); ok {
		return b
	}
	l.misses++
	b := page.Render(l.books.At(n), "reader")
	l.shelf.Put(key, b)
	return b
}

func (l *library) read(r *rand.Rand, visits int) (size int) {
	for i := 0; i < visits; i++ {
		size += len(l.open(r.Intn(l.books.Len())))
	}
	return size
}

func main() {
	l := &library{books: catalog.Load(16000), shelf: lru.New(16000)}
	r := rand.New(rand.NewSource(2))
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(int) { l.read(r, 7000) })
}
