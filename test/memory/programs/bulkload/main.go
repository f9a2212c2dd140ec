// Command bulkload adds up the orders of an export.
package main

import (
	"encoding/json"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type orderLine struct {
	SKU   string `json:"sku"`
	Count int    `json:"count"`
}

type order struct {
	ID       int         `json:"id"`
	Customer string      `json:"customer"`
	Cents    int64       `json:"cents"`
	Lines    []orderLine `json:"lines"`
	Note     string      `json:"note"`
}

type totals struct {
	orders, pieces int
	cents          int64
}

func readOrders(data []byte) ([]order, error) {
	var orders []order
	err := json.Unmarshal(data, &orders) // FAULT
	return orders, err
}

func (t *totals) add(orders []order) {
	for _, o := range orders {
		t.orders++
		t.cents += o.Cents
		for _, l := range o.Lines {
			t.pieces += l.Count
		}
	}
}

func load(t *totals, data []byte) error {
	orders, err := readOrders(data)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	t.add(orders)
	return nil
}

func main() {
	products := catalog.Load(12000)
	data := wire.Orders(40000, 1)
	t := &totals{}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		if err := load(t, data); err != nil {
			panic(err)
		}
		page.Serve(products, i*1000, 1000)
	})
}
