// Command csvreport writes the monthly table of sales.
package main

import (
	"strconv"
	"strings"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type sale struct {
	sku   string
	count int
	cents int64
}

type month struct {
	name  string
	sales []sale
}

func row(s sale) string {
	return strings.Join([]string{s.sku, strconv.Itoa(s.count), strconv.FormatInt(s.cents, 10)}, ";") + "\n"
}

func table(m *month) string {
	out := "sku;count;cents\n"
	for _, s := range m.sales {
		out += row(s) // FAULT
	}
	return out
}

func collect(products *catalog.Catalog, name string, n int) *month {
	m := &month{name: name, sales: make([]sale, 0, n)}
	for i := 0; i < n; i++ {
		p := products.At(i * 13)
		m.sales = append(m.sales, sale{p.SKU, i%9 + 1, p.Cents})
	}
	return m
}

func main() {
	products := catalog.Load(12000)
	done := lru.New(12)
	for i := 0; i < 12; i++ {
		done.Put(strconv.Itoa(i), page.Render(products.At(i), "cover"))
	}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		m := collect(products, strconv.Itoa(i), 4000)
		done.Put(m.name, []byte(table(m)))
		page.Serve(products, i*1500, 1500)
	})
}
