// Package catalog is a product table that is read once, at start.
package catalog

import (
	"fmt"
	"strings"
)

// Product is one row of the table.
type Product struct {
	SKU         string
	Name        string
	Description string
	Cents       int64
	Tags        []string
}

// Catalog finds products by SKU.
type Catalog struct {
	bySKU map[string]*Product
	order []*Product
}

// Load builds a table of n products, about 700 bytes each.
func Load(n int) *Catalog {
	c := &Catalog{bySKU: make(map[string]*Product, n), order: make([]*Product, 0, n)}
	for i := 0; i < n; i++ {
		p := parse(i)
		c.bySKU[p.SKU] = p
		c.order = append(c.order, p)
	}
	return c
}

func parse(i int) *Product {
	return &Product{
		SKU:         fmt.Sprintf("SKU-%08d", i),
		Name:        fmt.Sprintf("product number %d", i),
		Description: strings.Repeat("a fine thing to have ", 20),
		Cents:       int64(i%9000 + 99),
		Tags:        []string{"shop", "all", "sale"},
	}
}

// Len is the number of products.
func (c *Catalog) Len() int { return len(c.order) }

// At answers the i-th product, counted round and round.
func (c *Catalog) At(i int) *Product { return c.order[i%len(c.order)] }

// Find answers the product with that SKU, or nil.
func (c *Catalog) Find(sku string) *Product { return c.bySKU[sku] }
