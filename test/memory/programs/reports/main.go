// Command reports selects rows for the reports of the day.
package main

import (
	"sort"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type row struct {
	sku   string
	name  string
	cents int64
	rank  int
}

type report struct {
	title string
	rows  []row
}

func selectRows(products *catalog.Catalog, keep func(*catalog.Product) bool) []row {
	var rows []row
	for i := 0; i < products.Len(); i++ {
		p := products.At(i)
		if keep(p) {
			rows = append(rows, row{p.SKU, p.Name, p.Cents, i}) // FAULT
		}
	}
	return rows
}

func build(title string, products *catalog.Catalog, above int64) *report {
	r := &report{title: title}
	r.rows = selectRows(products, func(p *catalog.Product) bool { return p.Cents > above })
	sort.Slice(r.rows, func(i, j int) bool { return r.rows[i].cents > r.rows[j].cents })
	return r
}

func main() {
	products := catalog.Load(14000)
	covers := lru.New(500)
	for i := 0; i < 500; i++ {
		covers.Put(products.At(i).SKU, page.Render(products.At(i), "cover"))
	}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 6; n++ {
			build("prices", products, int64(n*200))
		}
		page.Serve(products, i*1000, 1000)
	})
}
