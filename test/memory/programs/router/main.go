// Command router sends requests to the back end that matches their path.
package main

import (
	"fmt"
	"regexp"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type route struct {
	pattern string
	backend string
}

type router struct {
	routes []route
	pages  *lru.Cache
	stats  map[string]int
}

func matches(pattern, path string) bool {
	re := regexp.MustCompile("^" + pattern + "$") // FAULT
	return re.MatchString(path)
}

func (r *router) backend(path string) string {
	for _, t := range r.routes {
		if matches(t.pattern, path) {
			return t.backend
		}
	}
	return "default"
}

func (r *router) handle(products *catalog.Catalog, path string, n int) int {
	b := r.backend(path)
	r.stats[b]++
	if body, ok := r.pages.Get(path); ok {
		return len(body)
	}
	body := page.Render(products.At(n), b)
	r.pages.Put(path, body)
	return len(body)
}

func main() {
	products := catalog.Load(12000)
	r := &router{pages: lru.New(1000), stats: make(map[string]int), routes: []route{
		{`/static/[\w/.-]+\.(css|js|png|svg)`, "files"},
		{`/api/v[12]/orders/\d+(/lines/\d+)?`, "orders"},
		{`/api/v[12]/products/SKU-\d{8}`, "products"},
		{`/(login|logout|account)(/.*)?`, "accounts"},
	}}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 1500; n++ {
			r.handle(products, fmt.Sprintf("/api/v1/products/SKU-%08d", n), n)
		}
	})
}
