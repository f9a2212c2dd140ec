// Command accesslog serves pages and writes one line for each.
package main

import (
	"fmt"
	"io"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type request struct {
	remote string
	method string
	path   string
	size   int
	took   time.Duration
}

type accessLog struct {
	w     io.Writer
	lines int
}

func (l *accessLog) write(r *request, code int) {
	stamp := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", 2026, 11, 23, l.lines/3600%24, l.lines/60%60, l.lines%60)
	line := fmt.Sprintf("%s %s %s %s %d %d %.3f\n", r.remote, stamp, r.method, r.path, code, r.size, r.took.Seconds()) // FAULT
	io.WriteString(l.w, line)
	l.lines++
}

type server struct {
	products *catalog.Catalog
	pages    *lru.Cache
	log      *accessLog
	paths    []string
}

func (s *server) handle(n int) {
	p := s.products.At(n % 2000)
	body, ok := s.pages.Get(p.SKU)
	if !ok {
		body = page.Render(p, "guest")
		s.pages.Put(p.SKU, body)
	}
	r := request{remote: "198.51.100.7", method: "GET", path: s.paths[n%len(s.paths)], size: len(body), took: time.Millisecond}
	s.log.write(&r, 200)
}

func main() {
	s := &server{products: catalog.Load(12000), pages: lru.New(2500), log: &accessLog{w: io.Discard}}
	for i := 0; i < 100; i++ {
		s.paths = append(s.paths, "/product/"+s.products.At(i).SKU)
	}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 120000; n++ {
			s.handle(n)
		}
	})
}
