// Package page renders product pages: short-lived allocations, all released.
package page

import (
	"bytes"
	"fmt"

	"example.com/faults/internal/catalog"
)

// Render answers the HTML of one product.
func Render(p *catalog.Product, visitor string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<html><head><title>%s</title></head><body>", p.Name)
	fmt.Fprintf(&b, "<p>Hello %s</p><h1>%s</h1><p>%s</p>", visitor, p.Name, p.Description)
	for _, t := range p.Tags {
		fmt.Fprintf(&b, "<a href=%q>%s</a>", "/tag/"+t, t)
	}
	fmt.Fprintf(&b, "<b>%d.%02d</b></body></html>", p.Cents/100, p.Cents%100)
	return b.Bytes()
}

// Serve renders n pages and throws them away; it answers their size.
func Serve(c *catalog.Catalog, from, n int) int {
	total := 0
	for i := from; i < from+n; i++ {
		total += len(Render(c.At(i*7919), fmt.Sprintf("visitor-%d", i)))
	}
	return total
}
